"""Een fiche die niet te verzegelen is: niets anders stopt, en de pagina zegt wat te doen."""

import pytest
from django.test import Client

from beheer.regels import raad
from documenten import verzegeld
from documenten.zegel import fouten
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import Huis

pytestmark = pytest.mark.django_db(transaction=True)


def test_zonder_sleutel_gaat_de_rest_door_en_zegt_de_pagina_wat_te_doen(monkeypatch):
    def geen_sleutel(*_):
        raise fouten.SleutelOntbreekt("weg")

    monkeypatch.setattr(verzegeld, "zegelaar", geen_sleutel)
    huis = Huis()
    with huis.binnen():
        huis.ondertekende_fiche()
    Taak.objects.filter(naam="fiches.verzegel").update(pogingen=11)  # de volgende poging is de laatste
    voer_alles_uit()
    stand = dict(Taak.objects.order_by("pk").values_list("naam", "status"))
    assert (stand["fiches.verzegel"], stand["fiches.leeskopie"]) == ("mislukt", "klaar")
    browser = Client()
    browser.force_login(huis.leden["beheerder"].gebruiker)
    pagina = browser.get("/beheer/taken/").content.decode()
    assert raad("SleutelOntbreekt in x.py:1") in pagina and "Opnieuw proberen" in pagina


@pytest.mark.parametrize("fout", ["CertificaatVerlopen in x.py:1", "OSError in opslag.py:45", "SchijfVol in x.py:1"])
def test_raad_zegt_wat_te_doen(fout):
    assert raad(fout).endswith("probeer opnieuw.")


def test_van_een_onbekende_fout_geen_raad():
    assert raad("KeyError in x.py:1") == raad("OSError in ander.py:1") == raad("") == ""
