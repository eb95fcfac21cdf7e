"""Geen kop alleen onderaan een blad van het rapport, waar het blad ook breekt (in Opwijk ooit gezien)."""

from datetime import UTC, datetime

import pytest
from django.template import engines

from kern.banner import voorlopige_banner
from kern.grafieken import Stuk, stapel
from kern.pdf import render
from kern.tabel import Tabel
from rapportage import rapport
from tests.rapportage.koppen import alleen

MOMENT = datetime(2024, 1, 2, 9, tzinfo=UTC)
BANNER = voorlopige_banner("Fonds")
LOS = "h2, .erbij, .rooster:not(.kort) tbody tr:nth-child(-n+2) { break-after: auto !important }"
SJABLOON = """{% extends "pdf/basis.html" %}{% block titel %}<div class="kop"><h1>Proef</h1></div>{% endblock %}
{% block inhoud %}{% for hoogte, tabel, beelden in stukken %}
<div class="nieuwe-pagina" style="height: {{ hoogte }}mm"></div>
{% if beelden %}{% include "pdf/_beelden.html" %}{% else %}{% include "pdf/_tabel.html" %}{% endif %}
{% endfor %}{% endblock %}"""


def tabel(soort, rijen, uitleg=""):
    koppen = ("Wat", "Aantal")
    return rapport._op_papier(Tabel(soort, f"Kop {soort}", koppen, [(f"rij {n}", n) for n in range(rijen)], uitleg), {})


def beeld():
    van = Tabel("standen", "Beeld", ("Organisatie", "Telt mee"), [("Gemeente", 3)])
    return [
        (stapel(van, [Stuk("vol", "telt mee")], [("Gemeente", [3])], "leerwerkplekken"), rapport._op_papier(van, {}))
    ]


def proef(hoogtes, css=""):
    """Elk stuk van het rapport op elke hoogte van een blad, in één document: de bytes, en wat niet onderaan mag staan."""
    soorten = [
        (tabel("kort met uitleg", 5, "Deze uitleg hoort bij de korte tabel."), None),
        (tabel("lang met uitleg", 14, "Deze uitleg hoort bij de lange tabel."), None),
        (tabel("lang", 14), None),
        (tabel("leeg", 0), None),
        (tabel("leeg met uitleg", 0, "Er is niets."), None),
        (None, beeld()),
    ]
    stukken = [(hoogte, *soort) for hoogte in hoogtes for soort in soorten]
    context = dict.fromkeys(("titel", "bestuur", "voet"), "Proef") | {"stukken": stukken, "logo": None}
    html = engines["django"].from_string(SJABLOON).render(context | {"banner": BANNER})
    inhoud = render(html, banner=BANNER, moment=MOMENT, css=rapport.CSS + css)
    koppen = {soort["titel"] for soort, _ in soorten if soort} | {"In beeld", "Wat Aantal"}
    return inhoud, koppen | {soort["uitleg"] for soort, _ in soorten if soort and soort["rijen"]}


@pytest.mark.programma("pdftotext")
def test_een_kop_staat_nooit_alleen_onderaan(omvang):
    """Een blad is 266 mm hoog: van ruim erboven tot er net niets meer bij past. Zonder de regels staat er wel een."""
    inhoud, koppen = proef(range(240, 262, omvang(4, 1)))
    assert not alleen(inhoud, koppen)
    inhoud, koppen = proef([252, 256], LOS)
    assert {"Kop kort met uitleg", "Kop lang"} & set(alleen(inhoud, koppen))
