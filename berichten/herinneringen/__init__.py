"""Herinneren aan wat blijft liggen. Elke app meldt in haar `herinneringen.py` aan wat bij haar wacht, en op wie.

    @herinnering("fiche_te_ondertekenen", brief=opgesomd(…))
    def zoek(bestuur_id: int, dag: date) -> list[Zaak]: ...

`zoek` vraagt hoogstens één keer iets aan de database als er niets wacht: bij 300 besturen telt dat. Wanneer er iets
vertrekt staat in `berichten.ritmes`; wat wanneer vertrok, in de tabel `Herinnering`. `berichten` kent de apps niet.
"""

from .lijst import Lijstrij, Stand, standen, wat_wacht
from .ontvangers import Adressen, leden_met
from .soorten import SOORTEN, Brief, Soort, Zaak, herinnering, opgesomd
from .versturen import BEGIN, herinner, herinner_nu, van_soort

__all__ = [
    "BEGIN",
    "SOORTEN",
    "Adressen",
    "Brief",
    "Lijstrij",
    "Soort",
    "Stand",
    "Zaak",
    "herinner",
    "herinner_nu",
    "herinnering",
    "leden_met",
    "opgesomd",
    "standen",
    "van_soort",
    "wat_wacht",
]
