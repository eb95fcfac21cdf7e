"""Wat uit enkele aantallen volgt: doelen, de twee lezingen van het bedrag, en of er verdrongen wordt.

Wie de rijen zelf heeft (`cijfers.Cijfers`) en wie enkel telt (`tellen.Telling`), rekent hier met dezelfde regels.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from projecten.models import Subsidieproject
from projecten.regels import minder_plekken
from rapportage.peiling import Peiling


@dataclass(frozen=True)
class Doel:
    naam: str
    eenheid: tuple[str, str]  # enkelvoud, meervoud
    resultaat: int
    doel: int

    @property
    def gehaald(self) -> bool:
        return self.resultaat >= self.doel

    @property
    def woord(self) -> str:
        return self.eenheid[0 if self.resultaat == 1 else 1]

    @property
    def nog(self) -> int:
        return max(self.doel - self.resultaat, 0)


@dataclass(frozen=True)
class Lezingen:
    """Een bedrag in euro volgens de twee lezingen van domein §4; wat ESF betaalt als een doel niet gehaald is, staat
    in geen bron."""

    alles_of_niets: Decimal = Decimal(0)
    naar_rato: Decimal = Decimal(0)

    def __add__(self, ander: "Lezingen") -> "Lezingen":
        return Lezingen(self.alles_of_niets + ander.alles_of_niets, self.naar_rato + ander.naar_rato)

    def __sub__(self, ander: "Lezingen") -> "Lezingen":
        return Lezingen(self.alles_of_niets - ander.alles_of_niets, self.naar_rato - ander.naar_rato)

    @property
    def hoogste(self) -> Decimal:
        return max(self.alles_of_niets, self.naar_rato)


class Getallen(ABC):
    """De gemeenschappelijke helft van `Cijfers` en `Telling`; die geven `aantallen` en `per_jaar`."""

    peiling: Peiling
    per_bundel: int

    @property
    @abstractmethod
    def aantallen(self) -> tuple[int, int]:
        """Fiches en certificaten die tellen."""

    @property
    @abstractmethod
    def per_jaar(self) -> Mapping[int, int]:
        """Plekken in andere maatregelen; een jaar zonder register ontbreekt."""

    @property
    def project(self) -> Subsidieproject:
        return self.peiling.project

    @property
    def plekken(self) -> Doel:
        naam, eenheid = "Leerwerkplekken met ondertekende fiche", ("leerwerkplek", "leerwerkplekken")
        return Doel(naam, eenheid, self.aantallen[0], self.project.doel_leerwerkplekken)

    @property
    def mentoren(self) -> Doel:
        naam, eenheid = "Opgeleide mentoren met certificaat", ("mentor", "mentoren")
        return Doel(naam, eenheid, self.aantallen[1], self.project.doel_mentoren)

    @property
    def doelen(self) -> tuple[Doel, Doel]:
        return self.plekken, self.mentoren

    @property
    def gehaald(self) -> bool:
        return all(doel.gehaald for doel in self.doelen)

    @property
    def verzekerd(self) -> Lezingen:
        return lezingen(self.project, *self.aantallen, self.per_bundel)

    @property
    def op_het_spel(self) -> Lezingen:
        toegekend = self.project.toegekend_bedrag
        return Lezingen(toegekend, toegekend) - self.verzekerd

    @property
    def alles_of_niets(self) -> Decimal:
        return self.verzekerd.alles_of_niets

    @property
    def naar_rato(self) -> Decimal:
        return self.verzekerd.naar_rato

    @property
    def jaar(self) -> int:
        """Het jaar van het project: dat waarin het begint."""
        return self.project.van.year

    @property
    def andere_maatregelen(self) -> tuple[int, int] | None:
        """Plekken in andere maatregelen, het jaar ervoor en het jaar van het project; None als een jaar ontbreekt."""
        per, jaar = self.per_jaar, self.jaar
        return (per[jaar - 1], per[jaar]) if jaar - 1 in per and jaar in per else None

    @property
    def verdringing(self) -> bool:
        """Signaal: er zijn minder plekken in andere maatregelen dan het jaar ervoor (bron 001, 004)."""
        return minder_plekken(*(self.andere_maatregelen or (None, None)))

    @property
    def dagen_over(self) -> int:
        return (self.project.tot - self.peiling.peildatum).days


@dataclass(frozen=True)
class Samen:
    """De subsidie van meer projecten samen; elk project heeft zijn eigen doelen."""

    toegekend: Decimal
    verzekerd: Lezingen
    op_het_spel: Lezingen


def samen(alle: Iterable[Getallen]) -> Samen:
    rijen = list(alle)
    return Samen(
        sum((c.project.toegekend_bedrag for c in rijen), Decimal(0)),
        sum((c.verzekerd for c in rijen), Lezingen()),
        sum((c.op_het_spel for c in rijen), Lezingen()),
    )


def lezingen(project: Subsidieproject, plekken: int, mentoren: int, per_bundel: int) -> Lezingen:
    """Wat zoveel plekken en mentoren opbrengen, in beide lezingen; *alles of niets* geldt per project."""
    gehaald = plekken >= project.doel_leerwerkplekken and mentoren >= project.doel_mentoren
    alles = project.toegekend_bedrag if gehaald else Decimal(0)
    return Lezingen(alles, naar_rato(project, plekken, mentoren, per_bundel))


def naar_rato(project: Subsidieproject, plekken: int, mentoren: int, per_bundel: int) -> Decimal:
    """Lezing *naar rato van volledige bundels* (3 plekken + 1 mentor), in euro, hoogstens het toegekende bedrag.

    Wat ESF betaalt wanneer een trap niet gehaald wordt: niet gevonden. Daarom toont elk scherm beide lezingen.
    """
    doel = project.doel_leerwerkplekken // per_bundel
    if not doel:
        return Decimal(0)
    bundels = min(plekken // per_bundel, mentoren, doel)
    return (project.toegekend_bedrag * bundels / doel).quantize(Decimal("0.01"))
