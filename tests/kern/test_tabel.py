"""Een tabel als CSV en als werkmap: nooit een formule, steeds dezelfde bytes, leesbaar voor mens en programma."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from kern.tabel import Duur, Maand, Tabel, als_csv, als_xlsx, lees
from kern.templatetags.onderdelen import tabelcel, tabelkop

MOMENT = datetime(2023, 12, 31, 10, tzinfo=UTC)
FORMULES = ["=1+1", '=HYPERLINK("http://kwaad.example")', "+32 2 555", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]


def tabel(*cellen, kop="Wat"):
    return Tabel("proef", "Proef", [kop], [[cel] for cel in cellen])


def uit_csv(inhoud):
    return [rij[0] if rij else "" for rij in csv.reader(io.StringIO(inhoud.decode(), newline=""), delimiter=";")][1:]


def blad(inhoud, naam="Proef"):
    return openpyxl.load_workbook(io.BytesIO(inhoud))[naam]


@pytest.mark.parametrize("formule", FORMULES)
def test_wat_een_formule_lijkt_blijft_tekst(formule):
    assert uit_csv(als_csv(tabel(formule))) == [f"'{formule}"]
    cel = blad(als_xlsx("T", ["B"], [tabel(formule)], MOMENT))["A2"]
    assert cel.data_type == "s" and cel.hyperlink is None
    assert cel.value.replace("_x000D_", "\r") == formule  # zo schrijft OOXML een regeleinde; Excel leest het terug


def test_geen_enkele_formule_in_het_bestand():
    import zipfile

    with zipfile.ZipFile(io.BytesIO(als_xlsx("=T", ["=B", "+x"], [tabel(*FORMULES, kop="=K")], MOMENT))) as z:
        assert not [
            naam for naam in z.namelist() if b"<f" in z.read(naam) and "sheet" in naam or b"<hyperlink" in z.read(naam)
        ]


@pytest.mark.parametrize(
    ("cel", "mens", "in_csv", "in_xlsx"),
    [
        (None, "–", "", None),
        ("", "–", "", None),
        ('x;"y"', 'x;"y"', 'x;"y"', 'x;"y"'),
        (0, "0", "0", 0),
        (-3, "-3", "-3", -3),
        (True, "ja", "ja", "ja"),
        (False, "nee", "nee", "nee"),
        (date(2023, 3, 4), "04/03/2023", "2023-03-04", datetime(2023, 3, 4)),
        (Decimal("14793.69"), "€ 14.793,69", "14793.69", 14793.69),
        (Decimal(0), "€ 0,00", "0.00", 0),
        (Duur(450), "7,5 u", "7.50", 7.5),
        (Maand.van(date(2026, 5, 17)), "mei 2026", "2026-05", datetime(2026, 5, 1)),
        (Duur(456), "7 u 36 min", "7.60", 7.6),
        (Duur(0), "0 u", "0.00", 0),
    ],
)
def test_een_cel_voor_mens_csv_en_werkblad(cel, mens, in_csv, in_xlsx):
    assert lees(cel) == mens
    assert uit_csv(als_csv(tabel(cel))) == [in_csv]
    assert blad(als_xlsx("T", ["B"], [tabel(cel)], MOMENT))["A2"].value == in_xlsx


def test_dezelfde_tabel_geeft_dezelfde_bytes():
    inhoud = tabel("a", 1, date(2023, 1, 1), Decimal(1), Duur(60))
    assert als_csv(inhoud) == als_csv(inhoud)
    assert als_xlsx("T", ["B"], [inhoud], MOMENT) == als_xlsx("T", ["B"], [inhoud], MOMENT)


def test_de_banner_staat_eerst_en_op_elke_afdruk():
    map_ = openpyxl.load_workbook(io.BytesIO(als_xlsx("T", ["EU & fonds", "regel"], [tabel("a")], MOMENT)))
    assert map_.sheetnames == ["Over dit bestand", "Proef"]
    assert [rij[0].value for rij in map_["Over dit bestand"].rows] == ["EU & fonds", "regel"]
    assert map_["Proef"].oddHeader.left.text == "EU && fonds" and map_["Proef"].print_title_rows == "$1:$1"


def test_een_lege_tabel():
    assert als_csv(tabel()) == b"Wat\r\n"
    assert blad(als_xlsx("T", [], [tabel()], MOMENT)).max_row == 1


def test_enkel_kolommen_met_getallen_staan_rechts():
    """Aantallen, bedragen en uren, ook met gaten; ja/nee, datums, tekst, gemengd en lege kolommen niet."""
    koppen = ("Wat", "Aantal", "Bedrag", "Uren", "Telt", "Dag", "Gemengd", "Leeg")
    rijen = [
        ("a", 0, Decimal("1.00"), Duur(60), True, date(2023, 3, 1), 3, None),
        ("b", None, Decimal("2.00"), "", False, None, "geen", ""),
    ]
    tabel = Tabel("t", "T", koppen, rijen)
    assert tabel.getallen == {1, 2, 3}
    assert Tabel("t", "T", koppen, []).getallen == frozenset()
    assert tabelcel(tabel, 1, 7) == '<td data-label="Aantal" class="getal">7</td>'
    assert tabelcel(tabel, 4, True) == '<td data-label="Telt">ja</td>'
    assert tabelkop(tabel, 2) == '<th scope="col" class="getal">Bedrag</th>'
    assert tabelkop(tabel, 0) == '<th scope="col">Wat</th>'
