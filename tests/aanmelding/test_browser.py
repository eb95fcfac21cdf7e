"""In een echte browser: een passkey in één gebaar, het venster voor het einde, en getypte tekst die blijft staan."""

import re
from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from aanmelding import regels, sessies
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.aanmelding import geef_code_app
from tests.hulp.wandelaar import Wandelaar, themas

pytestmark = pytest.mark.django_db(transaction=True)
BUITEN = [
    "/aanmelden/", "/wachtwoord/vergeten/", "/wachtwoord/vergeten/verstuurd/", "/wachtwoord/nieuw/1-x/",
    "/wachtwoord/nieuw/klaar/", "/aanmelden/niet-actief/",
]  # fmt: skip
BINNEN = [
    "/profiel/", "/bevestigen/", "/afmelden/", "/profiel/code-app/", "/profiel/passkeys/nieuw/", "/profiel/wachtwoord/",
    "/profiel/tweede-factor/",
]  # fmt: skip


@pytest.fixture
def streng():
    return Huis("ss", demo=False)


@pytest.fixture
def ga(browser, live_server, browser_context_args):
    @contextmanager
    def maak(*, breedte=1280, thema="light", naam="account", adres=None):
        opties = {**browser_context_args, "color_scheme": thema, "reduced_motion": "reduce"}
        persoon = Wandelaar(browser, adres or live_server.url, opties, breedte=breedte, naam=f"{naam}-{thema}")
        try:
            yield persoon
        finally:
            persoon.sluit()

    return maak


def sleutelbos(persoon):
    """Een telefoon die de vinger herkent."""
    cdp = persoon.context.new_cdp_session(persoon.page)
    cdp.send("WebAuthn.enable")
    opties = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    bos = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": opties})["authenticatorId"]
    return cdp, bos


def zet_vinger(cdp, bos, juist):
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": bos, "isUserVerified": juist})


def test_een_mentor_stelt_een_passkey_in_en_meldt_zich_dan_aan_met_een_gebaar(streng, ga):
    with ga(breedte=360, naam="mentor") as mentor:
        cdp, bos = sleutelbos(mentor)
        mentor.meld_aan("mentor@ss.example", WACHTWOORD).ziet("Stel eerst een tweede factor in").kijk()
        mentor.klik("Passkey instellen").kijk()
        mentor.vul("Naam van je passkey", "Telefoon").druk("Passkey instellen").ziet("Bewaar je herstelcodes").kijk()
        with mentor.page.expect_download() as ophalen:
            mentor.page.get_by_role("link", name="Als bestand bewaren").click()
        assert ophalen.value.suggested_filename == "herstelcodes-mentor.txt"
        mentor.druk("Ik heb ze bewaard, ga verder")
        expect(mentor.page.get_by_role("link", name="Vandaag", exact=True)).to_be_visible()
        mentor.ga("/profiel/").ziet("Telefoon").kijk()
        mentor.page.locator(".kop-gebruiker summary").click()
        mentor.druk("Afmelden").ziet("Je bent afgemeld.").kijk()

        zet_vinger(cdp, bos, False)
        mentor.page.get_by_role("button", name="Aanmelden met een passkey").click()
        mentor.ziet(re.compile("Dat lukte niet")).kijk()  # de verkeerde vinger
        zet_vinger(cdp, bos, True)
        mentor.page.get_by_role("button", name="Aanmelden met een passkey").click()  # één gebaar, beide factoren
        expect(mentor.page.get_by_role("link", name="Vandaag", exact=True)).to_be_visible()

        # dezelfde passkey als tweede stap na een wachtwoord, en om te bevestigen
        mentor.page.locator(".kop-gebruiker summary").click()
        mentor.druk("Afmelden")
        mentor.meld_aan("mentor@ss.example", WACHTWOORD).ziet("Nog één stap").kijk()
        mentor.page.get_by_role("button", name="Passkey gebruiken").click()
        expect(mentor.page.get_by_role("link", name="Vandaag", exact=True)).to_be_visible()
        mentor.ga("/bevestigen/?next=/profiel/wachtwoord/").kijk()
        mentor.klik("Bevestigen met je passkey").kijk()
        mentor.page.get_by_role("button", name="Bevestigen met je passkey").click()
        mentor.ziet("Op andere toestellen word je dan afgemeld.").kijk()


def test_zonder_passkey_op_dit_toestel(streng, ga):
    """Een toestel dat geen passkey kent zegt het, en de andere weg blijft open."""
    with ga(naam="leeg") as persoon:
        sleutelbos(persoon)
        persoon.ga("/aanmelden/")
        persoon.page.get_by_role("button", name="Aanmelden met een passkey").click()
        persoon.ziet(re.compile("Dat lukte niet|Je toestel kon dit niet"))
        expect(persoon.page.get_by_role("button", name="Aanmelden met een passkey")).to_be_enabled()


def test_op_een_adres_met_cijfers_zegt_het_scherm_waarom(streng, ga, live_server):
    adres = live_server.url.replace("localhost", "127.0.0.1")
    with ga(adres=adres, naam="cijfers") as persoon:
        persoon.ga("/aanmelden/")
        assert not persoon.page.get_by_role("button", name="Aanmelden met een passkey").count()
        persoon.meld_aan("hr@ss.example", WACHTWOORD).ziet("Gebruik http://localhost:").kijk()
        persoon.ga("/profiel/passkeys/nieuw/").ziet("Hier kan geen passkey").kijk()


@pytest.mark.parametrize("thema", themas("light"))
def test_elk_scherm_van_het_account(streng, ga, thema, omvang):
    """axe op 360 en 1280 px; niets steekt uit, niets in de console. Kort: in het donker enkel elk derde scherm."""
    elke = omvang(3 if thema == "dark" else 1, 1)
    geef_code_app(streng.leden["directeur"].gebruiker)
    with ga(thema=thema) as persoon:
        for pad in BUITEN[::elke]:
            persoon.ga(pad).kijk()
        persoon.ga("/wachtwoord/vergeten/").druk("Link versturen").kijk()
        persoon.meld_aan("directeur@ss.example", WACHTWOORD).ziet("Nog één stap").kijk()
        persoon.vul("Code", "1").druk("Aanmelden met een code").ziet("Deze code klopt niet.").kijk()
        persoon.druk("Terug naar aanmelden")
        persoon.meld_aan("hr@ss.example", WACHTWOORD)
        for pad in BINNEN[::elke]:
            persoon.ga(pad).kijk()
        persoon.ga("/profiel/wachtwoord/").druk("Wachtwoord wijzigen").ziet("Dat lukte nog niet").kijk()
        persoon.ga("/profiel/code-app/").vul("Code", "12").druk("Instellen").ziet("Deze code klopt niet.").kijk()


# --- het einde van de sessie


@pytest.fixture
def kort(monkeypatch):
    """De hele sessie duurt enkele seconden langer dan de waarschuwing vooraf."""
    monkeypatch.setattr(regels, "STIL", regels.WAARSCHUW + 3)
    monkeypatch.setattr(sessies, "KORREL", 0)


def test_het_venster_twee_minuten_voor_het_einde(streng, ga, kort):
    with ga() as persoon:
        persoon.meld_aan("hr@ss.example", WACHTWOORD).ga("/profiel/wachtwoord/")
        persoon.page.get_by_label("Je huidige wachtwoord").focus()
        venster = persoon.page.get_by_role("alertdialog", name=re.compile("Je wordt over 2 minuten afgemeld"))
        expect(venster).to_be_visible(timeout=10_000)
        persoon.kijk()
        persoon.page.get_by_role("button", name="Aangemeld blijven").click()
        expect(venster).to_be_hidden()
        assert persoon.page.evaluate("document.activeElement.name") == "oldpassword"
        expect(venster).to_be_visible(timeout=10_000)  # en opnieuw, want er gebeurde niets


def test_een_ander_tabblad_verlengt_mee(streng, ga, kort):
    with ga() as persoon:
        persoon.meld_aan("hr@ss.example", WACHTWOORD).ga("/profiel/")
        venster = persoon.page.get_by_role("alertdialog")
        expect(venster).to_be_visible(timeout=10_000)
        ander = persoon.context.new_page()
        ander.goto(f"{persoon.adres}/profiel/")  # bezig zijn in een ander tabblad
        expect(venster).to_be_hidden()


def test_zonder_javascript_werkt_alles(streng, ga, browser, browser_context_args, live_server):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/aanmelden/")
    assert not page.get_by_role("button", name="Aanmelden met een passkey").is_visible()
    page.get_by_label("E-mailadres").fill("hr@ss.example")
    page.get_by_label("Wachtwoord").fill(WACHTWOORD)
    page.get_by_role("button", name="Aanmelden").click()
    page.goto(f"{live_server.url}/profiel/code-app/")
    assert page.get_by_role("img", name=re.compile("QR-code")).is_visible()
    assert not page.locator("#sessie").is_visible()
    context.close()


@pytest.mark.parametrize("pad", ["/mentoren/nieuw/", "/leerwerkplekken/{plek}/plan/", "/fiches/{fiche}/terugsturen/"])
def test_getypt_werk_overleeft_een_verlopen_sessie(ga, pad):
    """Een formulier, half ingevuld; de sessie loopt af; bewaren leidt naar aanmelden en terug, en alles staat er."""
    huis = Huis()
    with huis.binnen():
        fiche = huis.fiche()
    pad = pad.format(plek=huis.plek.pk, fiche=fiche.pk)
    with ga() as persoon:
        persoon.meld_aan("hr@aa.example", WACHTWOORD).ga(pad)
        pagina = persoon.page
        veld = "main form input[type=text], main form textarea"
        pagina.locator(veld).first.fill("Annelies")
        Session.objects.all().delete()  # net zo weg als na dertig minuten
        pagina.locator("main form button[type=submit]").first.click()
        persoon.vul(re.compile("E-mail"), "hr@aa.example").vul("Wachtwoord", WACHTWOORD).druk("Aanmelden")
        assert pagina.url == f"{persoon.adres}{pad}"
        persoon.ziet("Wat je typte staat er weer.")
        assert pagina.locator(veld).first.input_value() == "Annelies"
