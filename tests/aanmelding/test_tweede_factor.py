"""Wie tekent, beheert of namen van deelnemers ziet, komt zonder tweede factor niet verder dan het eigen account."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from logboek.models import Gebeurtenis
from organisaties.enums import Rol
from organisaties.toegang import vraagt_tweede_factor
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.aanmelding import bewijs, code_van, geef_code_app
from tests.hulp.scherm import meld_aan

EIGEN = [
    "/profiel/",
    "/profiel/tweede-factor/",
    "/profiel/wachtwoord/",
    "/profiel/code-app/",
    "/over/hulp/",
    "/afmelden/",
]
NAAR = "/profiel/tweede-factor/?next=%2F"


def persoon(huis, rol):
    return huis.partnerlid.gebruiker if rol == Rol.GLOW else huis.leden[rol].gebruiker


def test_elke_rol_heeft_een_daad_die_ze_vraagt():
    assert all(vraagt_tweede_factor({rol}) for rol in Rol.values)


def test_standaard_staat_ze_aan_behalve_in_een_demo(streng, huis):
    assert streng.bestuur.tweede_factor and not huis.bestuur.tweede_factor


@pytest.mark.parametrize("rol", Rol.values)
def test_zonder_tweede_factor_enkel_het_eigen_account(streng, rol):
    klant = meld_aan(persoon(streng, rol))
    assert klant.get("/").url == NAAR
    for pad in ("/leerwerkplekken/", "/uren/", "/project/", "/beheer/personen/", "/fiches/1/"):
        assert klant.get(pad).url.startswith("/profiel/tweede-factor/"), pad
    for pad in EIGEN:
        assert klant.get(pad).status_code == 200, pad
    assert klant.get("/bestaat-niet/").status_code == 404


@pytest.mark.parametrize("rol", Rol.values)
def test_zonder_de_poort_komt_iedereen_verder(streng, rol, monkeypatch):
    """Positieve controle."""
    monkeypatch.setattr("aanmelding.middleware.eist_tweede_factor", lambda actor: False)
    assert meld_aan(persoon(streng, rol)).get("/").status_code in (200, 302)
    assert meld_aan(persoon(streng, rol)).get("/").headers.get("Location") != NAAR


@pytest.mark.parametrize("rol", Rol.values)
def test_in_een_demo_hoeft_ze_niet(huis, rol):
    antwoord = meld_aan(persoon(huis, rol)).get("/", follow=True)
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 200 and "tweede-factor" not in antwoord.request["PATH_INFO"]
    assert ("De tweede factor staat hier uit." in tekst) is (rol != Rol.GLOW)


def test_een_verzonden_formulier_zegt_wat_te_doen_en_bewaart_niets(streng):
    klant = meld_aan(streng.leden["hr"].gebruiker)
    antwoord = klant.post("/mentoren/nieuw/", {"voornaam": "Ann"})
    assert antwoord.status_code == 403
    tekst = antwoord.content.decode()
    assert "Stel eerst een tweede factor in" in tekst and "data-behoud" in tekst


def test_een_stukje_van_een_pagina_laadt_de_hele_pagina(streng):
    antwoord = meld_aan(streng.leden["hr"].gebruiker).get("/leerwerkplekken/", headers={"HX-Request": "true"})
    assert (antwoord.status_code, antwoord.headers["HX-Refresh"]) == (204, "true")


@pytest.mark.parametrize(
    ("bewijzen", "door"),
    [
        ([("mfa", {"type": "totp"})], True),
        ([("mfa", {"type": "webauthn", "passwordless": True})], True),
        ([("socialaccount", {})], True),
        ([("password", {"reauthenticated": True})], False),
        ([("password_reset", {})], False),
    ],
)
def test_wat_telt_als_twee_factoren(streng, bewijzen, door):
    klant = meld_aan(streng.leden["hr"].gebruiker)
    (methode, meer), = bewijzen  # fmt: skip
    bewijs(klant, methode, **meer)
    assert (klant.get("/leerwerkplekken/").status_code == 200) is door


def test_een_sessie_van_voor_de_tweede_factor_moet_ze_alsnog_tonen(streng):
    """Iemand stelt een factor in op de ene computer; de oude sessie op de andere heeft hem nooit getoond."""
    gebruiker = streng.leden["hr"].gebruiker
    klant = meld_aan(gebruiker)
    geef_code_app(gebruiker)
    assert klant.get("/leerwerkplekken/").url == "/bevestigen/code/?next=%2Fleerwerkplekken%2F"
    geweigerd = klant.post(
        "/mentoren/nieuw/", headers={"Referer": "http://testserver/mentoren/nieuw/"}
    ).content.decode()
    assert "Toon eerst je tweede factor" in geweigerd
    naar = re.search('href="(/bevestigen/kies/[^"]+)"', geweigerd)[1].replace("&amp;", "&")
    assert klant.get(naar).url == "/bevestigen/code/?next=%2Fmentoren%2Fnieuw%2F"
    klant.post("/bevestigen/", {"password": WACHTWOORD})
    assert klant.get("/leerwerkplekken/").status_code == 302  # een wachtwoord is geen tweede factor
    na = klant.post("/bevestigen/code/", {"code": code_van(gebruiker), "next": "/leerwerkplekken/"})
    assert na.url == "/leerwerkplekken/" and klant.get(na.url).status_code == 200


def test_een_partner_volgt_het_strengste_bestuur(huis):
    streng = Huis("ss", demo=False)
    with streng.binnen():
        from organisaties.models import Samenwerking

        Samenwerking.objects.create(bestuur=streng.bestuur, glowpartner=huis.partner, code="ander")
    assert meld_aan(huis.partnerlid.gebruiker).get("/").url == NAAR


def test_wie_nergens_bij_hoort_heeft_niets_te_beschermen(db, django_user_model):
    vreemde = django_user_model.objects.create_user("v@x.example", WACHTWOORD, voornaam="V", naam="X")
    assert meld_aan(vreemde).get("/").status_code == 200


def test_het_bestuur_kiest(streng):
    with streng.binnen():
        streng.bestuur.tweede_factor = False
        streng.bestuur.save()
    assert meld_aan(streng.leden["hr"].gebruiker).get("/").status_code in (200, 302)
    assert meld_aan(streng.leden["hr"].gebruiker).get("/leerwerkplekken/").status_code == 200


# --- aanmelden in twee stappen


def test_aanmelden_met_wachtwoord_en_code(streng):
    gebruiker = streng.leden["hr"].gebruiker
    geef_code_app(gebruiker)
    klant = Client()
    gegevens = {"login": gebruiker.email, "password": WACHTWOORD, "next": "/leerwerkplekken/"}
    assert klant.post("/aanmelden/", gegevens).url.startswith("/aanmelden/code/")
    assert klant.get("/leerwerkplekken/").status_code == 302  # nog niet binnen
    scherm = klant.get("/aanmelden/code/").content.decode()
    assert "Nog één stap" in scherm and "Zes cijfers uit je code-app" in scherm
    fout = klant.post("/aanmelden/code/", {"code": "000000"}).content.decode()
    assert "Deze code klopt niet." in fout
    code = code_van(gebruiker)
    na = klant.post("/aanmelden/code/", {"code": f"{code[:3]} {code[3:]}"})
    assert na.url == "/leerwerkplekken/" and klant.get(na.url).status_code == 200
    ander = Client()
    ander.post("/aanmelden/", gegevens)
    assert "Deze code klopt niet." in ander.post("/aanmelden/code/", {"code": code}).content.decode()  # één keer
    with streng.binnen():
        assert [g.wat for g in Gebeurtenis.objects.filter(wat__startswith="account.")] == ["account.aangemeld"]


def test_terug_van_de_tweede_stap(streng):
    gebruiker = streng.leden["hr"].gebruiker
    geef_code_app(gebruiker)
    klant = Client()
    klant.post("/aanmelden/", {"login": gebruiker.email, "password": WACHTWOORD})
    assert klant.get("/aanmelden/").status_code == 302  # de halve aanmelding wacht
    assert klant.post("/aanmelden/opnieuw/").url == "/aanmelden/"
    assert klant.get("/aanmelden/").status_code == 200
    assert klant.get("/aanmelden/code/").url == "/aanmelden/"


def test_een_geblokkeerd_account_komt_niet_binnen(huis):
    gebruiker = huis.leden["hr"].gebruiker
    gebruiker.is_active = False
    gebruiker.save()
    na = Client().post("/aanmelden/", {"login": gebruiker.email, "password": WACHTWOORD}, follow=True)
    assert "Je account is niet actief" in na.content.decode()


def test_de_instellingen_laten_geen_registratie_toe(client, db):
    assert not settings.ACCOUNT_REAUTHENTICATION_TIMEOUT > 300
    for naam in ("account_signup", "account_email", "socialaccount_signup", "account_set_password"):
        with pytest.raises(Exception, match=naam):
            reverse(naam)
