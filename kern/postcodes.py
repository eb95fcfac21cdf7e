"""Postcodes van Vlaanderen en Brussel met hun gemeente en een punt op de kaart; genoeg voor "ongeveer 12 km".

De gegevens en hun licentie staan in postcodes.csv. Een afstand is in vogelvlucht tussen twee postcodes, nooit tussen
twee adressen.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

STRAAL = 6371.0  # km
CIJFERS = re.compile(r"(?<![\d.,/])([1-9]\d{3})(?![\d.,/])")


@dataclass(frozen=True)
class Plaats:
    postcode: str
    gemeente: str
    breedte: float
    lengte: float


@cache
def plaatsen() -> dict[str, Plaats]:
    """Elke postcode die we kennen."""
    with open(Path(__file__).with_suffix(".csv"), encoding="utf-8") as bestand:
        rijen = csv.reader((regel for regel in bestand if not regel.startswith("#")), delimiter=";")
        return {code: Plaats(code, gemeente, float(b), float(lengte)) for code, gemeente, b, lengte in rijen}


def plaats(postcode: str) -> Plaats | None:
    """De plaats bij die postcode; None als we ze niet kennen."""
    return plaatsen().get(postcode.strip())


def in_adres(adres: str) -> Plaats | None:
    """De plaats van een adres: de laatste postcode erin, want een huisnummer staat ervoor.

    Zonder bekende postcode: de gemeente waarmee het adres eindigt, als er een postcode van is.
    """
    gevonden = [p for code in CIJFERS.findall(adres) if (p := plaats(code))]
    if gevonden:
        return gevonden[-1]
    slot = re.split(r"[,\n]", adres)[-1].strip().casefold()
    return _per_gemeente().get(slot)


def in_naam(naam: str) -> Plaats | None:
    """De gemeente waarmee een naam eindigt ("Stad Antwerpen", "Gemeente Heist-op-den-Berg"); None als er geen is."""
    woorden = naam.casefold().split()
    keuzes = (" ".join(woorden[n:]) for n in range(len(woorden)))
    return next((p for keuze in keuzes if (p := _per_gemeente().get(keuze))), None)


@cache
def _per_gemeente() -> dict[str, Plaats]:
    """Per gemeente haar laagste postcode: meestal die van het centrum."""
    return {p.gemeente.casefold(): p for p in sorted(plaatsen().values(), key=lambda p: p.postcode, reverse=True)}


def afstand(van: Plaats, naar: Plaats) -> int:
    """Hele kilometers in vogelvlucht; in dezelfde postcode 0."""
    b1, b2 = radians(van.breedte), radians(naar.breedte)
    hoek = sin((b2 - b1) / 2) ** 2 + cos(b1) * cos(b2) * sin(radians(naar.lengte - van.lengte) / 2) ** 2
    return round(2 * STRAAL * asin(sqrt(hoek)))
