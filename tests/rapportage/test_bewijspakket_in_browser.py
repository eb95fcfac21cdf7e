"""Het bewijspakket in een echte browser: hoogstens vier klikken, live voortgang, en zonder JavaScript even goed."""

import re
import zipfile
from datetime import date

import pytest
from playwright.sync_api import expect

from rapportage.models import Bewijspakket
from taken.enums import Status
from taken.models import Taak
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.wandelaar import Wandelaar, themas, wandelaar

pytestmark = pytest.mark.django_db(transaction=True)
CLAIM = "7f6b8a1e-6f0e-4c05-9b5f-0f6b8d8c9e11"


@pytest.fixture
def huis(transactional_db):
    huis = Huis("aa", plekken=2)
    with huis.binnen():
        huis.ondertekende_fiche()
        huis.certificaat()
    return huis


@pytest.fixture
def ga(browser, live_server, browser_context_args):
    """ga(lid, **opties van de browser): iemand die aangemeld is."""
    open_ = []

    def doe(lid, **opties) -> Wandelaar:
        persoon = wandelaar(browser, live_server.url, {**browser_context_args, **opties})
        open_.append(persoon)
        return persoon.__enter__().meld_aan(lid.gebruiker.email, WACHTWOORD)

    yield doe
    for persoon in open_:
        persoon.__exit__(None, None, None)


def haal_op(persoon, tmp_path):
    with persoon.page.expect_download() as ophalen:
        persoon.page.get_by_role("link", name=re.compile("Ophalen")).click()
    doel = tmp_path / ophalen.value.suggested_filename
    ophalen.value.save_as(doel)
    return doel


@pytest.mark.parametrize("js", [True, False], ids=["met JavaScript", "zonder JavaScript"])
def test_van_start_tot_bestand_in_vier_klikken(huis, ga, celery_werker, tmp_path, js):
    persoon = ga(huis.leden["coordinator"], java_script_enabled=js)
    persoon.klik("Bewijspakket")  # 1
    persoon.druk("Bewijspakket maken")  # 2
    expect(persoon.page.get_by_role("link", name=re.compile("Ophalen"))).to_be_visible(timeout=30_000)
    pad = haal_op(persoon, tmp_path)  # 3
    with zipfile.ZipFile(pad) as z:
        assert z.testzip() is None and "rapport.pdf" in z.namelist()
    if js:
        persoon.kijk()


def test_de_voortgang_loopt_mee_zonder_de_pagina_te_laden(huis, ga):
    """Geen werker: de test zet de taak zelf verder, zoals een werker het zou doen."""
    persoon = ga(huis.leden["coordinator"])
    persoon.klik("Bewijspakket").druk("Bewijspakket maken").ziet("Het pakket wacht op zijn beurt.").kijk()
    persoon.page.evaluate("window.zelfdePagina = true")
    zegt = persoon.page.locator("#stand-zin[role=status]")
    with huis.binnen():
        pakket = Bewijspakket.objects.get()
    taak = Taak.objects.filter(pk=pakket.taak_id)
    for velden, zin in (
        ({"status": Status.BEZIG, "claim": CLAIM, "pogingen": 1}, "Cijfers tellen."),
        ({"fase": 2}, "Rapport tekenen en verzegelen."),
        ({"fase": 3, "totaal": 17, "gedaan": 5}, "5 van 17 bestanden geschreven."),
    ):
        taak.update(**velden)
        expect(persoon.page.get_by_role("heading", name=zin)).to_be_visible()
        expect(zegt).to_have_text(zin)
    persoon.kijk()
    persoon.page.get_by_role("button", name="Stoppen").focus()
    taak.update(gedaan=9)
    expect(persoon.page.get_by_role("heading", name="9 van 17 bestanden geschreven.")).to_be_visible()
    expect(persoon.page.get_by_role("button", name="Stoppen")).to_be_focused()
    assert zegt.text_content() == "5 van 17 bestanden geschreven."  # niet elk bestand wordt voorgelezen
    with huis.binnen():
        Bewijspakket.objects.update(reden="fiches/AA-01-v1.pdf is niet meer wat er bewaard werd.")
    taak.update(status=Status.MISLUKT, claim=None, fout="Beschadigd in tasks.py:1", pogingen=4)
    expect(persoon.page.get_by_role("heading", name="Het maken is mislukt.")).to_be_visible()
    assert persoon.page.evaluate("window.zelfdePagina") is True
    persoon.ziet("fiches/AA-01-v1.pdf is niet meer wat er bewaard werd.").kijk()
    persoon.druk("Opnieuw proberen").ziet("Het pakket wordt opnieuw gemaakt.").kijk()
    persoon.druk("Stoppen").ziet("Het maken is gestopt.").kijk()
    persoon.klik("Opnieuw maken").kijk()
    persoon.vul("Peildatum", "31/02/2023").druk("Bewijspakket maken").ziet("Vul een datum in").kijk()
    expect(persoon.page.get_by_label("Peildatum")).to_have_value("31/02/2023")


@pytest.mark.parametrize("thema", themas("dark"))
def test_elk_scherm_in_elk_thema(huis, ga, thema):
    with huis.binnen():
        from rapportage import stappen

        pakket, _ = stappen.vraag_pakket(huis.actor("coordinator"), huis.project, date(2023, 12, 31))
    persoon = ga(huis.leden["coordinator"], color_scheme=thema)
    for pad in ("/project/", "/project/?peildatum=31/02/2023", "/project/?peildatum=01/06/2023"):
        persoon.ga(pad).kijk()
    for pad in ("/project/bewijspakketten/", f"/project/bewijspakketten/{pakket.pk}/"):
        persoon.ga(pad).kijk()
    controleur = ga(huis.leden["controleur"], color_scheme=thema)
    for pad in ("/project/", "/project/bewijspakketten/", f"/project/bewijspakketten/{pakket.pk}/"):
        controleur.ga(pad).kijk()
