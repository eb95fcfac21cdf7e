"""Wat de mail van een bericht meedraagt: een app hangt haar afspraak aan haar soort bericht.

@agenda_bij("overleg")
def afspraak(bericht: Bericht) -> Agendabestand | None: ...
"""

from collections.abc import Callable

from berichten.models import Bericht
from kern.ical import Agendabestand

Maker = Callable[[Bericht], Agendabestand | None]
_MAKERS: dict[str, Maker] = {}


def agenda_bij(soort: str) -> Callable[[Maker], Maker]:
    """De maker krijgt het bericht, in de context van zijn bestuur; None: deze mail draagt niets mee."""

    def registreer(maker: Maker) -> Maker:
        if soort in _MAKERS:
            raise ValueError(f"de afspraak bij {soort} is al aangemeld")
        _MAKERS[soort] = maker
        return maker

    return registreer


def agenda(bericht: Bericht) -> Agendabestand | None:
    """De afspraak bij dit bericht, of None."""
    maker = _MAKERS.get(bericht.soort)
    return maker(bericht) if maker else None
