from leerwerkplekken.models.aanbod import Aanbod, Aanbodronde, Aanbodvraag
from leerwerkplekken.models.plan import PlanVanAanpak
from leerwerkplekken.models.plek import AANGEBODEN, BIEDT_AAN, EIGEN, NU_AANGEBODEN, Leerwerkplek

__all__ = [
    "AANGEBODEN", "BIEDT_AAN", "EIGEN", "NU_AANGEBODEN", "Aanbod", "Aanbodronde", "Aanbodvraag", "Leerwerkplek",
    "PlanVanAanpak",
]  # fmt: skip
