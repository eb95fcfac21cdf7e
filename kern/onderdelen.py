"""Wat views aan de onderdelen in templates/onderdelen/ geven: kleine waarden zonder gedrag."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Kruimel:
    label: str
    url: str = ""  # leeg: de pagina waar je bent


@dataclass(frozen=True)
class Taakregel:
    """Eén stap van een takenlijst. `status` is een waarde van de soort "stap" in kern.statussen."""

    naam: str
    status: str
    url: str = ""
    uitleg: str = ""


@dataclass(frozen=True)
class Rij:
    """Eén rij van een samenvatting (nakijken voor je doorstuurt). `waarde` mag een lijst zijn."""

    label: str
    waarde: object = ""
    url: str = ""
    knop: str = "Wijzigen"
    ontbreekt: str = ""  # wat er nog moet gebeuren, als de waarde leeg is

    @property
    def lijst(self) -> bool:
        return isinstance(self.waarde, list | tuple)

    @property
    def leeg(self) -> bool:
        return self.waarde in ("", None, [], ())


@dataclass(frozen=True)
class Moment:
    """Eén punt op een tijdlijn. `stand`: gedaan, nu of komt."""

    wat: str
    wie: str = ""
    wanneer: date | datetime | None = None
    stand: str = "gedaan"
    uitleg: str = ""
