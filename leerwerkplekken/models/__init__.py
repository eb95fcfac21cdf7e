from leerwerkplekken.models.aanbod import Aanbod
from leerwerkplekken.models.plan import PlanVanAanpak
from leerwerkplekken.models.plek import AANGEBODEN, BIEDT_AAN, EIGEN, Leerwerkplek

__all__ = ["AANGEBODEN", "BIEDT_AAN", "EIGEN", "Aanbod", "Leerwerkplek", "PlanVanAanpak"]
