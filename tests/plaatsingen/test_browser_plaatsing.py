"""HR maakt een plaatsing op een smal scherm: het vooruitzicht staat er voor er iets bewaard is."""

import pytest
from playwright.sync_api import expect

from plaatsingen.models import Plaatsing
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.wandelaar import Wandelaar, themas

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("thema", themas("dark"))
def test_nieuwe_plaatsing_op_een_smal_scherm(transactional_db, browser, live_server, browser_context_args, thema):
    huis = Huis("aa")
    with huis.binnen():
        huis.deelnemer()
    opties = {**browser_context_args, "color_scheme": thema}
    hr = Wandelaar(browser, live_server.url, opties, breedte=360, naam="hr").meld_aan("hr@aa.example", WACHTWOORD)
    try:
        pagina = hr.ga("/plaatsingen/nieuw/").page
        pagina.get_by_label("Deelnemer", exact=True).select_option(index=1)
        pagina.get_by_label("Leerwerkplek").select_option(index=1)
        pagina.get_by_label("Van", exact=True).first.fill("1/6/2023")
        pagina.get_by_label("Uren per maand").fill("48")
        pagina.get_by_label("Of uren: maandag").fill("6")
        vooruitzicht = pagina.locator("#vooruitzicht")
        expect(pagina.locator("#ten-laatste")).to_contain_text("Ten laatste 30 november 2023")
        expect(vooruitzicht).to_contain_text("Juni 2023")
        expect(vooruitzicht).to_contain_text("Weinig")  # 24 u: een signaal
        pagina.get_by_label("Of uren: dinsdag").fill("6")
        expect(vooruitzicht).to_contain_text("48 u")
        with huis.binnen():
            assert not Plaatsing.objects.exists()
        hr.kijk()
        pagina.get_by_role("button", name="Nakijken").click()
        expect(pagina.get_by_role("heading", level=1)).to_have_text("Klopt deze plaatsing?")
        hr.kijk()
        pagina.get_by_role("button", name="Plaatsing maken").click()
        expect(pagina.get_by_role("heading", level=1)).to_have_text("Filip Pauwels")
        hr.kijk()
        pagina.get_by_role("link", name="Dimona").click()
        pagina.get_by_role("button", name="In orde zetten").click()
        expect(pagina.get_by_text("1 van 4 stappen klaar")).to_be_visible()
        for pad in ("/plaatsingen/", f"/plaatsingen/mentor/{huis.mentor.pk}/overdragen/"):
            hr.ga(pad).kijk()
    finally:
        hr.sluit()
