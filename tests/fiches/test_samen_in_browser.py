"""Van de startpagina tot ondertekend: twintig fiches in hoogstens vijf klikken, en de voortgang die zichzelf toont."""

import re

import pytest
from playwright.sync_api import expect

from fiches import stappen
from fiches.models import Fiche, Handtekening, Tekenronde
from leerwerkplekken import stappen as plek_stappen
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import WACHTWOORD, Huis
from tests.fiches.veel import kopieen
from tests.hulp.wandelaar import themas, wacht_tot, wandelaar

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def huis(transactional_db):
    """Twintig fiches ter ondertekening; één ervan kwam al eens terug en is nu gewijzigd."""
    huis = Huis()
    with huis.binnen():
        eerste = huis.fiche()
        kopieen(huis, 19)
        stappen.terugsturen(huis.actor("hr"), eerste, reden="Te veel uren.")
        plek_stappen.wijzig(huis.actor("hr"), huis.plek, uren_per_maand=32)
        huis.fiche()
    Taak.objects.update(status="geannuleerd")  # leeskopieën en mails hebben hun eigen tests
    return huis


class Teller:
    """Klikt, en telt."""

    def __init__(self, persoon):
        self.persoon, self.klikken = persoon, 0

    def klik(self, naam, rol="link"):
        self.klikken += 1
        self.persoon.klik(naam, rol)
        return self.persoon


@pytest.mark.parametrize("thema", themas("dark"))
def test_twintig_in_hoogstens_vijf_klikken(huis, browser, live_server, browser_context_args, omvang, thema):
    opties = {**browser_context_args, "color_scheme": thema}
    with wandelaar(browser, live_server.url, opties, naam=f"tekent-{thema}") as persoon:
        persoon.meld_aan("leidinggevende@aa.example", WACHTWOORD).ga("/")
        teller = Teller(persoon)
        teller.klik("Te ondertekenen").ziet("Alle 20 nakijken en ondertekenen").kijk()
        teller.klik(re.compile("Alle 20 nakijken")).kijk()
        expect(persoon.page.get_by_text("20 fiches, 1 gewijzigd sinds een vorige versie")).to_be_visible()
        persoon.vul(re.compile("wachtwoord", re.I), WACHTWOORD)
        teller.klik("20 fiches ondertekenen", "button").ziet("0 van 20").kijk()
        assert teller.klikken == 3 <= 5
        volg(huis, persoon, omvang(2, 20))


def test_met_vinkjes_en_een_fiche_openen(huis, browser, live_server, browser_context_args):
    """Ook zo hoogstens vijf; uitklappen om te lezen telt de lezer zelf."""
    with wandelaar(browser, live_server.url, browser_context_args, naam="vinkt", breedte=360) as persoon:
        persoon.meld_aan("leidinggevende@aa.example", WACHTWOORD).ga("/")
        teller = Teller(persoon)
        teller.klik(re.compile("Te ondertekenen")) if persoon.breedte > 800 else persoon.ga("/fiches/")
        teller.klik("Alles op deze bladzijde aanvinken", "checkbox")
        teller.klik(re.compile("Aangevinkte nakijken"), "button")
        persoon.page.locator("details.vak").filter(has_text="Gewijzigd").locator("summary").click()
        persoon.ziet("Was: 48 uur per maand").ziet("Versie 1 werd teruggestuurd").kijk()
        persoon.vul(re.compile("wachtwoord", re.I), WACHTWOORD)
        teller.klik("20 fiches ondertekenen", "button").ziet("0 van 20")
        assert teller.klikken + 1 <= 5  # met de klik naar Te ondertekenen
        persoon.page.go_back()
        persoon.page.reload()
        persoon.ziet("Niets te ondertekenen").kijk()
    with huis.binnen():
        assert Handtekening.objects.count() == 20 and Tekenronde.objects.count() == 1


def volg(huis, persoon, aantal):
    """De teller loopt mee zonder herladen."""
    taken = list(Taak.objects.filter(naam="fiches.verzegel").order_by("pk").values_list("pk", flat=True))
    assert len(taken) == 20
    assert voer_alles_uit(*taken[:aantal]) == []
    wacht_tot(persoon.page, f"document.querySelector('#stand .meter-tekst strong').textContent === '{aantal} van 20'")
    persoon.kijk()
    persoon.ga("/fiches/").ziet("Samen ondertekend op").kijk()
    with huis.binnen():
        assert Fiche.objects.filter(status="ondertekend").count() == 20
