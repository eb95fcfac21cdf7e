"""Het beheer in een echte browser, smal en breed, met axe: van uitnodigen tot de eerste aanmelding."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from beheer.stappen import uitnodigen
from taken.uitvoering import voer_alles_uit
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.wandelaar import themas, wandelaar

pytestmark = pytest.mark.django_db(transaction=True)
NIEUW = "vier gewone woorden hier"


@pytest.fixture
def huis(transactional_db):
    return Huis("aa")


@pytest.fixture
def ga(browser, live_server, browser_context_args):
    """ga(lid, **opties van de browser): iemand die aangemeld is; zonder lid: niemand."""
    open_ = []

    def doe(lid=None, naam="", **opties):
        persoon = wandelaar(browser, live_server.url, {**browser_context_args, **opties}, naam=naam)
        open_.append(persoon)
        wie = persoon.__enter__()
        return wie.meld_aan(lid.gebruiker.email, WACHTWOORD) if lid else wie

    yield doe
    for persoon in open_:
        persoon.__exit__(None, None, None)


@pytest.mark.parametrize("thema", themas("dark"))
def test_uitnodigen_in_hoogstens_vijf_klikken_en_aanvaarden(huis, ga, link_in, thema):
    beheerder = ga(huis.leden["beheerder"], f"uit-{thema}", color_scheme=thema)
    beheerder.klik(re.compile("^Personen$")).kijk()  # 1
    beheerder.klik("Iemand uitnodigen").kijk()  # 2
    beheerder.druk("Uitnodigen").ziet("Kies minstens één rol.").kijk()
    beheerder.vul("E-mailadres", "els@voorbeeld.example").vul("Voornaam", "Els").vul(re.compile("^Naam"), "Maes")
    beheerder.page.get_by_label(re.compile("^HR:")).check()  # 3
    beheerder.druk("Uitnodigen").ziet("Els Maes is uitgenodigd.").kijk()  # 4
    voer_alles_uit()
    beheerder.ga("/beheer/personen/uitnodigingen/").ziet("Verstuurd").kijk()
    pad = link_in(mail.outbox[-1])
    els = ga(None, f"els-{thema}", color_scheme=thema)
    els.ga(pad).ziet("Uitnodiging van Gemeente AA").kijk()
    els.vul("Kies een wachtwoord", "kort").vul("Nog eens je wachtwoord", "kort").druk("Aanvaarden").kijk()
    els.vul("Kies een wachtwoord", NIEUW).vul("Nog eens je wachtwoord", NIEUW).druk("Aanvaarden")
    els.ziet("Je account is klaar.")
    els.meld_aan("els@voorbeeld.example", NIEUW).ziet("Je werkt als HR").kijk()
    weer = ga(None, f"weer-{thema}", color_scheme=thema)
    weer.page.goto(f"{weer.adres}{pad}")
    weer.fouten.clear()  # Chromium meldt de 410 zelf in de console
    weer.ziet("Deze uitnodiging is al gebruikt.").kijk()


@pytest.mark.parametrize("thema", themas("light"))
def test_de_andere_schermen_van_de_beheerder(huis, ga, thema):
    vandaag = timezone.localdate()
    with huis.binnen():
        huis.fiche(op=vandaag)
        uitnodigen.nodig_uit(huis.actor("beheerder"), email="open@voorbeeld.example", rollen=["mentor"])
    beheerder = ga(huis.leden["beheerder"], f"beheer-{thema}", color_scheme=thema)
    for pad in ("personen/?toegang=alles", "rechten/", "instellingen/", "plaatsvervangers/"):
        beheerder.ga(f"/beheer/{pad}").kijk()
    beheerder.ga(f"/beheer/personen/{huis.leden['leidinggevende'].pk}/").kijk()
    beheerder.klik("Toegang intrekken").ziet("Wat nog naar deze persoon verwijst").kijk()
    beheerder.ga("/beheer/plaatsvervangers/nieuw/").druk("Plaatsvervanger aanduiden").kijk()
    beheerder.page.get_by_label("Wie is afwezig?").select_option(label="Directeur Van Aa (functie directeur)")
    beheerder.page.get_by_label("Algemeen directeur").check()
    beheerder.page.get_by_label("Wie tekent in die plaats?").select_option(
        label="Coordinator Van Aa (functie coordinator)"
    )
    beheerder.vul("Tot en met", f"{vandaag + timedelta(days=9):%d/%m/%Y}").vul("Schriftelijke opdracht", "besluit 12")
    beheerder.druk("Plaatsvervanger aanduiden").ziet("Loopt nu").kijk()
    coordinator = ga(huis.leden["coordinator"], f"plv-{thema}", color_scheme=thema)
    coordinator.klik("Te ondertekenen").ziet("Je vervangt Directeur Van Aa").kijk()
    coordinator.klik(re.compile("Medewerker groendienst")).ziet(re.compile("als plaatsvervanger van Directeur")).kijk()
    directeur = ga(huis.leden["directeur"], f"dir-{thema}", color_scheme=thema)
    directeur.klik("Mijn plaatsvervanger").ziet("Coordinator Van Aa").kijk()
    directeur.klik(re.compile("^Beëindigen")).kijk()
    directeur.druk("Plaatsvervanging beëindigen").ziet("Vroeger beëindigd").kijk()


@pytest.mark.parametrize("thema", themas("dark"))
def test_de_collegas_van_een_partner(huis, ga, thema):
    glow = ga(huis.partnerlid, f"glow-{thema}", color_scheme=thema)
    glow.klik("Collega's").kijk()
    glow.klik("Collega uitnodigen").kijk()
    glow.vul("E-mailadres", "noor@partner.example").vul("Voornaam", "Noor").vul(re.compile("^Naam"), "Claes")
    glow.druk("Uitnodigen").ziet("noor@partner.example").kijk()
    glow.klik(re.compile("^Intrekken.*Glow")).kijk()


def test_zonder_javascript(huis, ga):
    beheerder = ga(huis.leden["beheerder"], java_script_enabled=False)
    beheerder.ga("/beheer/personen/uitnodigingen/nieuw/")
    beheerder.vul("E-mailadres", "els@voorbeeld.example").vul("Voornaam", "Els").vul(re.compile("^Naam"), "Maes")
    beheerder.page.get_by_label(re.compile("^HR:")).check()
    beheerder.druk("Uitnodigen").ziet("Els Maes is uitgenodigd.")
    beheerder.druk(re.compile("^Opnieuw sturen")).ziet("vertrekt opnieuw")
    beheerder.klik(re.compile("^Intrekken")).druk("Uitnodiging intrekken").ziet("Geen open uitnodigingen")
