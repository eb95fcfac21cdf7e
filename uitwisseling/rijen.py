"""Een bestand als rijen, los van zijn vorm: elke lezer (JSON, later XLSX) levert dit."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Rij:
    """Eén rij van een lijst. `nummer` telt zoals Excel: 2 is de eerste.

    `waarden`: wat de lezer las, dan omgezet (omzetten.py), dan met de dingen waarnaar ze verwijst (context.py).
    """

    lijst: str
    nummer: int
    waarden: dict[str, Any]
    ruw: dict[str, Any] = field(default_factory=dict)  # zoals gelezen, voor de melding
    afgekeurd: bool = False  # er is al een fout gemeld; wie ernaar verwijst wordt niet nagekeken

    def __getitem__(self, sleutel: str) -> Any:
        return self.waarden.get(sleutel)

    def heeft(self, sleutel: str) -> bool:
        """Staat de sleutel in de rij, ook als ze leeg is? Wat er niet staat, wijzigt een import niet."""
        return sleutel in self.waarden


@dataclass
class Bestand:
    """De inhoud van een importbestand."""

    formaat: Any = None
    peildatum: Any = None
    lijsten: dict[str, list[Rij]] = field(default_factory=dict)
