"""Een scan lezen en tonen: hoeveel bladzijden, welke QR-codes, en een bladzijde als beeld.

Wat iemand oplaadt, opent een eigen proces (`scan_kind`) met begrensd geheugen en begrensde tijd.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

KIND = Path(__file__).with_name("scan_kind.py")
HOOGSTENS_BLADEN, SECONDEN, GEEN_BLAD = 20, 20, 3


class Onleesbaar(Exception):
    """De scan gaat niet open; de tekst is een zin die zegt wat te doen."""


@dataclass(frozen=True)
class Gelezen:
    bladen: int
    codes: tuple[str, ...]  # de tekst van elke QR-code, één keer


def lees(inhoud: bytes) -> Gelezen:
    """Hoeveel bladzijden en welke codes. Fouten: Onleesbaar, ook bij meer dan twintig bladzijden."""
    uit = json.loads(_kind(inhoud, "lees"))
    if uit["bladen"] > HOOGSTENS_BLADEN:
        raise Onleesbaar(f"Deze scan heeft meer dan {HOOGSTENS_BLADEN} bladzijden. Laad enkel deze fiche op.")
    return Gelezen(uit["bladen"], tuple(uit["codes"]))


def toon(inhoud: bytes, blad: int) -> bytes:
    """Een bladzijde als JPEG. Fouten: Onleesbaar, ook als die bladzijde er niet is."""
    return _kind(inhoud, "toon", str(blad))


def _kind(inhoud: bytes, *opdracht: str) -> bytes:
    try:
        klaar = subprocess.run(
            [sys.executable, "-I", str(KIND), *opdracht],
            input=inhoud,
            capture_output=True,
            timeout=SECONDEN,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as fout:
        raise Onleesbaar("Deze scan gaat niet open. Scan opnieuw en bewaar als PDF, JPEG of PNG.") from fout
    return klaar.stdout
