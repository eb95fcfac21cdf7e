"""Elk getal één keer: wat het dashboard toont, het rapport drukt en het pakket meedraagt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projecten.models import Subsidieproject
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


def bereken(projecten: Sequence[Subsidieproject], peildatum: date) -> list[Cijfers]:
    """De cijfers van deze projecten op die dag, in dezelfde volgorde; `project.oproep` is geladen.

    Het aantal vragen aan de database hangt niet af van het aantal projecten.
    """
    if not projecten:
        return []
    peilingen = [Peiling(project, peildatum) for project in projecten]
    fiches, certificaten = selecties.fiches(peilingen), selecties.certificaten(peilingen)
    aanbod = list(selecties.aanbod(peilingen).values_list("leerwerkplek__project", "glowpartner"))
    plaatsingen = Counter(selecties.plaatsingen(peilingen).values_list("leerwerkplek__project", flat=True))
    minuten: Counter[int] = Counter()
    for project, aantal in selecties.maandstaten(peilingen).values_list("plaatsing__leerwerkplek__project", "minuten"):
        minuten[project] += aantal
    overleg = list(selecties.overleg(peilingen).values_list("datum", flat=True))
    per_bundel = {
        p.oproep_id: grenzen(p.oproep, p.van).waarde("bundel_leerwerkplekken")
        for p in {p.oproep_id: p for p in projecten}.values()
    }
    uit = []
    for peiling in peilingen:
        project = peiling.project
        (tellend, zonder_fiche), (bewezen, zonder_bewijs) = fiches[project.pk], certificaten[project.pk]
        plekken = Doel("leerwerkplekken met ondertekende fiche", len(tellend), project.doel_leerwerkplekken)
        mentoren = Doel("opgeleide mentoren met certificaat", len(bewezen), project.doel_mentoren)
        uit.append(
            Cijfers(
                peiling=peiling,
                fiches=tellend,
                certificaten=bewezen,
                ontbrekend=[*zonder_fiche, *zonder_bewijs],
                plekken=plekken,
                mentoren=mentoren,
                aanbod=sum(1 for p, _ in aanbod if p == project.pk),
                partners=len({partner for p, partner in aanbod if p == project.pk}),
                overleg=sum(1 for dag in overleg if peiling.omvat(dag)),
                plaatsingen=plaatsingen[project.pk],
                bevestigde_minuten=minuten[project.pk],
                alles_of_niets=project.toegekend_bedrag if plekken.gehaald and mentoren.gehaald else Decimal(0),
                naar_rato=naar_rato(project, plekken.resultaat, mentoren.resultaat, per_bundel[project.oproep_id]),
            )
        )
    return uit


def naar_rato(project: Subsidieproject, plekken: int, mentoren: int, per_bundel: int) -> Decimal:
    """Lezing *naar rato van volledige bundels* (3 plekken + 1 mentor), in euro, hoogstens het toegekende bedrag.

    Wat ESF betaalt wanneer een trap niet gehaald wordt: niet gevonden. Daarom toont elk scherm beide lezingen.
    """
    doel = project.doel_leerwerkplekken // per_bundel
    if not doel:
        return Decimal(0)
    bundels = min(plekken // per_bundel, mentoren, doel)
    return (project.toegekend_bedrag * bundels / doel).quantize(Decimal("0.01"))
