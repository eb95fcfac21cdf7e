"""Het weekpatroon: wat er op een dag gepland is, en wat dat per maand oplevert. Zuivere functies, geen klok."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Protocol

from kern import kalender, opmaak
from kern.periodes import laatste_van_maand, maanden_tussen
from plaatsingen.regels import Invoer, VanTot, maandminimum, minuten_van, uur
from projecten.regels import Grenzen, Uitkomst


class Weekdag(Protocol):
    """Eén dag van het patroon: een `Werkdag`, of wat net ingevuld is en nog niet bewaard."""

    weekdag: int  # 1 = maandag
    van: time | None
    tot: time | None
    pauze_minuten: int
    minuten: int


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


def te_werken(dag: date, weekdagen: Collection[int], onderbrekingen: Iterable[VanTot] = ()) -> bool:
    """Valt er die dag iets in te vullen? Een dag van het weekpatroon; zonder patroon (leeg) elke gewone werkdag.

    Nooit op een wettelijke feestdag of in een onderbreking.
    """
    if kalender.feestdag(dag) or any(o.van <= dag <= o.tot for o in onderbrekingen):
        return False
    return dag.isoweekday() in weekdagen if weekdagen else kalender.is_werkdag(dag)


@dataclass(frozen=True)
class Maandplan:
    """Wat het patroon in één kalendermaand oplevert, tegenover het minimum en het maximum. In minuten."""

    maand: date
    dagen: int  # waarop gewerkt wordt
    minuten: int
    minimum: int
    maximum: int
    heel: bool  # de hele kalendermaand ligt in de plaatsing
    feestdagen: tuple[date, ...] = ()  # er zou gewerkt worden, maar het is een wettelijke feestdag
    onderbroken: int = 0  # zoveel werkdagen van het patroon vallen in een onderbreking
    elders: int = 0  # wat deze deelnemer die maand al op een andere plaatsing telt

    @property
    def totaal(self) -> int:
        return self.minuten + self.elders

    @property
    def uitkomsten(self) -> list[Uitkomst]:
        """Boven 64 uur weigert, want het is nooit in te vullen; onder 32 uur is een signaal (bron 000, 001)."""
        naam, bron = opmaak.maand(self.maand), "bron 000, 001"
        te_veel = f"In {naam} komt dit op {uur(self.totaal)}. Meer dan {uur(self.maximum)} kan niet. Plan minder uren."
        te_weinig = f"In {naam} komt dit op {uur(self.totaal)}; het minimum is {uur(self.minimum)}."
        return [
            Uitkomst(self.totaal <= self.maximum, self.totaal, self.maximum, bron, te_veel, "patroon"),
            Uitkomst(self.totaal >= self.minimum, self.totaal, self.minimum, bron, te_weinig, "patroon", weigert=False),
        ]


def voorzien(
    werkdagen: Sequence[Weekdag],
    van: date,
    tot: date,
    grenzen: Callable[[date], Grenzen],
    onderbrekingen: Sequence[VanTot] = (),
    elders: Mapping[date, int] | None = None,
) -> list[Maandplan]:
    """Per kalendermaand van de periode wat het patroon oplevert; feestdagen en onderbrekingen gaan eraf.

    `grenzen`: die van de oproep op een dag. `elders`: minuten per maand (eerste dag) op een andere plaatsing.
    """
    return [
        _maandplan(werkdagen, van, tot, m, grenzen(m), onderbrekingen, elders or {}) for m in maanden_tussen(van, tot)
    ]


def _maandplan(werkdagen, van, tot, maand, op: Grenzen, onderbrekingen, elders: Mapping[date, int]) -> Maandplan:
    begin, einde = max(van, maand), min(tot, laatste_van_maand(maand))
    dagen = [begin + timedelta(days=n) for n in range((einde - begin).days + 1)]
    weekdagen = {w.weekdag for w in werkdagen}
    kandidaten = [dag for dag in dagen if dag.isoweekday() in weekdagen]
    weg = [dag for dag in kandidaten if any(o.van <= dag <= o.tot for o in onderbrekingen)]
    gepland = [i for i in (gepland_op(werkdagen, dag, onderbrekingen) for dag in kandidaten) if i]
    return Maandplan(
        maand=maand,
        dagen=len(gepland),
        minuten=sum(minuten_van(invoer)[0] for invoer in gepland),
        minimum=maandminimum(van, tot, maand, op),
        maximum=op.waarde("minuten_per_maand_max"),
        heel=begin == maand and einde == laatste_van_maand(maand),
        feestdagen=tuple(dag for dag in kandidaten if kalender.feestdag(dag) and dag not in weg),
        onderbroken=len(weg),
        elders=elders.get(maand, 0),
    )
