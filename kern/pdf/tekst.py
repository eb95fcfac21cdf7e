"""Tekst die in een document mag: wat XML niet kan of onze letters niet kennen, gaat eruit.

Een teken zonder letterbeeld maakt een PDF ongeldig als PDF/A en PDF/UA; het wordt zichtbaar vervangen. De ingesloten
gegevens (JSON) houden de tekst zoals ze ingevoerd is.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

LETTERS = Path(__file__).parents[1] / "fonts"
VERVANGING = "□"
# Tekens zonder beeld: stuurtekens, breedteloze verbinders, richting- en variatietekens.
ONZICHTBAAR = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)


def schoon(html: str) -> str:
    """`html` in NFC, zonder onzichtbare tekens, en met een teken dat we niet kunnen zetten als □."""
    tekst = ONZICHTBAAR.sub("", unicodedata.normalize("NFC", html))
    return tekst if tekst.isascii() else _onbekend().sub(VERVANGING, tekst)


@lru_cache(maxsize=1)
def _onbekend() -> re.Pattern[str]:
    bekend = set.intersection(*(_tekens(pad) for pad in sorted(LETTERS.glob("DienstSans-*.ttf"))))
    klasse = "".join(re.escape(chr(c)) for c in sorted(bekend | {9, 10, 13}))
    return re.compile(f"[^{klasse}]")


def _tekens(pad: Path) -> set[int]:
    with TTFont(pad, lazy=True) as letter:
        return set(letter.getBestCmap())
