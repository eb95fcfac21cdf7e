"""Elk getal één keer: wat het dashboard toont, het rapport drukt en het pakket meedraagt."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projecten.models import OproepBedrag, Subsidieproject
from projecten.regels import grenzen
from rapportage import selecties
from rapportage.selecties import Ontbrekend, Peiling, TellendCertificaat, TellendeFiche


@dataclass(frozen=True)
class Doel:
    naam: str
    resultaat: int
    doel: int

    @property
    def gehaald(self) -> bool:
        return self.resultaat >= self.doel

    @property
    def nog(self) -> int:
        return max(self.doel - self.resultaat, 0)

    @property
    def procent(self) -> int:
        return 100 if not self.doel else min(100 * self.resultaat // self.doel, 100)


@dataclass(frozen=True)
class Cijfers:
    """De cijfers van een project op een peildatum. Bedragen in euro, uren in minuten."""

    peiling: Peiling
    fiches: list[TellendeFiche]
    certificaten: list[TellendCertificaat]
    ontbrekend: list[Ontbrekend]
    plekken: Doel
    mentoren: Doel
    aanbod: int
    partners: int
    overleg: int
    plaatsingen: int
    bevestigde_minuten: int
    alles_of_niets: Decimal
    naar_rato: Decimal

    @property
    def dagen_over(self) -> int:
        return (self.peiling.project.tot - self.peiling.peildatum).days


def bereken(project: Subsidieproject, peildatum: date) -> Cijfers:
    """Alle cijfers van dit project op die dag; `project.oproep` is geladen of wordt opgehaald."""
    peiling = Peiling(project, peildatum)
    fiches, zonder_fiche = selecties.fiches(peiling)
    certificaten, zonder_bewijs = selecties.certificaten(peiling)
    aanbod = list(selecties.aanbod(peiling).values_list("glowpartner_id", flat=True))
    plekken = Doel("leerwerkplekken met ondertekende fiche", len(fiches), project.doel_leerwerkplekken)
    mentoren = Doel("opgeleide mentoren met certificaat", len(certificaten), project.doel_mentoren)
    return Cijfers(
        peiling=peiling,
        fiches=fiches,
        certificaten=certificaten,
        ontbrekend=[*zonder_fiche, *zonder_bewijs],
        plekken=plekken,
        mentoren=mentoren,
        aanbod=len(aanbod),
        partners=len(set(aanbod)),
        overleg=selecties.overleg(peiling).count(),
        plaatsingen=selecties.plaatsingen(peiling).count(),
        bevestigde_minuten=sum(selecties.maandstaten(peiling).values_list("minuten", flat=True)),
        alles_of_niets=project.toegekend_bedrag if plekken.gehaald and mentoren.gehaald else Decimal(0),
        naar_rato=naar_rato(project, plekken.resultaat, mentoren.resultaat),
    )


def naar_rato(project: Subsidieproject, plekken: int, mentoren: int) -> Decimal:
    """Lezing *naar rato van volledige bundels* (3 plekken + 1 mentor), in euro, hoogstens het toegekende bedrag.

    Wat ESF betaalt wanneer een trap niet gehaald wordt: niet gevonden. Daarom toont elk scherm beide lezingen.
    """
    per_bundel = grenzen(project.oproep, project.van).waarde("bundel_leerwerkplekken")
    doel = project.doel_leerwerkplekken // per_bundel
    if not doel:
        return Decimal(0)
    bundels = min(plekken // per_bundel, mentoren, doel)
    return (project.toegekend_bedrag * bundels / doel).quantize(Decimal("0.01"))


def trappen(project: Subsidieproject) -> list[OproepBedrag]:
    return list(OproepBedrag.objects.filter(oproep=project.oproep_id).order_by("leerwerkplekken"))
