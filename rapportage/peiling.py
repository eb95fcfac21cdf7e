"""Een project op een peildatum, en de vorm van wat daar telt. Wat telt, zegt `selecties`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from documenten.models import Document
from fiches.models import Fiche, Handtekening
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Deelname, Mentor
from plaatsingen.models import Plaatsing
from projecten.models import Subsidieproject
from rapportage.toen import Toen, einde


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

    def mee(self, pad: str = "vastgelegd_op") -> Q:
        """Wat in deze kijk meetelt, naar het ogenblik waarop het geregistreerd is."""
        return Q(**{f"{pad}__lt": self.einde}) if self.toen_gekend else Q()


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


def van_projecten(peilingen: Sequence[Peiling], pad: str = "", **feit: str) -> Q:
    """Rijen van deze projecten die in deze kijk meetellen; `dag=`: waarvan het feit in de periode van hun project ligt.

    `pad`: langs welke weg de plek te vinden is (leeg: het zijn de plekken zelf).
    """
    voorwaarde = Q(pk__in=[])
    for peiling in peilingen:
        eigen = peiling.toen.van_project(peiling.project, pad)
        voorwaarde |= eigen & (Q(**{f"{feit['dag']}__range": (peiling.van, peiling.tot)}) if feit else Q())
    return voorwaarde
