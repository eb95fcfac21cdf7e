"""Elk getal één keer: wat het dashboard toont, het rapport drukt en het pakket meedraagt."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from evaluaties.overzicht import Tellingen, tellingen
from kern.opmaak import maand
from leerwerkplekken.models import Aanbod, Leerwerkplek
from plaatsingen.models import Plaatsing
from projecten.models import Maatregel, Overleg, Subsidieproject
from projecten.regels import Grenzen, Regelboek, minder_plekken
from rapportage import selecties
from rapportage.selecties import Afwijking, Peiling, TellendCertificaat, TellendeFiche, TellendeMaand


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


@dataclass(frozen=True)
class Cijfers:
    """Wat van een project op een peildatum telt: de rijen zelf, één keer gelezen, en elk getal daaruit geteld.

    Bedragen in euro, uren in minuten.
    """

    peiling: Peiling
    fiches: list[TellendeFiche]
    certificaten: list[TellendCertificaat]
    afwijkingen: list[Afwijking]
    aanbod: list[Aanbod]
    plaatsingen: list[Plaatsing]
    maandstaten: list[TellendeMaand]
    overleg: list[Overleg]
    maatregelen: list[Maatregel]
    per_bundel: int
    begeleiding: Tellingen  # evaluaties, uitstroom en opvolging, zonder namen
    leerwerkplekken: list[Leerwerkplek]  # alle, ook wat niet meetelt
    grenzen: Grenzen  # van de oproep, bij het begin van het project
    opgeleid: frozenset[
        int
    ]  # mentoren (pk) met een certificaat op de peildatum, ook als ze voor een ander project tellen

    @property
    def project(self) -> Subsidieproject:
        return self.peiling.project

    @property
    def plekken(self) -> Doel:
        naam, eenheid = "Leerwerkplekken met ondertekende fiche", ("leerwerkplek", "leerwerkplekken")
        return Doel(naam, eenheid, len(self.fiches), self.project.doel_leerwerkplekken)

    @property
    def mentoren(self) -> Doel:
        naam, eenheid = "Opgeleide mentoren met certificaat", ("mentor", "mentoren")
        return Doel(naam, eenheid, len(self.certificaten), self.project.doel_mentoren)

    @property
    def doelen(self) -> tuple[Doel, Doel]:
        return self.plekken, self.mentoren

    @property
    def gehaald(self) -> bool:
        return all(doel.gehaald for doel in self.doelen)

    @property
    def ontbrekend(self) -> list[Afwijking]:
        """Leerwerkplekken en mentoren die niet meetellen."""
        return [a for a in self.afwijkingen if not a.telt]

    @property
    def kanttekeningen(self) -> list[Afwijking]:
        """Wat wel meetelt, met iets om te weten."""
        return [a for a in self.afwijkingen if a.telt]

    @property
    def aangeboden_plekken(self) -> int:
        return len({a.leerwerkplek_id for a in self.aanbod})

    @property
    def partners(self) -> int:
        return len({a.glowpartner_id for a in self.aanbod})

    @property
    def bevestigde_minuten(self) -> int:
        return sum(m.minuten for m in self.maandstaten)

    @property
    def verzekerd(self) -> "Lezingen":
        return lezingen(self.project, self.plekken.resultaat, self.mentoren.resultaat, self.per_bundel)

    @property
    def op_het_spel(self) -> "Lezingen":
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
        per_jaar: dict[int, int] = defaultdict(int)
        for maatregel in self.maatregelen:
            per_jaar[maatregel.jaar] += maatregel.plekken
        jaar = self.jaar
        return (per_jaar[jaar - 1], per_jaar[jaar]) if {jaar - 1, jaar} <= per_jaar.keys() else None

    @property
    def verdringing(self) -> bool:
        """Signaal: er zijn minder plekken in andere maatregelen dan het jaar ervoor (bron 001, 004)."""
        return minder_plekken(*(self.andere_maatregelen or (None, None)))

    @property
    def laat(self) -> list[tuple[str, str]]:
        """(soort, code) van wat meetelt en pas na de peildatum geregistreerd is.

        Daarin verschilt dit rapport van dat van die dag zelf, en in niets anders.
        """
        laat, per = self.peiling.laat, {p.pk: p.code for p in self.plaatsingen}
        rijen: list[tuple[str, str, bool]] = [
            *(("fiche", f.plek.code, laat(f.geregistreerd)) for f in self.fiches),
            *(("certificaat", t.mentor.code, laat(t.geregistreerd) or t.via_later) for t in self.certificaten),
            *(("aanbod", f"{a.leerwerkplek.code} {a.glowpartner.naam}", self._laat(a)) for a in self.aanbod),
            *(("plaatsing", p.code, self._laat(p)) for p in self.plaatsingen),
            *(("maand", f"{m.plaatsing.code} {maand(m.maand)}", laat(m.geregistreerd)) for m in self.maandstaten),
            *(("overleg", f"{o.datum:%d/%m/%Y} {o.met_wie}", laat(o.vastgelegd_op)) for o in self.overleg),
            *((soort, per[pk], True) for pk, soort in self.begeleiding.laat),
        ]
        return [(soort, code) for soort, code, is_laat in rijen if is_laat]

    def _laat(self, rij: Aanbod | Plaatsing) -> bool:
        """De rij zelf, of het antwoord of het einde dat erbij staat."""
        return self.peiling.laat(rij.vastgelegd_op) or vars(rij).get("later_genoteerd", False)

    @property
    def dagen_over(self) -> int:
        return (self.project.tot - self.peiling.peildatum).days


def bereken(projecten: Sequence[Subsidieproject], peildatum: date, *, toen_gekend: bool = False) -> list[Cijfers]:
    """De cijfers van deze projecten op die dag, in dezelfde volgorde; `project.oproep` is geladen.

    `toen_gekend`: enkel wat op die dag ook al geregistreerd was (besluit 1).
    Het aantal vragen aan de database hangt niet af van het aantal projecten.
    """
    if not projecten:
        return []
    peilingen = selecties.peil(projecten, peildatum, toen_gekend=toen_gekend)
    plekken = selecties.plekken(peilingen)
    per_plek = _per_project(plekken, lambda plek: plek.project_id)
    deelnames = selecties.deelnames(peilingen)
    opgeleid = selecties.opgeleid(peilingen, deelnames)
    fiches, certificaten = selecties.fiches(peilingen, plekken), selecties.certificaten(peilingen, deelnames)
    aanbod = _per_project(selecties.aanbod(peilingen), lambda a: a.leerwerkplek.project_id)
    geplaatst = selecties.plaatsingen(peilingen)
    plaatsingen = _per_project(geplaatst, lambda p: p.leerwerkplek.project_id)
    maanden = _per_project(selecties.maandstaten(peilingen), lambda m: m.plaatsing.leerwerkplek.project_id)
    overleg, maatregelen = list(selecties.overleg(peilingen)), list(selecties.maatregelen(peilingen))
    toegelaten = selecties.afwijkingen(peilingen, geplaatst)
    begeleiding = tellingen(
        {p.project.pk: plaatsingen[p.project.pk] for p in peilingen},
        peildatum,
        einde=peilingen[0].einde,
        toen_gekend=toen_gekend,
    )
    regels = Regelboek({project.oproep_id for project in projecten})
    uit = []
    for peiling in peilingen:
        project = peiling.project
        (tellend, over_fiches), (bewezen, over_mentoren) = fiches[project.pk], certificaten[project.pk]
        uit.append(
            Cijfers(
                peiling=peiling,
                fiches=tellend,
                certificaten=bewezen,
                afwijkingen=[*over_fiches, *over_mentoren, *toegelaten[project.pk]],
                aanbod=aanbod[project.pk],
                plaatsingen=plaatsingen[project.pk],
                maandstaten=maanden[project.pk],
                overleg=[o for o in overleg if peiling.omvat(o.datum)],
                maatregelen=[m for m in maatregelen if project.van.year - 1 <= m.jaar <= project.van.year],
                per_bundel=regels.op(project.oproep_id, project.van).waarde("bundel_leerwerkplekken"),
                begeleiding=begeleiding[project.pk],
                leerwerkplekken=per_plek[project.pk],
                grenzen=regels.op(project.oproep_id, project.van),
                opgeleid=opgeleid,
            )
        )
    return uit


@dataclass(frozen=True)
class Samen:
    """De subsidie van meer projecten samen; elk project heeft zijn eigen doelen."""

    toegekend: Decimal
    verzekerd: Lezingen
    op_het_spel: Lezingen


def samen(alle: Sequence[Cijfers]) -> Samen:
    return Samen(
        sum((c.project.toegekend_bedrag for c in alle), Decimal(0)),
        sum((c.verzekerd for c in alle), Lezingen()),
        sum((c.op_het_spel for c in alle), Lezingen()),
    )


def _per_project(rijen: Iterable, van: Callable[[Any], int]) -> dict[int, list]:
    uit: dict[int, list] = defaultdict(list)
    for rij in rijen:
        uit[van(rij)].append(rij)
    return uit


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
