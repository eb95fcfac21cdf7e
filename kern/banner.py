"""De logobanner: het EU-embleem (eigen, exacte tekening) en wat ernaast staat (bron 002).

Verordening (EU) 821/2014, artikel 4, en Verordening (EU) 2021/1060, bijlage IX.
Zonder banner gaat geen document de deur uit: `kern.pdf.render` weigert er een.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin
from pathlib import Path

REFLEX_BLUE = "#003399"
GOUD = "#FFCC00"
FINANCIERING = "Gefinancierd door de Europese Unie"
ALT_EMBLEEM = "Embleem van de Europese Unie"
BESTAND = Path(__file__).parent / "banner" / "eu-embleem.svg"


@dataclass(frozen=True)
class Beeld:
    """Een beeld in het geheugen. `mime`: image/svg+xml, image/png of image/jpeg; `alt`: wat een schermlezer zegt."""

    inhoud: bytes
    mime: str
    alt: str = ""


@dataclass(frozen=True)
class Banner:
    """`beelden`: het embleem eerst; `regels`: de tekst ernaast; `voorlopig`: de officiële bestanden ontbreken nog."""

    beelden: tuple[Beeld, ...]
    regels: tuple[str, ...] = (FINANCIERING,)
    voorlopig: bool = False

    @property
    def breed(self) -> bool:
        """Meer dan het embleem alleen: de beelden krijgen meer plaats."""
        return len(self.beelden) > 1 or self.beelden[0] != embleem()


def voorlopige_banner(*regels: str) -> Banner:
    """De banner tot de beheerder de officiële bestanden oplaadt; `regels`: fonds en bewoording van de oproep."""
    return Banner((embleem(),), (FINANCIERING, *(r for r in regels if r)), voorlopig=True)


@lru_cache(maxsize=1)
def embleem() -> Beeld:
    """Het EU-embleem als platte SVG."""
    return Beeld(BESTAND.read_bytes(), "image/svg+xml", ALT_EMBLEEM)


def teken_embleem(hoogte: int = 360) -> str:
    """De SVG van het embleem volgens de officiële constructie.

    Rechthoek 3:2; twaalf sterren als de uren op een klok, het middelpunt op een cirkel met straal 1/3 van de hoogte;
    elke ster vijfpuntig in een cirkel met straal 1/18 van de hoogte, één punt recht omhoog.
    """
    breedte, straal, punt = hoogte * 3 / 2, hoogte / 3, hoogte / 18
    binnen = punt * (3 - 5**0.5) / 2  # waar de zijden van een pentagram elkaar snijden
    sterren = []
    for uur in range(12):
        x = breedte / 2 + straal * sin(uur * pi / 6)
        y = hoogte / 2 - straal * cos(uur * pi / 6)
        hoeken = [(punt if k % 2 == 0 else binnen, k * pi / 5) for k in range(10)]
        punten = " ".join(f"{x + r * sin(a):.3f},{y - r * cos(a):.3f}" for r, a in hoeken)
        sterren.append(f'<polygon points="{punten}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {breedte:g} {hoogte}"'
        f' width="{breedte:g}" height="{hoogte}">'
        f'\n<rect width="{breedte:g}" height="{hoogte}" fill="{REFLEX_BLUE}"/>\n<g fill="{GOUD}">\n'
        + "\n".join(sterren)
        + "\n</g>\n</svg>\n"
    )
