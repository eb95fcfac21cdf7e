"""De publieke pagina van elk demobestand vertelt elk feit van haar bronpagina (`bronfeiten.py`).

Alle vijf, verschoven naar vandaag: `tests/uitwisseling/test_laden.py`, waar ze toch geladen worden.
"""

import json
from pathlib import Path

import pytest
from django.urls import reverse

from organisaties import isolatie
from projecten.models import Subsidieproject
from tests.bouw import PDF
from tests.rapportage.bronfeiten import FEITEN, ontbreekt
from uitwisseling import certificaten, lezer_json, stappen

pytestmark = pytest.mark.django_db
DEMO = Path(__file__).resolve().parent.parent.parent / "demo"
# wat de pagina nergens toont, laten we weg: laden kost dan een fractie
NIET_NODIG = ("deelnemers", "plaatsingen", "prestaties", "fiches")


@pytest.fixture
def laad(settings, monkeypatch, tmp_path):
    """laad(naam): het demobestand met zijn eigen datums; geeft het nummer van het bestuur."""
    settings.GD_DEMO, settings.GD_DEMO_WACHTWOORD, settings.GD_ZEGEL_PKCS12 = True, "demo-wachtwoord-12", ""
    monkeypatch.setattr(certificaten, "voorbeeld", lambda *_: PDF)

    def doe(naam):
        d = json.loads((DEMO / f"{naam}.json").read_text())
        pad = tmp_path / "demo.json"
        pad.write_text(json.dumps({k: v for k, v in d.items() if k not in NIET_NODIG}))
        bestand, fouten = lezer_json.lees(pad)
        return stappen.importeer(bestand, fouten, demo=True, verschoven=False)[1]

    return doe


def test_elk_feit_van_de_bron_staat_op_de_pagina(laad, client, omvang):
    for naam in omvang(("opwijk",), tuple(FEITEN)):
        laad(naam)
        assert ontbreekt(pagina(client, naam), naam) == []


def test_tegenproef_een_feit_weg_wordt_gemist(laad, client):
    bestuur = laad("opwijk")
    assert ontbreekt(pagina(client, "opwijk"), "opwijk") == []
    with isolatie.namens(bestuur=bestuur):
        Subsidieproject.objects.update(achtergrond="", publieke_blokken=["doel", "achtergrond"])
    gemist = ontbreekt(pagina(client, "opwijk"), "opwijk")
    assert {"geen hoge werkloosheid", "bedrag", "zes plekken", "drie medewerkers opgeleid"} <= set(gemist)
    assert "titel" not in gemist


def pagina(client, naam: str) -> str:
    antwoord = client.get(reverse("publiek", args=[naam, FEITEN[naam][0]]))
    assert antwoord.status_code == 200
    return antwoord.content.decode()
