"""Een project op een peildatum, en de vorm van wat daar telt. Wat telt, zegt `selecties`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import DateField, F, Q, Value
from django.utils import timezone

from documenten.models import Document
from fiches.models import Fiche, Handtekening
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Deelname, Mentor
from plaatsingen.models import Plaatsing
from projecten.models import Subsidieproject
from rapportage.toen import Toen, einde
from rapportage.voorwaarden import Grens, Kijk


@dataclass(frozen=True)
class Peiling:
    """Een project op een peildatum; `tot` is de laatste dag waarop een feit nog telt.

    `project` is wat het toen was. `toen_gekend`: enkel wat op de peildatum ook al geregistreerd was (besluit 1).
    """

    project: Subsidieproject
    peildatum: date
    toen: Toen = field(default_factory=Toen, compare=False, repr=False)
    toen_gekend: bool = False

    @property
    def van(self) -> date:
        return self.project.van

    @property
    def tot(self) -> date:
        return min(self.peildatum, self.project.tot)

    def omvat(self, dag: date) -> bool:
        return self.van <= dag <= self.tot

    @property
    def einde(self) -> datetime:
        return self.toen.einde or einde(self.peildatum)

    def laat(self, geregistreerd: datetime | None) -> bool:
        """Of dit pas na de peildatum geregistreerd is."""
        return geregistreerd is not None and geregistreerd >= self.einde

    @property
    def kijk(self) -> Kijk:
        return Kijk(self.peildatum, self.einde, timezone.localdate(), self.toen_gekend)

    def mee(self, pad: str = "vastgelegd_op") -> Q:
        """Wat in deze kijk meetelt, naar het ogenblik waarop het geregistreerd is."""
        return self.kijk.mee(pad)


def peil(projecten: Sequence[Subsidieproject], peildatum: date, *, toen_gekend: bool = False) -> list[Peiling]:
    """Deze projecten op die dag, elk zoals het toen was."""
    toen = Toen({project.bestuur_id for project in projecten}, peildatum)
    return [Peiling(toen.kopie(project), peildatum, toen, toen_gekend) for project in projecten]


@dataclass(frozen=True)
class TellendeFiche:
    """`functie`: die op de fiche; een plek kan later anders heten."""

    plek: Leerwerkplek
    fiche: Fiche
    handtekening: Handtekening
    document: Document

    @property
    def functie(self) -> str:
        return getattr(self.fiche, "functie_toen", "") or self.plek.functie

    @property
    def ondertekend_op(self) -> date:
        return timezone.localdate(self.handtekening.ondertekend_op)

    @property
    def geregistreerd(self) -> datetime:
        """Sinds wanneer ze telt: de handtekening én het zegel."""
        return max(self.handtekening.vastgelegd_op, self.document.vastgelegd_op)

    @property
    def geregistreerd_op(self) -> date:
        return timezone.localdate(self.handtekening.vastgelegd_op)

    @property
    def scan(self) -> Document | None:
        """Wat op papier getekend is."""
        return self.handtekening.scan


@dataclass(frozen=True)
class TellendCertificaat:
    """`via_later`: de mentor hoort pas bij dit project door een plek of project van na de peildatum."""

    mentor: Mentor
    deelname: Deelname
    document: Document
    via_later: bool = False

    @property
    def geregistreerd(self) -> datetime | None:
        return self.deelname.certificaat_vastgelegd_op

    @property
    def geregistreerd_op(self) -> date | None:
        return timezone.localdate(self.geregistreerd) if self.geregistreerd else None


@dataclass(frozen=True)
class TellendeMaand:
    """Een bevestigde maand zoals ze telt: `versie` is de nieuwste die tot de peildatum bevestigd was."""

    plaatsing: Plaatsing
    maand: date
    versie: int
    minuten: int
    bevestigd_op: date
    in_verbetering: bool = False  # er was toen een volgende versie in de maak
    geregistreerd: datetime | None = None


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


def afwijkingen_van(soort: str, wat, omschrijving: str, zinnen: Iterable[str], *, telt: bool) -> list[Afwijking]:
    return [Afwijking(soort, wat.code, omschrijving, wat.organisatie.naam, zin, wat.pk, telt) for zin in zinnen]


def besturen(peilingen: Sequence[Peiling]) -> set[int]:
    return {peiling.project.bestuur_id for peiling in peilingen}


def van_projecten(peilingen: Sequence[Peiling], pad: str = "", *, dag: str = "", maand: str = "") -> Q:
    """Rijen van deze projecten; `dag`, `maand`: waarvan het feit in de periode van hun project ligt.

    `pad`: langs welke weg de plek te vinden is (leeg: het zijn de plekken zelf). Eén voorwaarde voor alle projecten;
    enkel een project dat toen een andere periode had, of waar toen andere plekken bij hoorden, krijgt een eigen.
    """
    toen, kijk = peilingen[0].toen, peilingen[0].kijk
    project = f"{pad}__project" if pad else "project"

    def binnen(van: Grens, tot: Grens) -> Q:
        if maand:
            return kijk.in_maand(maand, van, tot)
        return kijk.op_dag(dag, van, tot) if dag else Q()

    apart = [p for p in peilingen if toen.verplaatst or toen.anders(p.project)]
    samen = {p.project.pk for p in peilingen} - {p.project.pk for p in apart}
    uit = Q(**{f"{project}__in": sorted(samen)}) & binnen(F(f"{project}__van"), F(f"{project}__tot"))
    for peiling in apart:
        grenzen = [Value(d, output_field=DateField()) for d in (peiling.van, peiling.project.tot)]
        uit |= toen.van_project(peiling.project, pad) & binnen(*grenzen)
    return uit
