"""Het logboek in een echte browser, breed en smal: axe, niets steekt uit, filteren werkt met en zonder htmx."""

import re

import pytest

from beheer import anker
from leerwerkplekken import stappen as plek_stappen
from logboek import keten
from logboek.stappen import lees
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.wandelaar import themas, wandelaar

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def huis(transactional_db):
    huis = Huis("aa")
    with huis.binnen(gebruiker=huis.leden["hr"].gebruiker_id):
        plek_stappen.wijzig(huis.actor("hr"), huis.plek, uren_per_maand=64, vereisten="iets", taken=["gras maaien"])
        lees([huis.deelnemer()], doel="uren invullen")
    keten.schakel(huis.bestuur_id)
    anker.veranker()
    return huis


@pytest.mark.parametrize("schema", themas("light"))
def test_beheerder_zoekt_en_hr_leest_de_geschiedenis(huis, browser, live_server, browser_context_args, schema):
    opties = {**browser_context_args, "color_scheme": schema}
    with wandelaar(browser, live_server.url, opties, naam=f"beheerder-{schema}") as wie:
        wie.meld_aan("beheerder@aa.example", WACHTWOORD).klik("Logboek").kijk()
        wie.ziet(re.compile("Leerwerkplek gewijzigd: .*uren per maand")).ziet(
            re.compile("Nog 1 regel te schakelen")
        )  # het aanmelden zelf
        wie.page.get_by_label("Wat", exact=True).select_option("wijzigingen")
        wie.ziet("Wijzigde uren per maand van 48 naar 64").kijk()
        wie.page.get_by_label("Code, bijvoorbeeld M001").fill("x")
        wie.druk("Filteren").ziet("Kies waarover het gaat")
        if schema == "light":
            wie.kijk()
    with wandelaar(browser, live_server.url, opties, naam=f"hr-{schema}") as wie:
        wie.meld_aan("hr@aa.example", WACHTWOORD).ga(f"/leerwerkplekken/{huis.plek.pk}/").klik("Geschiedenis").kijk()
        wie.ziet("wijzigde uren per maand van 48 naar 64").klik(re.compile(huis.plek.code)).ziet("Deze plek")


def test_zonder_javascript(huis, browser, live_server, browser_context_args):
    with wandelaar(browser, live_server.url, {**browser_context_args, "java_script_enabled": False}) as wie:
        wie.meld_aan("beheerder@aa.example", WACHTWOORD).ga("/beheer/logboek/")
        wie.page.get_by_label("Wat", exact=True).select_option("gelezen")
        wie.druk("Filteren").ziet("Las: uren invullen").ziet("Deelnemer D001")
