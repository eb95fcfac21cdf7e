"""Maakt static/vendor opnieuw uit uitgepakte npm-pakketten: `npm pack <naam>@<versie>` in een kladmap, elk pakket
uitgepakt in KLAD/<naam>/package. Kopieert, dunt Bootstrap uit, maakt lettertypen en iconen, en schrijft de hashes."""

import re
import shutil
from io import BytesIO
from pathlib import Path

from django.core.management.base import BaseCommand
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from kern import vendor
from kern.iconen import ICONEN

TEKENS = (
    "U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02BC,U+1E9E,U+2010-2015,U+2018-201E,U+2020,U+2022,U+2026,U+2030,"
    "U+2039,U+203A,U+20AC,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265,U+2713"
)
LETTER = "Gemeenschapsdienst Sans"  # de OFL behoudt de naam 'Source' voor aan het origineel
BANNERTEKENS = (
    "U+0020-007E,U+00A0,U+00B7,U+00C9,U+00E0,U+00E1,U+00E2,U+00E4,U+00E7-00EF,U+00F3-00F6,U+00FA-00FC,U+2013,U+2018,"
    "U+2019,U+2022,U+20AC"
)
LETTERS = vendor.BASIS / "kern/fonts"


class Command(BaseCommand):
    help = "Herbouwt static/vendor en de hashes in vendor.toml uit uitgepakte npm-pakketten."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--klad", type=Path, help="map met <naam>/package; zonder: alleen afgeleiden en hashes")

    def handle(self, *args, klad: Path | None, **options):
        kop, *delen = (vendor.BASIS / vendor.LIJST).read_text("utf-8").split("[[pakket]]")
        for plaats, pakket in enumerate(vendor.lees(vendor.BASIS)):
            doel = vendor.BASIS / vendor.MAP / pakket["naam"] / pakket["versie"]
            if klad and "kopie" in pakket:
                self.kopieer(klad / pakket["naam"] / "package", doel, pakket)
            if pakket["naam"] == "ubuntu-derivative":
                self.banner(doel)
            if pakket["naam"] == "bootstrap":
                uit = vendor.selectie((doel / "bootstrap.min.css").read_text("utf-8"))
                (doel / "bootstrap-selectie.css").write_text(uit, "utf-8")
            for naam, oud in pakket["bestanden"].items():
                nieuw = f'"{naam}" = "{vendor.sha256(doel / naam)}"'
                delen[plaats] = delen[plaats].replace(f'"{naam}" = "{oud}"', nieuw)
        (vendor.BASIS / vendor.LIJST).write_text("[[pakket]]".join([kop, *delen]), "utf-8")

    def kopieer(self, bron: Path, doel: Path, pakket: dict) -> None:
        doel.mkdir(parents=True, exist_ok=True)
        for naam, pad in pakket["kopie"].items():
            shutil.copyfile(bron / pad, doel / naam)
        if pakket["naam"] == "source-sans":
            (doel / "gemeenschapsdienst-sans.woff2").write_bytes(lettertype(bron / "VF/SourceSans3VF-Upright.ttf"))
        if pakket["naam"] == "bootstrap-icons":
            (doel / "iconen.svg").write_text(sprite(bron / "icons"), "utf-8")

    def banner(self, doel: Path) -> None:
        doel.mkdir(parents=True, exist_ok=True)
        (doel / "banner.woff2").write_bytes(bannerletter(LETTERS / "Ubuntu-derivative-Gemeenschapsdienst-Medium.ttf"))
        shutil.copyfile(LETTERS / "UFL-Ubuntu.txt", doel / "UFL-Ubuntu.txt")


def lettertype(bron: Path) -> bytes:
    """Variabel TTF → woff2 met gewicht 400–600, Latijn en uitgebreid Latijn (Turkse, Poolse, Roemeense namen)."""
    font = _herlees(instancer.instantiateVariableFont(TTFont(bron), {"wght": (400, 600)}))
    font = _snij(font, TEKENS, ["kern", "liga", "ccmp", "locl", "mark", "case"])
    for regel in font["name"].names:
        if regel.nameID in (1, 3, 4, 6):
            regel.string = LETTER.replace(" ", "") if regel.nameID == 6 else LETTER
    return _woff2(font)


def bannerletter(bron: Path) -> bytes:
    """De Ubuntu-letter van de PDF's → woff2 met enkel de tekens van een Nederlandse bannertekst."""
    return _woff2(_snij(TTFont(bron), BANNERTEKENS, ["kern"]))


def _snij(font: TTFont, tekens: str, kenmerken: list[str]) -> TTFont:
    keuze = subset.Options(hinting=False, layout_features=kenmerken)
    keuze.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    snijder = subset.Subsetter(keuze)
    snijder.populate(unicodes=subset.parse_unicodes(tekens))
    snijder.subset(font)
    return font


def _woff2(font: TTFont) -> bytes:
    uit = BytesIO()
    font.flavor = "woff2"
    font.recalcTimestamp = False  # dezelfde bron, dezelfde bytes
    font.save(uit)
    return uit.getvalue()


def _herlees(font: TTFont) -> TTFont:
    """Bewaren en opnieuw lezen: na het beperken van een as zijn sommige tabellen nog niet opgebouwd."""
    tussen = BytesIO()
    font.recalcTimestamp = False
    font.save(tussen)
    tussen.seek(0)
    return TTFont(tussen)


def sprite(bron: Path) -> str:
    """Eén SVG met een <symbol> per icoon uit kern.iconen."""
    symbolen = []
    for naam, bestand in ICONEN.items():
        svg = (bron / f"{bestand}.svg").read_text("utf-8")
        inhoud = re.sub(r"\n *", "", svg.partition(">")[2].rpartition("</svg>")[0])
        symbolen.append(f'<symbol id="{naam}" viewBox="0 0 16 16">{inhoud}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbolen) + "\n</svg>\n"
