"""Wat telt op een peildatum. Dit is de enige plaats waar dat staat: dashboard, rapport en pakket lezen hier.

Een feit telt op zijn eigen datum (handtekening, certificaat, aanbod, bevestiging), binnen de periode van het project en
tot en met de peildatum (besluit 1). Wat later gebeurde verandert een vroegere peildatum niet.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from documenten.models import Document
from fiches.enums import SoortBlad, Status
from fiches.models import Fiche, FicheBlad, Handtekening
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


def plekken(peiling: Peiling) -> QuerySet[Leerwerkplek]:
    """De leerwerkplekken van het project, met wat een lijst nodig heeft."""
    return (
        Leerwerkplek.objects.filter(bestuur=peiling.project.bestuur_id, project=peiling.project)
        .select_related("organisatie", "mentor__lidmaatschap__gebruiker")
        .order_by("code", "pk")
    )


def fiches(peiling: Peiling) -> tuple[list[TellendeFiche], list[Ontbrekend]]:
    """Per plek de nieuwste versie die binnen de periode en tot de peildatum ondertekend én verzegeld is; en de rest."""
    bestuur = peiling.project.bestuur_id
    handtekeningen: dict[int, list[Handtekening]] = {}
    for h in (
        Handtekening.objects.filter(bestuur=bestuur, fiche__leerwerkplek__project=peiling.project)
        .select_related("fiche__mentor", "ondertekenaar")
        .order_by("-fiche__versie")
    ):
        handtekeningen.setdefault(h.fiche.leerwerkplek_id, []).append(h)
    bladen = FicheBlad.objects.filter(
        bestuur=bestuur, fiche__leerwerkplek__project=peiling.project, soort=SoortBlad.VERZEGELD
    )
    documenten = {blad.fiche_id: blad.document for blad in bladen.select_related("document")}
    open_ = {
        f.leerwerkplek_id: f
        for f in Fiche.objects.filter(bestuur=bestuur, leerwerkplek__project=peiling.project).order_by("versie")
    }
    tellend, ontbrekend = [], []
    for plek in plekken(peiling):
        in_periode = [h for h in handtekeningen.get(plek.pk, []) if peiling.omvat(timezone.localdate(h.ondertekend_op))]
        verzegeld = [h for h in in_periode if h.fiche_id in documenten]
        if verzegeld:
            h = verzegeld[0]
            tellend.append(TellendeFiche(plek, h.fiche, h, documenten[h.fiche_id]))
        else:
            reden = _waarom_niet(peiling, in_periode, handtekeningen.get(plek.pk, []), open_.get(plek.pk))
            ontbrekend.append(Ontbrekend("leerwerkplek", plek.code, plek.functie, reden))
    return tellend, ontbrekend


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


def mentoren_van(project: Subsidieproject) -> list[Mentor]:
    """De mentoren die voor dit project tellen; elke mentor telt voor hoogstens één project van een oproep (domein §3).

    Dat van de eigen organisatie, anders dat van de eerste plek, anders wat HR koos, anders dat van het hele bestuur.
    """
    projecten = list(
        Subsidieproject.objects.filter(bestuur=project.bestuur_id, oproep=project.oproep_id).order_by("code", "pk")
    )
    van_organisatie = {p.organisatie_id: p.pk for p in reversed(projecten) if p.organisatie_id}
    heel_bestuur = next((p.pk for p in projecten if p.organisatie_id is None), None)
    eerste_plek: dict[int, int] = {}
    for mentor_id, project_id in (
        Leerwerkplek.objects.filter(bestuur=project.bestuur_id, mentor__isnull=False, project__in=projecten)
        .order_by("vastgelegd_op", "pk")
        .values_list("mentor_id", "project_id")
    ):
        eerste_plek.setdefault(mentor_id, project_id)

    def telt_voor(mentor: Mentor) -> int | None:
        keuzes = (
            van_organisatie.get(mentor.organisatie_id),
            eerste_plek.get(mentor.pk),
            mentor.project_id,
            heel_bestuur,
        )
        return next((keuze for keuze in keuzes if keuze), None)

    mentoren = Mentor.objects.filter(bestuur=project.bestuur_id).select_related(
        "lidmaatschap__gebruiker", "organisatie"
    )
    return [m for m in mentoren.order_by("code", "pk") if telt_voor(m) == project.pk]


def certificaten(peiling: Peiling) -> tuple[list[TellendCertificaat], list[Ontbrekend]]:
    """Per mentor het oudste certificaat dat telt: aanwezig, met datum in de periode en met bestand; en de rest."""
    deelnames: dict[int, list[Deelname]] = {}
    for deelname in (
        Deelname.objects.filter(bestuur=peiling.project.bestuur_id)
        .select_related("opleiding", "certificaat")
        .order_by("certificaat_datum", "pk")
    ):
        deelnames.setdefault(deelname.mentor_id, []).append(deelname)
    tellend, ontbrekend = [], []
    for mentor in mentoren_van(peiling.project):
        eigen = deelnames.get(mentor.pk, [])
        goed = [d for d in eigen if _telt(d, peiling)]
        if goed:
            tellend.append(TellendCertificaat(mentor, goed[0]))
        else:
            ontbrekend.append(Ontbrekend("mentor", mentor.code, mentor.naam, _waarom_geen_bewijs(eigen, peiling)))
    return tellend, ontbrekend


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


def aanbod(peiling: Peiling) -> QuerySet[Aanbod]:
    return (
        Aanbod.objects.filter(
            bestuur=peiling.project.bestuur_id,
            leerwerkplek__project=peiling.project,
            aangeboden_op__range=(peiling.van, peiling.tot),
        )
        .select_related("leerwerkplek", "glowpartner")
        .order_by("aangeboden_op", "leerwerkplek__code", "pk")
    )


def overleg(peiling: Peiling) -> QuerySet[Overleg]:
    return (
        Overleg.objects.filter(bestuur=peiling.project.bestuur_id, datum__range=(peiling.van, peiling.tot))
        .select_related("glowpartner")
        .order_by("datum", "pk")
    )


def plaatsingen(peiling: Peiling) -> QuerySet[Plaatsing]:
    """Plaatsingen op plekken van het project die tot de peildatum begonnen."""
    return (
        Plaatsing.objects.filter(
            bestuur=peiling.project.bestuur_id,
            leerwerkplek__project=peiling.project,
            van__range=(peiling.van, peiling.tot),
        )
        .select_related("leerwerkplek", "deelnemer", "glowpartner")
        .order_by("van", "code", "pk")
    )


def maandstaten(peiling: Peiling) -> QuerySet[Maandstaat]:
    """Bevestigde maanden: enkel die uren tellen als bewijs."""
    return (
        Maandstaat.objects.filter(
            bestuur=peiling.project.bestuur_id,
            plaatsing__leerwerkplek__project=peiling.project,
            status=MaandStatus.BEVESTIGD,
            bevestigd_op__lte=peiling.peildatum,
            maand__lte=peiling.tot,
        )
        .select_related("plaatsing__deelnemer", "plaatsing__leerwerkplek")
        .order_by("maand", "plaatsing__code", "pk")
    )


def wacht_op_zegel(project: Subsidieproject) -> QuerySet[Fiche]:
    verzegeld = FicheBlad.objects.filter(fiche=OuterRef("pk"), soort=SoortBlad.VERZEGELD)
    return Fiche.objects.filter(
        bestuur=project.bestuur_id, leerwerkplek__project=project, status=Status.ONDERTEKEND
    ).exclude(Exists(verzegeld))
