"""Vijandige tekst haalt niets op: geen net, geen bestand. De tegenproef: WeasyPrint alleen doet het wél."""

import contextlib
import socketserver
import sys
import threading

import pytest
import weasyprint

from kern import pdf
from tests.verapdf import voorbeeld

WEL = ("socket.", "urllib.", "http.", "ftplib.", "subprocess.", "os.system")


@pytest.fixture(scope="module")
def luisteraar():
    """Een server die telt wie aanklopt."""
    geklopt = []

    class Klop(socketserver.BaseRequestHandler):
        def handle(self):
            geklopt.append(self.request.recv(200))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Klop) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], geklopt
        server.shutdown()


class Wachter:
    """Ziet via de controlehaak van Python elk bestand dat opengaat en elk gebruik van het net, in deze draad."""

    def __init__(self):
        self.draad, self.gezien = None, []
        sys.addaudithook(self)

    def __call__(self, gebeurtenis, argumenten):
        if (
            self.draad
            and self.draad == threading.get_ident()
            and (gebeurtenis == "open" or gebeurtenis.startswith(WEL))
        ):
            self.gezien.append((gebeurtenis, str(argumenten[0])))

    @contextlib.contextmanager
    def kijk(self):
        self.gezien, self.draad = [], threading.get_ident()
        try:
            yield self.gezien
        finally:
            self.draad = None


WACHTER = Wachter()


def svg(inhoud):
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inhoud}</svg>'


def ladingen(poort, kanarie):
    """Meer dan dertig manieren om HTML, SVG of CSS iets te laten ophalen."""
    uit = []
    for adres in (f"http://127.0.0.1:{poort}/x", f"file://{kanarie}"):
        uit += [
            f'<img alt="x" src="{adres}"/>',
            f'<img alt="x" srcset="{adres} 2x" src="{adres}"/>',
            f'<link rel="stylesheet" href="{adres}"/>',
            f'<link rel="attachment" href="{adres}"/>',
            f'<a rel="attachment" href="{adres}">x</a>',
            f'<object data="{adres}">x</object>',
            f'<embed src="{adres}"/>',
            f'<iframe src="{adres}"></iframe>',
            f'<input type="image" src="{adres}"/>',
            f'<video poster="{adres}" src="{adres}"></video>',
            f'<style>@import url("{adres}");</style>',
            f'<style>p{{background:url("{adres}")}}</style>',
            f'<style>p::before{{content:url("{adres}")}}</style>',
            f'<style>ul{{list-style-image:url("{adres}")}}</style>',
            f'<style>@font-face{{font-family:x;src:url("{adres}")}} p{{font-family:x}}</style>',
            f'<style>@page{{background:url("{adres}")}}</style>',
            f'<style>p{{border-image:url("{adres}") 3}}</style>',
            f'<style>@color-profile --p{{src:url("{adres}")}} p{{color:color(--p 0 0 0)}}</style>',
            f'<p style="background-image:url({adres})">x</p>',
            svg(f'<image href="{adres}" width="9" height="9"/>'),
            svg(f'<use href="{adres}#a"/>'),
            f'<base href="{adres}"/><img alt="x" src="y.png"/>',
            f'<!DOCTYPE x [<!ENTITY e SYSTEM "{adres}">]><p>&e;</p>',
        ]
    return uit


def probeer(html, **keus):
    with contextlib.suppress(pdf.PdfFout):
        pdf.render(html, banner=voorbeeld.BANNER, moment=voorbeeld.MOMENT, qr="x", **keus)


def ongewenst(gezien, kanarie):
    eigen = weasyprint.__path__[0]  # het kleurprofiel sRGB en de standaardstijl
    return [
        (g, naam) for g, naam in gezien if g != "open" or (not naam.startswith(eigen) and kanarie.parent.name in naam)
    ]


@pytest.fixture
def kanarie(tmp_path):
    pad = tmp_path / "kanarie.css"
    pad.write_text("p { color: red } KANARIE")
    return pad


def test_rauwe_ladingen_halen_niets_op(luisteraar, kanarie):
    poort, geklopt = luisteraar
    voorbeeld.document()  # stijl en letters zijn geladen
    pogingen = ladingen(poort, kanarie)
    assert len(pogingen) > 30
    geklopt.clear()
    for lading in pogingen:
        bron = voorbeeld.html().replace("<p>Tweede pagina", f"{lading}<p>Tweede pagina")
        with WACHTER.kijk() as gezien:
            probeer(bron)
            probeer(lading + bron)
        assert ongewenst(gezien, kanarie) == [], lading
    assert geklopt == []


def test_ladingen_in_stijl_en_beelden_halen_niets_op(luisteraar, kanarie):
    poort, geklopt = luisteraar
    geklopt.clear()
    for adres in (
        f"http://127.0.0.1:{poort}/x",
        f"file://{kanarie}",
        f"../{kanarie}",
        str(kanarie),
    ):
        tekening = svg(f'<image href="{adres}" width="9" height="9"/>')
        beeld = {"logo": pdf.Beeld(tekening.encode(), "image/svg+xml", "x")}
        met_logo = voorbeeld.html().replace("<p>Tweede", '<img src="asset:logo" alt="x"/><p>Tweede')
        with WACHTER.kijk() as gezien:
            probeer(
                voorbeeld.html(),
                css=f'@import url("{adres}"); p{{background:url("{adres}")}}',
            )
            probeer(met_logo, afbeeldingen=beeld)
        assert ongewenst(gezien, kanarie) == [], adres
    assert geklopt == []


def test_vrije_tekst_is_gewoon_tekst(luisteraar, kanarie):
    poort, geklopt = luisteraar
    geklopt.clear()
    with WACHTER.kijk() as gezien:
        for lading in ladingen(poort, kanarie)[::4]:
            assert voorbeeld.document(vrij=lading, naam=lading).startswith(b"%PDF")
    assert ongewenst(gezien, kanarie) == []
    assert geklopt == []


def test_weasyprint_alleen_haalt_wel_op(luisteraar, kanarie):
    """De tegenproef: zonder onze ophaler klopt dezelfde tekst aan bij de server en opent hij het bestand."""
    poort, geklopt = luisteraar
    geklopt.clear()
    bestanden = set()
    for lading in ladingen(poort, kanarie):
        with WACHTER.kijk() as gezien, contextlib.suppress(Exception):
            weasyprint.HTML(string=f"<body>{lading}<p>x</p><ul><li>x</li></ul></body>").write_pdf()
        bestanden |= {lading for soort, naam in gezien if soort == "open" and naam == str(kanarie)}
    assert len(geklopt) >= 8
    assert len(bestanden) >= 8
