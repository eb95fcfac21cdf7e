from leerwerkplekken.models.aanbod import Aanbod, Aanbodronde, Aanbodvraag
from leerwerkplekken.models.plan import (
    PLAN_VELDEN,
    Functiesjabloon,
    Partnerafspraak,
    Planinhoud,
    Planstandaard,
    PlanVanAanpak,
    Werkafspraak,
)
from leerwerkplekken.models.plek import AANGEBODEN, BIEDT_AAN, EIGEN, NU_AANGEBODEN, Leerwerkplek

__all__ = [
    "AANGEBODEN",
    "BIEDT_AAN",
    "EIGEN",
    "NU_AANGEBODEN",
    "PLAN_VELDEN",
    "Aanbod",
    "Aanbodronde",
    "Aanbodvraag",
    "Functiesjabloon",
    "Leerwerkplek",
    "Partnerafspraak",
    "PlanVanAanpak",
    "Planinhoud",
    "Planstandaard",
    "Werkafspraak",
]
