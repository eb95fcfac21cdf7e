"""Een fiche die niet te verzegelen is: niets anders stopt, de pagina zegt wat te doen, en daarna lukt het."""

import builtins
from collections import Counter

import pytest
from django.test import Client

from beheer.regels import raad
from documenten import opslag
from fiches.models import FicheBlad
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import Huis
from tests.documenten.test_zegel_bronnen import p12

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def zegels(settings, tmp_path):
    """Het zegel van aa is een echt (PKCS#12); bb heeft een testzegel."""
    settings.GD_ZEGEL_MAP, settings.GD_ZEGELS = tmp_path / "zegel", str(tmp_path / "zegels.toml")
    settings.GD_TSA_URLS, settings.GD_TSA_URL, settings.GD_ZEGEL_PKCS12 = [], "", ""
    (tmp_path / "zegels.toml").write_text(p12(tmp_path, "aa", "Zegel van AA"))
    return tmp_path


def zonder_sleutel(zegels, aa, monkeypatch):
    (zegels / "aa.p12").rename(zegels / "weg")
    return lambda: (zegels / "weg").rename(zegels / "aa.p12")


def verlopen(zegels, aa, monkeypatch):
    p12(zegels, "aa", "Zegel van AA", dagen=-1)
    return lambda: p12(zegels, "aa", "Nieuw zegel van AA")


def volle_schijf(zegels, aa, monkeypatch):
    """De schrijver krijgt ENOSPC van de kernel zelf: zijn bestand is /dev/full."""

    def vol(pad, stand, **opties):
        is_van_aa = opslag._map(aa.bestuur_id) == getattr(pad, "parent", None)
        return builtins.open("/dev/full", "wb") if is_van_aa and "x" in stand else builtins.open(pad, stand, **opties)

    monkeypatch.setattr(opslag, "open", vol, raising=False)
    return monkeypatch.undo


@pytest.mark.parametrize(("breek", "soort"), [
    (zonder_sleutel, "SleutelOntbreekt"), (verlopen, "CertificaatVerlopen"), (volle_schijf, "OSError in opslag.py"),
])  # fmt: skip
def test_de_rest_gaat_door_en_de_pagina_zegt_wat_te_doen(zegels, monkeypatch, breek, soort):
    aa, bb = Huis("aa"), Huis("bb")
    for huis in (aa, bb):
        with huis.binnen():
            huis.ondertekende_fiche()
    voer_alles_uit(*Taak.objects.filter(naam="fiches.leeskopie").order_by("pk").values_list("pk", flat=True))
    herstel = breek(zegels, aa, monkeypatch)
    Taak.objects.filter(naam="fiches.verzegel").update(pogingen=11)  # de volgende poging is de laatste
    voer_alles_uit()  # ook de mails: niets blijft op het zegel van aa wachten
    assert stand(aa) == {"leeskopie": 1} and stand(bb) == {"leeskopie": 1, "verzegeld": 1}
    assert list(Taak.objects.exclude(status="klaar").values_list("naam", "bestuur_id")) == [
        ("fiches.verzegel", aa.bestuur_id)
    ]
    taak = Taak.objects.get(status="mislukt")
    assert taak.fout.startswith(soort)

    browser = Client()
    browser.force_login(aa.leden["beheerder"].gebruiker)
    pagina = browser.get("/beheer/taken/").content.decode()
    assert raad(soort) and raad(soort) in pagina and "Opnieuw proberen" in pagina
    herstel()
    assert browser.post(f"/beheer/taken/{taak.pk}/opnieuw/").status_code == 302
    voer_alles_uit()
    assert stand(aa) == {"leeskopie": 1, "verzegeld": 1}
    scherm = browser.get("/beheer/taken/")
    assert scherm.status_code == 200 and raad(soort) not in scherm.content.decode()


def stand(huis):
    with huis.binnen():
        return Counter(FicheBlad.objects.values_list("soort", flat=True))


@pytest.mark.parametrize("fout", ["CertificaatVerlopen in x.py:1", "OSError in opslag.py:45", "SchijfVol in x.py:1"])
def test_raad_zegt_wat_te_doen(fout):
    assert raad(fout).endswith("probeer opnieuw.")


def test_van_een_onbekende_fout_geen_raad():
    assert raad("KeyError in x.py:1") == raad("OSError in ander.py:1") == raad("") == ""
