"""De hele evaluatie op een telefoon van 360 px: tikken geteld, elke tik bewaard, axe op elke toestand."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from evaluaties.models import Competentiescore, Evaluatie
from tests.bouw import WACHTWOORD, Huis
from tests.evaluaties.hulp import afgerond
from tests.hulp.wandelaar import Wandelaar, themas

pytestmark = pytest.mark.django_db(transaction=True)
VIJF = ["op tijd komen", "samenwerken", "leergierigheid", "doorzetten", "veilig werken"]
PER_COMPETENTIE, HEEL_HET_FORMULIER = 2, 15


class Tikker:
    """Telt elke tik."""

    def __init__(self, page):
        self.page, self.aantal = page, 0

    def kies(self, plek, label):
        self.aantal += 1
        plek.get_by_label(label, exact=True).check()

    def druk(self, naam):
        self.aantal += 1
        self.page.get_by_role("button", name=naam).click()
        self.page.wait_for_load_state()


def wacht_op_bewaard(page, huis, verwacht):
    for _ in range(100):
        with huis.binnen():
            rijen = Competentiescore.objects.filter(evaluatie__moment="tussentijds").order_by("volgorde")
            staat = list(rijen.values_list("score", "eigen_score"))
        if staat == verwacht:
            return
        page.wait_for_timeout(50)
    raise AssertionError(staat)


def test_vijf_competenties_in_vijftien_tikken(transactional_db, browser, live_server, browser_context_args):
    huis, nu = Huis("aa"), timezone.localdate()
    with huis.binnen():
        plek = huis.maak_plek(competenties=VIJF)
        p = huis.plaatsing(plek=plek, van=nu - timedelta(days=90), tot=nu + timedelta(days=90))
        afgerond(huis, p, "start", op=nu, score=1)
    (thema,) = themas("dark")[:1]
    mentor = Wandelaar(
        browser, live_server.url, {**browser_context_args, "color_scheme": thema}, breedte=360, naam="mentor"
    )
    page = mentor.page
    try:
        mentor.meld_aan("mentor@aa.example", WACHTWOORD).ga("/evaluaties/").kijk()
        tik = Tikker(page)
        tik.aantal += 1
        mentor.klik("Filip")
        mentor.kijk()
        for nummer in range(5):
            voor, stuk = tik.aantal, page.locator(".competentie").nth(nummer)
            tik.kies(stuk.locator("fieldset").nth(0), "meestal")
            tik.kies(stuk.locator("fieldset").nth(1), "altijd")
            assert tik.aantal - voor <= PER_COMPETENTIE
        expect(page.get_by_text("Bewaard om")).to_be_visible()
        wacht_op_bewaard(page, huis, [(3, 4)] * 5)  # zonder één knop staat alles er al
        page.reload()
        expect(page.locator(".competentie").first.locator("fieldset").first.get_by_label("meestal")).to_be_checked()
        tik.druk("Samen nalezen")
        mentor.ziet("Samen nalezen").kijk()
        tik.kies(page, "Filip zelf")
        tik.kies(page, "Akkoord")
        expect(page.get_by_text("Bewaard om")).to_be_visible()
        page.wait_for_timeout(400)  # een mens tikt niet sneller; de laatste tik is dan ook bewaard
        tik.druk("Afronden")
        mentor.ziet("De tussentijdse evaluatie is afgerond.").ziet("Groei").kijk()
        assert tik.aantal <= HEEL_HET_FORMULIER, tik.aantal
        page.go_back()  # terug in de geschiedenis: de afgeronde evaluatie opent niet opnieuw
        page.reload()
        mentor.ziet("Filip vulde dit zelf in, op het toestel van Mentor Van Aa.").kijk()
    finally:
        mentor.sluit()
    with huis.binnen():
        assert Evaluatie.objects.get(moment="tussentijds").status == "afgerond"
