"""Wanneer herinneren, en hoe lang daarna niet: één tabel voor elke soort. Zuivere functies, geen klok, geen database.

De bronnen zeggen dit niet; het is een keuze van de toepassing (beslissing 0024). `rust` telt Belgische werkdagen.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, timedelta

from kern.kalender import plus_werkdagen, werkdag_van_maand


@dataclass(frozen=True)
class Laatst:
    """Wanneer iemand laatst aan iets herinnerd werd, en hoe vaak al."""

    op: date
    aantal: int


@dataclass(frozen=True)
class Ritme(ABC):
    """Minstens `rust` werkdagen tussen twee herinneringen aan dezelfde over hetzelfde, ook met de hand."""

    rust: int

    def opnieuw_vanaf(self, laatst_op: date) -> date:
        return plus_werkdagen(laatst_op, self.rust)

    def mag(self, laatst: Laatst | None, dag: date) -> bool:
        return laatst is None or self.opnieuw_vanaf(laatst.op) <= dag

    def aan_de_beurt(self, sinds: date, laatst: Laatst | None, dag: date) -> bool:
        """Of er die dag vanzelf een herinnering vertrekt. Een gemiste dag schuift op, en geeft er nooit twee."""
        return self.mag(laatst, dag) and self._gepland(sinds, laatst, dag)

    @abstractmethod
    def _gepland(self, sinds: date, laatst: Laatst | None, dag: date) -> bool: ...


@dataclass(frozen=True)
class Wachten(Ritme):
    """Na zoveel werkdagen wachten, dan telkens na `rust`, hoogstens zo vaak. `sinds`: vanaf wanneer het wacht."""

    na: int
    hoogstens: int

    def _gepland(self, sinds: date, laatst: Laatst | None, dag: date) -> bool:
        if dag < plus_werkdagen(sinds, self.na):
            return False
        return laatst is None or laatst.op < sinds or laatst.aantal < self.hoogstens


@dataclass(frozen=True)
class Drempels(Ritme):
    """Eén keer per bereikte drempel; na een gemiste dag enkel de laatste."""

    def _gepland(self, sinds: date, laatst: Laatst | None, dag: date) -> bool:
        bereikt = [drempel for drempel in self.drempels(sinds, dag) if drempel <= dag]
        return bool(bereikt) and (laatst is None or laatst.op < max(bereikt))

    @abstractmethod
    def drempels(self, sinds: date, dag: date) -> list[date]: ...


@dataclass(frozen=True)
class Aftellen(Drempels):
    """Zoveel kalenderdagen voor het einde (`sinds`); is het einde voorbij, dan niet meer."""

    dagen: tuple[int, ...]

    def drempels(self, sinds: date, dag: date) -> list[date]:
        return [sinds - timedelta(days=n) for n in self.dagen] if dag <= sinds else []


@dataclass(frozen=True)
class VanDeMaand(Drempels):
    """De zoveelste werkdagen van de maand waarin het wacht."""

    werkdagen: tuple[int, ...]

    def drempels(self, sinds: date, dag: date) -> list[date]:
        return [werkdag_van_maand(dag, n) for n in self.werkdagen]


RITMES: dict[str, Ritme] = {
    "fiche_te_ondertekenen": Wachten(rust=5, na=3, hoogstens=6),
    "maand_door_te_sturen": VanDeMaand(rust=3, werkdagen=(3, 6)),
    "aanbod_te_beantwoorden": Wachten(rust=5, na=5, hoogstens=3),
    "plaatsing_loopt_af": Aftellen(rust=1, dagen=(30, 7)),
    "evaluatie_te_doen": Wachten(rust=5, na=0, hoogstens=4),
    "certificaat_ontbreekt": Wachten(rust=10, na=10, hoogstens=6),
    "project_deadline": Aftellen(rust=1, dagen=(90, 60, 30, 14, 7)),
    "overeenkomst_loopt_af": Aftellen(rust=1, dagen=(90, 30)),
    "zegel_loopt_af": Aftellen(rust=1, dagen=(60, 30, 14, 7)),
    "plek_leeg": Wachten(rust=20, na=0, hoogstens=3),
    "overleg": Wachten(rust=5, na=0, hoogstens=3),
}
