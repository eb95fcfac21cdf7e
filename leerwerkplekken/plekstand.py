"""Of een plek vrij is, weet kandidaten. Die app staat boven leerwerkplekken en meldt zich hier aan."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from leerwerkplekken.models import Leerwerkplek


class Stand(Protocol):
    """Wat een scherm van een partner toont: `soort` (vrij, bezet, gereserveerd, gesloten) en tot wanneer."""

    @property
    def soort(self) -> str: ...

    @property
    def tot(self) -> date | None: ...

    @property
    def te_krijgen(self) -> bool: ...


Zoeker = Callable[[Leerwerkplek, date], Stand | None]
_zoeker: list[Zoeker] = []


def meld_aan(zoeker: Zoeker) -> None:
    """Aangeroepen door `kandidaten.apps`."""
    _zoeker[:] = [zoeker]


def van(plek: Leerwerkplek, dag: date) -> Stand | None:
    """De stand van de plek op die dag, of None buiten het bereik van wie kijkt."""
    return _zoeker[0](plek, dag)
