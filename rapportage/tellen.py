"""Elk getal van een project zonder de rijen op te halen: de databank telt, met de voorwaarden van `selecties`.

Voor wie enkel getallen toont. Een vast aantal vragen, één keer vertaald (`kern.bereid`), hoeveel projecten en besturen
het er ook zijn. Stond er op een vorige peildatum bij een bestuur iets anders waarvan een getal afhangt (`Toen`), dan
worden de getallen van zijn projecten, en enkel die, geteld uit de rijen (`cijfers`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from evaluaties import overzicht
from evaluaties.overzicht import Tellingen
from mentoren.models import Mentor
from projecten.models import Subsidieproject
from projecten.regels import Regelboek
from rapportage import cijfers
from rapportage.cijfers import Cijfers
from rapportage.getallen import Getallen
from rapportage.opgeleid import Verdeling
from rapportage.peiling import Peiling, besturen, peil
from rapportage.telvragen import Mentorrij, Plekrij, Projectrij, Vragen, vragen
from rapportage.toen import Toen


@dataclass
class Telling(Getallen):
    """De getallen van een project op een peildatum; uren in minuten. Wat `Cijfers` telt, telt dit ook."""

    peiling: Peiling
    per_bundel: int
    leerwerkplekken: int = 0  # alle, ook wat niet meetelt
    fiches: int = 0
    certificaten: int = 0
    mentoren_van_project: int = 0  # wie voor dit project kan tellen, met of zonder certificaat
    aangeboden_plekken: int = 0
    plaatsingen: int = 0
    maandstaten: int = 0
    bevestigde_minuten: int = 0
    overleg: int = 0
    aanbod_per_partner: dict[int, int] = field(default_factory=dict)
    opgeleid_per_organisatie: Counter[int] = field(default_factory=Counter)
    maatregelen: dict[int, int] = field(default_factory=dict)  # jaar → plekken
    begeleiding: Tellingen = field(default_factory=Tellingen)

    @property
    def aantallen(self) -> tuple[int, int]:
        return self.fiches, self.certificaten

    @property
    def per_jaar(self) -> dict[int, int]:
        return self.maatregelen

    @property
    def aanbod(self) -> int:
        return sum(self.aanbod_per_partner.values())

    @property
    def partners(self) -> int:
        return len(self.aanbod_per_partner)

    @property
    def ontbrekend(self) -> int:
        """Leerwerkplekken en mentoren die niet meetellen."""
        return self.leerwerkplekken - self.fiches + self.mentoren_van_project - self.certificaten


def tel(projecten: Sequence[Subsidieproject], peildatum: date, *, toen_gekend: bool = False) -> list[Telling]:
    """De getallen van deze projecten op die dag, in dezelfde volgorde; dezelfde als die van `cijfers.bereken`."""
    if not projecten:
        return []
    peilingen = peil(projecten, peildatum, toen_gekend=toen_gekend)
    anders = peilingen[0].toen.anders_geteld
    apart = [p for p in peilingen if p.project.bestuur_id in anders]
    gewoon = [p for p in peilingen if p.project.bestuur_id not in anders]
    uit = [van_rijen(c) for c in cijfers.van_peilingen(apart)] if apart else []
    uit += _tel(gewoon) if gewoon else []
    per_project = {t.project.pk: t for t in uit}
    return [per_project[project.pk] for project in projecten]


def van_rijen(c: Cijfers) -> Telling:
    """Dezelfde getallen, uit de rijen geteld."""
    return Telling(
        c.peiling,
        c.per_bundel,
        leerwerkplekken=len(c.leerwerkplekken),
        fiches=len(c.fiches),
        certificaten=len(c.certificaten),
        mentoren_van_project=len(c.certificaten) + len({a.sleutel for a in c.ontbrekend if a.soort == "mentor"}),
        aangeboden_plekken=c.aangeboden_plekken,
        plaatsingen=len(c.plaatsingen),
        maandstaten=len(c.maandstaten),
        bevestigde_minuten=c.bevestigde_minuten,
        overleg=len(c.overleg),
        aanbod_per_partner=dict(Counter(a.glowpartner_id for a in c.aanbod)),
        opgeleid_per_organisatie=Counter(t.mentor.organisatie_id for t in c.certificaten),
        maatregelen=c.per_jaar,
        begeleiding=c.begeleiding,
    )


def _tel(peilingen: Sequence[Peiling]) -> list[Telling]:
    eerste, kijk, wie = peilingen[0], peilingen[0].kijk, sorted(besturen(peilingen))
    jaren = sorted({p.van.year - n for p in peilingen for n in (0, 1)})
    gegevens = {
        "projecten": [p.project.pk for p in peilingen], "besturen": wie, "jaren": jaren, "dag": kijk.dag,
        "einde": kijk.einde, "vandaag": kijk.vandaag,
    }  # fmt: skip
    stel = vragen(toen_gekend=eerste.toen_gekend)
    regels = Regelboek({p.project.oproep_id for p in peilingen})
    bundel = cache(lambda oproep, van: regels.op(oproep, van).waarde("bundel_leerwerkplekken"))
    uit = {p.project.pk: Telling(p, bundel(p.project.oproep_id, p.van)) for p in peilingen}
    _vul(uit, stel.getallen.rijen(**gegevens))
    _vul_plaatsingen(uit, stel.plaatsingen.rijen(**gegevens), eerste.peildatum)
    _vul_mentoren(uit, stel, gegevens, eerste)
    return list(uit.values())


def _vul(uit: dict[int, Telling], rijen: Iterable[tuple]) -> None:
    maatregelen: dict[int, dict[int, int]] = defaultdict(dict)
    for soort, project, wie, wat, aantal in rijen:
        if soort == "maatregelen":
            maatregelen[project][wie] = aantal
        elif soort == "aanbod":
            uit[project].aanbod_per_partner[wie] = aantal
        elif soort == "maanden":
            uit[project].maandstaten += wie
            uit[project].bevestigde_minuten += aantal
        elif soort in ENKEL:
            setattr(uit[project], soort, aantal)
        else:
            overzicht.tel(uit[project].begeleiding, soort, wie, wat, aantal)
    for t in uit.values():
        per = maatregelen[t.project.bestuur_id]
        t.maatregelen = {jaar: n for jaar, n in per.items() if 0 <= t.jaar - jaar <= 1}


def _vul_plaatsingen(uit: dict[int, Telling], rijen: Iterable[tuple], dag: date) -> None:
    """Elke rij zegt van welke projecten er een plaatsing in die periode is."""
    alle: Counter[int] = Counter()
    per_moment: dict[str, Counter[int]] = defaultdict(Counter)
    for van, tot, einde, projecten in rijen:
        alle.update(projecten)
        for venster in overzicht.verwacht_tegen(van, tot, einde, dag):
            per_moment[venster.moment].update(projecten)
    for project, aantal in alle.items():
        uit[project].plaatsingen = aantal
    for moment, per_project in per_moment.items():
        for project, aantal in per_project.items():
            uit[project].begeleiding.verwacht[moment] = aantal


ENKEL = frozenset({"leerwerkplekken", "fiches", "aangeboden_plekken", "overleg"})


def _vul_mentoren(uit: dict[int, Telling], stel: Vragen, gegevens: dict[str, Any], peiling: Peiling) -> None:
    dagen: dict[int, list[date]] = defaultdict(list)
    for mentor, dag in stel.certificaten.rijen(**gegevens):
        dagen[mentor].append(dag)
    verdeling = Verdeling(
        _kende(peiling.toen),
        map(Projectrij._make, stel.projecten.rijen(**gegevens)),
        map(Plekrij._make, stel.plekken.rijen(**gegevens)),
    )
    grenzen = {pk: (t.peiling.van, t.peiling.tot) for pk, t in uit.items()}
    alle = map(Mentorrij._make, stel.mentoren.rijen(**gegevens))
    oproepen = {t.project.oproep_id for t in uit.values()}
    for project, kandidaat in verdeling.kandidaten(alle, oproepen, toen_gekend=peiling.toen_gekend):
        if (t := uit.get(project)) is None:
            continue
        t.mentoren_van_project += 1
        van, tot = grenzen[project]
        if any(van <= dag <= tot for dag in dagen.get(kandidaat.mentor.pk, ())):
            t.certificaten += 1
            t.opgeleid_per_organisatie[kandidaat.mentor.organisatie_id] += 1


def _kende(toen: Toen) -> Callable[[Any], bool]:
    """Zoals `Toen.kende`, voor de rijen hier."""

    def kende(rij: Projectrij | Plekrij | Mentorrij) -> bool:
        if isinstance(rij, Plekrij):
            return rij.kende
        return toen.kende_nummer(Mentor if isinstance(rij, Mentorrij) else Subsidieproject, rij.pk)

    return kende
