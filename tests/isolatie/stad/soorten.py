"""Wat een stad is: besturen met hun huis, en van elke soort een ding met zijn nummer."""

from dataclasses import dataclass, field

from organisaties.enums import Rol
from organisaties.models import Gebruiker, GlowPartner
from organisaties.toegang import Actor
from tests.bouw import Huis

SLUGS = ("vogelmus", "vogelvink", "vogelspreeuw")


@dataclass
class Bestuur:
    """Eén bestuur van de stad: het huis, wie er werkt, en van elke soort een ding met zijn nummer."""

    slug: str
    huis: Huis
    partner: GlowPartner
    partnermens: Gebruiker
    ding: dict[str, int | str] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        return self.huis.bestuur_id

    @property
    def als_partner(self) -> Actor:
        return Actor(self.partnermens, glowpartner=self.partner, rollen=frozenset({Rol.GLOW}))


@dataclass
class Stad:
    besturen: list[Bestuur]
    dubbel: Gebruiker = None  # HR bij het eerste en het tweede bestuur
    partner_ziet: dict[int, set[tuple[str, int]]] = field(default_factory=dict)  # partner → (tabel, nummer)
