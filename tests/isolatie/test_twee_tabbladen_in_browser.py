"""Twee tabbladen in een echte browser: wisselen in het ene, bewaren in het andere, en verder waar je was."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from leerwerkplekken.models import Leerwerkplek
from organisaties.models import Lidmaatschap
from plaatsingen.models import Prestatie
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.wandelaar import wandelaar

pytestmark = pytest.mark.django_db(transaction=True)


def test_wisselen_verliest_niets_en_bewaart_niets_verkeerd(browser, live_server, browser_context_args):
    aa, bb = Huis("aa"), Huis("bb")
    with bb.binnen():
        Lidmaatschap.objects.create(bestuur=bb.bestuur, gebruiker=aa.leden["hr"].gebruiker, rollen=["hr"])
    with wandelaar(browser, live_server.url, browser_context_args, naam="tabbladen") as hr:
        hr.meld_aan("hr@aa.example", WACHTWOORD).ga("/leerwerkplekken/nieuw/").vul("Functie", "bakker")

        ander_tabblad = hr.context.new_page()
        ander_tabblad.goto(f"{live_server.url}/kies/")
        ander_tabblad.get_by_role("main").get_by_role("button", name="Gemeente BB").click()
        ander_tabblad.wait_for_load_state()

        hr.druk("Leerwerkplek maken").ziet("Nog niet bewaard").ziet("Dit formulier was voor Gemeente AA.")
        hr.fouten.clear()  # de browser noemt de 409 zelf een fout
        hr.kijk().druk("Verder voor Gemeente AA")
        expect(hr.page.get_by_label("Functie").first).to_have_value("bakker")
        hr.ziet("Wat je typte staat er weer").druk("Leerwerkplek maken").ziet("is gemaakt")
    for huis, aantal in ((aa, 2), (bb, 1)):
        with huis.binnen():
            assert Leerwerkplek.objects.count() == aantal


def test_ook_een_formulier_dat_htmx_verstuurt(browser, live_server, browser_context_args):
    aa, bb = Huis("aa"), Huis("bb")
    nu = timezone.localdate()
    with aa.binnen():
        plaatsing = aa.plaatsing(van=nu, tot=nu)
    with bb.binnen():
        Lidmaatschap.objects.create(bestuur=bb.bestuur, gebruiker=aa.leden["mentor"].gebruiker, rollen=["hr"])
    with wandelaar(browser, live_server.url, browser_context_args, naam="tabbladen-htmx") as mentor:
        mentor.meld_aan("mentor@aa.example", WACHTWOORD).ga("/uren/")
        kaart = mentor.page.locator(f"#kaart-{plaatsing.pk}")
        kaart.get_by_label("4 u", exact=True).check()
        ander_tabblad = mentor.context.new_page()
        ander_tabblad.goto(f"{live_server.url}/kies/")
        ander_tabblad.get_by_role("main").get_by_role("button", name="Gemeente BB").click()
        ander_tabblad.wait_for_load_state()
        kaart.get_by_role("button", name="Bewaren").click()
        mentor.ziet("Nog niet bewaard").druk("Verder voor Gemeente AA")
        expect(kaart.get_by_label("4 u", exact=True)).to_be_checked()  # wat gekozen was staat er nog
        kaart.get_by_role("button", name="Bewaren").click()
        expect(kaart.get_by_text("Bewaard: 4 u op")).to_be_visible()
    with aa.binnen():
        assert Prestatie.objects.count() == 1
