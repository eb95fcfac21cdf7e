"""Van aanbod tot antwoord, het bord van een partner, en elk scherm van de relatie: in een echte browser, met axe.

Elke pagina wordt bekeken zoals de rol ze ziet, met echte rijen erop, op 360 en op 1280 px.
"""

import os
import random
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from berichten.models import Bericht
from kandidaten.models import Kandidatuur
from leerwerkplekken.models import Aanbod, Aanbodvraag
from leerwerkplekken.stappen import kopieer
from organisaties import isolatie
from partners.models import Zoekopdracht
from tests.bouw import WACHTWOORD
from tests.hulp.wandelaar import themas, wandelaar
from tests.isolatie.adressen import ADRESSEN
from tests.isolatie.stad import bouw_bestuur
from tests.kandidaten.hulp import Opzet

pytestmark = pytest.mark.django_db(transaction=True)
LIJST, BORD = "/leerwerkplekken/aanbiedingen/", "#lijst tbody tr"


@pytest.fixture
def opzet(transactional_db):
    return Opzet()


@pytest.fixture
def ga(browser, live_server, browser_context_args):
    """ga(gebruiker, thema, breedte=…): een aangemelde persoon met een eigen venster; None: iemand zonder account."""
    open_ = []

    def doe(gebruiker, thema, **meer):
        opties, naam = {**browser_context_args, "color_scheme": thema}, gebruiker.voornaam if gebruiker else "niemand"
        persoon = wandelaar(browser, live_server.url, opties, naam=f"{naam}-{thema}", **meer)
        open_.append(persoon)
        wie = persoon.__enter__()
        return wie.meld_aan(gebruiker.email, WACHTWOORD) if gebruiker else wie

    yield doe
    for persoon in open_:
        persoon.__exit__(None, None, None)


def aangeboden(opzet, plekken):
    with opzet.huis.binnen():
        return Aanbod.objects.filter(leerwerkplek__in=plekken).count()


@pytest.mark.parametrize("thema", themas("light"))
def test_van_aanbod_tot_antwoord(opzet, ga, thema):
    """HR biedt twee plekken aan twee partners aan; een partner vraagt, weigert de ene en stelt voor de andere voor."""
    with opzet.huis.binnen():
        een, twee = plekken = kopieer(opzet.huis.installatie, opzet.plek, aantal=2)
    hr = ga(opzet.hr.gebruiker, thema)
    hr_biedt_aan(hr, opzet, plekken)
    partner = ga(opzet.partner.gebruiker, thema, breedte=360)
    partner.ga("/").klik(re.compile("^Medewerker groendienst$")).ga(f"/leerwerkplekken/aangeboden/{een.pk}/")
    partner.ziet("Kom gerust eens kijken.").vul("Je vraag", "Is er een kleedkamer?").druk("Vraag versturen")
    partner.ziet("Je vraag is verstuurd.")
    with opzet.huis.binnen():
        vraag = Aanbodvraag.objects.get()
        assert Aanbod.objects.get(leerwerkplek=een, glowpartner=opzet.partner.glowpartner).gelezen_op is not None
        assert Aanbod.objects.get(leerwerkplek=een, glowpartner=opzet.tweede.glowpartner).gelezen_op is None
    hr.ga(f"{LIJST}?vraag=open").ziet("Vraag wacht").ga(f"/leerwerkplekken/{een.pk}/aanbod/")
    hr.klik(re.compile("^Beantwoorden")).vul("Jouw antwoord", "Ja, in de loods.").druk("Antwoord versturen")
    hr.ziet("Je antwoord is verstuurd")
    with opzet.huis.binnen():
        vraag.refresh_from_db()
        assert vraag.antwoord == "Ja, in de loods."
    partner.ga(f"/leerwerkplekken/aangeboden/{een.pk}/").ziet("Ja, in de loods.").klik("Geen kandidaat")
    partner.druk("Versturen").ziet("Kies een reden.")
    partner.page.get_by_label("Te ver of moeilijk te bereiken").check()
    partner.druk("Versturen")
    partner.ziet(re.compile("Je meldde dat je niemand hebt"))
    partner.ga(f"/leerwerkplekken/aangeboden/{twee.pk}/").klik("Kandidaat voorstellen")
    stel_voor(partner)
    with opzet.huis.binnen():
        antwoorden = {
            rij.leerwerkplek_id: rij.antwoord
            for rij in Aanbod.objects.filter(leerwerkplek__in=plekken, glowpartner=opzet.partner.glowpartner)
        }
        assert antwoorden == {een.pk: "geweigerd", twee.pk: "aanvaard"}
        assert Kandidatuur.objects.get().leerwerkplek_id == twee.pk
    hr.ga(f"{LIJST}?stand=geweigerd").ziet("Te ver of moeilijk te bereiken")


def hr_biedt_aan(hr, opzet, plekken):
    """Van de lijst langs het nakijken; een dubbele klik biedt één keer aan, en Terug toont geen fout."""
    hr.ga("/leerwerkplekken/")
    for plek in plekken:
        hr.page.get_by_label(f"{plek.code} aanvinken").check()
    hr.druk("Aangevinkte plekken aanbieden").vul("Bericht", "Kom gerust eens kijken.").druk("Nakijken")
    hr.ziet("Klopt dit?").kijk()
    assert aangeboden(opzet, plekken) == 0
    hr.page.get_by_role("button", name="Aanbieden", exact=True).dblclick()
    hr.page.wait_for_url(f"**{LIJST}")
    hr.ziet("2 plekken aangeboden aan").kijk(met_axe=False)
    assert aangeboden(opzet, plekken) == 4
    with opzet.huis.binnen():  # elke partner één bericht, met beide plekken
        assert Bericht.objects.filter(soort="aanbod").count() == 2
    for _ in range(3):  # het nakijken, de keuze, de lijst
        antwoord = hr.page.go_back()
        hr.page.wait_for_load_state()
        assert antwoord is not None and antwoord.status == 200, hr.page.url
        expect(hr.page.locator("h1")).to_be_visible()
    assert aangeboden(opzet, plekken) == 4


def stel_voor(partner):
    partner.vul("Code", "K-12").vul("Voornaam", "Nele").vul("Werkzoekend sinds", "1/2/2020")
    partner.page.get_by_label("Naam", exact=True).fill("Janssens")
    for vak in (
        re.compile("recht op een werkloosheidsuitkering"),
        re.compile("nood aan intensieve"),
        "Gebrek aan werkervaring",
    ):
        partner.page.get_by_role("checkbox", name=vak).check()
    partner.druk("Kandidaat voorstellen").ziet("K-12 is voorgesteld")


@pytest.mark.parametrize("thema", themas("dark"))
def test_het_bord_van_een_partner(opzet, ga, thema):
    """Filteren, een plek openen en Terug; niets gevonden zegt wat je kan doen; een zoekopdracht bewaren."""
    partner = ga(opzet.partner.gebruiker, thema, breedte=360)
    partner.vul("Functie, taak of plaats", "groen").druk("Filteren")
    expect(partner.page).to_have_url(re.compile(r"\?.*q=groen"))
    expect(partner.page.locator(BORD)).to_have_count(3)
    partner.page.locator(f"{BORD} th a").first.click()
    partner.ziet("Plan van aanpak")
    partner.page.go_back()
    expect(partner.page.get_by_label("Functie, taak of plaats")).to_have_value("groen")
    expect(partner.page.locator(BORD)).to_have_count(3)
    partner.vul("Functie, taak of plaats", "duikboot").druk("Filteren").ziet("Geen plek past hierbij").kijk()
    partner.klik("Zoekopdracht bewaren").ziet("duikboot").vul("Naam", "Duiken").druk("Bewaren").ziet("Duiken")
    with isolatie.namens(gebruiker=opzet.partner.gebruiker.pk, glowpartner=opzet.partner.glowpartner.pk):
        assert Zoekopdracht.objects.get().vraag == {"q": "duikboot"}
    partner.klik("Duiken").ziet("Geen plek past hierbij")
    expect(partner.page.get_by_label("Functie, taak of plaats")).to_have_value("duikboot")
    partner.klik("Alles tonen").ziet("3 plekken van 3")


SCHERMEN = {  # rol → adressen; het ding erbij staat in de rechtenmatrix
    "hr": """leerwerkplekken leerwerkplekken:aanbod leerwerkplekken:aanbiedingen leerwerkplekken:beantwoord
        leerwerkplekken:trek_aanbod_in leerwerkplekken:plan leerwerkplekken:rollen leerwerkplekken:standaard
        leerwerkplekken:standaard_rollen leerwerkplekken:sjablonen leerwerkplekken:sjabloon kandidaten:lege_plekken
        overleg:lijst overleg:nieuw overleg:overleg overleg:verslag overleg:afgelasten overleg:actiepunt overleg:mijn
        projecten:overeenkomsten projecten:overeenkomst projecten:verlengen projecten:prospecten projecten:prospect
        berichten:lijst berichten:bericht profiel_berichten profiel_agenda herinneringen:lijst fiches:te_ondertekenen
        plaatsingen:afsluiten partners:contact""",
    "glow": """start leerwerkplekken:aangeboden leerwerkplekken:weiger_aanbod kandidaten:mijn_lege_plekken
        partners:zoekopdrachten partners:zoekopdracht partners:deelnemers partners:besturen partners:partnerkaart
        plaatsingen:te_tekenen plaatsingen:tekenen overleg:lijst overleg:overleg overleg:mijn berichten:lijst""",
    "beheerder": "beheer:taken leerwerkplekken:standaard",
    "": "nakijken verificatie",
}


@pytest.mark.parametrize("thema", themas("dark"))
def test_elk_scherm_van_de_relatie(transactional_db, ga, thema, omvang):
    """Met lange teksten in elk veld: geen fout, niets steekt uit, één h1, en axe vindt niets.

    Kort een derde van de schermen, met elk zaad andere, en axe op de helft ervan; volledig alle, op beide breedtes.
    """
    toeval = random.Random(os.environ.get("GD_TEST_ZAAD", "0"))
    bestuur, mis = bouw_bestuur("vogelmus", 1, met_bestanden=False), []
    for rol, namen in SCHERMEN.items():
        lid = bestuur.partnermens if rol == "glow" else bestuur.huis.leden[rol].gebruiker if rol else None
        persoon = ga(lid, thema)
        schermen = namen.split()
        for naam in toeval.sample(schermen, omvang(-(-len(schermen) // 3), len(schermen))):
            persoon.ga(adres(bestuur, naam))
            try:
                persoon.kijk(met_axe=toeval.random() < omvang(0.5, 1))
            except AssertionError as fout:  # alles wat mis is, in één keer
                mis.append(f"{rol} {naam}: {str(fout)[:600]}")
                persoon.fouten.clear()
    assert mis == [], "\n".join(mis)
    controle(persoon)


def controle(persoon):
    """Op dezelfde pagina: wat uitsteekt en wat axe afkeurt, valt op."""
    for kapot, zin, met_axe in (
        ("<p class='text-nowrap'>LANG</p>", "steekt", False),
        ("<button></button>", "button-name", True),
    ):
        persoon.page.reload()
        inhoud = kapot.replace("LANG", "lang " * 200)
        persoon.page.evaluate("(html) => document.querySelector('main').insertAdjacentHTML('beforeend', html)", inhoud)
        with pytest.raises(AssertionError, match=zin):
            persoon.kijk(met_axe=met_axe)


def adres(bestuur, naam):
    """Het adres van dit scherm, met het ding dat er volgens de rechtenmatrix bij hoort."""
    regel = ADRESSEN[naam]
    return reverse(naam, args=[bestuur.ding[regel.ding]] if regel.ding else [])
