"""Een tweede factor instellen, gebruiken en weghalen; herstelcodes één keer te zien; geheimen versleuteld."""

import io
import re

import pytest
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from aanmelding import versleuteling
from logboek.models import Gebeurtenis
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import WACHTWOORD
from tests.hulp.aanmelding import bewijs, code_van, geef_code_app
from tests.hulp.scherm import meld_aan

CODES = re.compile(r'<li class="getal">(\d{8})</li>')


def stel_code_app_in(klant):
    from allauth.mfa.totp.internal import auth

    scherm = klant.get("/profiel/code-app/").content.decode()
    geheim = klant.session["mfa.totp.secret"]
    assert " ".join(geheim[i : i + 4] for i in range(0, len(geheim), 4)) in scherm and "data:image/svg+xml" in scherm
    import time

    return klant.post(
        "/profiel/code-app/", {"code": auth.format_hotp_value(auth.hotp_value(geheim, int(time.time()) // 30))}
    )


def test_van_verplicht_tot_binnen(streng):
    """Doorverwezen, code-app, herstelcodes, en verder waar je naartoe ging."""
    klant = meld_aan(streng.leden["hr"].gebruiker)
    klant.get(klant.get("/leerwerkplekken/").url)
    na = stel_code_app_in(klant)
    assert na.url == "/profiel/herstelcodes/"
    scherm = klant.get(na.url).content.decode()
    assert len(set(CODES.findall(scherm))) == 10 and "ga verder" in scherm
    assert klant.post("/profiel/herstelcodes/").url == "/leerwerkplekken/"
    assert klant.get("/leerwerkplekken/").status_code == 200
    with streng.binnen():
        assert list(Gebeurtenis.objects.filter(wat__startswith="account.").values_list("wat", "gegevens")) == [
            ("account.factor_ingesteld", {"soort": "totp"})
        ]


def test_een_foute_code_stelt_niets_in(huis):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    klant.get("/profiel/code-app/")
    fout = klant.post("/profiel/code-app/", {"code": "123"}).content.decode()
    assert "Deze code klopt niet." in fout and not Authenticator.objects.exists()


def test_herstelcodes_zijn_tien_minuten_te_zien_en_daarna_nooit_meer(huis, klok):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    stel_code_app_in(klant)
    codes = CODES.findall(klant.get("/profiel/herstelcodes/").content.decode())
    bestand = klant.get("/profiel/herstelcodes/ophalen/")
    assert all(code in bestand.content.decode() for code in codes)
    assert bestand["Content-Disposition"] == 'attachment; filename="herstelcodes-hr.txt"'
    klok.ga(9 * 60 + 59)
    assert CODES.findall(klant.get("/profiel/herstelcodes/").content.decode()) == codes
    klok.ga(1)
    assert klant.get("/profiel/herstelcodes/").url == "/profiel/"
    assert klant.get("/profiel/herstelcodes/ophalen/").status_code == 404


def test_bewaard_sluit_de_codes_meteen(huis):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    stel_code_app_in(klant)
    assert klant.post("/profiel/herstelcodes/").url == "/profiel/"
    assert klant.get("/profiel/herstelcodes/").url == "/profiel/"
    assert "Je hebt nog 10 herstelcodes over." in klant.get("/profiel/").content.decode()


def test_een_herstelcode_meldt_een_keer_aan(huis):
    gebruiker = huis.leden["hr"].gebruiker
    klant = meld_aan(gebruiker)
    stel_code_app_in(klant)
    code = CODES.findall(klant.get("/profiel/herstelcodes/").content.decode())[3]
    for uitkomst in (302, 200):
        ander = Client()
        ander.post("/aanmelden/", {"login": gebruiker.email, "password": WACHTWOORD})
        assert ander.post("/aanmelden/code/", {"code": code}).status_code == uitkomst
    assert "Je hebt nog 9 herstelcodes over." in klant.get("/profiel/").content.decode()


def test_nieuwe_herstelcodes_maken_de_oude_ongeldig(huis):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    assert klant.get("/profiel/herstelcodes/nieuw/").url == "/profiel/tweede-factor/"
    stel_code_app_in(klant)
    oud = CODES.findall(klant.get("/profiel/herstelcodes/").content.decode())
    assert "oude herstelcodes werken daarna niet meer" in klant.get("/profiel/herstelcodes/nieuw/").content.decode()
    klant.post("/profiel/herstelcodes/nieuw/")
    nieuw = CODES.findall(klant.get("/profiel/herstelcodes/").content.decode())
    assert len(nieuw) == 10 and not set(oud) & set(nieuw)


@pytest.mark.parametrize("pad", ["/profiel/code-app/", "/profiel/passkeys/nieuw/", "/profiel/code-app/verwijderen/"])
def test_beveiliging_wijzigen_vraagt_een_verse_bevestiging(huis, pad):
    gebruiker = huis.leden["hr"].gebruiker
    klant = meld_aan(gebruiker)
    if "verwijderen" in pad:
        geef_code_app(gebruiker)
    bewijs(klant)
    assert klant.get(pad).url.startswith("/bevestigen/")
    assert klant.post(pad).url.startswith("/bevestigen/")


def test_de_laatste_factor_blijft_staan_voor_wie_er_een_nodig_heeft(streng, huis):
    for wie, weg in ((streng, False), (huis, True)):
        gebruiker = wie.leden["hr"].gebruiker
        geef_code_app(gebruiker)
        klant = meld_aan(gebruiker)
        bewijs(klant, "mfa", type="totp")
        klant.get("/profiel/code-app/verwijderen/")
        klant.post("/profiel/code-app/verwijderen/")
        assert Authenticator.objects.filter(user=gebruiker).exists() is not weg


def test_van_een_ander_is_onvindbaar(huis):
    """De passkey van de directeur bestaat niet voor HR."""
    ander = Authenticator.objects.create(
        user=huis.leden["directeur"].gebruiker, type="webauthn", data={"name": "Telefoon", "credential": {}}
    )
    klant = meld_aan(huis.leden["hr"].gebruiker)
    for pad in (f"/profiel/passkeys/{ander.pk}/naam/", f"/profiel/passkeys/{ander.pk}/verwijderen/"):
        assert klant.get(pad).status_code == klant.post(pad, {"name": "x"}).status_code == 404
    assert klant.post("/profiel/code-app/verwijderen/").status_code == 404


def test_een_passkey_krijgt_een_andere_naam_en_gaat_weg(huis):
    lid = huis.leden["hr"]
    factor = Authenticator.objects.create(user=lid.gebruiker, type="webauthn", data={"name": "Oud", "credential": {}})
    klant = meld_aan(lid.gebruiker)
    pad = f"/profiel/passkeys/{factor.pk}/"
    assert "Geef je passkey een naam." in klant.post(f"{pad}naam/", {"name": " "}).content.decode()
    klant.post(f"{pad}naam/", {"name": "<b>Telefoon</b>"})
    scherm = klant.get("/profiel/").content.decode()
    assert "&lt;b&gt;Telefoon&lt;/b&gt;" in scherm
    assert "de passkey “&lt;b&gt;Telefoon" in klant.get(f"{pad}verwijderen/").content.decode()
    klant.post(f"{pad}verwijderen/")
    assert not Authenticator.objects.exists()


def test_de_persoon_hoort_het_per_mail(huis):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    stel_code_app_in(klant)
    (taak,) = Taak.objects.filter(naam="aanmelding.bericht")
    assert taak.argumenten == [huis.leden["hr"].gebruiker.pk, 2]
    voer_alles_uit(taak.pk)
    (bericht,) = mail.outbox
    assert bericht.to == ["hr@aa.example"] and bericht.subject == "Je gebruikt nu een code-app"
    assert "Was jij dit niet?" in bericht.body


def test_wie_alles_kwijt_is_begint_opnieuw(huis):
    """De opdracht van de installateur: geen factor, geen sessie, een regel in het logboek en een mail."""
    gebruiker = huis.leden["hr"].gebruiker
    klant = Client()
    klant.post("/aanmelden/", {"login": gebruiker.email, "password": WACHTWOORD})
    geef_code_app(gebruiker)
    ander = geef_code_app(huis.leden["directeur"].gebruiker)
    call_command("wis_tweede_factor", " HR@aa.example", stdout=io.StringIO())
    assert list(Authenticator.objects.all()) == [ander] and klant.get("/").status_code == 302
    assert Taak.objects.filter(naam="aanmelding.bericht", argumenten=[gebruiker.pk, 9]).exists()
    with huis.binnen():
        assert Gebeurtenis.objects.filter(wat="account.factor_gewist", gebruiker_id=None).count() == 1
    with pytest.raises(CommandError, match="Niemand heeft dit e-mailadres"):
        call_command("wis_tweede_factor", "niemand@aa.example")


# --- versleuteld in de databank


def test_het_geheim_staat_versleuteld_in_de_databank(huis):
    gebruiker = huis.leden["hr"].gebruiker
    klant = meld_aan(gebruiker)
    klant.get("/profiel/code-app/")
    geheim = klant.session["mfa.totp.secret"]
    stel_code_app_in(klant)
    with connection.cursor() as c:
        c.execute("SELECT data::text FROM mfa_authenticator")
        rijen = " ".join(rij for (rij,) in c.fetchall())
    assert geheim not in rijen and "a1:" in rijen and code_van(gebruiker)


def test_heen_en_terug_en_elke_keer_anders(settings):
    settings.SECRET_KEY = "eerste" * 10
    doos = versleuteling.versleutel("GEHEIM")
    assert versleuteling.ontsleutel(doos) == "GEHEIM" and versleuteling.versleutel("GEHEIM") != doos
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "tweede" * 10, ["eerste" * 10]
    assert versleuteling.ontsleutel(doos) == "GEHEIM"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ImproperlyConfigured, match="GD_GEHEIM_VORIG"):
        versleuteling.ontsleutel(doos)


def test_gewijzigd_cijfer_wordt_geweigerd(settings):
    settings.SECRET_KEY = "eerste" * 10
    vorm, kenmerk, inhoud = versleuteling.versleutel("GEHEIM").split(":")
    anders = ("A" if inhoud[20] != "A" else "B").join([inhoud[:20], inhoud[21:]])
    with pytest.raises(InvalidTag):
        versleuteling.ontsleutel(f"{vorm}:{kenmerk}:{anders}")
