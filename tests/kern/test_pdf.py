"""Elk document: PDF/A en PDF/UA, dezelfde bytes, met banner, merk en bijlage."""

import hashlib
import io
import os
import subprocess
import sys

import pytest
from PIL import Image
from pypdf import PdfReader

from kern import pdf
from kern.banner import Banner, embleem
from kern.pdf.tekst import schoon
from tests.verapdf import voorbeeld

BEREKEN = """
import hashlib, sys, django; django.setup()
from tests.verapdf import voorbeeld
print(hashlib.sha256(voorbeeld.document(merk="Demogegevens")).hexdigest())
"""


def png(kleur, maat=(60, 40)):
    uit = io.BytesIO()
    Image.new("RGBA", maat, kleur).save(uit, "PNG")
    return uit.getvalue()


def boom(knoop):
    """Alle elementen van de tags, in leesvolgorde."""
    knoop = knoop.get_object()
    if isinstance(knoop, list):
        for deel in knoop:
            yield from boom(deel)
    elif isinstance(knoop, dict):
        yield knoop
        if "/K" in knoop:
            yield from boom(knoop["/K"])


def test_zelfde_bytes_in_elk_proces():
    processen = [
        subprocess.Popen(
            [sys.executable, "-c", BEREKEN],
            env={**os.environ, "PYTHONHASHSEED": zaad, "PYTHONPATH": os.getcwd()},
            stdout=subprocess.PIPE,
            text=True,
        )
        for zaad in ("1", "2")
    ]
    sommen = {proces.communicate(timeout=60)[0].strip() for proces in processen}
    assert sommen == {hashlib.sha256(voorbeeld.document(merk="Demogegevens")).hexdigest()}


def test_banner_staat_eerst_in_de_tags_met_zijn_tekst():
    lezer = PdfReader(io.BytesIO(voorbeeld.document()))
    figuren = [k for k in boom(lezer.root_object["/StructTreeRoot"]) if k.get("/S") == "/Figure"]
    assert [f["/Alt"] for f in figuren] == [
        "Embleem van de Europese Unie",
        "QR-code naar de controle",
    ]
    tekst = lezer.pages[0].extract_text()
    assert tekst.index("Gefinancierd door de Europese Unie") < tekst.index("Fiche")
    assert "Voorlopige banner" in tekst
    assert lezer.root_object["/Lang"] == "nl-BE"


@pytest.mark.parametrize(
    "maak",
    [
        lambda: pdf.render(voorbeeld.html(), banner=None, moment=voorbeeld.MOMENT),
        lambda: pdf.render(voorbeeld.html(), banner=Banner(()), moment=voorbeeld.MOMENT),
        lambda: pdf.render(
            voorbeeld.html().replace("asset:banner-0", "asset:qr"),
            banner=voorbeeld.BANNER,
            moment=voorbeeld.MOMENT,
            qr="x",
        ),
        lambda: pdf.render(
            voorbeeld.html().replace(
                '<header class="logobanner">',
                '<p>eerst iets anders</p><header class="logobanner">',
            ),
            banner=voorbeeld.BANNER,
            moment=voorbeeld.MOMENT,
        ),
        lambda: pdf.render(
            '<html><head><title>x</title></head><body class="logobanner"></body></html>',
            banner=voorbeeld.BANNER,
            moment=voorbeeld.MOMENT,
        ),
    ],
)
def test_zonder_banner_geen_document(maak):
    with pytest.raises(pdf.BannerOntbreekt):
        maak()


def test_beeld_zonder_tekst_en_document_zonder_titel_geweigerd():
    with pytest.raises(pdf.PdfFout, match="alternatieve tekst"):
        zonder = voorbeeld.html().replace('alt="QR-code naar de controle"', 'alt=""')
        pdf.render(zonder, banner=voorbeeld.BANNER, moment=voorbeeld.MOMENT, qr="x")
    with pytest.raises(pdf.PdfFout, match="titel"):
        pdf.render(
            voorbeeld.html().replace("Fiche</title>", "</title>"),
            banner=voorbeeld.BANNER,
            moment=voorbeeld.MOMENT,
        )


def test_moment_heeft_een_tijdzone():
    with pytest.raises(ValueError, match="tijdzone"):
        pdf.render(
            voorbeeld.html(),
            banner=voorbeeld.BANNER,
            moment=voorbeeld.MOMENT.replace(tzinfo=None),
        )


def test_een_gewone_fout_als_iets_niet_meegegeven_is():
    assert issubclass(pdf.NietOpTeHalen, Exception)
    with pytest.raises(pdf.NietOpTeHalen):
        pdf.render(voorbeeld.html(), banner=voorbeeld.BANNER, moment=voorbeeld.MOMENT)  # zonder qr
    assert voorbeeld.document()  # en het volgende document lukt gewoon


def test_beschadigd_beeld_houdt_het_document_tegen():
    kapot = Banner((embleem(), pdf.Beeld(b"geen beeld", "image/png", "Logo")))
    with pytest.raises(pdf.PdfFout, match="niet volledig"):
        voorbeeld.document(banner=kapot)


def test_bijlage_een_keer_ingesloten():
    lezer = PdfReader(io.BytesIO(voorbeeld.document()))
    assert lezer.attachments["fiche.json"] == [b'{"versie":1}']
    (verwijzing,) = lezer.root_object["/AF"]
    assert verwijzing.get_object()["/AFRelationship"] == "/Data"


def test_merk_en_voet_op_elke_pagina():
    met, zonder = (PdfReader(io.BytesIO(voorbeeld.document(merk=m))) for m in ("Demogegevens", ""))
    assert len(met.pages) == 2
    for nummer, bladzijde in enumerate(met.pages, 1):
        tekst = bladzijde.extract_text()
        assert "Demogegevens" in tekst
        assert "Fiche · versie 1" in tekst
        assert f"pagina {nummer} van 2" in tekst
    assert "Demogegevens" not in "".join(p.extract_text() for p in zonder.pages)


def test_wat_niet_gezet_kan_worden_wordt_zichtbaar_vervangen():
    assert schoon("a\x00b\u200bc e\u0301 Şł≥€") == "abc é Şł≥€"
    assert schoon("李 👍") == "□ □"


def test_trage_ontleder_geeft_hetzelfde_document():
    bron = voorbeeld.html()
    keus = {"banner": voorbeeld.BANNER, "moment": voorbeeld.MOMENT, "qr": "x"}
    slordig = bron.replace("<p>Tweede pagina", "<p>Tweede&nbsp;pagina")
    assert pdf.render(slordig, **keus) == pdf.render(bron.replace("Tweede pagina", "Tweede\u00a0pagina"), **keus)


@pytest.mark.programma("pdfsig")  # poppler-utils
@pytest.mark.parametrize("dpi", [72, 150, 220])
def test_embleem_in_beeldpunten(dpi, tmp_path):
    """Twaalf gouden sterren op Reflex Blue, op elke resolutie en minstens 40 beeldpunten (CSS) hoog."""
    (tmp_path / "d.pdf").write_bytes(voorbeeld.document())
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            str(dpi),
            "-l",
            "1",
            "-png",
            tmp_path / "d.pdf",
            tmp_path / "d",
        ],
        check=True,
    )
    (bestand,) = tmp_path.glob("d-*.png")
    beeld = Image.open(bestand).convert("RGB")
    punt = dpi / 25.4
    links, boven, hoogte = 17 * punt, 11 * punt, 14 * punt
    assert hoogte / dpi * 96 >= 40
    rijen = [y for y in range(int(30 * punt)) if beeld.getpixel((int(links + 2 * punt), y)) == (0, 51, 153)]
    boven = rijen[0]
    assert abs(len(rijen) - hoogte) <= 2
    for x, y, kleur in [
        (0.75, 1 / 6, (255, 204, 0)),
        (0.75, 5 / 6, (255, 204, 0)),
        (0.75, 0.5, (0, 51, 153)),
    ]:
        assert beeld.getpixel((round(links + x * hoogte), round(boven + y * hoogte))) == kleur
