"""Raden van de tweede factor, en van een wachtwoord op een ander scherm dan het aanmelden."""

import re
import time
from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from aanmelding import grenzen
from opstart import WORTEL
from organisaties.models import Gebruiker
from tests.bouw import WACHTWOORD

pytestmark = pytest.mark.django_db
GEHEIM = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
DOOD = "unix:///nergens/valkey.sock"


def code(stap=0):
    return format_hotp_value(hotp_value(GEHEIM, int(time.time()) // 30 + stap))


@pytest.fixture
def kim():
    kim = Gebruiker.objects.create_user("kim@aa.example", WACHTWOORD, voornaam="Kim", naam="Van Aa")
    TOTP.activate(kim, GEHEIM)
    cache.clear()
    return kim


def halverwege():
    klant = Client()
    antwoord = klant.post("/aanmelden/", {"login": "kim@aa.example", "password": WACHTWOORD})
    assert antwoord["Location"].startswith("/aanmelden/code/")
    return klant


def binnen(klant):
    return "_auth_user_id" in klant.session


def geef(klant, waarde):
    return klant.post("/aanmelden/code/", {"code": waarde})


def test_tien_codes_per_kwartier_ook_in_een_nieuwe_aanmelding(kim):
    for _ in range(10):
        assert geef(halverwege(), "000000").status_code == 200
    klant = halverwege()
    assert geef(klant, code()).status_code == 429 and not binnen(klant)


def test_veertig_codes_per_dag(kim, monkeypatch):
    monkeypatch.setitem(grenzen.GRENZEN, "mfa_authenticate", grenzen.GRENZEN["mfa_authenticate"][2:])
    klant = halverwege()
    assert [geef(klant, "000000").status_code for _ in range(41)] == [200] * 40 + [429]


def test_een_juiste_code_telt_niet(kim):
    for stap in (-1, 0, 1):
        klant = halverwege()
        assert geef(klant, code(stap)).status_code == 302 and binnen(klant)


def test_een_code_geldt_een_keer_ook_als_redis_ze_vergat(kim):
    """allauth onthoudt een code 30 seconden, in Redis; met de speling van een halve minuut geldt ze er 90."""
    gebruikt = code(1)
    geef(eerste := halverwege(), gebruikt)
    assert binnen(eerste)
    cache.clear()
    antwoord = geef(tweede := halverwege(), gebruikt)
    assert not binnen(tweede) and "al gebruikt" in antwoord.content.decode()


def test_met_redis_weg_komt_niemand_met_een_code_binnen(kim, settings):
    klant, bezig = halverwege(), halverwege()
    geef(bezig, code())
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": DOOD}}
    antwoord = geef(klant, code(1))
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 503 and antwoord["Retry-After"] == "60" and not binnen(klant)
    assert "Aanmelden kan nu even niet" in tekst and "Gefinancierd door de Europese Unie" in tekst
    assert bezig.get("/").status_code == 200  # wie binnen is werkt verder: sessies staan in PostgreSQL


def test_bevestigen_en_aanmelden_delen_hun_teller(kim):
    kim.authenticator_set.all().delete()
    klant = Client()
    klant.post("/aanmelden/", {"login": kim.email, "password": WACHTWOORD})
    for n in range(5):
        assert Client().post("/aanmelden/", {"login": kim.email, "password": "mis"}).status_code == 200
        assert klant.post("/bevestigen/", {"password": f"mis{n}"}).status_code == 200
    for pad, veld in (("/bevestigen/", "password"), ("/profiel/wachtwoord/", "oldpassword")):
        assert klant.post(pad, {veld: WACHTWOORD}).status_code == 429
    assert klant.get("/profiel/").status_code == 200


def test_codes_bij_het_bevestigen_tellen_mee(kim):
    klant = Client()
    klant.force_login(kim)
    for _ in range(10):
        klant.post("/bevestigen/code/", {"code": "000000"})
    assert klant.post("/bevestigen/code/", {"code": code()}).status_code == 429


def test_wie_zelf_aangemeld_is_raadt_niet_op_eigen_naam(kim):
    """Een aanvaller met een eigen account: ook met een verlopen sessie telt voor wie hij raadt."""
    Gebruiker.objects.create_user("eve@aa.example", WACHTWOORD, voornaam="Eve", naam="Van Aa")
    for _ in range(10):
        with time_machine.travel(datetime(2026, 3, 4, 10, 0).astimezone()) as klok:
            klant = Client()
            klant.post("/aanmelden/", {"login": "eve@aa.example", "password": WACHTWOORD})
            klok.shift(timedelta(minutes=31))
            assert klant.post("/aanmelden/", {"login": kim.email, "password": "mis"}).status_code == 200
    with time_machine.travel(datetime(2026, 3, 4, 10, 32).astimezone()):
        assert Client().post("/aanmelden/", {"login": kim.email, "password": WACHTWOORD}).status_code == 429


def test_een_uitnodiging_raden_is_per_adres_begrensd():
    statussen = [Client().post("/uitnodiging/verzonnen/").status_code for _ in range(51)]
    assert statussen[-1] == 429 and 429 not in statussen[:-1] and 302 not in statussen


def test_elke_plaats_die_een_wachtwoord_nakijkt_telt():
    """Wie hier een bestand toevoegt, geeft het adres van dat scherm een regel in `grenzen.GRENZEN`."""
    apps = [
        pad for pad in WORTEL.glob("*/**/*.py") if pad.relative_to(WORTEL).parts[0] not in {"tests", ".venv", ".data"}
    ]
    kijkt = {
        str(pad.relative_to(WORTEL)) for pad in apps if re.search(r"check_password\(|authenticate\(", pad.read_text())
    }
    assert kijkt == {"aanmelding/forms.py", "fiches/views/tekenen.py", "plaatsingen/views/ondertekening.py"}


@pytest.mark.parametrize("email", ["kim@aa.example", "niemand@aa.example"])
def test_wachtwoord_vergeten_zegt_niets_en_stopt_na_vijf(kim, email):
    statussen = [Client().post("/wachtwoord/vergeten/", {"email": email}).status_code for _ in range(6)]
    assert statussen == [302] * 5 + [429]


def test_wachtwoord_vergeten_per_adres(kim):
    for n in range(20):
        assert Client().post("/wachtwoord/vergeten/", {"email": f"x{n}@aa.example"}).status_code == 302
    assert Client().post("/wachtwoord/vergeten/", {"email": "y@aa.example"}).status_code == 429
