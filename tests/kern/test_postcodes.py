"""Postcodes: wat erin staat, wat we uit een adres halen, en afstanden die iemand op de kaart kan nameten."""

import pytest

from kern.postcodes import afstand, in_adres, in_naam, plaats, plaatsen


def test_elke_postcode_ligt_in_vlaanderen_of_brussel():
    alle = plaatsen()
    assert len(alle) > 500 and len({p.gemeente for p in alle.values()}) == 304
    for code, p in alle.items():
        assert code.isdecimal() and len(code) == 4
        assert 50.65 < p.breedte < 51.55 and 2.5 < p.lengte < 5.95, p


@pytest.mark.parametrize(
    ("van", "naar", "km", "marge"),
    [
        ("1000", "2000", 42, 3),  # Brussel – Antwerpen
        ("9000", "8000", 39, 4),  # Gent – Brugge
        ("8400", "8000", 22, 3),  # Oostende – Brugge
        ("3000", "1000", 24, 3),  # Leuven – Brussel
        ("3500", "3600", 16, 4),  # Hasselt – Genk
        ("1745", "9300", 10, 3),  # Opwijk – Aalst
        ("2200", "2300", 17, 4),  # Herentals – Turnhout
        ("8500", "9000", 42, 4),  # Kortrijk – Gent
        ("1910", "3000", 13, 4),  # Kampenhout – Leuven: met de hand verbeterd
        ("2223", "2220", 4, 4),  # Schriek – Heist-op-den-Berg: idem
    ],
)
def test_bekende_afstanden(van, naar, km, marge):
    a, b = plaats(van), plaats(naar)
    assert abs(afstand(a, b) - km) <= marge, afstand(a, b)
    assert afstand(a, b) == afstand(b, a) and afstand(a, a) == 0


@pytest.mark.parametrize(
    ("adres", "postcode"),
    [
        ("Marktstraat 55, 1745 Opwijk", "1745"),
        ("Steenweg 1745, 2000 Antwerpen", "2000"),
        ("B-8400 Oostende", "8400"),
        ("Kerkstraat 12", None),
        ("", None),
        ("Grote Markt 1, Herentals", "2200"),
        ("tel. 0478/12.34.56", None),
        ("0123 Nergens", None),
        ("9999 Nergens", None),
    ],
)
def test_de_plaats_van_een_adres(adres, postcode):
    gevonden = in_adres(adres)
    assert (gevonden.postcode if gevonden else None) == postcode


@pytest.mark.parametrize(
    ("naam", "postcode"),
    [
        ("Gemeente Opwijk", "1745"),
        ("Stad Antwerpen", "2000"),
        ("OCMW De Panne", "8660"),
        ("Perspectief", None),
        ("", None),
    ],
)
def test_de_gemeente_van_een_bestuur(naam, postcode):
    gevonden = in_naam(naam)
    assert (gevonden.postcode if gevonden else None) == postcode


def test_onbekend_is_geen_fout():
    assert plaats("") is None and plaats("abc") is None and plaats(" 1745 ").gemeente == "Opwijk"
