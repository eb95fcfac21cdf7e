"""Waarden omzetten en datums verschuiven; zonder databank."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uitwisseling import soorten
from uitwisseling.fouten import Onjuist, splits
from uitwisseling.omzetten import kort, zet_om
from uitwisseling.rijen import Bestand, Rij
from uitwisseling.verschuiving import verschuif, weken_tot


@pytest.mark.parametrize(
    ("soort", "waarde", "verwacht"),
    [
        (soorten.Tekst(5), " abc ", "abc"),
        (soorten.Code(), "OPW-01.a_b", "OPW-01.a_b"),
        (soorten.Slug(), "sint-truiden", "sint-truiden"),
        (soorten.Email(), "HR1@Opwijk.example", "hr1@opwijk.example"),
        (soorten.Cijfers(10), "0207.123 456", "0207123456"),
        (soorten.Datum(), "2023-05-31", date(2023, 5, 31)),
        (soorten.Datum(), datetime(2023, 5, 31, 8), date(2023, 5, 31)),
        (soorten.Maand(), "2023-05", date(2023, 5, 1)),
        (soorten.Maand(), date(2023, 5, 31), date(2023, 5, 1)),
        (soorten.Uur(), "8:30", time(8, 30)),
        (soorten.Uur(), time(8, 30, 12), time(8, 30)),
        (soorten.Geheel(), "3", 3),
        (soorten.Geheel(), Decimal("3.0"), 3),
        (soorten.Bedrag(), "7396,84", Decimal("7396.84")),
        (soorten.Bedrag(), 7, Decimal("7")),
        (soorten.Minuten(), "7,5", 450),
        (soorten.Minuten(), Decimal("7.5"), 450),
        (soorten.Minuten(), "7:36", 456),
        (soorten.Minuten(), "7.6", 456),
        (soorten.JaNee(), "Ja", True),
        (soorten.JaNee(), False, False),
        (soorten.Lijst(soorten.Tekst()), ["a", " a", None, "b"], ["a", "b"]),
    ],
)
def test_goede_waarden(soort, waarde, verwacht):
    assert soort.lees(waarde) == verwacht


@pytest.mark.parametrize(
    ("soort", "waarde"),
    [
        (soorten.Tekst(3), "abcd"),
        (soorten.Tekst(), ["a"]),
        (soorten.Tekst(), "\ud800"),
        (soorten.Code(), "a" * 41),
        (soorten.Code(), "é"),
        (soorten.Slug(), "Opwijk"),
        (soorten.Email(), f"{'a' * 250}@x.be"),
        (soorten.Cijfers(5), "1234"),
        (soorten.Datum(), "20230531"),
        (soorten.Datum(), "2023-W22-3"),
        (soorten.Datum(), "1023-05-31"),
        (soorten.Datum(), 45077),
        (soorten.Uur(), "24:00"),
        (soorten.Uur(), 8),
        (soorten.Geheel(), True),
        (soorten.Geheel(), "3,5"),
        (soorten.Geheel(0, 5), 6),
        (soorten.Geheel(), "Infinity"),
        (soorten.Bedrag(), "1,234"),
        (soorten.Bedrag(cijfers=5), 1000),
        (soorten.Bedrag(), -1),
        (soorten.Minuten(), "-1"),
        (soorten.Minuten(), "25"),
        (soorten.Minuten(), "7,333"),
        (soorten.JaNee(), "misschien"),
        (soorten.JaNee(), 2),
        (soorten.Keuze(("a", "b")), "c"),
        (soorten.Keuze(("a", "b")), {"a": 1}),
        (soorten.Lijst(soorten.Tekst(), max=1), ["a", "b"]),
    ],
)
def test_slechte_waarden_hebben_een_reden_en_raad(soort, waarde):
    with pytest.raises(Onjuist) as fout:
        soort.lees(waarde)
    assert fout.value.wat.endswith(".") and fout.value.doe.endswith(".")


def test_een_werkblad_mag_dezelfde_rijen_leveren():
    """De rijlaag kent geen JSON: echte datums en uren, tekst voor getallen."""
    rij = Rij("prestaties", 2, {"plaatsing": "P1", "datum": date(2023, 5, 9), "soort": "gewerkt", "van": time(9), "tot": "12:00",
                                "pauze_minuten": "15", "uren": ""})  # fmt: skip
    bestuur = Rij("bestuur", 2, {"slug": "x", "naam": "X", "soort": "stad"})
    bestand = Bestand("gemeenschapsdienst-import/1", date(2023, 10, 17), {"bestuur": [bestuur], "prestaties": [rij]})
    assert zet_om(bestand) == []
    assert (rij["van"], rij["tot"], rij["pauze_minuten"], rij["uren"]) == (time(9), time(12), 15, None)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.dates(date(2000, 1, 1), date(2050, 1, 1)))
def test_de_peildatum_landt_op_of_net_voor_vandaag_en_weekdagen_blijven(peildatum, vandaag):
    weken = weken_tot(peildatum, vandaag)
    rij = Rij("maatregelen", 2, {"soort": "art60", "jaar": peildatum.year, "plekken": 1})
    overleg = Rij("overleg", 2, {"datum": peildatum - timedelta(days=3), "met": "vdab", "onderwerp": "x"})
    staat = Rij("maandstaten", 2, {"maand": peildatum.replace(day=1)})
    bestand = Bestand(None, peildatum, {"maatregelen": [rij], "overleg": [overleg], "maandstaten": [staat]})
    verschuif(bestand, weken)
    assert timedelta(0) <= vandaag - bestand.peildatum < timedelta(weeks=1)
    assert bestand.peildatum.weekday() == peildatum.weekday()
    assert bestand.peildatum - overleg["datum"] == timedelta(days=3)
    assert rij["jaar"] == bestand.peildatum.year
    assert staat["maand"].day == 1


def test_zinnen_en_waarden_in_een_melding():
    assert splits("Dit kan niet. Doe het anders.") == ("Dit kan niet.", "Doe het anders.")
    assert splits("Kies 32 tot 64 uur.")[0] == "Kies 32 tot 64 uur."
    assert kort("een\nlange " + "tekst " * 20).endswith("…") and len(kort("x" * 99)) == 40
    assert kort(None) == "" and kort("\ud800") == "?"
