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


def meld_aan(zoeker: Zoeker) -> None:
    """Aangeroepen door `fiches.apps`."""
    _zoeker[:] = [zoeker]


def van(plek: Leerwerkplek, actor: Actor) -> Fichestand | None:
    """De stand van de nieuwste fiche, of None als er nog geen ingediend werd."""
    return _zoeker[0](plek, actor)
