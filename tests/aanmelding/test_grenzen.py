"""Belofte 12: 1.000 keer raden vanaf 200 adressen; per account wordt hoogstens tien keer per kwartier nagekeken.

De echte server, echte verbindingen vanaf 127.0.0.x, met een verzonnen X-Forwarded-For en Host bij elke poging.
"""

import http.client
import itertools
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from io import StringIO
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from allauth.account.forms import LoginForm
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client, RequestFactory

from aanmelding import grenzen
from aanmelding.models import Teller
from organisaties.models import Gebruiker
from tests.bouw import WACHTWOORD

NU = datetime(2026, 3, 4, 14, 0).astimezone()
DOOD = "unix:///nergens/valkey.sock"
SLEUTEL = "k" * 32


def gebruiker(email="kim@aa.example"):
    return Gebruiker.objects.create_user(email, WACHTWOORD, voornaam="Kim", naam="Van Aa")


@pytest.fixture
def nagekeken(monkeypatch):
    """Van wie echt een wachtwoord nagekeken is."""
    lijst, kijk = [], Gebruiker.check_password
    monkeypatch.setattr(Gebruiker, "check_password", lambda g, w: lijst.append(g.email) or kijk(g, w))
    return lijst


def raad(live_server, n, *, email, wachtwoord, adressen):
    """Eén poging vanaf adres n; geeft de status."""
    plaats = urlsplit(live_server.url)
    lijn = http.client.HTTPConnection(
        plaats.hostname, plaats.port, timeout=30, source_address=(f"127.0.0.{2 + n % adressen}", 0)
    )
    koppen = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={SLEUTEL}",
        "X-Forwarded-For": f"10.{n % 256}.{n // 256}.7, 192.0.2.{n % 250}",
        "X-Real-Ip": f"198.51.100.{n % 250}",
        "Forwarded": f"for=203.0.113.{n % 250}",
        "Host": f"localhost:{1000 + n}",
    }
    lijn.request(
        "POST",
        "/aanmelden/",
        urlencode({"csrfmiddlewaretoken": SLEUTEL, "login": email, "password": wachtwoord}),
        koppen,
    )
    status = lijn.getresponse().status
    lijn.close()
    return status


def val_aan(live_server, aantal, adressen, *, gelijktijdig=12):
    """Raadt `aantal` keer, gelijktijdig, met telkens een andere schrijfwijze; het juiste wachtwoord zit in de staart."""
    teller, statussen = itertools.count(), []
    begin = threading.Barrier(gelijktijdig)

    def werk():
        begin.wait()
        while (n := next(teller)) < aantal:
            email = ("kim@aa.example", "KIM@aa.example", " Kim@AA.example ")[n % 3]
            wachtwoord = WACHTWOORD if n >= aantal * 3 // 4 else f"gok-nummer-{n}"
            statussen.append(raad(live_server, n, email=email, wachtwoord=wachtwoord, adressen=adressen))

    draden = [threading.Thread(target=werk) for _ in range(gelijktijdig)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    return statussen


@pytest.mark.parametrize("redis", ["op", "weg"])
def test_hoogstens_tien_keer_nagekeken(live_server, nagekeken, omvang, settings, redis):
    if redis == "weg":
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": DOOD}}
    gebruiker()
    aantal, adressen = omvang((80, 40), (1000, 200))
    statussen = val_aan(live_server, aantal, adressen)
    assert len(statussen) == aantal
    assert nagekeken == ["kim@aa.example"] * 10
    assert sorted(set(statussen)) == [200, 429] and statussen.count(200) == 10
    if redis == "op":  # wie Redis leegmaakt krijgt er geen pogingen bij
        cache.clear()
        assert raad(live_server, 1, email="kim@aa.example", wachtwoord=WACHTWOORD, adressen=1) == 429
    # een ander account merkt er niets van
    gebruiker("jan@aa.example")
    assert raad(live_server, 1, email="jan@aa.example", wachtwoord=WACHTWOORD, adressen=1) == 302


def test_controle_zonder_grens_komt_de_aanvaller_binnen(live_server, nagekeken, monkeypatch):
    monkeypatch.setattr(grenzen, "GRENZEN", {})
    gebruiker()
    statussen = val_aan(live_server, 40, 20)
    assert len(nagekeken) == 40 and 302 in statussen


def test_controle_lezen_en_dan_schrijven_laat_er_te_veel_door(live_server, nagekeken, monkeypatch):
    """Een teller die eerst leest en dan schrijft is met gelijktijdige pogingen voorbij te lopen."""
    samen = threading.Barrier(12)

    def los(naam, waarde, hoogstens, venster):
        if naam == "wachtwoord":
            rij = Teller.objects.filter(pk=waarde).first()
            aantal = len(rij.pogingen) if rij else 0
            try:
                samen.wait(timeout=5)
            except threading.BrokenBarrierError:
                pass
            if aantal >= hoogstens:
                raise grenzen.TeVaak(NU)
            Teller.objects.update_or_create(pk=waarde, defaults={"pogingen": [NU] * (aantal + 1), "vervalt": NU})
        return grenzen.Poging("", NU)

    monkeypatch.setattr(grenzen, "tel", los)
    gebruiker()
    val_aan(live_server, 36, 36)
    assert len(nagekeken) > 10


@pytest.mark.django_db
class TestVenster:
    def tel(self, hoogstens=10):
        return grenzen.tel("proef", "kim", hoogstens, grenzen.KWARTIER)

    @pytest.mark.parametrize(
        ("na", "mag"), [(timedelta(minutes=14, seconds=59), False), (timedelta(minutes=15, seconds=1), True)]
    )
    def test_een_kwartier(self, na, mag):
        with time_machine.travel(NU, tick=False) as klok:
            for _ in range(10):
                self.tel()
            klok.shift(na)
            if mag:
                assert self.tel()
            else:
                with pytest.raises(grenzen.TeVaak) as fout:
                    self.tel()
                assert fout.value.tot == NU + grenzen.KWARTIER

    def test_het_venster_schuift(self):
        with time_machine.travel(NU, tick=False) as klok:
            for _ in range(5):
                self.tel()
            klok.shift(timedelta(minutes=10))
            for _ in range(5):
                self.tel()
            klok.shift(timedelta(minutes=5, seconds=1))  # de eerste vijf zijn voorbij, de tweede niet
            for _ in range(5):
                self.tel()
            with pytest.raises(grenzen.TeVaak) as fout:
                self.tel()
            assert fout.value.tot == NU + timedelta(minutes=25)

    def test_een_geweigerde_poging_rekt_de_wachttijd_niet(self):
        with time_machine.travel(NU, tick=False) as klok:
            for _ in range(10):
                self.tel()
            for _ in range(50):
                klok.shift(timedelta(seconds=10))
                with pytest.raises(grenzen.TeVaak):
                    self.tel()
            klok.move_to(NU + timedelta(minutes=15, seconds=1))
            assert self.tel()

    def test_teruggeven_neemt_er_precies_een_weg(self):
        with time_machine.travel(NU, tick=False):  # alle op dezelfde microseconde
            pogingen = [self.tel() for _ in range(10)]
            grenzen.geef_terug(pogingen[:1])
            self.tel()
            with pytest.raises(grenzen.TeVaak):
                self.tel()

    def test_opruimen_laat_staan_wat_nog_telt(self):
        with time_machine.travel(NU, tick=False) as klok:
            self.tel()
            klok.shift(timedelta(minutes=14))
            assert grenzen.ruim_op() == 0
            klok.shift(timedelta(minutes=2))
            call_command("veeg_tellers", stdout=(uit := StringIO()))
        assert uit.getvalue() == "1 tellers verwijderd\n" and not Teller.objects.exists()

    def test_de_tabel_noemt_niemand(self):
        grenzen.tel("wachtwoord", "kim@aa.example", 10, grenzen.KWARTIER)
        [rij] = Teller.objects.all()
        assert len(rij.sleutel) == 64 and "kim" not in f"{rij.sleutel}{rij.pogingen}"


def meld_aan(klant, wachtwoord, email="kim@aa.example", **koppen):
    return klant.post("/aanmelden/", {"login": email, "password": wachtwoord}, **koppen)


@pytest.mark.django_db
def test_wat_lukt_telt_niet_en_wist_niets(client):
    gebruiker()
    for _ in range(9):
        assert meld_aan(Client(), "fout").status_code == 200
    for _ in range(12):  # aanmelden mag zo vaak je wil
        assert meld_aan(Client(), WACHTWOORD).status_code == 302
    assert meld_aan(Client(), "fout").status_code == 200  # de tiende
    assert meld_aan(Client(), WACHTWOORD).status_code == 429  # de mislukte van een ander bleven staan


@pytest.mark.django_db
def test_de_weigering_zegt_wat_te_doen(client):
    with time_machine.travel(NU + timedelta(seconds=20), tick=False):
        for _ in range(10):
            meld_aan(client, "fout")
        antwoord = meld_aan(client, WACHTWOORD)
    assert antwoord.status_code == 429 and antwoord["Retry-After"] == "900"
    tekst = antwoord.content.decode()
    assert "Wacht tot <strong>04/03/2026 om 14:16</strong>" in tekst and 'href="/aanmelden/"' in tekst


@pytest.mark.django_db
def test_een_onbekend_adres_gedraagt_zich_hetzelfde(client, monkeypatch):
    gebruiker()
    gerekend, reken = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a: gerekend.append(1) or reken(*a))

    def sporen(email):
        uit = []
        for _ in range(12):
            gerekend.clear()
            antwoord = meld_aan(Client(), "fout", email)
            tekst = antwoord.content.decode().replace(email, "…")
            uit.append((antwoord.status_code, len(gerekend), "klopt niet" in tekst, "Even wachten" in tekst))
        return uit

    assert sporen("kim@aa.example") == sporen("niemand@aa.example")
    assert sporen("nog@aa.example")[0] == (200, 1, True, False) and sporen("anders@aa.example")[-1][0] == 429


@pytest.mark.django_db
def test_een_fout_na_het_nakijken_blijft_geteld(monkeypatch, nagekeken):
    """Wie het antwoord kan laten mislukken (500) krijgt geen gratis pogingen: geteld is geteld vóór het verzoek begint."""
    gebruiker()
    kijk_na = LoginForm.clean

    def stuk(form):
        with suppress(ValidationError):
            kijk_na(form)
        raise RuntimeError

    monkeypatch.setattr(LoginForm, "clean", stuk)
    klant = Client(raise_request_exception=False)
    assert [meld_aan(klant, "fout").status_code for _ in range(12)] == [500] * 10 + [429] * 2
    assert len(nagekeken) == 10


@pytest.mark.django_db
def test_per_adres():
    for n in range(grenzen.PER_ADRES.hoogstens):
        assert meld_aan(Client(), "fout", f"iemand{n}@aa.example").status_code == 200
    assert meld_aan(Client(), "fout", "nog@aa.example").status_code == 429
    assert meld_aan(Client(), "fout", "nog@aa.example", HTTP_X_FORWARDED_FOR="192.0.2.9").status_code == 429
    assert meld_aan(Client(), "fout", "nog@aa.example", REMOTE_ADDR="192.0.2.9").status_code == 200


@pytest.mark.parametrize(
    ("proxys", "keten", "verwacht"),
    [
        (0, "192.0.2.1", "127.0.0.1"),
        (0, None, "127.0.0.1"),
        (1, "203.0.113.66, 192.0.2.1", "192.0.2.1"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "192.0.2.1:4711", "192.0.2.1"),
        (1, "192.0.2.1, onzin", "onbekend"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, None, "127.0.0.1"),
    ],
)
def test_adres_achter_een_proxy(settings, proxys, keten, verwacht):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxys
    koppen = {} if keten is None else {"HTTP_X_FORWARDED_FOR": keten}
    assert grenzen.adres(RequestFactory().get("/", **koppen)) == verwacht


@pytest.mark.django_db
def test_met_redis_weg_werkt_een_sessie_verder(client, settings):
    gebruiker()
    assert meld_aan(client, WACHTWOORD).status_code == 302
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": DOOD}}
    assert client.get("/").status_code == 200
    assert meld_aan(Client(), WACHTWOORD).status_code == 302
