"""Wanneer een plek vrij is voor een kandidaat, en of ze bij een zoekvraag past. Zuivere functies, zonder database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kandidaten.stand import Plekstand
from kern.postcodes import Plaats, afstand
from leerwerkplekken.enums import Taalniveau
from leerwerkplekken.models import Aanbod, Leerwerkplek
from leerwerkplekken.regels import wacht

NU, ALLE = "nu", "alle"
# nog niet geopend, nog te beantwoorden, een eigen vraag kreeg antwoord en niemand van de partner zag het
NIEUW, OPEN, BEANTWOORD = "nieuw", "open", "beantwoord"
UREN = {"40": (0, 40), "50": (41, 50), "64": (51, 64)}  # keuze → uren per maand, van en tot
TALEN = Taalniveau.values  # van niets naar veel
VER = 10**6


@dataclass(frozen=True)
class Bordrij:
    """Eén aangeboden plek zoals het bord ze toont. `vrij_op`: de eerste dag waarop iemand kan starten, of None.

    `geschat`: het adres zegt niet waar de plek is; `plaats` is dan de gemeente van het bestuur (of None).
    """

    aanbod: Aanbod
    stand: Plekstand | None
    plaats: Plaats | None
    vrij_op: date | None
    taal: str = ""  # hoeveel Nederlands de plek vraagt; leeg: niet gekozen
    geschat: bool = False
    antwoord_te_lezen: bool = False

    @property
    def plek(self) -> Leerwerkplek:
        return self.aanbod.leerwerkplek

    @property
    def gemeente(self) -> str:
        return self.plaats.gemeente if self.plaats else ""

    @property
    def tekst(self) -> str:
        """Waarin een zoekwoord gezocht wordt."""
        plek = self.plek
        delen = [plek.functie, plek.dienst, plek.organisatie.naam, plek.bestuur.naam, self.gemeente, *plek.taken]
        return " ".join(delen).casefold()

    def km(self, van: Plaats | None) -> int | None:
        """Ongeveer zoveel kilometer van die plaats; None als een van beide onbekend is."""
        return afstand(van, self.plaats) if van and self.plaats else None


def vrij_op(plek: Leerwerkplek, stand: Plekstand | None, dag: date, *, loopt: bool = True) -> date | None:
    """De eerste dag vanaf `dag` waarop iemand op die plek kan starten.

    None: het aanbod loopt niet (meer), de plek is gesloten of gereserveerd, of ze sluit voor ze vrijkomt.
    """
    if not loopt or stand is None or not stand.te_krijgen:
        return None
    dagen = [dag, plek.beschikbaar_van or dag, stand.bezet_tot + timedelta(days=1) if stand.bezet_tot else dag]
    eerste = max(dagen)
    return None if plek.beschikbaar_tot and eerste > plek.beschikbaar_tot else eerste


def past(rij: Bordrij, vraag: Mapping[str, Any], dag: date) -> bool:
    """Of deze plek bij de zoekvraag past. `vraag`: de ingevulde velden van `BordForm`; een leeg veld vraagt niets."""
    return all(toets(rij, vraag[naam], vraag, dag) for naam, toets in TOETSEN.items() if vraag.get(naam)) and (
        bool(vraag.get("vrij")) or rij.vrij_op is not None
    )


def _vrij(rij: Bordrij, keuze: str, _vraag: Mapping[str, Any], dag: date) -> bool:
    return keuze == ALLE or (rij.vrij_op is not None and rij.vrij_op <= dag)


def _vanaf(rij: Bordrij, start: date, _vraag: Mapping[str, Any], dag: date) -> bool:
    """Iemand kan er op die dag starten: de plek is dan vrij, en nog niet gesloten. Wat voorbij is, is vandaag."""
    start = max(start, dag)
    tot = rij.plek.beschikbaar_tot
    return rij.vrij_op is not None and rij.vrij_op <= start and (tot is None or start <= tot)


def _afstand(rij: Bordrij, hoogstens: str, vraag: Mapping[str, Any], _dag: date) -> bool:
    km = rij.km(vraag.get("postcode"))
    return km is not None and km <= int(hoogstens)


def _uren(rij: Bordrij, keuze: str, _vraag: Mapping[str, Any], _dag: date) -> bool:
    van, tot = UREN[keuze]
    return rij.plek.uren_per_maand is not None and van <= rij.plek.uren_per_maand <= tot


def _antwoord(rij: Bordrij, keuze: str, _vraag: Mapping[str, Any], dag: date) -> bool:
    if keuze == BEANTWOORD:
        return rij.antwoord_te_lezen
    return wacht(rij.aanbod, dag) and (keuze == OPEN or rij.aanbod.gelezen_op is None)


TOETSEN: dict[str, Callable[[Bordrij, Any, Mapping[str, Any], date], bool]] = {
    "q": lambda rij, tekst, _v, _d: all(woord in rij.tekst for woord in tekst.casefold().split()),
    "vrij": _vrij,
    "vanaf": _vanaf,
    "afstand": _afstand,
    "uren": _uren,
    "taal": lambda rij, hoogstens, _v, _d: rij.taal in TALEN[: TALEN.index(hoogstens) + 1],
    "antwoord": _antwoord,
    "bestuur": lambda rij, pk, _v, _d: rij.plek.bestuur_id == int(pk),
    "gemeente": lambda rij, gemeente, _v, _d: rij.gemeente == gemeente,
    "organisatie": lambda rij, pk, _v, _d: rij.plek.organisatie_id == int(pk),
}


def gesorteerd(rijen: list[Bordrij], vraag: Mapping[str, Any]) -> list[Bordrij]:
    """Op afstand, op wat het eerst vrij is, of het nieuwste eerst. Zonder keuze: op afstand waar een postcode staat."""
    van = vraag.get("postcode")
    keuze = vraag.get("sorteer") or ("afstand" if van else "nieuw")
    rijen = sorted(rijen, key=lambda rij: (rij.plek.bestuur.naam, rij.plek.code, rij.plek.pk))
    rijen.sort(key=lambda rij: rij.aanbod.aangeboden_op, reverse=True)
    if keuze == "vrij":
        rijen.sort(key=lambda rij: rij.vrij_op or date.max)
    elif keuze == "afstand":
        rijen.sort(key=lambda rij: VER if (km := rij.km(van)) is None else km)
    return rijen
