"""Elk scherm van een fiche die buiten de toepassing getekend wordt, in een echte browser met axe: opladen, nakijken, bevestigen."""

import io
from datetime import date

import pytest
import segno
from django.urls import reverse
from PIL import Image

from documenten.opladen import Opgeladen
from fiches import pdf
from fiches.models import Aanlevering, Handtekening
from mentoren import stappen as mentor_stappen
from mentoren.models import Deelname
from organisaties.models import Bestuur
from taken.models import Taak
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.wandelaar import themas, wandelaar

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def huis(transactional_db):
    huis = Huis(plekken=2)
    with huis.binnen():
        Bestuur.objects.filter(pk=huis.bestuur_id).update(
            teken_papier=True, teken_vooraf=True, teken_certificaat=True, ingebruikname=date(2023, 9, 1)
        )
    return huis


def foto(fiche) -> bytes:
    """Een foto van de laatste bladzijde, met de code van deze versie."""
    code, blad, uit = io.BytesIO(), Image.new("RGB", (900, 1270), "white"), io.BytesIO()
    segno.make(pdf.controle_adres(fiche), error="m").save(code, kind="png", scale=5, border=4)
    blad.paste(Image.open(code).convert("RGB"), (500, 900))
    blad.save(uit, "JPEG", quality=60)
    return uit.getvalue()


def certificaat(huis, beeld: bytes):
    opleiding = mentor_stappen.maak_opleiding(
        huis.installatie, huis.bestuur, code="MO", titel="Mentoropleiding", datum=date(2023, 5, 23)
    )
    nieuw = mentor_stappen.registreer_deelname(huis.installatie, opleiding, huis.mentor)
    deelname = Deelname.objects.select_related("bestuur", "opleiding").get(pk=nieuw.pk)
    scan = Opgeladen(beeld, "image/jpeg", ".jpg")
    return mentor_stappen.lever_scan(
        huis.actor("hr"), deelname, scan, datum=date(2023, 5, 30), ondertekenaar="Jo Claes", hoedanigheid="lesgever"
    )


@pytest.mark.parametrize("thema", themas("light"))
def test_opladen_en_bevestigen(huis, browser, live_server, browser_context_args, thema):
    with huis.binnen():
        fiche = huis.fiche()
        scan = certificaat(huis, foto(fiche))
    Taak.objects.update(status="geannuleerd")
    opties = {**browser_context_args, "color_scheme": thema}
    with wandelaar(browser, live_server.url, opties, naam=f"laadt-op-{thema}") as hr:
        hr.meld_aan("hr@aa.example", WACHTWOORD).ga(reverse("fiches:vooraf", args=[huis.plekken[1].pk])).kijk()
        hr.ga(reverse("fiches:fiche", args=[fiche.pk])).klik("Scan opladen").kijk()
        hr.page.get_by_label("Wie tekende?").select_option(label="Leidinggevende Van Aa (functie leidinggevende)")
        hr.page.get_by_label("direct leidinggevende van de mentor").check()
        hr.page.get_by_label("Op welke dag?").fill("15/06/2023")
        bestand = {"name": "scan.jpg", "mimeType": "image/jpeg", "buffer": foto(fiche)}
        hr.page.get_by_label("Scan van de getekende fiche").set_input_files(bestand)
        hr.klik("Scan opladen", "button").ziet("Een tweede persoon moet dat nog bevestigen").kijk()
    with huis.binnen():
        assert Aanlevering.objects.get().code_gelezen  # uit de foto zelf
    with wandelaar(browser, live_server.url, opties, naam=f"bevestigt-{thema}", breedte=360) as tweede:
        tweede.meld_aan("coordinator@aa.example", WACHTWOORD).ga("/").ziet("Scans te bevestigen")
        tweede.ga(reverse("fiches:te_bevestigen")).kijk()
        tweede.ga(reverse("mentoren:scan_bevestigen", args=[scan.pk])).kijk()
        tweede.ga(reverse("fiches:te_bevestigen")).klik("Medewerker groendienst")
        tweede.ziet("De controlecode op de scan is die van deze versie.").kijk()
        assert tweede.page.locator("img.scan").evaluate("beeld => beeld.naturalWidth") > 500
        tweede.klik("Bevestigen", "button").ziet("Wat de handtekening bewijst").kijk()
    with huis.binnen():
        assert Handtekening.objects.get().bevestigd_door == huis.leden["coordinator"]
