"""Uren op de telefoon van een tuinier: tikken geteld, ook zonder JavaScript, en axe op elke toestand."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kern.periodes import eerste_van_maand
from plaatsingen.models import Prestatie
from plaatsingen.stappen import maand as maandstappen
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.wandelaar import Wandelaar, themas
from tests.plaatsingen.hulp import Mentor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def opzet(transactional_db):
    """Een mentor met twee lopende deelnemers; gisteren en vandaag liggen in de plaatsing."""
    huis, nu = Huis("aa"), timezone.localdate()
    with huis.binnen():
        van, tot = nu - timedelta(days=70), nu + timedelta(days=30)
        mentoren = [
            Mentor(
                huis,
                huis.plaatsing(
                    deelnemer=huis.deelnemer(f"D{n}", voornaam=voornaam),
                    plek=huis.maak_plek(),
                    code=f"P{n}",
                    van=van,
                    tot=tot,
                ),
            )
            for n, voornaam in enumerate(("Anouk", "Filip"))
        ]
    return huis, mentoren


@pytest.fixture
def loop(browser, live_server, browser_context_args):
    open_ = []

    def maak(huis, rol="mentor", breedte=360, **opties):
        persoon = Wandelaar(browser, live_server.url, {**browser_context_args, **opties}, breedte=breedte, naam=rol)
        open_.append(persoon)
        return persoon.meld_aan(f"{rol}@{huis.slug}.example", WACHTWOORD)

    yield maak
    for persoon in open_:
        persoon.sluit()


def kaart(wandelaar, mentor):
    return wandelaar.page.locator(f"#kaart-{mentor.plaatsing.pk}")


def rijen(huis):
    with huis.binnen():
        return [(p.plaatsing_id, p.datum, p.minuten) for p in Prestatie.objects.order_by("pk")]


def test_een_dag_is_twee_tikken(opzet, loop):
    huis, (anouk, filip) = opzet
    mentor = loop(huis).ga("/uren/").kijk()
    kaart(mentor, filip).get_by_label("4 u", exact=True).check()
    expect(kaart(mentor, filip).get_by_text("0 van 64 u; hierna 4 u")).to_be_visible()  # voor het bewaren
    kaart(mentor, filip).get_by_role("button", name="Bewaren").click()
    melding = kaart(mentor, filip).get_by_text("Bewaard: 4 u op")
    expect(melding).to_be_visible()
    expect(kaart(mentor, filip).locator("[data-focus]")).to_be_focused()
    assert rijen(huis) == [(filip.plaatsing.pk, timezone.localdate(), 240)]
    expect(kaart(mentor, anouk).get_by_label("4 u", exact=True)).to_be_visible()  # de andere kaart bleef staan
    mentor.kijk()
    kaart(mentor, filip).get_by_role("button", name="Ongedaan maken").click()
    expect(kaart(mentor, filip).get_by_text("Ongedaan gemaakt: 4 u")).to_be_visible()
    assert rijen(huis) == []


def test_ongedaan_maken_blijft_minstens_tien_seconden(opzet, loop):
    huis, (anouk, _) = opzet
    mentor = loop(huis)
    mentor.page.clock.install()
    mentor.ga("/uren/")
    kaart(mentor, anouk).get_by_label("2 u", exact=True).check()
    kaart(mentor, anouk).get_by_role("button", name="Bewaren").click()
    expect(kaart(mentor, anouk).get_by_role("button", name="Ongedaan maken")).to_be_visible()
    mentor.page.clock.fast_forward(60_000)
    expect(kaart(mentor, anouk).get_by_role("button", name="Ongedaan maken")).to_be_visible()


def test_een_fout_staat_in_de_kaart_en_krijgt_de_focus(opzet, loop):
    huis, (anouk, filip) = opzet
    mentor = loop(huis).ga("/uren/")
    kaart(mentor, filip).get_by_label("Ander aantal").fill("veel")
    kaart(mentor, filip).get_by_role("button", name="Bewaren").click()
    expect(kaart(mentor, filip).locator(".foutensamenvatting")).to_be_focused()
    expect(kaart(mentor, filip).get_by_label("Ander aantal")).to_have_value("veel")
    assert mentor.page.title().startswith("Fout: ")
    mentor.kijk()


def test_een_vergeten_dag_is_drie_tikken(opzet, loop):
    huis, _ = opzet
    mentor = loop(huis).ga("/uren/maand/").kijk()
    if not mentor.page.get_by_text("Niet ingevuld").count():  # de maand begint in een weekend: neem de vorige
        mentor.page.locator("a[rel=prev]").click()
    mentor.page.locator(".dagenlijst li", has_text="Niet ingevuld").first.get_by_role("link").click()
    mentor.kijk()
    mentor.page.get_by_label("7,5 u", exact=True).check()
    mentor.druk("Bewaren").ziet("Bewaard: 7,5 u op").kijk()
    assert [minuten for _, _, minuten in rijen(huis)] == [450]


@pytest.mark.parametrize("javascript", [True, False])
def test_alles_gaat_ook_zonder_javascript(opzet, loop, javascript):
    huis, (anouk, _) = opzet
    mentor = loop(huis, java_script_enabled=javascript).ga("/uren/")
    kaart(mentor, anouk).get_by_text("Afwezig").click()
    kaart(mentor, anouk).get_by_label("Niet verwittigd").check()
    kaart(mentor, anouk).get_by_role("button", name="Bewaren").click()
    mentor.ziet("Bewaard: afwezig, niet verwittigd op")
    kaart(mentor, anouk).get_by_role("link", name="Wijzigen").click()
    mentor.page.get_by_text("Precieze uren").click()
    mentor.vul("Van", "8u30").vul("Tot", "12:30").druk("Bewaren").ziet("Gewijzigd: 4 u op")
    kaart(mentor, anouk).get_by_role("link", name="Verwijderen").click()
    mentor.druk("Verwijderen").ziet("Verwijderd: 4 u op")
    kaart(mentor, anouk).get_by_role("button", name="Ongedaan maken").click()
    mentor.ziet("Teruggezet: 4 u op")
    assert [minuten for _, _, minuten in rijen(huis)] == [240]
    mentor.page.get_by_text("Kies een dag").click()
    gisteren = timezone.localdate() - timedelta(days=1)
    mentor.page.get_by_label("Andere dag").fill(gisteren.isoformat())
    mentor.druk("Deze dag tonen")
    expect(mentor.page.get_by_role("heading", level=1)).to_have_text("Gisteren")


@pytest.mark.parametrize("breedte", [360, 1280])
def test_een_andere_dag_kiezen_valt_binnen_het_scherm(opzet, loop, breedte):
    mentor = loop(opzet[0], breedte=breedte).ga("/uren/")
    mentor.page.get_by_text("Kies een dag").click()
    vak = mentor.page.locator(".dagkeuze .uitklap-vak").bounding_box()
    assert vak["x"] >= 0 and vak["x"] + vak["width"] <= breedte
    mentor.kijk()


@pytest.mark.parametrize("kleuren", themas("dark"))
def test_de_maand_van_doorsturen_tot_bevestigen(opzet, loop, kleuren):
    huis, (anouk, _) = opzet
    nu = timezone.localdate()
    with huis.binnen():
        anouk.uren(nu, 240)
    mentor = loop(huis, color_scheme=kleuren)
    hr = loop(huis, "hr", 1280, color_scheme=kleuren)
    pad = f"/uren/maand/?plaatsing={anouk.plaatsing.pk}"
    hr.ga("/uren/maandstaten/").ziet("Niets om na te kijken").kijk()
    mentor.ga(pad).kijk().klik("Maand doorsturen").kijk().druk("Maand doorsturen").ziet("is doorgestuurd").kijk()
    mentor.ga("/uren/").kijk()
    hr.ga("/uren/maandstaten/").kijk().klik("D0").kijk()
    hr.page.get_by_text("Terugsturen naar de mentor").click()
    hr.druk("Terugsturen").ziet("Zeg wat de mentor moet aanpassen.").kijk()
    hr.vul("Waarom stuur je", "Gisteren ontbreekt.").druk("Terugsturen").ziet("is teruggestuurd")
    mentor.ga(pad).ziet("Gisteren ontbreekt.").kijk()
    mentor.klik("Maand doorsturen").druk("Maand doorsturen").ziet("is doorgestuurd")
    hr.ga("/uren/maandstaten/").klik("D0").druk("Bevestigen").ziet("is bevestigd: 4 u.").kijk()
    mentor.ga(pad).ziet("Deze maand is bevestigd.").kijk()
    hr.ga("/uren/maandstaten/?status=bevestigd").kijk().klik("D0").ziet("Deze maand is bevestigd.").kijk()


def test_lege_toestanden(transactional_db, loop):
    huis = Huis("aa")
    mentor = loop(huis)
    mentor.ga("/uren/").ziet("Je hebt geen deelnemers op deze dag").kijk()
    mentor.ga("/uren/maand/").ziet("Nog geen uren").kijk()


def test_hr_bevestigt_een_maand_die_intussen_terugging(opzet, loop):
    huis, (anouk, _) = opzet
    maand = eerste_van_maand(timezone.localdate())
    with huis.binnen():
        anouk.uren(timezone.localdate(), 240)
        staat = anouk.stuur_door(maand)
    hr = loop(huis, "hr", 1280).ga(f"/uren/maandstaten/{staat.pk}/")
    with huis.binnen():
        maandstappen.terugsturen(huis.actor("hr"), staat, reden="kijk na")
    hr.druk("Bevestigen").ziet("De mentor heeft deze maand nog niet doorgestuurd.").kijk()
