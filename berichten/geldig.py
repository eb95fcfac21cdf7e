"""Of een bericht nog gemaild moet worden als het zover is: wie het schreef, weet of de aanleiding er nog is.

@nog_nodig_als("herinnering")
def nodig(bericht: Bericht) -> bool: ...
"""

from collections.abc import Callable

from berichten.models import Bericht

Controle = Callable[[Bericht], bool]
_CONTROLES: dict[str, Controle] = {}


def nog_nodig_als(begin: str) -> Callable[[Controle], Controle]:
    """De controle van berichten waarvan de sleutel met dit woord begint, in de context van hun bestuur."""

    def registreer(controle: Controle) -> Controle:
        if begin in _CONTROLES:
            raise ValueError(f"de controle van {begin} is al aangemeld")
        _CONTROLES[begin] = controle
        return controle

    return registreer


def nog_nodig(bericht: Bericht) -> bool:
    controle = _CONTROLES.get(bericht.sleutel.partition(" ")[0])
    return controle is None or controle(bericht)
