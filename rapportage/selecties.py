"""Wat telt op een peildatum. Dit is de enige plaats waar dat staat: dashboard, rapport en pakket lezen hier.

Een feit telt op zijn eigen datum (handtekening, certificaat, aanbod, bevestiging), binnen de periode van het project en
tot en met de peildatum (besluit 1). Wat later gebeurde verandert een vroegere peildatum niet.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from documenten.models import Document
from fiches.enums import SoortBlad, Status
from fiches.models import Fiche, FicheBlad, Handtekening
from kern.periodes import eerste_van_maand
from leerwerkplekken.models import Aanbod, Leerwerkplek
from mentoren.models import Deelname, Mentor
from plaatsingen.enums import MaandStatus
from plaatsingen.models import Maandstaat, Plaatsing
from projecten.models import Overleg, Subsidieproject


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


@dataclass(frozen=True)
class TellendCertificaat:
    mentor: Mentor
    deelname: Deelname


@dataclass(frozen=True)
class Ontbrekend:
    """Wat niet telt en waarom; `soort` is leerwerkplek of mentor."""

    soort: str
    code: str
    omschrijving: str
    reden: str
    sleutel: int  # van de plek of de mentor


def _in_periode(peilingen: Sequence[Peiling], project: str, dag: str) -> Q:
    """Rijen van deze projecten waarvan het feit in de periode van hun eigen project ligt."""
    voorwaarde = Q(pk__in=[])
    for peiling in peilingen:
        voorwaarde |= Q(**{project: peiling.project, f"{dag}__range": (peiling.van, peiling.tot)})
    return voorwaarde


def _besturen(peilingen: Sequence[Peiling]) -> set[int]:
    return {peiling.project.bestuur_id for peiling in peilingen}


def fiches(peilingen: Sequence[Peiling]) -> dict[int, tuple[list[TellendeFiche], list[Ontbrekend]]]:
    """Per project (pk): de fiches die tellen, en de plekken zonder, met de reden.

    Per plek telt de nieuwste versie die binnen de periode en tot de peildatum ondertekend én verzegeld is (besluit 3).
    Het aantal vragen aan de database hangt niet af van het aantal projecten of plekken.
    """
    per_project = {peiling.project.pk: peiling for peiling in peilingen}
    eigen = {"bestuur__in": _besturen(peilingen)}
    handtekeningen: dict[int, list[Handtekening]] = defaultdict(list)
    for h in (
        Handtekening.objects.filter(fiche__leerwerkplek__project__in=per_project, **eigen)
        .select_related("fiche__mentor", "ondertekenaar")
        .order_by("-fiche__versie")
    ):
        handtekeningen[h.fiche.leerwerkplek_id].append(h)
    bladen = FicheBlad.objects.filter(
        fiche__leerwerkplek__project__in=per_project, soort=SoortBlad.VERZEGELD, **eigen
    ).select_related("document")
    documenten = {blad.fiche_id: blad.document for blad in bladen}
    laatste = {
        f.leerwerkplek_id: f
        for f in Fiche.objects.filter(leerwerkplek__project__in=per_project, **eigen).order_by("versie")
    }
    uit: dict[int, tuple[list[TellendeFiche], list[Ontbrekend]]] = {pk: ([], []) for pk in per_project}
    plekken = Leerwerkplek.objects.filter(project__in=per_project, **eigen).select_related("organisatie")
    for plek in plekken.order_by("code", "pk"):
        peiling, getekend = per_project[plek.project_id], handtekeningen[plek.pk]
        in_periode = [h for h in getekend if peiling.omvat(timezone.localdate(h.ondertekend_op))]
        verzegeld = [h for h in in_periode if h.fiche_id in documenten]
        if verzegeld:
            h = verzegeld[0]
            uit[plek.project_id][0].append(TellendeFiche(plek, h.fiche, h, documenten[h.fiche_id]))
        else:
            reden = _waarom_niet(peiling, in_periode, getekend, laatste.get(plek.pk))
            uit[plek.project_id][1].append(Ontbrekend("leerwerkplek", plek.code, plek.functie, reden, plek.pk))
    return uit


def _waarom_niet(peiling: Peiling, in_periode: list, getekend: list, laatste: Fiche | None) -> str:
    if in_periode:
        return "ondertekend, zegel volgt"
    if laatste is None or laatste.ingediend_op > peiling.peildatum:
        return "geen fiche ingediend"
    if getekend and timezone.localdate(getekend[0].ondertekend_op) <= peiling.peildatum:
        return "ondertekend buiten de periode van het project"
    if laatste.status == Status.TERUGGESTUURD:
        return "fiche teruggestuurd"
    return f"fiche ter ondertekening sinds {laatste.ingediend_op:%d/%m/%Y}"


def mentoren(peilingen: Sequence[Peiling]) -> dict[int, list[Mentor]]:
    """Per project (pk): de mentoren die ervoor tellen; elk telt voor hoogstens één project van een oproep (domein §3).

    Dat van de eigen organisatie, anders dat van de eerste plek, anders wat HR koos, anders dat van het hele bestuur.
    """
    eigen = {"bestuur__in": _besturen(peilingen)}
    alle = list(Subsidieproject.objects.filter(**eigen).order_by("code", "pk"))
    eerste_plek: dict[tuple[int, int], int] = {}
    oproep_van = {project.pk: project.oproep_id for project in alle}
    for mentor_id, project_id in (
        Leerwerkplek.objects.filter(mentor__isnull=False, **eigen)
        .order_by("vastgelegd_op", "pk")
        .values_list("mentor_id", "project_id")
    ):
        eerste_plek.setdefault((mentor_id, oproep_van[project_id]), project_id)

    def telt_voor(mentor: Mentor, oproep_id: int) -> int | None:
        projecten = [p for p in alle if p.oproep_id == oproep_id and p.bestuur_id == mentor.bestuur_id]
        van_organisatie = [p.pk for p in projecten if p.organisatie_id == mentor.organisatie_id]
        heel_bestuur = [p.pk for p in projecten if p.organisatie_id is None]
        gekozen = [p.pk for p in projecten if p.pk == mentor.project_id]
        plek = eerste_plek.get((mentor.pk, oproep_id))
        return next(iter([*van_organisatie, *([plek] if plek else []), *gekozen, *heel_bestuur]), None)

    uit: dict[int, list[Mentor]] = {peiling.project.pk: [] for peiling in peilingen}
    rijen = Mentor.objects.filter(**eigen).select_related("lidmaatschap__gebruiker", "organisatie")
    for mentor in rijen.order_by("code", "pk"):
        for oproep_id in {peiling.project.oproep_id for peiling in peilingen}:
            if (project := telt_voor(mentor, oproep_id)) in uit:
                uit[project].append(mentor)
    return uit


def certificaten(peilingen: Sequence[Peiling]) -> dict[int, tuple[list[TellendCertificaat], list[Ontbrekend]]]:
    """Per project (pk) en mentor het oudste certificaat dat telt: aanwezig, gedateerd in de periode, met bestand."""
    deelnames: dict[int, list[Deelname]] = defaultdict(list)
    for deelname in (
        Deelname.objects.filter(bestuur__in=_besturen(peilingen))
        .select_related("opleiding", "certificaat")
        .order_by("certificaat_datum", "pk")
    ):
        deelnames[deelname.mentor_id].append(deelname)
    uit: dict[int, tuple[list[TellendCertificaat], list[Ontbrekend]]] = {}
    van_project = mentoren(peilingen)
    for peiling in peilingen:
        tellend, ontbrekend = uit.setdefault(peiling.project.pk, ([], []))
        for mentor in van_project[peiling.project.pk]:
            goed = [d for d in deelnames[mentor.pk] if _telt(d, peiling)]
            if goed:
                tellend.append(TellendCertificaat(mentor, goed[0]))
            else:
                reden = _waarom_geen_bewijs(deelnames[mentor.pk], peiling)
                ontbrekend.append(Ontbrekend("mentor", mentor.code, mentor.naam, reden, mentor.pk))
    return uit


def _telt(deelname: Deelname, peiling: Peiling) -> bool:
    heeft_bewijs = deelname.aanwezig and deelname.certificaat_id is not None
    return heeft_bewijs and deelname.certificaat_datum is not None and peiling.omvat(deelname.certificaat_datum)


def _waarom_geen_bewijs(deelnames: list[Deelname], peiling: Peiling) -> str:
    if any(d.certificaat_id for d in deelnames):
        return "certificaat gedateerd buiten de periode van het project"
    if any(d.aanwezig and d.certificaat_datum and d.certificaat_datum <= peiling.tot for d in deelnames):
        return "certificaat toegezegd, bestand ontbreekt"
    if deelnames:
        return "opleiding gevolgd, nog geen certificaat"
    return "geen opleiding geregistreerd"


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
        .select_related("leerwerkplek", "deelnemer", "glowpartner")
        .order_by("van", "code", "pk")
    )


def maandstaten(peilingen: Sequence[Peiling]) -> QuerySet[Maandstaat]:
    """Bevestigde maanden die in het project vallen en tot de peildatum bevestigd zijn: enkel die uren zijn bewijs."""
    voorwaarde = Q(pk__in=[])
    for peiling in peilingen:
        voorwaarde |= Q(
            plaatsing__leerwerkplek__project=peiling.project,
            maand__range=(eerste_van_maand(peiling.van), peiling.tot),
            bevestigd_op__lte=peiling.peildatum,
        )
    return (
        Maandstaat.objects.filter(voorwaarde, status=MaandStatus.BEVESTIGD)
        .select_related("plaatsing__deelnemer", "plaatsing__leerwerkplek")
        .order_by("maand", "plaatsing__code", "pk")
    )


def overleg(peilingen: Sequence[Peiling]) -> QuerySet[Overleg]:
    """Overleg van het bestuur in de periode; het is niet aan één project gebonden."""
    van = min(peiling.van for peiling in peilingen)
    tot = max(peiling.tot for peiling in peilingen)
    return (
        Overleg.objects.filter(bestuur__in=_besturen(peilingen), datum__range=(van, tot))
        .select_related("glowpartner")
        .order_by("datum", "pk")
    )
