"""Een verloop als getallen voor een SVG: per kolom een niveau, voor een of meer reeksen. Ook zonder kleur te lezen.

Elke reeks heeft een eigen vorm en lijn (vol of gestreept), en er hoort altijd een tabel of zin bij.
"""

from collections.abc import Sequence
from dataclasses import dataclass

BREEDTE, HOOGTE = 320, 158
LINKS, RECHTS, BOVEN, ONDER = 78, 288, 18, 118
VORMEN = ("rond", "ruit")


@dataclass(frozen=True)
class Punt:
    x: int
    y: int
    ruit: str  # de hoekpunten, voor wie een ruit tekent


@dataclass(frozen=True)
class Reeks:
    naam: str
    vorm: str
    punten: tuple[Punt, ...]

    @property
    def lijn(self) -> str:
        return " ".join(f"{p.x},{p.y}" for p in self.punten)


@dataclass(frozen=True)
class As:
    plaats: int
    tekst: str


@dataclass(frozen=True)
class Verloop:
    """`tekst` zegt hetzelfde in woorden, voor wie het beeld niet ziet."""

    naam: str
    niveaus: tuple[As, ...]
    kolommen: tuple[As, ...]
    reeksen: tuple[Reeks, ...]
    tekst: str


def verloop_van(
    naam: str, niveaus: Sequence[str], kolommen: Sequence[str], reeksen: Sequence[tuple[str, Sequence[int | None]]]
) -> Verloop:
    """`niveaus` van laag naar hoog; een reeks is (naam, per kolom het niveau vanaf 1, of None waar er geen is)."""
    stap_y = (ONDER - BOVEN) / max(len(niveaus) - 1, 1)
    stap_x = (RECHTS - LINKS - 40) / max(len(kolommen) - 1, 1)
    x = [round(LINKS + 22 + n * stap_x) for n in range(len(kolommen))]
    y = [round(ONDER - n * stap_y) for n in range(len(niveaus))]
    return Verloop(
        naam,
        tuple(As(y[n], tekst) for n, tekst in enumerate(niveaus)),
        tuple(As(x[n], tekst) for n, tekst in enumerate(kolommen)),
        tuple(
            Reeks(reeks, VORMEN[n % 2], tuple(_punt(x[k], y[w - 1]) for k, w in enumerate(waarden) if w))
            for n, (reeks, waarden) in enumerate(reeksen)
        ),
        ". ".join(f"{reeks}: {_in_woorden(niveaus, kolommen, waarden)}" for reeks, waarden in reeksen) + ".",
    )


def _punt(x: int, y: int) -> Punt:
    return Punt(x, y, f"{x},{y - 9} {x + 9},{y} {x},{y + 9} {x - 9},{y}")


def _in_woorden(niveaus: Sequence[str], kolommen: Sequence[str], waarden: Sequence[int | None]) -> str:
    delen = [f"{kolom} {niveaus[w - 1]}" for kolom, w in zip(kolommen, waarden, strict=True) if w]
    return ", ".join(delen) or "niets ingevuld"
