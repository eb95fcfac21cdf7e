"""Profiel: wie je bent, waar je aangemeld bent, en intrekken dat meteen telt."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aanmelding.apparaat import in_woorden
from logboek.models import Gebeurtenis
from organisaties.enums import Rol
from tests.bouw import WACHTWOORD
from tests.hulp.scherm import aantal, meld_aan

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("agent", "woorden"),
    [
        (FIREFOX, "Firefox op een Windows-computer"),
        (ANDROID, "Chrome op een Android-toestel"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1",
            "Safari op een iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge op een Mac"),
        ("iets met Windows", "Een Windows-computer"),
        ("curl/8", "Een onbekend toestel"),
        ("", "Een onbekend toestel"),
    ],
)
def test_een_toestel_in_woorden(agent, woorden):
    assert in_woorden(agent) == woorden


def aangemeld(lid, agent=FIREFOX):
    klant = Client(headers={"User-Agent": agent})
    klant.post("/aanmelden/", {"login": lid.gebruiker.email, "password": WACHTWOORD})
    return klant


@pytest.mark.parametrize("rol", Rol.values)
def test_elke_rol_heeft_een_profiel(huis, rol):
    gebruiker = huis.partnerlid.gebruiker if rol == Rol.GLOW else huis.leden[rol].gebruiker
    scherm = meld_aan(gebruiker).get("/profiel/").content.decode()
    assert gebruiker.email in scherm and f"{Rol(rol).label}" in scherm and "Waar ben je aangemeld" in scherm


def test_zonder_aanmelding_geen_profiel(client, db):
    for pad in ("/profiel/", "/profiel/wachtwoord/", "/profiel/code-app/", "/bevestigen/", "/profiel/herstelcodes/"):
        assert client.get(pad).url.startswith("/aanmelden/?next="), pad
    for pad in ("/profiel/sessies/andere/", "/profiel/sessies/1/"):
        assert client.post(pad).url.startswith("/aanmelden/"), pad
        assert client.get(pad).status_code == 405


def test_een_andere_aanmelding_intrekken_telt_meteen(huis):
    hier, telefoon = aangemeld(huis.leden["hr"]), aangemeld(huis.leden["hr"], ANDROID)
    scherm = hier.get("/profiel/").content.decode()
    assert "Firefox op een Windows-computer" in scherm and "Chrome op een Android-toestel" in scherm
    sessie = UserSession.objects.get(user_agent=ANDROID)
    assert sessie.ip == "0.0.0.0"
    assert hier.post(f"/profiel/sessies/{sessie.pk}/").url == "/profiel/#aangemeld"
    assert telefoon.get("/").status_code == 302 and hier.get("/").status_code == 200
    with huis.binnen():
        laatste = Gebeurtenis.objects.first()
    assert (laatste.wat, laatste.gegevens) == ("account.sessie_ingetrokken", {"aantal": 1})


def test_overal_elders_afmelden(huis):
    hier = aangemeld(huis.leden["hr"])
    elders = [aangemeld(huis.leden["hr"], ANDROID) for _ in range(3)]
    directeur = aangemeld(huis.leden["directeur"])
    hier.post("/profiel/sessies/andere/")
    assert [k.get("/").status_code for k in (*elders, hier, directeur)] == [302, 302, 302, 200, 200]
    assert "Je bent enkel hier aangemeld." in hier.get("/profiel/").content.decode()


def test_de_sessie_van_een_ander_is_onvindbaar_en_de_eigen_blijft(huis):
    hier, directeur = aangemeld(huis.leden["hr"]), aangemeld(huis.leden["directeur"])
    vreemd = UserSession.objects.get(user=huis.leden["directeur"].gebruiker)
    eigen = UserSession.objects.get(user=huis.leden["hr"].gebruiker)
    assert hier.post(f"/profiel/sessies/{vreemd.pk}/").status_code == 404
    hier.post(f"/profiel/sessies/{eigen.pk}/")
    assert directeur.get("/").status_code == hier.get("/").status_code == 200


def test_een_voorbije_sessie_staat_niet_meer_in_de_lijst(huis, klok):
    aangemeld(huis.leden["hr"], ANDROID)
    klok.ga(29 * 60)
    hier = aangemeld(huis.leden["hr"])
    assert "Android" in hier.get("/profiel/").content.decode()
    klok.ga(60)
    assert "Android" not in hier.get("/profiel/").content.decode()


def test_wat_van_een_voorbije_sessie_overblijft_gaat_weg(huis, klok):
    aangemeld(huis.leden["hr"], ANDROID)
    klok.ga(10 * 3600 + 1)
    hier = aangemeld(huis.leden["hr"])
    call_command("veeg_sessies")
    assert Session.objects.count() == UserSession.objects.count() == 1 and hier.get("/").status_code == 200


def test_het_profiel_vraagt_evenveel_bij_veel_sessies(huis):
    hier = aangemeld(huis.leden["hr"])

    def tel():
        with CaptureQueriesContext(connection) as vragen:
            assert hier.get("/profiel/").status_code == 200
        return aantal(vragen)

    hier.get("/profiel/")
    een = tel()
    for _ in range(5):
        aangemeld(huis.leden["hr"], ANDROID)
    assert tel() == een <= 15


def test_een_controleur_beheert_het_eigen_account(huis):
    """In de databank mag die verder niets schrijven."""
    hier, elders = aangemeld(huis.leden["controleur"]), aangemeld(huis.leden["controleur"], ANDROID)
    assert hier.post("/profiel/sessies/andere/").status_code == 302
    assert elders.get("/").status_code == 302
    assert hier.post("/afmelden/").url == "/aanmelden/"
    with huis.binnen():
        wat = set(Gebeurtenis.objects.values_list("wat", flat=True))
    assert {"account.aangemeld", "account.sessie_ingetrokken", "account.afgemeld"} <= wat


def test_afmelden_zegt_het_en_ruimt_op(huis):
    hier = aangemeld(huis.leden["hr"])
    assert "Wil je je afmelden?" in hier.get("/afmelden/").content.decode()
    assert "Je bent afgemeld." in hier.post("/afmelden/", follow=True).content.decode()
    assert hier.get("/").status_code == 302
