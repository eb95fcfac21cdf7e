"""Twee tabbladen in een echte browser: wisselen in het ene, bewaren in het andere, en verder waar je was."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from leerwerkplekken.models import Leerwerkplek
from organisaties.models import Lidmaatschap
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.wandelaar import wandelaar

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("kleuren", ["light", "dark"])
def test_wisselen_verliest_niets_en_bewaart_niets_verkeerd(browser, live_server, browser_context_args, kleuren):
    aa, bb = Huis("aa"), Huis("bb")
    with bb.binnen():
        Lidmaatschap.objects.create(bestuur=bb.bestuur, gebruiker=aa.leden["hr"].gebruiker, rollen=["hr"])
    opties = {**browser_context_args, "color_scheme": kleuren}
    with wandelaar(browser, live_server.url, opties, naam=f"tabbladen-{kleuren}") as hr:
        hr.meld_aan("hr@aa.example", WACHTWOORD).ga("/leerwerkplekken/nieuw/").vul("Functie", "bakker")

        ander_tabblad = hr.context.new_page()
        ander_tabblad.goto(f"{live_server.url}/kies/")
        bewaar_beeld(ander_tabblad, f"kies-{kleuren}")
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


def bewaar_beeld(page, naam):
    if map_ := os.environ.get("GD_BEELDEN"):
        for breedte in (360, 1280):
            page.set_viewport_size({"width": breedte, "height": 700})
            page.screenshot(path=Path(map_) / f"{naam}-{breedte}.png")
