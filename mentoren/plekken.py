"""Welke plekken een mentor begeleidt, weet leerwerkplekken. Die app staat boven mentoren en meldt zich hier aan."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Plekregel:
    """Eén plek van een mentor; `open` is onwaar zodra ze gesloten is. `begeleider`: wie er dagelijks mee begeleidt."""

    pk: int
    code: str
    functie: str
    status: str
    open: bool
    begeleider: str = ""


Zoeker = Callable[[int, Iterable[int]], dict[int, list[Plekregel]]]
_zoeker: list[Zoeker] = []


def meld_aan(zoeker: Zoeker) -> None:
    """Aangeroepen door `leerwerkplekken.apps`: (bestuur_id, mentor_ids) → plekken per mentor, in één query."""
    _zoeker[:] = [zoeker]


def per_mentor(bestuur_id: int, mentoren: Iterable[int]) -> dict[int, list[Plekregel]]:
    """De plekken van deze mentoren, op code; een mentor zonder plek ontbreekt."""
    return _zoeker[0](bestuur_id, mentoren)
