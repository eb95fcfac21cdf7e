"""De letters en de stijl van elk document, één keer per proces gelezen."""

from functools import lru_cache
from pathlib import Path

from kern.banner import Beeld

from .geheugen import EigenKenmerken
from .motor import CSS, FontConfiguration, Ophaler, eigen_letters
from .tekst import LETTERS

STIJL = Path(__file__).parent / "huisstijl.css"
GEWICHTEN = {
    400: "DienstSans-Regular",
    600: "DienstSans-SemiBold",
    700: "DienstSans-Bold",
}
UBUNTU = "Ubuntu-derivative-Gemeenschapsdienst-Medium"


@lru_cache(maxsize=1)
def huisstijl() -> tuple[CSS, FontConfiguration]:
    """De stijl van het huis en de letters waarmee elk document gezet wordt."""
    letters = {n: Beeld((LETTERS / f"{n}.ttf").read_bytes(), "font/ttf") for n in (*GEWICHTEN.values(), UBUNTU)}
    vlakken = [("Dienst Sans", gewicht, naam) for gewicht, naam in GEWICHTEN.items()] + [("Banner", 500, UBUNTU)]
    bron = "".join(
        f"@font-face{{font-family:'{familie}';font-weight:{gewicht};src:url(asset:{naam})}}"
        for familie, gewicht, naam in vlakken
    )
    with eigen_letters():
        instelling = FontConfiguration()
        instelling.font_features = EigenKenmerken()
        stijl = CSS(
            string=bron + STIJL.read_text("utf-8"),
            font_config=instelling,
            url_fetcher=Ophaler(letters),
        )
    return stijl, instelling


def stijlblad(css: str) -> CSS:
    """Wat een soort document erbij zet; haalt niets op."""
    return CSS(string=css, base_url="asset:", font_config=huisstijl()[1], url_fetcher=Ophaler({}))


@lru_cache(maxsize=8)
def merkstijl(merk: str) -> CSS:
    """Het merk rechts bovenaan elke pagina, bv. Demogegevens."""
    tekst = "".join(f"\\{ord(teken):06x}" for teken in merk)
    return stijlblad(
        f'@page{{@top-right{{content:"{tekst}";width:auto;height:5mm;margin:5mm 0 auto auto;padding:0 2.5mm;'
        "font:600 8.5pt/5mm 'Dienst Sans';color:#704600;background:#FFF3D6;"
        "border:.75pt solid #704600;border-radius:1mm}}"
    )
