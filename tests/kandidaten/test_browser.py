"""Van aanbod tot aanvaard in een echte browser: tikken geteld op een telefoon, axe op elk scherm."""

import re

import pytest
from playwright.sync_api import expect

from kandidaten.models import Kandidatuur
from tests.bouw import WACHTWOORD
from tests.hulp.wandelaar import themas, wandelaar
from tests.kandidaten.hulp import Opzet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def opzet(transactional_db):
    return Opzet()


class Teller:
    """Elke klik of tik van deze persoon; typen telt niet."""

    def __init__(self, page):
        self.page, self.klikken = page, 0

    def __call__(self, rol, naam, **anders):
        self.klikken += 1
        self.page.get_by_role(rol, name=naam, **anders).first.click()
        self.page.wait_for_load_state()


@pytest.mark.parametrize("thema", themas("light"))
def test_voorstellen_is_vijf_klikken(opzet, browser, live_server, browser_context_args, omvang, thema):
    alles = omvang(False, True)  # kort kijkt axe naar één scherm van elke soort
    opties = {**browser_context_args, "color_scheme": thema}
    with wandelaar(browser, live_server.url, opties, breedte=360, naam=f"glow-{thema}") as partner:
        partner.meld_aan(opzet.partner.gebruiker.email, WACHTWOORD).kijk()
        klik = Teller(partner.page)
        klik("link", re.compile("Kandidaat voorstellen"))
        partner.vul("Code", "K-12").vul("Voornaam", "Nele").vul("Werkzoekend sinds", "1/2/2020")
        partner.page.get_by_label("Naam", exact=True).fill("Janssens")
        klik("checkbox", re.compile("recht op een werkloosheidsuitkering"))
        klik("checkbox", re.compile("nood aan intensieve begeleiding"))
        klik("checkbox", "Gebrek aan werkervaring")
        klik("button", "Kandidaat voorstellen")
        expect(partner.page.get_by_text("K-12 is voorgesteld")).to_be_visible()
        assert klik.klikken <= 5
        k = _enige(opzet)
        partner.klik("K-12").kijk()
        partner.ga(f"/kandidaten/voorstellen/{opzet.plekken[1].pk}/?deelnemer={k.deelnemer_id}")
        partner.page.get_by_label("Werkzoekend sinds").fill("1/2/2026")
        partner.druk("Kandidaat voorstellen").ziet(re.compile("Nog geen 24 maanden")).kijk()
        if alles:
            for pad in ("voorstellen/{1}/", "personen/{2}/wijzigen/", "mijn/{0}/intrekken/"):
                partner.ga("/kandidaten/" + pad.format(k.pk, opzet.plekken[1].pk, k.deelnemer_id)).kijk()
    with wandelaar(browser, live_server.url, opties, naam=f"hr-{thema}") as hr:
        hr.meld_aan(f"hr@{opzet.huis.slug}.example", WACHTWOORD)
        hr.klik("Kandidaten te behandelen").kijk().klik("K-12").kijk()
        hr.klik("Intake plannen").vul("Dag", "1/1/2020").vul("Uur", "14:30").druk("Intake bevestigen")
        hr.ziet(re.compile("Die dag is voorbij"))
        opzet.intake(k)
        hr.klik("K-12").klik("Weigeren").kijk().klik("Annuleren").klik("Aanvaarden")
        hr.druk("Aanvaarden").ziet("De plek is gereserveerd tot en met")
        if alles:
            for pad in ("intake", "aanvaarden", "reserveren", "reservatie-intrekken"):
                hr.ga(f"/kandidaten/{k.pk}/{pad}/").kijk()
            hr.ga(f"/kandidaten/{k.pk}/").kijk().ga("/kandidaten/?stand=alle").kijk()
    with wandelaar(browser, live_server.url, opties, breedte=360, naam=f"na-{thema}") as partner:
        partner.meld_aan(opzet.partner.gebruiker.email, WACHTWOORD)
        partner.ga("/kandidaten/mijn/").ziet(re.compile("Gereserveerd tot en met")).kijk()


def _enige(opzet) -> Kandidatuur:
    with opzet.huis.binnen():
        return Kandidatuur.objects.select_related("deelnemer").get()
