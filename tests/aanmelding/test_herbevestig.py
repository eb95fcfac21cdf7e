"""Hoogstens vijf minuten voor ondertekenen en exporteren bewees iemand opnieuw wie hij is."""

import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.urls import reverse

from aanmelding import herbevestig
from rapportage.models import Bewijspakket
from tests.bouw import WACHTWOORD
from tests.hulp.aanmelding import bewijs, code_van, geef_code_app
from tests.hulp.scherm import meld_aan

GEEFT_BESTAND = re.compile(r"from kern.uitvoer import antwoord|als_xlsx\(|werkmap\.van_lijst|csv\.writer")
EXPORTS = {
    "leerwerkplekken": ("hr", "/leerwerkplekken/?vorm=xlsx"),
    "mentoren": ("hr", "/mentoren/?vorm=xlsx"),
    "rapport": ("coordinator", "/project/{project}/xlsx/"),
}


def adres(huis, soort):
    rol, pad = EXPORTS[soort]
    return rol, pad.format(project=huis.project.pk)


def test_elke_view_die_een_werkmap_geeft_vraagt_een_bevestiging():
    """Wie morgen een export toevoegt zonder `@herbevestig.nodig`, hoort het hier."""
    views = [
        p
        for p in Path(settings.BASIS).glob("*/**/*.py")
        if p.match("*/views*.py") or p.match("*/views/*.py") or p.match("werkblad/*.py")
    ]
    geeft = [
        p for p in views if ".venv" not in p.parts and "tests" not in p.parts and GEEFT_BESTAND.search(p.read_text())
    ]
    assert len(geeft) >= len(EXPORTS)
    assert [str(p) for p in geeft if "herbevestig.nodig" not in p.read_text()] == []


@pytest.mark.parametrize("soort", EXPORTS)
@pytest.mark.parametrize(("seconden", "mag"), [(4 * 60 + 59, True), (5 * 60, False), (5 * 60 + 1, False)])
def test_exporteren_op_de_grens(huis, klok, soort, seconden, mag):
    rol, pad = adres(huis, soort)
    klant = meld_aan(huis.leden[rol].gebruiker)
    bewijs(klant, "password", reauthenticated=True)
    klok.ga(seconden)
    antwoord = klant.get(pad)
    assert antwoord.status_code == (200 if mag else 302)
    if not mag:
        assert antwoord.url.startswith("/bevestigen/?next=")


@pytest.mark.parametrize("soort", EXPORTS)
def test_zonder_de_regel_gaat_de_export_gewoon_door(huis, soort, monkeypatch):
    """Positieve controle: dezelfde vraag, met de bescherming uit."""
    rol, pad = adres(huis, soort)
    klant = meld_aan(huis.leden[rol].gebruiker)
    bewijs(klant)
    assert klant.get(pad).status_code == 302
    monkeypatch.setattr(herbevestig, "onlangs", lambda *_, **__: True)
    assert klant.get(pad).status_code == 200


@pytest.mark.parametrize(
    ("methode", "telt"), [("password", True), ("mfa", True), ("socialaccount", False), ("password_reset", False)]
)
def test_welke_aanmelding_telt_voor_een_export(huis, methode, telt):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    bewijs(klant, methode)
    assert klant.get("/mentoren/?vorm=xlsx").status_code == (200 if telt else 302)


def test_een_bewijs_uit_de_toekomst_telt_niet(huis, klok):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    klok.ga(-60)
    assert klant.get("/mentoren/?vorm=xlsx").status_code == 302


def test_de_verkeerde_rol_blijft_403(huis):
    klant = meld_aan(huis.leden["mentor"].gebruiker)
    bewijs(klant)
    assert klant.get("/mentoren/?vorm=xlsx").status_code == 403


def test_een_export_komt_na_de_bevestiging_vanzelf(huis):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    bewijs(klant)
    pad = "/mentoren/?q=a&vorm=xlsx"
    naar = klant.get(pad, headers={"Referer": "http://testserver/mentoren/?q=a"}).url
    scherm = klant.get(naar)
    assert "Bevestig dat jij het bent" in scherm.content.decode()
    gegevens = {"next": parse_qs(urlsplit(naar).query)["next"][0], "password": "mis"}
    fout = klant.post("/bevestigen/", gegevens)
    assert (
        "Dit wachtwoord klopt niet." in fout.content.decode() and "mis" not in fout.content.decode().split("<main")[1]
    )
    klaar = klant.post("/bevestigen/", gegevens | {"password": WACHTWOORD}, follow=True)
    tekst = klaar.content.decode()
    assert 'content="0; url=/mentoren/?q=a&amp;vorm=xlsx"' in tekst and 'href="/mentoren/?q=a"' in tekst
    assert klant.get(pad)["Content-Type"].endswith("spreadsheetml.sheet")


@pytest.mark.parametrize("vals", ["https://elders.example/x", "//elders.example/", "javascript:alert(1)", ""])
def test_de_tussenpagina_stuurt_nooit_naar_buiten(huis, vals):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    assert klant.get("/bevestigen/klaar/", {"naar": vals, "terug": "/"}).url == "/"
    scherm = klant.get("/bevestigen/klaar/", {"naar": "/mentoren/?vorm=xlsx", "terug": vals}).content.decode()
    assert re.findall('href="([^"]+)">Terug naar waar', scherm) == ["/"]
    na = klant.post("/bevestigen/", {"next": vals, "password": WACHTWOORD})
    assert na.url == "/profiel/"


def test_een_pakket_vragen_verliest_niets(huis):
    klant = meld_aan(huis.leden["coordinator"].gebruiker)
    bewijs(klant)
    ingevuld = {"project": huis.project.pk, "peildatum": "31/12/2023"}
    naar = klant.post("/project/bewijspakketten/", ingevuld).url
    volgende = parse_qs(urlsplit(naar).query)["next"][0]
    na = klant.post("/bevestigen/", {"next": volgende, "password": WACHTWOORD}, follow=True)
    assert 'value="31/12/2023"' in na.content.decode()
    with huis.binnen():
        assert Bewijspakket.objects.count() == 0
    klant.post("/project/bewijspakketten/", ingevuld)
    with huis.binnen():
        assert Bewijspakket.objects.get().peildatum == date(2023, 12, 31)


def test_na_tien_foute_wachtwoorden_is_het_wachten(huis):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    for _ in range(10):
        klant.post("/bevestigen/", {"password": "mis"})
    assert "Wacht tot" in klant.post("/bevestigen/", {"password": WACHTWOORD}).content.decode()


# --- ondertekenen


@pytest.fixture
def fiche(huis):
    with huis.binnen():
        return huis.fiche()


def teken(huis, klant, fiche, **anders):
    """Het antwoord, en of er nu getekend is."""
    gegevens = {"hoedanigheid": "leidinggevende", "inhoud_sha256": fiche.inhoud_sha256} | anders
    antwoord = klant.post(reverse("fiches:ondertekenen", args=[fiche.pk]), gegevens)
    with huis.binnen():
        fiche.refresh_from_db()
    return antwoord, fiche.status == "ondertekend"


@pytest.mark.parametrize(("seconden", "mag"), [(4 * 60 + 59, True), (5 * 60, False), (5 * 60 + 1, False)])
def test_tekenen_op_de_grens(huis, klok, fiche, seconden, mag):
    klant = meld_aan(huis.leden["leidinggevende"].gebruiker)
    bewijs(klant, "password", reauthenticated=True)
    klok.ga(seconden)
    scherm = klant.get(reverse("fiches:fiche", args=[fiche.pk])).content.decode()
    assert ('name="wachtwoord"' in scherm) is not mag
    antwoord, getekend = teken(huis, klant, fiche)
    assert getekend is mag
    if not mag:
        assert "Vul dit in." in antwoord.content.decode()


def test_een_aanmelding_van_net_volstaat_niet_om_te_tekenen(huis, fiche):
    klant = meld_aan(huis.leden["leidinggevende"].gebruiker)
    assert 'name="wachtwoord"' in klant.get(reverse("fiches:fiche", args=[fiche.pk])).content.decode()
    assert not teken(huis, klant, fiche)[1]


def test_het_wachtwoord_geldt_voor_de_volgende_fiche_mee(huis, fiche):
    klant = meld_aan(huis.leden["leidinggevende"].gebruiker)
    assert teken(huis, klant, fiche, wachtwoord=WACHTWOORD)[1]
    with huis.binnen():
        tweede = huis.fiche(huis.maak_plek())
    assert teken(huis, klant, tweede)[1]


def test_wie_een_tweede_factor_heeft_bevestigt_daarmee(huis, fiche):
    lid = huis.leden["leidinggevende"]
    geef_code_app(lid.gebruiker)
    klant = meld_aan(lid.gebruiker)
    scherm = klant.get(reverse("fiches:fiche", args=[fiche.pk])).content.decode()
    assert "Bevestig eerst dat jij het bent" in scherm and 'name="wachtwoord"' not in scherm
    antwoord, getekend = teken(huis, klant, fiche, wachtwoord=WACHTWOORD)
    assert not getekend and "Bevestig eerst dat jij het bent." in antwoord.content.decode()
    volgende = f"/fiches/{fiche.pk}/#ondertekenen"
    assert f'href="/bevestigen/kies/?next=%2Ffiches%2F{fiche.pk}%2F%23ondertekenen"' in scherm
    na = klant.post("/bevestigen/code/", {"next": volgende, "code": code_van(lid.gebruiker)})
    assert na.url == volgende
    assert teken(huis, klant, fiche)[1]


def test_zonder_wachtwoord_en_zonder_factor_stel_je_eerst_iets_in(huis, fiche):
    lid = huis.leden["leidinggevende"]
    lid.gebruiker.set_unusable_password()
    lid.gebruiker.save()
    klant = meld_aan(lid.gebruiker)
    bewijs(klant, "socialaccount")
    assert not teken(huis, klant, fiche)[1]
    assert klant.get("/bevestigen/").url == "/profiel/tweede-factor/"
    assert klant.get("/profiel/code-app/").status_code == 200  # anders geraakt die er nooit
    assert klant.get("/profiel/wachtwoord/").url == "/profiel/"
