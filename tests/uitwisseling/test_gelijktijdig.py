"""Tien keer hetzelfde bestand tegelijk: alles staat er één keer."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from tests.uitwisseling.hulp import aantallen, importeer, met_uren, schrijf


def test_tien_gelijke_imports_verdubbelen_niets(leeg, tmp_path):
    d = met_uren("opwijk")
    pad = schrijf(tmp_path, d)

    def een(_):
        try:
            return importeer(pad)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as draden:
        uitkomsten = list(draden.map(een, range(10)))
    assert sum("is geïmporteerd" in uit for uit in uitkomsten) == 1
    assert sum("er is niets gewijzigd" in uit for uit in uitkomsten) == 9
    tel = aantallen()
    assert tel["organisaties_bestuur"] == 1
    assert tel["leerwerkplekken_leerwerkplek"] == len(d["leerwerkplekken"])
    assert tel["plaatsingen_prestatie"] == len(d["prestaties"])
    assert tel["organisaties_gebruiker"] == len(d["personen"])
    leeg()
