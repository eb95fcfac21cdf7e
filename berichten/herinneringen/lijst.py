"""Wat een scherm toont over wat wacht: sinds wanneer, laatst herinnerd, en of het nu kan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from organisaties.toegang import Actor, eis

from .ontvangers import Adressen
from .soorten import SOORTEN, Soort, Zaak
from .versturen import rijen_van


@dataclass(frozen=True)
class Stand:
    """Wat een lijst toont naast iets dat wacht: wanneer laatst herinnerd, en of het nu kan."""

    zaak: str  # "soort:sleutel", wat de knop verstuurt
    laatst_op: date | None
    aantal: int
    opnieuw_vanaf: date | None

    @property
    def kan(self) -> bool:
        return self.opnieuw_vanaf is None


def standen(bestuur_id: int, naam: str, sleutels: Iterable[str], dag: date) -> dict[str, Stand]:
    """Per ding wanneer laatst herinnerd en of het nu weer kan, in één vraag voor de hele lijst."""
    soort, per = SOORTEN[naam], {sleutel: Stand(f"{naam}:{sleutel}", None, 0, None) for sleutel in sleutels}
    for rij in rijen_van(bestuur_id, naam, per) if per else ():
        oud = per[rij.sleutel]
        laatst = max(rij.laatst_op, oud.laatst_op or rij.laatst_op)
        opnieuw = soort.ritme.opnieuw_vanaf(laatst)
        per[rij.sleutel] = Stand(oud.zaak, laatst, max(oud.aantal, rij.aantal), opnieuw if opnieuw > dag else None)
    return per


@dataclass(frozen=True)
class Lijstrij:
    soort: Soort
    zaak: Zaak
    wie: tuple[str, ...]
    stand: Stand


def wat_wacht(door: Actor, dag: date, naam: str = "") -> list[Lijstrij]:
    """Alles waaraan met de hand te herinneren valt in dit bestuur, wat het langst wacht eerst."""
    eis(door, "herinneren")
    adressen, rijen = Adressen(door.bestuur_id, dag), []
    for soort in SOORTEN.values():
        if not soort.kop or naam not in ("", soort.naam):
            continue
        zaken = soort.alle(door.bestuur_id, dag)
        gestuurd = standen(door.bestuur_id, soort.naam, [zaak.sleutel for zaak in zaken], dag)
        for zaak in zaken:
            rijen.append(Lijstrij(soort, zaak, _namen(adressen, zaak), gestuurd[zaak.sleutel]))
    return sorted(rijen, key=lambda rij: (rij.zaak.sinds, rij.soort.naam, rij.zaak.sleutel))


def _namen(adressen: Adressen, zaak: Zaak) -> tuple[str, ...]:
    """Personeel en partners bij naam; een deelnemer wacht nooit op iets."""
    wie = adressen.van(zaak)
    return tuple(
        adressen.partners[w.partner].naam if w.partner else adressen.leden[w.gebruiker].gebruiker.volledige_naam
        for w in wie
    )
