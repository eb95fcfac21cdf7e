"""Maandeinde in de browser: een organisatie afsluiten, een maand verbeteren, de partner en de keuzes. axe op elk scherm."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kern.periodes import eerste_van_maand
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.wandelaar import themas, wandelaar
from tests.plaatsingen.hulp import Mentor


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("thema", themas("dark"))
def test_de_maand_van_een_organisatie(transactional_db, browser, live_server, browser_context_args, thema):
    huis, vandaag = Huis("aa"), timezone.localdate()
    vorige = eerste_van_maand(eerste_van_maand(vandaag) - timedelta(days=1))
    with huis.binnen():
        for n, minuten in enumerate((48 * 60, 40 * 60, 60)):
            p = huis.plaatsing(
                deelnemer=huis.deelnemer(f"D{n}"), plek=huis.maak_plek(), code=f"P{n}", van=vorige,
                tot=vandaag + timedelta(days=9),
            )  # fmt: skip
            Mentor(huis, p).maand_vol(vorige, minuten)
            Mentor(huis, p).stuur_door(vorige)
    opties = {**browser_context_args, "color_scheme": thema}
    with wandelaar(browser, live_server.url, opties) as hr:
        hr.meld_aan("hr@aa.example", WACHTWOORD)
        hr.klik("Maandstaten").klik("Maand afsluiten").ziet("het minimum is 32 u").kijk()  # drie klikken in alles
        hr.druk("Aangevinkte maanden bevestigen").ziet("2 maanden zijn bevestigd").kijk()
        hr.page.go_back()
        hr.page.reload()
        expect(hr.page.locator("input[name=kies]")).to_have_count(1)  # alleen wat opvalt is er nog
        hr.druk("Aangevinkte maanden bevestigen").ziet("Vink minstens één maand aan.")
        hr.page.get_by_label("Alles aanvinken").check()
        hr.druk("Aangevinkte maanden bevestigen").ziet("is afgesloten.").kijk()
        hr.klik("D0").klik(re.compile("Heropen deze maand")).kijk().druk("Maand heropenen").kijk()
        hr.vul("Waarom heropen", "Dinsdag ontbreekt.").druk("Maand heropenen").ziet("als versie 2").kijk()
        hr.ga("/uren/maandstaten/afsluiten/?maand=2020-01").ziet("Selecteer een geldige keuze").kijk()
    with wandelaar(browser, live_server.url, opties, breedte=360) as partner:
        partner.meld_aan("glow@aa.example", WACHTWOORD)
        partner.ga("/uren/bevestigd/").ziet("3 maanden").ziet("wordt verbeterd").kijk()
    with wandelaar(browser, live_server.url, opties) as beheerder:
        beheerder.meld_aan("beheerder@aa.example", WACHTWOORD)
        beheerder.ga("/beheer/instellingen/").klik("Keuzes per oproep bekijken en wijzigen").kijk()
        beheerder.klik(re.compile("Wijzigen.*Leidinggevende")).kijk()
        beheerder.page.get_by_label("Ja").check()
        beheerder.druk("Bewaren").ziet("Leidinggevende bevestigt ook: ja").kijk()
