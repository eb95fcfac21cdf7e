"""Elk getal één keer: wat het dashboard toont, het rapport drukt en het pakket meedraagt."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from evaluaties.overzicht import Tellingen, tellingen
from kern.opmaak import maand
from leerwerkplekken.models import Aanbod, Leerwerkplek
from plaatsingen.models import Plaatsing
from projecten.models import Doelverdeling, Maatregel, Overleg, Subsidieproject
from projecten.regels import Grenzen, Regelboek
from rapportage import selecties
from rapportage.getallen import Doel, Getallen, Lezingen, Samen, lezingen, naar_rato, samen
from rapportage.selecties import Afwijking, Peiling, TellendCertificaat, TellendeFiche, TellendeMaand

__all__ = [
    "Afwijking", "Cijfers", "Doel", "Lezingen", "Peiling", "Samen", "TellendCertificaat", "TellendeFiche",
    "TellendeMaand", "bereken", "lezingen", "naar_rato", "samen", "van_peilingen",
]  # fmt: skip


@dataclass(frozen=True)
class Cijfers(Getallen):
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
    verdeling: list[Doelverdeling]  # hoe de doelen over organisaties verdeeld zijn; leeg: niet
    opgeleid: frozenset[
        int
    ]  # mentoren (pk) met een certificaat op de peildatum, ook als ze voor een ander project tellen

    @property
    def aantallen(self) -> tuple[int, int]:
        return len(self.fiches), len(self.certificaten)

    @property
    def per_jaar(self) -> dict[int, int]:
        per_jaar: dict[int, int] = {}
        for maatregel in self.maatregelen:
            per_jaar[maatregel.jaar] = per_jaar.get(maatregel.jaar, 0) + maatregel.plekken
        return per_jaar

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


def bereken(projecten: Sequence[Subsidieproject], peildatum: date, *, toen_gekend: bool = False) -> list[Cijfers]:
    """De cijfers van deze projecten op die dag, in dezelfde volgorde; `project.oproep` is geladen.

    `toen_gekend`: enkel wat op die dag ook al geregistreerd was (besluit 1).
    Het aantal vragen aan de database hangt niet af van het aantal projecten.
    """
    return van_peilingen(selecties.peil(projecten, peildatum, toen_gekend=toen_gekend)) if projecten else []


def van_peilingen(peilingen: Sequence[Peiling]) -> list[Cijfers]:
    """De cijfers van deze peilingen (minstens één, samen uit `selecties.peil`)."""
    plekken = selecties.plekken(peilingen)
    per_plek = _per(plekken, lambda plek: plek.project_id)
    deelnames = selecties.deelnames(peilingen)
    opgeleid = selecties.opgeleid(peilingen, deelnames)
    fiches, certificaten = selecties.fiches(peilingen, plekken), selecties.certificaten(peilingen, deelnames)
    aanbod = _per(selecties.aanbod(peilingen), lambda a: a.leerwerkplek.project_id)
    geplaatst = selecties.plaatsingen(peilingen)
    plaatsingen = _per(geplaatst, lambda p: p.leerwerkplek.project_id)
    maanden = _per(selecties.maandstaten(peilingen), lambda m: m.plaatsing.leerwerkplek.project_id)
    overleg = _per(selecties.overleg(peilingen), lambda o: o.bestuur_id)
    maatregelen = _per(selecties.maatregelen(peilingen), lambda m: m.bestuur_id)
    verdeling = selecties.verdelingen(peilingen)
    toegelaten = selecties.afwijkingen(peilingen, geplaatst)
    begeleiding = tellingen(
        {p.project.pk: plaatsingen[p.project.pk] for p in peilingen},
        peilingen[0].peildatum,
        einde=peilingen[0].einde,
        toen_gekend=peilingen[0].toen_gekend,
    )
    regels = Regelboek({peiling.project.oproep_id for peiling in peilingen})
    uit = []
    for peiling in peilingen:
        project, bestuur = peiling.project, peiling.project.bestuur_id
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
                overleg=[o for o in overleg[bestuur] if peiling.omvat(o.datum)],
                maatregelen=[m for m in maatregelen[bestuur] if 0 <= project.van.year - m.jaar <= 1],
                per_bundel=regels.op(project.oproep_id, project.van).waarde("bundel_leerwerkplekken"),
                begeleiding=begeleiding[project.pk],
                leerwerkplekken=per_plek[project.pk],
                grenzen=regels.op(project.oproep_id, project.van),
                verdeling=verdeling[project.pk],
                opgeleid=opgeleid,
            )
        )
    return uit


def _per(rijen: Iterable, van: Callable[[Any], int]) -> dict[int, list]:
    uit: dict[int, list] = defaultdict(list)
    for rij in rijen:
        uit[van(rij)].append(rij)
    return uit
