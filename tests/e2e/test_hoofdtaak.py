"""Het hele pad, in een echte browser, met een echte werker, vanaf een lege database en het bestand van Opwijk.

HR dient een fiche in, de leidinggevende tekent, de mentor vult uren in, HR bevestigt de maand, de coördinator haalt het
bewijspakket op, en een onafhankelijk programma kijkt het na. Een vreemde komt nergens.
"""

import io
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from documenten.zegel.testca import wortel_pem
from fiches.models import Fiche, FicheBlad
from leerwerkplekken.models import Leerwerkplek
from organisaties.isolatie import namens
from organisaties.models import Gebruiker
from plaatsingen.models import Maandstaat
from rapportage.models import Bewijspakket
from taken.models import Taak
from tests.hulp.wandelaar import wandelaar

pytestmark = [pytest.mark.zwaar, pytest.mark.django_db(transaction=True), pytest.mark.programma("openssl", "pdfsig")]
WACHTWOORD = "demo-wachtwoord-voor-de-test"


@pytest.fixture
def opwijk(transactional_db, settings, celery_werker):
    """Een lege database, Opwijk erin zoals de eerste start het doet; geeft het nummer van het bestuur."""
    settings.GD_DEMO, settings.GD_DEMO_WACHTWOORD = True, WACHTWOORD
    bestand = Path(settings.BASIS) / "demo/opwijk.json"
    call_command("importeer", str(bestand), "--demo", "--peildatum", "vandaag", stdout=io.StringIO())
    with connection.cursor() as c:
        c.execute("SELECT gd_bestuur_zoek('opwijk')")
        return c.fetchone()[0]


@pytest.fixture
def ga_op_pad(browser, live_server, browser_context_args):
    return lambda **meer: wandelaar(browser, live_server.url, browser_context_args, **meer)


def plek(bestuur, code):
    with namens(bestuur=bestuur):
        return Leerwerkplek.objects.get(code=code)


def nieuwste_fiche(bestuur, code):
    with namens(bestuur=bestuur):
        return Fiche.objects.filter(leerwerkplek__code=code).order_by("-versie").first()


def test_van_plek_tot_bewijspakket(opwijk, ga_op_pad, tmp_path):
    with ga_op_pad(naam="hr") as hr:
        hr_dient_in(hr, opwijk)
    with ga_op_pad(naam="leidinggevende") as leidinggevende:
        leidinggevende_tekent(leidinggevende, opwijk)
    with ga_op_pad(naam="mentor", breedte=360) as mentor:
        mentor_vult_uren_in(mentor, opwijk)
    with ga_op_pad(naam="hr2") as hr:
        hr_bevestigt(hr, opwijk)
    with ga_op_pad(naam="coordinator") as coordinator:
        pakket = coordinator_maakt_pakket(coordinator, opwijk, tmp_path)
    with ga_op_pad(naam="vreemde") as vreemde:
        vreemde_komt_nergens(vreemde, opwijk)
    kijk_pakket_na(pakket, tmp_path)


def hr_dient_in(hr, bestuur):
    hr.ga("/").kijk()  # naar aanmelden
    hr.meld_aan("hr1@opwijk.example", "fout-wachtwoord").ziet(
        re.compile("klopt niet|niet juist|ongeldig|geen geldige", re.I)
    )
    hr.kijk()
    hr.meld_aan("hr1@opwijk.example", WACHTWOORD).ziet("Dag Zoë").kijk()
    hr.klik("Leerwerkplekken").kijk()
    hr.klik("OPW-06", "link") if hr.page.get_by_role("link", name="OPW-06").count() else hr.klik(
        re.compile("keuken- en cafetaria", re.I)
    )
    hr.ziet("Aanbod").kijk()
    takenlijst = f"/leerwerkplekken/{plek(bestuur, 'OPW-06').pk}/"
    for stap in ("gegevens", "taken", "mentor", "plan", "rollen", "aanbod"):
        hr.ga(f"{takenlijst}{stap}/").kijk()
    # een nieuwe plek als kopie: die blijft zonder handtekening, en komt dus niet in het pakket
    hr.ga(takenlijst).klik("Kopiëren").kijk()
    hr.druk(re.compile("Kopi"))
    assert plek(bestuur, "OPW-07").functie == plek(bestuur, "OPW-06").functie
    # de fiche van OPW-06
    hr.ga(takenlijst).klik("Fiche nakijken en indienen").kijk()
    hr.druk("Fiche indienen").kijk()
    assert nieuwste_fiche(bestuur, "OPW-06").status == "ter_ondertekening"
    hr.klik("Mentoren").kijk()
    hr.klik(re.compile("De Smet")).kijk()
    hr.klik("Te ondertekenen").kijk()
    hr.ga("/leerwerkplekken/nieuw/").kijk()
    hr.ga("/mentoren/nieuw/").kijk()


def leidinggevende_tekent(persoon, bestuur):
    persoon.meld_aan("leidinggevende7@opwijk.example", WACHTWOORD).kijk()
    for code in ("OPW-05", "OPW-06"):
        fiche = nieuwste_fiche(bestuur, code)
        persoon.ga("/fiches/").kijk()
        persoon.page.locator(f"a[href='{reverse('fiches:fiche', args=[fiche.pk])}']").first.click()
        persoon.ziet("Ik heb deze fiche gelezen en teken ze af als direct leidinggevende van de mentor van").kijk()
        if code == "OPW-05":  # de tweede fiche volgt binnen de vijf minuten die een bevestiging geldt
            persoon.vul(re.compile("wachtwoord", re.I), "verkeerd").druk("Ondertekenen").kijk()
            assert nieuwste_fiche(bestuur, code).status == "ter_ondertekening"
            persoon.vul(re.compile("wachtwoord", re.I), WACHTWOORD)
        persoon.druk("Ondertekenen")
        persoon.ziet(re.compile("[Oo]ndertekend")).kijk()
        assert nieuwste_fiche(bestuur, code).status == "ondertekend"
        wacht_op(lambda fiche=fiche: verzegeld(bestuur, fiche), persoon)
        persoon.ga(f"/fiches/{fiche.pk}/").kijk()
    # niet de eigen mentor: buiten bereik
    assert persoon.status(f"/fiches/{nieuwste_fiche(bestuur, 'OPW-01').pk}/") == 404
    for code in ("OPW-05", "OPW-06"):
        publiek(persoon, nieuwste_fiche(bestuur, code))


def publiek(persoon, fiche):
    persoon.ga(f"/v/{fiche.token}/").ziet(fiche.inhoud_sha256).kijk()


def verzegeld(bestuur, fiche):
    with namens(bestuur=bestuur):
        return FicheBlad.objects.filter(fiche=fiche.pk, soort="verzegeld").exists()


def wacht_op(klaar, persoon, seconden=40):
    for _ in range(seconden * 4):
        if klaar():
            return
        persoon.page.wait_for_timeout(250)
    raise AssertionError(
        f"niet klaar na {seconden} s: {list(Taak.objects.order_by('pk').values_list('naam', 'status', 'fout'))}"
    )


def mentor_vult_uren_in(mentor, bestuur):
    mentor.meld_aan("mentor8@opwijk.example", WACHTWOORD).kijk()
    mentor.klik("Vandaag").kijk()
    kaart = mentor.page.locator("article.kaart").first
    kaart.get_by_role("radio", name="2 u").check()
    kaart.get_by_role("button", name=re.compile("Bewaren")).click()
    mentor.ziet(re.compile("Ongedaan maken")).kijk()
    mentor.druk(re.compile("Ongedaan maken")).kijk()
    kaart = mentor.page.locator("article.kaart").first
    kaart.get_by_role("radio", name="3 u").check()
    kaart.get_by_role("button", name=re.compile("Bewaren")).click()
    mentor.ziet(re.compile("Ongedaan maken"))
    mentor.klik("Mijn maand").kijk()
    mentor.klik("Maand doorsturen").kijk()
    mentor.druk(re.compile("[Dd]oorsturen")).kijk()
    with namens(bestuur=bestuur):
        assert Maandstaat.objects.filter(status="doorgestuurd").count() == 1
    assert mentor.status("/leerwerkplekken/") == 403
    assert mentor.status("/project/") == 403


def hr_bevestigt(hr, bestuur):
    hr.meld_aan("hr1@opwijk.example", WACHTWOORD)
    hr.klik("Maandstaten").kijk()
    hr.klik(re.compile("D001")).kijk()
    hr.druk("Bevestigen").kijk()
    with namens(bestuur=bestuur):
        staat = Maandstaat.objects.get()
    assert (staat.status, staat.minuten > 0) == ("bevestigd", True)


def coordinator_maakt_pakket(coordinator, bestuur, tmp_path):
    coordinator.meld_aan("coordinator3@opwijk.example", WACHTWOORD).kijk()
    coordinator.klik("Voortgang").ziet(re.compile("6 van 6|6 leerwerkplekken|6 / 6")).kijk()
    coordinator.klik("Bewijspakket").kijk()
    coordinator.druk("Bewijspakket maken").ziet("Ophalen").kijk()
    with coordinator.page.expect_download() as ophalen:
        coordinator.page.get_by_role("link", name=re.compile("Ophalen")).click()
    doel = tmp_path / ophalen.value.suggested_filename
    ophalen.value.save_as(doel)
    coordinator.ga("/project/bewijspakketten/").kijk()
    return doel


def vreemde_komt_nergens(vreemde, bestuur):
    """Wie geen account heeft, en wie er wel een heeft maar nergens bij hoort."""
    with namens(bestuur=bestuur):
        fiche, pakket, eigen = (
            Fiche.objects.first().pk,
            Bewijspakket.objects.first().pk,
            Leerwerkplek.objects.first().pk,
        )
    paden = [
        "/", "/leerwerkplekken/", f"/leerwerkplekken/{eigen}/", f"/fiches/{fiche}/", f"/fiches/{fiche}/document/verzegeld/",
        "/uren/", "/uren/maandstaten/", "/mentoren/", "/project/", f"/project/bewijspakketten/{pakket}/ophalen/",
        "/beheer/personen/",
    ]  # fmt: skip
    for pad in paden:
        assert vreemde.status(pad) == 302, pad
    vreemde.ga(f"/fiches/{fiche}/").ziet("Aanmelden")
    Gebruiker.objects.create_user("vreemde@elders.example", WACHTWOORD, voornaam="Vreem", naam="De")
    vreemde.meld_aan("vreemde@elders.example", WACHTWOORD).ziet("Je hebt nog geen rol").kijk()
    for pad in paden[1:]:
        assert vreemde.status(pad) in (403, 404), pad
    vreemde.ga(f"/fiches/{fiche}/")
    vreemde.fouten.clear()  # de browser noemt een 403 of 404 zelf een fout
    vreemde.kijk()


def kijk_pakket_na(pakket, tmp_path):
    """Zonder onze code: unzip, sha256sum, openssl, pdfsig. En dan met de eigen controle."""
    uit = tmp_path / "uit"
    with zipfile.ZipFile(pakket) as zip_:
        zip_.extractall(uit)
        namen = zip_.namelist()
        gegevens = json.loads(zip_.read("gegevens/pakket.json"))
        afwijkingen = zip_.read("afwijkingen.csv").decode()
    fiches = [naam for naam in namen if naam.startswith("fiches/")]
    assert len(fiches) == 6 and len([n for n in namen if n.startswith("mentoren/")]) == 3
    assert {"rapport.pdf", "rapport.xlsx", "SHA256SUMS", "LEESMIJ.txt", "META-INF/ASiCManifest.xml"} <= set(namen)
    assert gegevens["cijfers"]["leerwerkplekken"] == {"resultaat": 6, "doel": 6}
    assert gegevens["cijfers"]["mentoren"] == {"resultaat": 3, "doel": 2}
    assert "OPW-07" in afwijkingen and not any("OPW-07" in naam for naam in namen)
    subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=uit, check=True)
    (tmp_path / "wortel.pem").write_bytes(wortel_pem())
    gezien = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-cades", "-purpose", "any", "-CAfile", "../wortel.pem", "-inform", "DER",
         "-in", "META-INF/signature.p7s", "-content", "META-INF/ASiCManifest.xml", "-out", "/dev/null"],
        cwd=uit, capture_output=True, text=True,
    )  # fmt: skip
    assert gezien.returncode == 0 and "Verification successful" in gezien.stderr
    for naam in fiches:
        oordeel = subprocess.run(["pdfsig", "-nocert", naam], cwd=uit, capture_output=True, text=True).stdout
        assert "Signature is Valid" in oordeel and "Total document signed" in oordeel, oordeel
    call_command("controleer_pakket", str(pakket), stdout=io.StringIO())
    assert settings.GD_ADRES in (uit / "LEESMIJ.txt").read_text()
