"""Hoelang een controle duurt, en hoe een steekproef getrokken wordt.

Iedereen kan een steekproef overdoen: met een zaad, de codes en een sha256-programma.

Uit welke organisatie de volgende plek komt: die waarvan tot dan het kleinste deel getrokken is; bij gelijke stand die
met de kleinste sleutel. Welke plek van die organisatie: die met de kleinste sleutel. De sleutel van een code is de
sha256 van `zaad:code` (UTF-8), als hexadecimale tekst.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256

ZAAD = r"[A-Za-z0-9._-]{1,40}"


JAREN = 2  # hoelang een controle hoogstens open blijft; in geen bron gevonden, zie docs/beslissingen/0043


def uiterlijk(eerste: date) -> date:
    """De laatste dag die een controleur toegang kan krijgen; 29 februari wordt 28 februari."""
    dag = 28 if (eerste.month, eerste.day) == (2, 29) else eerste.day
    return eerste.replace(year=min(eerste.year + JAREN, date.max.year), day=dag)


def nieuw_zaad() -> str:
    return secrets.token_hex(4)


def sleutel(zaad: str, code: str) -> str:
    """`printf '%s' "zaad:code" | sha256sum` geeft hetzelfde."""
    return sha256(f"{zaad}:{code}".encode()).hexdigest()


@dataclass(frozen=True)
class Kans:
    """Een plek die getrokken kan worden."""

    code: str
    organisatie: str  # de code van de organisatie


def trek(zaad: str, aantal: int, plekken: Iterable[Kans]) -> list[str]:
    """De codes van hoogstens `aantal` plekken, zoals getrokken; de volgorde van `plekken` doet er niet toe."""
    groepen: dict[str, list[str]] = defaultdict(list)
    for plek in plekken:
        groepen[plek.organisatie].append(plek.code)
    klaar = {naam: sorted(codes, key=lambda code: sleutel(zaad, code)) for naam, codes in groepen.items()}
    uit: list[str] = []
    getrokken = dict.fromkeys(klaar, 0)

    def deel(naam: str) -> tuple[Fraction, str]:
        return Fraction(getrokken[naam], len(klaar[naam])), sleutel(zaad, naam)

    while len(uit) < aantal and (over := [naam for naam in klaar if getrokken[naam] < len(klaar[naam])]):
        naam = min(over, key=deel)
        uit.append(klaar[naam][getrokken[naam]])
        getrokken[naam] += 1
    return uit
