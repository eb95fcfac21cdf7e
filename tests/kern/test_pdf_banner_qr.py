"""Het embleem is exact en de QR-code tekent precies de modules van de norm."""

from itertools import pairwise
from math import dist, hypot
from xml.etree import ElementTree

import pytest
import segno

from kern import banner, qr

RUIMTE = "{http://www.w3.org/2000/svg}"


def sterren():
    boom = ElementTree.fromstring(banner.embleem().inhoud)
    for veelhoek in boom.iter(f"{RUIMTE}polygon"):
        yield [tuple(map(float, punt.split(","))) for punt in veelhoek.get("points").split()]


def test_embleem_volgens_de_officiele_constructie():
    boom = ElementTree.fromstring(banner.embleem().inhoud)
    assert boom.get("viewBox") == "0 0 540 360"  # 3:2
    assert {deel.get("fill") for deel in boom.iter()} == {None, "#003399", "#FFCC00"}
    alle = list(sterren())
    assert len(alle) == 12
    for ster in alle:
        buiten = ster[::2]
        x, y = (sum(deel) / 5 for deel in zip(*buiten, strict=True))
        assert hypot(x - 270, y - 180) == pytest.approx(120, abs=0.01)  # 1/3 van de hoogte
        assert all(dist(punt, (x, y)) == pytest.approx(20, abs=0.01) for punt in buiten)  # 1/18
        assert min(buiten, key=lambda p: p[1])[0] == pytest.approx(x, abs=0.01)  # één punt recht omhoog
        # de korte hoeken liggen op de zijden van het pentagram: punt 0, hoek 1, hoek 3 en punt 4 op één lijn
        (ax, ay), (bx, by), (cx, cy) = ster[0], ster[3], ster[4]
        assert (bx - ax) * (cy - ay) == pytest.approx((cx - ax) * (by - ay), abs=0.1)


def test_bestand_komt_uit_de_tekenaar():
    assert banner.BESTAND.read_text("utf-8") == banner.teken_embleem()


def test_voorlopige_banner():
    strook = banner.voorlopige_banner("Europees Sociaal Fonds", "")
    assert strook.regels == (
        "Gefinancierd door de Europese Unie",
        "Europees Sociaal Fonds",
    )
    assert strook.voorlopig
    assert not strook.breed


@pytest.mark.parametrize("tekst", ["https://opwijk.example/f/3Kx9", "x" * 200])
def test_qr_tekent_elke_module(tekst):
    zijde, stroken = qr.modules(tekst)
    verwacht = segno.make(tekst, error="m", mask=4, boost_error=False, micro=False).matrix
    getekend = {(x + i, y) for x, y, n in stroken for i in range(n)}
    assert getekend == {(x + 4, y + 4) for y, rij in enumerate(verwacht) for x, aan in enumerate(rij) if aan}
    assert zijde == len(verwacht) + 8
    assert all(a[1] < b[1] or a[0] + a[2] < b[0] for a, b in pairwise(stroken))  # stroken raken elkaar niet
    assert qr.pdf_opdrachten(tekst)[1].count(b" re") == len(stroken) == qr.svg(tekst).count("M")
