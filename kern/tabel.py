"""Een tabel als waarde: één keer bepaald, en dan als scherm, PDF, werkblad of CSV getoond."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter

from kern.opmaak import datum_kort, euro, getal, maand, uren
from kern.uitvoer import VEILIG

GEVAARLIJK = ("=", "+", "-", "@", "\t", "\r", "\n")  # een rekenblad zou dit als formule lezen
LEEG = "–"


class Verwijzing(str):
    """Een tekst die op het scherm naar een ander scherm leidt (`adres`); in een bestand is ze gewoon tekst."""

    adres: str

    @classmethod
    def naar(cls, tekst: str, adres: str) -> "Verwijzing":
        uit = cls(tekst)
        uit.adres = adres
        return uit


class Duur(int):
    """Minuten als cel: leest als uren ("7,5 u"), en is in een werkblad en een CSV een aantal uren (7.50)."""


class Maand(date):
    """Een maand als cel: leest als "mei 2026", is in een werkblad een datum en in een CSV te sorteren (2026-05)."""

    @classmethod
    def van(cls, dag: date) -> "Maand":
        return cls(dag.year, dag.month, 1)


@dataclass(frozen=True)
class Tabel:
    """`naam` wordt bestandsnaam en bladnaam. Cel: tekst, getal, datum, Maand, Decimal (euro), Duur, ja/nee, leeg."""

    naam: str
    titel: str
    koppen: Sequence[str]
    rijen: Sequence[Sequence[object]]
    uitleg: str = ""

    @cached_property
    def getallen(self) -> frozenset[int]:
        """De plaatsen van kolommen met enkel getallen, bedragen of uren: die staan rechts."""
        kolommen = [[cel for cel in kolom if cel not in (None, "")] for kolom in zip(*self.rijen, strict=True)]
        return frozenset(plaats for plaats, cellen in enumerate(kolommen) if cellen and all(map(is_getal, cellen)))


def is_getal(cel: object) -> bool:
    """Een aantal, bedrag of duur; ja/nee is er geen."""
    return isinstance(cel, int | Decimal) and not isinstance(cel, bool)


def lees(cel: object) -> str:
    """Een cel zoals een mens ze leest: 04/03/2025, € 14.793,69, 7.566, 7,5 u, ja; leeg is een streepje."""
    if cel is None or cel == "":
        return LEEG
    if isinstance(cel, bool):
        return "ja" if cel else "nee"
    if isinstance(cel, Duur):
        return uren(cel)
    if isinstance(cel, Decimal):
        return euro(cel)
    if isinstance(cel, Maand):
        return maand(cel)
    if isinstance(cel, int):
        return getal(cel)
    return datum_kort(cel) if isinstance(cel, date) else str(cel)


def veilig(waarde: str) -> str:
    """Tekst die een rekenblad als formule zou lezen krijgt een apostrof ervoor."""
    return f"'{waarde}" if waarde.startswith(GEVAARLIJK) else waarde


def _in_csv(cel: object) -> str:
    if cel is None:
        return ""
    if isinstance(cel, bool):
        return "ja" if cel else "nee"
    if isinstance(cel, Duur):
        return f"{cel / 60:.2f}"
    if isinstance(cel, Maand):
        return f"{cel:%Y-%m}"
    if isinstance(cel, date):  # ook een tijdstip
        return cel.isoformat()
    if isinstance(cel, Decimal):
        return f"{cel:.2f}"
    return veilig(cel) if isinstance(cel, str) else str(cel)


def als_csv(tabel: Tabel) -> bytes:
    """CSV met puntkomma's, UTF-8, JJJJ-MM-DD, maanden als JJJJ-MM, een punt als komma; altijd dezelfde bytes."""
    uit = StringIO(newline="")
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(tabel.koppen)
    schrijver.writerows([_in_csv(cel) for cel in rij] for rij in tabel.rijen)
    return uit.getvalue().encode()


def als_xlsx(titel: str, voorblad: Sequence[str], tabellen: Sequence[Tabel], moment: datetime) -> bytes:
    """Een werkmap met een voorblad (de banner eerst) en een blad per tabel; dezelfde invoer geeft dezelfde bytes."""
    uit = BytesIO()
    with xlsxwriter.Workbook(uit, VEILIG) as map_:
        map_.set_properties({"title": titel, "created": moment.replace(tzinfo=None)})
        vormen = {
            "kop": map_.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "banner": map_.add_format({"bold": True, "font_color": "#003399", "font_size": 14, "text_wrap": True}),
            "regel": map_.add_format({"text_wrap": True}),
            "euro": map_.add_format({"num_format": '"€" #,##0.00'}),
            "uren": map_.add_format({"num_format": "0.00"}),
            "maand": map_.add_format({"num_format": "[$-813]mmmm yyyy", "align": "left"}),  # Nederlands (België)
        }
        voor = map_.add_worksheet("Over dit bestand")
        voor.set_column(0, 0, 100)
        for nummer, regel in enumerate(voorblad):
            voor.write_string(nummer, 0, regel, vormen["regel" if nummer else "banner"])
        for tabel in tabellen:
            _blad(map_.add_worksheet(tabel.naam[:31].capitalize()), tabel, vormen, voorblad[0] if voorblad else "")
    return uit.getvalue()


def _blad(blad: Any, tabel: Tabel, vormen: dict[str, Any], banner: str) -> None:
    for k, kop in enumerate(tabel.koppen):
        inhoud = [len(lees(rij[k])) for rij in tabel.rijen]
        blad.set_column(k, k, min(max([len(kop), *inhoud]) + 2, 50))
        blad.write_string(0, k, kop, vormen["kop"])
    for r, rij in enumerate(tabel.rijen, start=1):
        for k, cel in enumerate(rij):
            _cel(blad, r, k, cel, vormen)
    blad.freeze_panes(1, 1)
    blad.set_landscape()
    blad.set_paper(9)  # A4
    blad.fit_to_pages(1, 0)
    blad.repeat_rows(0)
    if banner:
        blad.set_header(f"&L{banner.replace('&', '&&')[:200]}")


def _cel(blad: Any, r: int, k: int, cel: object, vormen: dict[str, Any]) -> None:
    if cel is None or cel == "":
        return
    if isinstance(cel, Duur):
        blad.write_number(r, k, cel / 60, vormen["uren"])
    elif isinstance(cel, Decimal):
        blad.write_number(r, k, cel, vormen["euro"])
    elif isinstance(cel, int | float) and not isinstance(cel, bool):
        blad.write_number(r, k, cel)
    elif isinstance(cel, Maand):
        blad.write_datetime(r, k, cel, vormen["maand"])
    elif isinstance(cel, date):
        blad.write_datetime(r, k, cel)
    else:
        blad.write_string(r, k, lees(cel))
