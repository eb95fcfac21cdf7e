"""Het weekpatroon van een plaatsing: wat er op een dag gepland is. Zuivere functies, geen database en geen klok."""

from collections.abc import Iterable
from datetime import date, time
from typing import Protocol

from kern import kalender
from plaatsingen.regels import Invoer


class Weekdag(Protocol):
    """Eén dag van het patroon: een `Werkdag`, of wat net ingevuld is en nog niet bewaard."""

    weekdag: int  # 1 = maandag
    van: time | None
    tot: time | None
    pauze_minuten: int
    minuten: int


class VanTot(Protocol):
    van: date
    tot: date


def gepland_op(
    werkdagen: Iterable[Weekdag], dag: date, onderbrekingen: Iterable[VanTot] = (), *, feestdagen: bool = False
) -> Invoer | None:
    """Wat er volgens het weekpatroon die dag gewerkt wordt; None als er niets gepland is.

    Op een wettelijke feestdag en in een onderbreking is niets gepland; met `feestdagen=True` telt een feestdag als een
    gewone dag (wie dan toch werkte).
    """
    if any(o.van <= dag <= o.tot for o in onderbrekingen) or (kalender.feestdag(dag) and not feestdagen):
        return None
    werkdag = next((w for w in werkdagen if w.weekdag == dag.isoweekday()), None)
    if werkdag is None:
        return None
    if werkdag.van is None or werkdag.tot is None:
        return Invoer(dag, minuten=werkdag.minuten)
    return Invoer(dag, van=werkdag.van, tot=werkdag.tot, pauze_minuten=werkdag.pauze_minuten)
