"""Hoe het met de fiche van een plek staat, weet fiches. Die app staat boven leerwerkplekken en meldt zich hier aan."""

from collections.abc import Callable
from dataclasses import dataclass

from leerwerkplekken.models import Leerwerkplek
from organisaties.toegang import Actor


@dataclass(frozen=True)
class Fichestand:
    """De nieuwste versie van de fiche. `reden`: waarom ze teruggestuurd werd; `leesbaar`: mag deze actor ze openen?"""

    pk: int
    versie: int
    status: str
    reden: str
    leesbaar: bool


Zoeker = Callable[[Leerwerkplek, Actor], Fichestand | None]
_zoeker: list[Zoeker] = []
_getekend: list[Callable[[int], set[int]]] = []


def meld_aan(zoeker: Zoeker, getekend: Callable[[int], set[int]]) -> None:
    """Aangeroepen door `fiches.apps`."""
    _zoeker[:], _getekend[:] = [zoeker], [getekend]


def van(plek: Leerwerkplek, actor: Actor) -> Fichestand | None:
    """De stand van de nieuwste fiche, of None als er nog geen ingediend werd."""
    return _zoeker[0](plek, actor)


def getekend(bestuur_id: int) -> set[int]:
    """De plekken van dit bestuur met een ondertekende fiche."""
    return _getekend[0](bestuur_id)
