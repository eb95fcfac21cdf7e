import pytest
from django.test import Client

from organisaties.models import Gebruiker, Lidmaatschap
from tests.bouw import Huis
from tests.hulp.huizen import eens
from werkblad.navigatie import MENU

pytestmark = pytest.mark.django_db


gebouwd_huis, huis = eens(lambda: Huis("aa"))


def meld_aan(gebruiker):
    klant = Client()
    klant.force_login(gebruiker)
    return klant


@pytest.mark.parametrize(
    "rol", ["hr", "mentor", "leidinggevende", "directeur", "coordinator", "controleur", "beheerder"]
)
def test_elke_rol_heeft_een_start_met_enkel_eigen_menu(huis, rol, django_assert_max_num_queries):
    klant = meld_aan(huis.leden[rol].gebruiker)
    with django_assert_max_num_queries(30):
        antwoord = klant.get("/")
    assert antwoord.status_code == 200
    pagina = antwoord.content.decode()
    for _, label, rollen in MENU:
        assert (f">{label}<" in pagina or f"{label}</" in pagina) or rol not in rollen


def test_elk_menupunt_werkt_voor_zijn_rol(huis):
    from django.urls import reverse

    for naam, _, rollen in MENU:
        for rol in sorted(rollen & huis.leden.keys()):
            antwoord = meld_aan(huis.leden[rol].gebruiker).get(reverse(naam))
            assert antwoord.status_code == 200, (naam, rol, antwoord.status_code)


def test_een_partner_ziet_zijn_aanbod(huis):
    pagina = meld_aan(huis.partnerlid.gebruiker).get("/?vrij=alle").content.decode()
    assert "Medewerker groendienst" in pagina and "Gemeente AA" in pagina


def test_zonder_rol_zegt_de_pagina_wat_te_doen(db):
    gebruiker = Gebruiker.objects.create_user("niemand@x.example", "x" * 14, voornaam="Nie", naam="Mand")
    pagina = meld_aan(gebruiker).get("/").content.decode()
    assert "Je hebt nog geen rol" in pagina


def test_niet_aangemeld_gaat_naar_aanmelden(client):
    antwoord = client.get("/")
    assert antwoord.status_code == 302 and antwoord["Location"].startswith("/aanmelden/")


def test_geblokkeerd_account(huis):
    gebruiker = huis.leden["hr"].gebruiker
    klant = meld_aan(gebruiker)
    Gebruiker.objects.filter(pk=gebruiker.pk).update(is_active=False)
    assert klant.get("/").status_code == 302


def test_het_aantal_vragen_groeit_niet_met_het_bestuur(huis, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    klant = meld_aan(huis.leden["hr"].gebruiker)
    klant.get("/")
    with CaptureQueriesContext(connection) as eerst:
        klant.get("/")
    with huis.binnen():
        for _ in range(5):
            huis.maak_plek()
        for n in range(5):
            Lidmaatschap.objects.create(bestuur=huis.bestuur, gebruiker=huis.gebruiker(f"x{n}"), rollen=["hr"])
    with django_assert_num_queries(len(eerst)):
        klant.get("/")


def test_demogegevens_staan_op_elke_pagina_ook_als_de_installatie_geen_demo_meer_is(settings):
    demo, echt = Huis("dd", plekken=0), Huis("ee", plekken=0, demo=False)
    for aan, huis, verwacht in ((False, demo, True), (False, echt, False), (True, demo, True)):
        settings.GD_DEMO = aan
        pagina = meld_aan(huis.leden["hr"].gebruiker).get("/").content.decode()
        assert ("Demogegevens" in pagina) is verwacht
