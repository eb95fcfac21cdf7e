"""Alle projecten van een bestuur samen op één peildatum: dezelfde rijen en tabellen, opgeteld.

Een mentor telt in de som één keer: elk project telt enkel de eigen mentoren (`opgeleid.Verdeling`). Overleg en andere
maatregelen zijn van het bestuur; die staan er ook één keer.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kern.tabel import Tabel
from leerwerkplekken.models import Aanbod, Leerwerkplek
from plaatsingen.models import Plaatsing
from projecten.models import Overleg
from projecten.regels import Grenzen
from rapportage import doelverdeling, overzichten, ratio, tabellen
from rapportage.cijfers import Afwijking, Cijfers, Samen, TellendCertificaat, TellendeFiche, TellendeMaand, samen
from rapportage.selecties import Peiling


@dataclass(frozen=True)
class Geheel:
    """`delen`: minstens één project, elk op dezelfde peildatum."""

    delen: Sequence[Cijfers]

    def _alles(self, lees: Callable[[Cijfers], Iterable[Any]]) -> list[Any]:
        return [rij for deel in self.delen for rij in lees(deel)]

    @property
    def peiling(self) -> Peiling:
        """De kijk en de dag; het project is dat van het eerste deel."""
        return self.delen[0].peiling

    @property
    def grenzen(self) -> Grenzen:
        return self.delen[0].grenzen

    @property
    def opgeleid(self) -> frozenset[int]:
        return frozenset().union(*(deel.opgeleid for deel in self.delen))

    @cached_property
    def fiches(self) -> list[TellendeFiche]:
        return self._alles(lambda c: c.fiches)

    @cached_property
    def certificaten(self) -> list[TellendCertificaat]:
        return self._alles(lambda c: c.certificaten)

    @property
    def ontbrekend(self) -> list[Afwijking]:
        return self._alles(lambda c: c.ontbrekend)

    @property
    def kanttekeningen(self) -> list[Afwijking]:
        return self._alles(lambda c: c.kanttekeningen)

    @property
    def afwijkingen(self) -> list[Afwijking]:
        return self._alles(lambda c: c.afwijkingen)

    @property
    def leerwerkplekken(self) -> list[Leerwerkplek]:
        return self._alles(lambda c: c.leerwerkplekken)

    @property
    def aanbod(self) -> list[Aanbod]:
        return self._alles(lambda c: c.aanbod)

    @property
    def plaatsingen(self) -> list[Plaatsing]:
        return self._alles(lambda c: c.plaatsingen)

    @cached_property
    def maandstaten(self) -> list[TellendeMaand]:
        return self._alles(lambda c: c.maandstaten)

    @cached_property
    def overleg(self) -> list[Overleg]:
        per = {o.pk: o for deel in self.delen for o in deel.overleg}
        return sorted(per.values(), key=lambda o: (o.datum, o.pk))

    @property
    def laat(self) -> list[tuple[str, str]]:
        return list(dict.fromkeys(self._alles(lambda c: c.laat)))

    @property
    def subsidie(self) -> Samen:
        return samen(self.delen)

    @property
    def doelen(self) -> list[tuple[str, int, int]]:
        """(naam, resultaat, doel) van alle projecten samen."""
        paren = zip(*(deel.doelen for deel in self.delen), strict=True)
        return [(d[0].naam, sum(x.resultaat for x in d), sum(x.doel for x in d)) for d in paren]

    @property
    def verdeeld(self) -> bool:
        """Of minstens één project zijn doelen over organisaties verdeelde."""
        return any(deel.verdeling for deel in self.delen)

    @property
    def gehaald(self) -> int:
        """Hoeveel projecten hun doelen haalden."""
        return sum(deel.gehaald for deel in self.delen)


def alle(g: Geheel) -> list[Tabel]:
    """Elke tabel van het rapport over het hele bestuur, in de volgorde van het rapport."""
    return [
        projecten(g),
        *([onder_elkaar(g, doelverdeling.tabel)] if g.verdeeld else []),
        tabellen.organisaties(g),
        overzichten.maanden(g),
        ratio.verhouding(g),
        met_project(g, tabellen.fiches),
        met_project(g, tabellen.mentoren),
        overzichten.partners(g),
        met_project(g, tabellen.aanbod),
        met_project(g, tabellen.plaatsingen),
        met_project(g, tabellen.uren),
        met_project(g, overzichten.signalen),
        opgeteld(g, tabellen.evaluaties),
        opgeteld(g, tabellen.uitstroom),
        tabellen.relatie(g),
        tabellen.overleg(g),
        *additionaliteit(g),
        met_project(g, tabellen.afwijkingen),
        overzichten.registratie(g),
    ]


def projecten(g: Geheel) -> Tabel:
    """Elk project met doelen, resultaten en subsidie, en alles samen."""
    rijen: list[tuple[object, ...]] = [
        (
            c.project.code,
            c.project.organisatie.naam if c.project.organisatie else c.project.titel,
            c.plekken.resultaat,
            c.plekken.doel,
            c.mentoren.resultaat,
            c.mentoren.doel,
            c.project.toegekend_bedrag,
            c.alles_of_niets,
            c.naar_rato,
        )
        for c in g.delen
    ]
    (_, plekken, doel_plekken), (_, mentoren, doel_mentoren) = g.doelen
    s = g.subsidie
    bedragen = (s.toegekend, s.verzekerd.alles_of_niets, s.verzekerd.naar_rato)
    return Tabel(
        "projecten",
        "Doelen en resultaten per project",
        (
            "Project", "Voor", "Plekken", "Doel plekken", "Mentoren", "Doel mentoren", "Toegekend", "Alles of niets",
            "Naar rato",
        ),
        [*rijen, ("Samen", "", plekken, doel_plekken, mentoren, doel_mentoren, *bedragen)],
        "Plekken tellen met een ondertekende fiche, mentoren met een certificaat. Hoe ESF betaalt wanneer een doel niet"
        " gehaald is, staat in geen bron. Daarom staan hier twee lezingen.",
    )  # fmt: skip


def met_project(g: Geheel, maak: Callable[[Any], Tabel]) -> Tabel:
    """De tabel van elk project onder elkaar, met de code van het project ervoor."""
    per = [(deel.project.code, maak(deel)) for deel in g.delen]
    eerste = per[0][1]
    rijen = [(code, *rij) for code, tabel in per for rij in tabel.rijen]
    return Tabel(eerste.naam, eerste.titel, ("Project", *eerste.koppen), rijen, maak(g).uitleg)


def onder_elkaar(g: Geheel, maak: Callable[[Cijfers], Tabel]) -> Tabel:
    """Zoals `met_project`, met de uitleg die voor elk project dezelfde is."""
    per = [(deel.project.code, maak(deel)) for deel in g.delen]
    eerste, uitleg = per[0][1], {tabel.uitleg for _, tabel in per}
    rijen = [(code, *rij) for code, tabel in per for rij in tabel.rijen]
    titel = eerste.titel
    return Tabel(eerste.naam, titel, ("Project", *eerste.koppen), rijen, uitleg.pop() if len(uitleg) == 1 else "")


def opgeteld(g: Geheel, maak: Callable[[Cijfers], Tabel]) -> Tabel:
    """Dezelfde rijen van elk project, kolom per kolom opgeteld; wat nergens ingevuld is, blijft leeg."""
    per = [maak(deel) for deel in g.delen]
    samen = zip(*(tabel.rijen for tabel in per), strict=True)
    rijen = [(gelijke[0][0], *map(_som, zip(*(rij[1:] for rij in gelijke), strict=True))) for gelijke in samen]
    return Tabel(per[0].naam, per[0].titel, per[0].koppen, rijen, per[0].uitleg)


def _som(waarden: Sequence[Any]) -> Any:
    gevuld = [waarde for waarde in waarden if waarde is not None]
    return sum(gevuld) if gevuld else None


def additionaliteit(g: Geheel) -> list[Tabel]:
    """Plekken in andere maatregelen zijn van het bestuur: één tabel per jaar waarin een project begon."""
    per_jaar = {deel.jaar: deel for deel in reversed(g.delen)}
    uit = []
    for jaar, deel in sorted(per_jaar.items()):
        tabel = tabellen.additionaliteit(deel)
        naam = tabel.naam if len(per_jaar) == 1 else f"{tabel.naam}_{jaar}"
        uit.append(Tabel(naam, tabel.titel, tabel.koppen, tabel.rijen, tabel.uitleg))
    return uit
