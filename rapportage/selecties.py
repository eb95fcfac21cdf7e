"""Wat telt op een peildatum. Dit is de enige plaats waar dat staat: dashboard, rapport en pakket lezen hier.

Een feit telt op zijn eigen datum (handtekening, certificaat, aanbod, bevestiging), binnen de periode van het project en
tot en met de peildatum (besluit 1). Wat later gebeurde verandert een vroegere peildatum niet.
Het aantal vragen aan de database hangt nergens af van het aantal projecten, plekken of mentoren.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from documenten import opslag
from documenten.models import Document
from fiches.enums import SoortBlad
from fiches.models import Fiche, FicheBlad, Handtekening
from kern.periodes import eerste_van_maand
from leerwerkplekken.models import Aanbod, Leerwerkplek
from mentoren.models import Deelname, Mentor
from plaatsingen.enums import MaandStatus
from plaatsingen.models import Afwijking as Toegelaten
from plaatsingen.models import Maandstaat, MaandstaatVersie, Plaatsing
from projecten.models import Maatregel, Overleg, Subsidieproject
from rapportage import redenen


@dataclass(frozen=True)
class Peiling:
    """Een project op een peildatum; `tot` is de laatste dag waarop een feit nog telt."""

    project: Subsidieproject
    peildatum: date

    @property
    def van(self) -> date:
        return self.project.van

    @property
    def tot(self) -> date:
        return min(self.peildatum, self.project.tot)

    def omvat(self, dag: date) -> bool:
        return self.van <= dag <= self.tot


@dataclass(frozen=True)
class TellendeFiche:
    plek: Leerwerkplek
    fiche: Fiche
    handtekening: Handtekening
    document: Document

    @property
    def ondertekend_op(self) -> date:
        return timezone.localdate(self.handtekening.ondertekend_op)

    @property
    def geregistreerd_op(self) -> date:
        return timezone.localdate(self.handtekening.vastgelegd_op)

    @property
    def scan(self) -> Document | None:
        """Wat op papier getekend is."""
        return self.handtekening.scan


@dataclass(frozen=True)
class TellendCertificaat:
    mentor: Mentor
    deelname: Deelname
    document: Document

    @property
    def geregistreerd_op(self) -> date | None:
        moment = self.deelname.certificaat_vastgelegd_op
        return timezone.localdate(moment) if moment else None


@dataclass(frozen=True)
class Afwijking:
    """Wat niet telt, of telt met een kanttekening, en waarom; `soort` is leerwerkplek, mentor of plaatsing."""

    soort: str
    code: str
    omschrijving: str
    organisatie: str
    reden: str
    sleutel: int  # van de plek, de mentor of de plaatsing
    telt: bool = False


def _in_periode(peilingen: Sequence[Peiling], project: str, dag: str) -> Q:
    """Rijen van deze projecten waarvan het feit in de periode van hun eigen project ligt."""
    voorwaarde = Q(pk__in=[])
    for peiling in peilingen:
        voorwaarde |= Q(**{project: peiling.project, f"{dag}__range": (peiling.van, peiling.tot)})
    return voorwaarde


def _besturen(peilingen: Sequence[Peiling]) -> set[int]:
    return {peiling.project.bestuur_id for peiling in peilingen}


def plekken(peilingen: Sequence[Peiling]) -> list[Leerwerkplek]:
    """Elke plek van deze projecten, op code; ook wat gesloten is."""
    rijen = Leerwerkplek.objects.filter(project__in=[p.project for p in peilingen], bestuur__in=_besturen(peilingen))
    return list(rijen.select_related("organisatie").order_by("code", "pk"))


def fiches(
    peilingen: Sequence[Peiling], plekken: Iterable[Leerwerkplek]
) -> dict[int, tuple[list[TellendeFiche], list[Afwijking]]]:
    """Per project (pk): de fiches van deze plekken die tellen, en wat er van de plekken te zeggen valt.

    Per plek telt de nieuwste versie die binnen de periode en tot de peildatum ondertekend én verzegeld is (besluit 3).
    """
    per_project = {peiling.project.pk: peiling for peiling in peilingen}
    van_project = {"leerwerkplek__project__in": per_project, "bestuur__in": _besturen(peilingen)}
    versies: dict[int, list[Fiche]] = defaultdict(list)
    for fiche in Fiche.objects.filter(**van_project).select_related("mentor").defer("inhoud").order_by("-versie"):
        versies[fiche.leerwerkplek_id].append(fiche)
    fiche_van_project = {"fiche__leerwerkplek__project__in": per_project, "bestuur__in": _besturen(peilingen)}
    tekens = {h.fiche_id: h for h in Handtekening.objects.filter(**fiche_van_project).select_related("scan")}
    bladen = FicheBlad.objects.filter(soort=SoortBlad.VERZEGELD, **fiche_van_project).select_related("document")
    documenten = {blad.fiche_id: blad.document for blad in bladen}
    opslag.neem_jongste(documenten.values())
    uit: dict[int, tuple[list[TellendeFiche], list[Afwijking]]] = {pk: ([], []) for pk in per_project}
    for plek in plekken:
        peiling, (tellend, afwijkingen) = per_project[plek.project_id], uit[plek.project_id]
        eigen = versies[plek.pk]
        gekozen = next((f for f in eigen if f.pk in documenten and _getekend_in(peiling, tekens.get(f.pk))), None)
        if gekozen:
            tellend.append(TellendeFiche(plek, gekozen, tekens[gekozen.pk], documenten[gekozen.pk]))
            zinnen = redenen.bij_fiche(plek, gekozen, eigen, tekens, peiling.peildatum, peiling.tot)
        else:
            zinnen = [redenen.geen_fiche(eigen, tekens, peiling.peildatum, peiling.omvat)]
        afwijkingen += _afwijkingen("leerwerkplek", plek, plek.functie, zinnen, telt=gekozen is not None)
    return uit


def _getekend_in(peiling: Peiling, handtekening: Handtekening | None) -> bool:
    return handtekening is not None and peiling.omvat(timezone.localdate(handtekening.ondertekend_op))


def _afwijkingen(soort: str, wat, omschrijving: str, zinnen: Iterable[str], *, telt: bool) -> list[Afwijking]:
    return [Afwijking(soort, wat.code, omschrijving, wat.organisatie.naam, zin, wat.pk, telt) for zin in zinnen]


@dataclass(frozen=True)
class Kandidaat:
    """Een mentor bij het project van een oproep waarvoor die telt; `ook` zijn codes van projecten die ook konden."""

    mentor: Mentor
    ook: list[str]


def mentoren(peilingen: Sequence[Peiling]) -> dict[int, list[Kandidaat]]:
    """Per project (pk): de mentoren die ervoor tellen; elk telt voor hoogstens één project van een oproep (domein §3).

    Dat van de eigen organisatie, anders dat van de eerste plek, anders wat HR koos, anders dat van het hele bestuur.
    """
    eigen = {"bestuur__in": _besturen(peilingen)}
    alle = list(Subsidieproject.objects.filter(**eigen).order_by("code", "pk"))
    op_plekken: dict[int, list[int]] = defaultdict(list)
    for mentor_id, project_id in (
        Leerwerkplek.objects.filter(mentor__isnull=False, **eigen)
        .order_by("vastgelegd_op", "pk")
        .values_list("mentor_id", "project_id")
    ):
        op_plekken[mentor_id].append(project_id)

    def keuzes(mentor: Mentor, oproep_id: int) -> list[Subsidieproject]:
        """Elk project waarvoor deze mentor kan tellen, in volgorde van voorrang."""
        projecten = {p.pk: p for p in alle if p.oproep_id == oproep_id and p.bestuur_id == mentor.bestuur_id}
        van_organisatie = [p.pk for p in projecten.values() if p.organisatie_id == mentor.organisatie_id]
        heel_bestuur = [p for p in projecten.values() if p.organisatie_id is None]
        gekozen = [mentor.project_id] if mentor.project_id else []
        volgorde = dict.fromkeys([*van_organisatie, *op_plekken[mentor.pk], *gekozen])
        return [projecten[pk] for pk in volgorde if pk in projecten] or heel_bestuur

    uit: dict[int, list[Kandidaat]] = {peiling.project.pk: [] for peiling in peilingen}
    rijen = Mentor.objects.filter(**eigen).select_related("lidmaatschap__gebruiker", "organisatie")
    for mentor in rijen.order_by("code", "pk"):
        for oproep_id in {peiling.project.oproep_id for peiling in peilingen}:
            projecten = keuzes(mentor, oproep_id)
            if projecten and projecten[0].pk in uit:
                uit[projecten[0].pk].append(Kandidaat(mentor, [p.code for p in projecten[1:]]))
    return uit


def certificaten(peilingen: Sequence[Peiling]) -> dict[int, tuple[list[TellendCertificaat], list[Afwijking]]]:
    """Per project (pk) en mentor het oudste certificaat dat telt: aanwezig, gedateerd in de periode, met bestand."""
    deelnames: dict[int, list[Deelname]] = defaultdict(list)
    for deelname in (
        Deelname.objects.filter(bestuur__in=_besturen(peilingen))
        .select_related("opleiding", "certificaat")
        .order_by("certificaat_datum", "pk")
    ):
        deelnames[deelname.mentor_id].append(deelname)
    uit: dict[int, tuple[list[TellendCertificaat], list[Afwijking]]] = {}
    van_project = mentoren(peilingen)
    for peiling in peilingen:
        tellend, afwijkingen = uit.setdefault(peiling.project.pk, ([], []))
        for kandidaat in van_project[peiling.project.pk]:
            mentor = kandidaat.mentor
            if bewijs := next((b for d in deelnames[mentor.pk] if (b := _bewijs(mentor, d, peiling))), None):
                tellend.append(bewijs)
                zinnen = redenen.bij_certificaat(bewijs.deelname, bewijs.geregistreerd_op, peiling.peildatum)
                zinnen += redenen.dubbel(kandidaat.ook)
            else:
                zinnen = [redenen.geen_certificaat(deelnames[mentor.pk], peiling.peildatum)]
            afwijkingen += _afwijkingen("mentor", mentor, mentor.naam, zinnen, telt=bewijs is not None)
    return uit


def _bewijs(mentor: Mentor, deelname: Deelname, peiling: Peiling) -> TellendCertificaat | None:
    dag, document = deelname.certificaat_datum, deelname.certificaat
    if not deelname.aanwezig or document is None or dag is None or not peiling.omvat(dag):
        return None
    return TellendCertificaat(mentor, deelname, document)


def aanbod(peilingen: Sequence[Peiling]) -> QuerySet[Aanbod]:
    return (
        Aanbod.objects.filter(_in_periode(peilingen, "leerwerkplek__project", "aangeboden_op"))
        .select_related("leerwerkplek", "glowpartner")
        .order_by("aangeboden_op", "leerwerkplek__code", "pk")
    )


def plaatsingen(peilingen: Sequence[Peiling]) -> QuerySet[Plaatsing]:
    """Plaatsingen op plekken van het project die tot de peildatum begonnen."""
    return (
        Plaatsing.objects.filter(_in_periode(peilingen, "leerwerkplek__project", "van"))
        .select_related("leerwerkplek__organisatie", "deelnemer", "glowpartner")
        .order_by("van", "code", "pk")
    )


def afwijkingen(peilingen: Sequence[Peiling], tellend: Iterable[Plaatsing]) -> dict[int, list[Afwijking]]:
    """Per project (pk): wat HR bij plaatsingen tegen de regel in toeliet, en wie dat goedkeurde (domein §4).

    Van de plaatsingen uit `plaatsingen` (`tellend`); uren boven het maximum van een maand tot dan. Telt nergens mee.
    """
    geplaatst = {p.pk: p for p in tellend}
    per_project = {peiling.project.pk: peiling for peiling in peilingen}
    uit: dict[int, list[Afwijking]] = {pk: [] for pk in per_project}
    rijen = Toegelaten.objects.filter(bestuur__in=_besturen(peilingen), plaatsing__in=geplaatst)
    for rij in rijen.select_related("goedgekeurd_door__gebruiker").order_by("plaatsing__code", "vastgelegd_op", "pk"):
        plaatsing = geplaatst[rij.plaatsing_id]
        plek = plaatsing.leerwerkplek
        if rij.maand is None or rij.maand <= per_project[plek.project_id].tot:
            zin = redenen.afwijking(rij)
            uit[plek.project_id].append(
                Afwijking("plaatsing", plaatsing.code, plek.functie, plek.organisatie.naam, zin, plaatsing.pk, True)
            )
    return uit


@dataclass(frozen=True)
class TellendeMaand:
    """Een bevestigde maand zoals ze telt: `versie` is de nieuwste die tot de peildatum bevestigd was."""

    plaatsing: Plaatsing
    maand: date
    versie: int
    minuten: int
    bevestigd_op: date
    in_verbetering: bool = False  # er is intussen een volgende versie in de maak


def maandstaten(peilingen: Sequence[Peiling]) -> list[TellendeMaand]:
    """Bevestigde maanden die in het project vallen en tot de peildatum bevestigd zijn: enkel die uren zijn bewijs.

    Wordt een maand verbeterd, dan telt de bevestigde versie tot de nieuwe bevestigd is. Een maand van voor er versies
    bewaard werden telt zoals ze bevestigd staat.
    """
    binnen, zonder = Q(pk__in=[]), Q(pk__in=[])
    for peiling in peilingen:
        maanden = (eerste_van_maand(peiling.van), peiling.tot)
        project, tot = {"plaatsing__leerwerkplek__project": peiling.project}, peiling.peildatum
        binnen |= Q(
            **{f"staat__{pad}": rij for pad, rij in project.items()}, staat__maand__range=maanden, bevestigd_op__lte=tot
        )
        zonder |= Q(**project, maand__range=maanden, bevestigd_op__lte=tot)
    versies = MaandstaatVersie.objects.filter(binnen).defer("inhoud")
    nieuwste: dict[int, MaandstaatVersie] = {}
    for versie in versies.select_related("staat__plaatsing__deelnemer", "staat__plaatsing__leerwerkplek").order_by(
        "versie"
    ):
        nieuwste[versie.staat_id] = versie
    bewaard = MaandstaatVersie.objects.filter(bestuur=OuterRef("bestuur"), staat=OuterRef("pk"))
    oude = Maandstaat.objects.filter(zonder, ~Exists(bewaard), status=MaandStatus.BEVESTIGD)
    tellend = [
        TellendeMaand(v.staat.plaatsing, v.staat.maand, v.versie, v.minuten, v.bevestigd_op, v.staat.versie > v.versie)
        for v in nieuwste.values()
    ]
    for staat in oude.select_related("plaatsing__deelnemer", "plaatsing__leerwerkplek"):
        assert staat.minuten is not None and staat.bevestigd_op is not None  # zo is bevestigd (maandstaat_status)
        tellend.append(TellendeMaand(staat.plaatsing, staat.maand, staat.versie, staat.minuten, staat.bevestigd_op))
    return sorted(tellend, key=lambda m: (m.maand, m.plaatsing.code, m.plaatsing.pk))


def overleg(peilingen: Sequence[Peiling]) -> QuerySet[Overleg]:
    """Overleg van het bestuur in de periode; het is niet aan één project gebonden.

    Wat afgelast is telt niet, en wat nog moet komen is nog geen bewijs, ook al ligt de peildatum verder. Elk overleg
    krijgt `aantal_punten` en `gedane_punten`.
    """
    van = min(peiling.van for peiling in peilingen)
    tot = min(max(peiling.tot for peiling in peilingen), timezone.localdate())
    return (
        Overleg.objects.filter(bestuur__in=_besturen(peilingen), datum__range=(van, tot), afgelast_op=None)
        .select_related("glowpartner")
        .annotate(
            aantal_punten=Count("actiepunten"),
            gedane_punten=Count("actiepunten", filter=Q(actiepunten__gedaan_op__isnull=False)),
        )
        .order_by("datum", "pk")
    )


def maatregelen(peilingen: Sequence[Peiling]) -> QuerySet[Maatregel]:
    """Plekken in andere maatregelen, in het jaar van elk project en het jaar ervoor (bron 004)."""
    jaren = {jaar for peiling in peilingen for jaar in (peiling.van.year - 1, peiling.van.year)}
    return (
        Maatregel.objects.filter(bestuur__in=_besturen(peilingen), jaar__in=jaren)
        .select_related("uitvoerder")
        .order_by("soort", "uitvoerder__naam", "jaar", "pk")
    )
