"""Nummers uit een adres of een formulier. Wat iemand stuurt is nog geen rij."""

from collections.abc import Iterable

CIJFERS = 18  # zoveel passen altijd in een bigint


def nummer(tekst: str) -> int:
    """Het nummer van een rij; bij al de rest ('²', 25 cijfers, niets) 0, en dat nummer heeft geen enkele rij."""
    return int(tekst) if tekst.isdecimal() and len(tekst) <= CIJFERS else 0


def nummers(waarden: Iterable[str]) -> list[int]:
    """Elk nummer één keer, in de volgorde waarin ze staan; wat er geen is valt weg."""
    return [gevonden for gevonden in dict.fromkeys(map(nummer, waarden)) if gevonden]
