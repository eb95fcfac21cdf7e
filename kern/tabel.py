"""Een tabel als waarde: één keer bepaald, en dan als scherm, PDF, werkblad of CSV getoond."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO

import xlsxwriter

from kern.uitvoer import VEILIG

GEVAARLIJK = ("=", "+", "-", "@", "\t", "\r")  # een rekenblad zou dit als formule lezen


@dataclass(frozen=True)
class Tabel:
    """`naam` wordt bestandsnaam en bladnaam; cellen zijn tekst, getal, datum of leeg."""

    naam: str
    titel: str
    koppen: Sequence[str]
    rijen: Sequence[Sequence[object]]
    uitleg: str = ""


def veilig(waarde: object) -> object:
    """Tekst die een rekenblad als formule zou lezen krijgt een apostrof ervoor."""
    if isinstance(waarde, str) and waarde.startswith(GEVAARLIJK):
        return f"'{waarde}"
    return waarde


def _tekst(waarde: object) -> object:
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, datetime | date):
        return waarde.isoformat()
    return "" if waarde is None else veilig(waarde)


def als_csv(tabel: Tabel) -> bytes:
    """CSV met puntkomma's, UTF-8 en datums als JJJJ-MM-DD; dezelfde tabel geeft dezelfde bytes."""
    uit = StringIO(newline="")
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(tabel.koppen)
    schrijver.writerows([_tekst(cel) for cel in rij] for rij in tabel.rijen)
    return uit.getvalue().encode()


def als_xlsx(titel: str, voorblad: Sequence[str], tabellen: Sequence[Tabel], moment: datetime) -> bytes:
    """Een werkmap met een voorblad (de banner eerst) en een blad per tabel; dezelfde invoer geeft dezelfde bytes."""
    uit = BytesIO()
    with xlsxwriter.Workbook(uit, VEILIG) as map_:
        map_.set_properties({"title": titel, "created": moment.replace(tzinfo=None)})
        vet = map_.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        voor = map_.add_worksheet("Over dit bestand")
        voor.set_column(0, 0, 100)
        for nummer, regel in enumerate(voorblad):
            voor.write_string(nummer, 0, regel, vet if nummer == 0 else None)
        for tabel in tabellen:
            _blad(map_.add_worksheet(tabel.naam[:31]), tabel, vet, voorblad[0] if voorblad else "")
    return uit.getvalue()


def _blad(blad, tabel: Tabel, vet, banner: str) -> None:
    for k, kop in enumerate(tabel.koppen):
        inhoud = [len(str(rij[k])) for rij in tabel.rijen if rij[k] is not None]
        blad.set_column(k, k, min(max([len(kop), *inhoud]) + 2, 50))
        blad.write_string(0, k, kop, vet)
    for r, rij in enumerate(tabel.rijen, start=1):
        for k, cel in enumerate(rij):
            _cel(blad, r, k, cel)
    blad.freeze_panes(1, 1)
    blad.set_landscape()
    blad.fit_to_pages(1, 0)
    blad.repeat_rows(0)
    blad.set_header(f"&L{banner.replace('&', '&&')[:200]}")


def _cel(blad, r: int, k: int, cel: object) -> None:
    if cel is None or cel == "":
        return
    if isinstance(cel, bool):
        blad.write_string(r, k, "ja" if cel else "nee")
    elif isinstance(cel, int | float):
        blad.write_number(r, k, cel)
    elif isinstance(cel, date):
        blad.write_datetime(r, k, cel)
    else:
        blad.write_string(r, k, str(cel))
