"""Van de startpagina tot ondertekend: twintig fiches in hoogstens vijf klikken, en de voortgang die zichzelf toont."""

import re

import pytest

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
    """De langste weg: aanvinken in plaats van *Alle 20*. Uitklappen om te lezen doet wie dat wil."""
    opties = {**browser_context_args, "color_scheme": thema}
    with wandelaar(browser, live_server.url, opties, naam=f"tekent-{thema}") as persoon:
        persoon.meld_aan("leidinggevende@aa.example", WACHTWOORD).ga("/")
        teller = Teller(persoon)
        teller.klik("Te ondertekenen").ziet("Alle 20 nakijken en ondertekenen").kijk()
        teller.klik("Alles op deze bladzijde aanvinken", "checkbox")
        teller.klik(re.compile("Aangevinkte nakijken"), "button")
        persoon.ziet("20 fiches, 1 gewijzigd sinds een vorige versie")
        persoon.page.locator("details.vak").filter(has_text="Gewijzigd").locator("summary").click()
        persoon.ziet("Was: 48 uur per maand").ziet("Versie 1 werd teruggestuurd").kijk()
        persoon.vul(re.compile("wachtwoord", re.I), WACHTWOORD)
        teller.klik("20 fiches ondertekenen", "button").ziet("0 van 20")
        assert teller.klikken == 4 <= 5
        volg(huis, persoon, omvang(2, 20))
        persoon.page.go_back()
        persoon.page.reload()
        persoon.ziet("Niets te ondertekenen")
    with huis.binnen():
        assert Handtekening.objects.count() == 20 and Tekenronde.objects.count() == 1


def volg(huis, persoon, aantal):
    """De teller loopt mee zonder herladen."""
    taken = list(Taak.objects.filter(naam="fiches.verzegel").order_by("pk").values_list("pk", flat=True))
    assert len(taken) == 20
    assert voer_alles_uit(*taken[:aantal]) == []
    wacht_tot(persoon.page, f"document.querySelector('#stand .meter-tekst strong').textContent === '{aantal} van 20'")
    persoon.kijk()
    with huis.binnen():
        assert Fiche.objects.filter(status="ondertekend").count() == 20
