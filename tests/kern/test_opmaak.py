from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.template import Context, Template

from kern import opmaak


@pytest.mark.parametrize(
    ("waarde", "lang", "kort"),
    [
        (date(2025, 3, 4), "dinsdag 4 maart 2025", "04/03/2025"),
        (date(2024, 2, 29), "donderdag 29 februari 2024", "29/02/2024"),
        (date(2023, 12, 31), "zondag 31 december 2023", "31/12/2023"),
        # 23.30 u UTC is in Brussel de volgende dag
        (datetime(2025, 6, 30, 23, 30, tzinfo=UTC), "dinsdag 1 juli 2025", "01/07/2025"),
    ],
)
def test_datum(waarde, lang, kort):
    assert (opmaak.datum_lang(waarde), opmaak.datum_kort(waarde)) == (lang, kort)


def test_maand_en_tijdstip():
    assert opmaak.maand(date(2025, 8, 1)) == "augustus 2025"
    assert opmaak.tijd(time(8, 5)) == "08:05"
    assert opmaak.tijdstip(datetime(2025, 1, 15, 13, 30, tzinfo=UTC)) == "15/01/2025 om 14:30"


@pytest.mark.parametrize(
    ("minuten", "tekst", "invoer"),
    [
        (0, "0 u", "0"),
        (15, "0,25 u", "0,25"),
        (20, "20 min", "0:20"),
        (60, "1 u", "1"),
        (450, "7,5 u", "7,5"),
        (455, "7 u 35 min", "7:35"),
        (456, "7 u 36 min", "7:36"),
        (465, "7,75 u", "7,75"),
        (600, "10 u", "10"),
        (3840, "64 u", "64"),
        (-90, "−1,5 u", None),
        (-20, "−20 min", None),
    ],
)
def test_uren(minuten, tekst, invoer):
    assert opmaak.uren(minuten) == tekst
    if invoer:
        assert opmaak.uren_invoer(minuten) == invoer


@pytest.mark.parametrize(
    ("bedrag", "tekst"),
    [
        (Decimal("14793.69"), "€ 14.793,69"),
        (Decimal("0"), "€ 0,00"),
        (Decimal("-0.001"), "€ 0,00"),
        (Decimal("999.995"), "€ 1.000,00"),
        (1.3, "€ 1,30"),
        (-5, "€ -5,00"),
        (Decimal("1234567.1"), "€ 1.234.567,10"),
    ],
)
def test_euro(bedrag, tekst):
    assert opmaak.euro(bedrag) == tekst


@pytest.mark.parametrize("nummer", ["0123456749", "0123.456.749", "BE 0123.456.749", "be0123456749", "0207437468"])
def test_kbo_goed(nummer):
    assert opmaak.kbo_controle(nummer)


@pytest.mark.parametrize(
    "nummer", ["", "0123456748", "012345674", "01234567490", "2123456749", "012345674x", "٠١٢٣٤٥٦٧٤٩"]
)
def test_kbo_fout(nummer):
    assert not opmaak.kbo_controle(nummer)


def test_kbo_controlegetal_97():
    # eerste acht deelbaar door 97: het controlegetal is 97, nooit 00
    deelbaar = f"{97 * 20000:08d}"
    assert opmaak.kbo_controle(deelbaar + "97")
    assert not opmaak.kbo_controle(deelbaar + "00")


def test_kbo_vorm():
    assert opmaak.kbo("0123456749") == "0123.456.749"
    assert opmaak.kbo("403170701") == "0403.170.701"  # oude schrijfwijze zonder nul
    assert opmaak.kbo("onbekend") == "onbekend"


def test_woorden():
    assert [opmaak.hoofdletter(w) for w in ("", "dag", "WES-overeenkomst", 7)] == ["", "Dag", "WES-overeenkomst", "7"]
    assert opmaak.opsomming([]) == ""
    assert opmaak.opsomming(["a"]) == "a"
    assert opmaak.opsomming(["a", "b", "c"]) == "a, b en c"
    assert [opmaak.meervoud(n, "fiche", "fiches") for n in (0, 1, 1200)] == ["0 fiches", "1 fiche", "1.200 fiches"]


@pytest.mark.parametrize(
    ("bytes_", "tekst"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (999_499, "999 kB"), (999_500, "1,0 MB"), (10_485_760, "10,5 MB")],
)
def test_grootte(bytes_, tekst):
    assert opmaak.grootte(bytes_) == tekst


def test_filters():
    sjabloon = Template(
        "{% load nl %}{{ dag|datum }}; {{ niets|datum }}; {{ 450|uren }}; {{ rol|hoofdletter }}; {% meervoud 2 'plek' 'plekken' %}"
    )
    inhoud = Context({"dag": date(2025, 3, 4), "niets": None, "rol": "algemeen directeur"})
    assert sjabloon.render(inhoud) == "dinsdag 4 maart 2025; –; 7,5 u; Algemeen directeur; 2 plekken"


def test_filter_vermijdt_geen_escape():
    assert Template("{% load nl %}{{ w|opsomming }}").render(Context({"w": ["<b>", "c"]})) == "&lt;b&gt; en c"
