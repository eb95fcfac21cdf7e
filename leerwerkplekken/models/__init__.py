from leerwerkplekken.models.aanbod import Aanbod
from leerwerkplekken.models.plan import (
    PLAN_VELDEN,
    Functiesjabloon,
    Partnerafspraak,
    Planinhoud,
    Planstandaard,
    PlanVanAanpak,
    Werkafspraak,
)
from leerwerkplekken.models.plek import AANGEBODEN, BIEDT_AAN, EIGEN, Leerwerkplek

__all__ = [
    "AANGEBODEN",
    "BIEDT_AAN",
    "EIGEN",
    "PLAN_VELDEN",
    "Aanbod",
    "Functiesjabloon",
    "Leerwerkplek",
    "Partnerafspraak",
    "PlanVanAanpak",
    "Planinhoud",
    "Planstandaard",
    "Werkafspraak",
]
