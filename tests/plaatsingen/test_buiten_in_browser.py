"""Zonder verbinding, in een browser die echt geen verbinding heeft: niets verdwijnt, alles komt één keer aan."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from kern import kalender
from mentoren import stappen as mentorstappen
from plaatsingen.models import Inzending, Prestatie, Werkdag
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.wandelaar import Wandelaar, wacht_tot

pytestmark = pytest.mark.django_db(transaction=True)
KANARIE = "Zwartkopkanarie"
KAST = """(async () => {
    const db = await new Promise((ja) => { const v = indexedDB.open('uren', 1); v.onsuccess = () => ja(v.result); });
    const lees = (lade) => new Promise((ja) => {
        const v = db.transaction(lade).objectStore(lade).getAll(); v.onsuccess = () => ja(v.result); });
    const rij = await lees('rij'), hier = (await lees('hier')).filter(Boolean); db.close();
    const tekst = (w) => w instanceof ArrayBuffer || ArrayBuffer.isView(w) ? new TextDecoder('latin1').decode(w)
        : w && typeof w === 'object' && !(w instanceof CryptoKey) ? Object.values(w).map(tekst).join(' ') : String(w);
    let alles = [...rij, ...hier].map(tekst).join(' ') + JSON.stringify(localStorage) + JSON.stringify(sessionStorage);
    for (const pot of await caches.keys()) for (const a of await (await caches.open(pot)).matchAll()) alles += await a.text();
    return {rijen: rij.length, hier: hier.length, alles};
})()"""
KLAAR = f"{KAST}.then((k) => k.hier === 2).then(async (k) => k && !!(await caches.match('/uren/buiten/')))"


@pytest.fixture
def huis(transactional_db):
    huis, nu = Huis("aa"), timezone.localdate()
    with huis.binnen():
        for n, naam in enumerate((KANARIE, "Filip")):
            plaatsing = huis.plaatsing(
                deelnemer=huis.deelnemer(f"D{n}", voornaam=naam),
                plek=huis.maak_plek(),
                code=f"P{n}",
                van=nu - timedelta(days=5),
                tot=nu + timedelta(days=30),
            )
            if naam == "Filip" and not kalender.feestdag(nu):
                Werkdag.objects.create(bestuur=huis.bestuur, plaatsing=plaatsing, weekdag=nu.isoweekday(), minuten=180)
        ander = huis.lid("mentor2", "mentor")
        mentorstappen.maak_mentor(
            huis.installatie,
            ander,
            organisatie=huis.organisatie,
            dienst="Keuken",
            leidinggevende=huis.leden["leidinggevende"],
            vanaf=nu,
        )
    return huis


@pytest.fixture
def telefoon(browser, live_server, browser_context_args):
    open_ = []

    def maak():
        persoon = Wandelaar(browser, live_server.url, browser_context_args, breedte=360, naam="buiten")
        open_.append(persoon)
        return persoon

    yield maak
    for persoon in open_:
        persoon.sluit()


def kaart(t, naam):
    return t.page.locator(f"[data-deelnemer][data-naam={naam}]")


def vul_in(t, naam, chip):
    kaart(t, naam).get_by_label(chip, exact=True).check()
    kaart(t, naam).get_by_role("button", name=re.compile("^Bewaren")).click()


def bewaard(huis):
    with huis.binnen():
        return sorted(Prestatie.objects.values_list("plaatsing__deelnemer__voornaam", "minuten"))


def test_niets_verdwijnt_en_alles_komt_een_keer_aan(huis, telefoon):
    t = telefoon().meld_aan("mentor@aa.example", WACHTWOORD).ga("/uren/")
    wacht_tot(t.page, KLAAR)
    t.context.set_offline(True)
    vul_in(t, KANARIE, "4 u")
    expect(kaart(t, KANARIE).get_by_text("Bewaard op je toestel.")).to_be_visible()
    vul_in(t, "Filip", "2 u")
    t.ziet("Nog niet verzonden (2)")
    kast = t.page.evaluate(KAST)
    assert kast["rijen"] == 2 and KANARIE not in kast["alles"] and "Pauwels" not in kast["alles"]
    t.page.reload()  # zonder verbinding: de schil, met dezelfde mensen
    expect(t.page.get_by_role("heading", level=1)).to_have_text("Geen verbinding")
    t.ziet("Nog niet verzonden (2)")
    expect(t.page.get_by_role("heading", name=KANARIE)).to_be_visible()
    t.fouten.clear()  # "geen verbinding" staat terecht in de console

    Session.objects.all().delete()  # intussen is de sessie voorbij
    t.context.set_offline(False)
    t.druk("Nu verzenden").ziet("Meld je aan om te verzenden.")
    kast = t.page.evaluate(KAST)
    assert (kast["rijen"], kast["hier"], bewaard(huis)) == (2, 0, [])

    t.meld_aan("mentor2@aa.example", WACHTWOORD).ga("/uren/")  # een ander op hetzelfde toestel
    t.ziet("Je hebt geen deelnemers op deze dag")
    wacht_tot(t.page, f"{KAST}.then((k) => k.hier === 1)")  # haar eigen sleutel, en geen ploeg
    expect(t.page.locator("[data-wacht]")).to_be_hidden()
    t.page.locator(".kop-gebruiker summary").click()
    t.druk("Afmelden").ziet("Je bent afgemeld.")
    assert (t.page.evaluate(KAST)["rijen"], bewaard(huis)) == (2, [])

    t.meld_aan("mentor@aa.example", WACHTWOORD).ga("/uren/")  # zijzelf weer
    expect(kaart(t, KANARIE).locator("strong.getal")).to_have_text("4 u")
    wacht_tot(t.page, f"{KAST}.then((k) => k.rijen === 0)")
    assert bewaard(huis) == [("Filip", 120), (KANARIE, 240)]
    with huis.binnen():
        assert Inzending.objects.count() == 2
    t.fouten.clear()
    t.kijk()


def test_een_verloren_antwoord_is_geen_tweede_invoer_en_afmelden_vraagt_eerst(huis, telefoon):
    t = telefoon().meld_aan("mentor@aa.example", WACHTWOORD).ga("/uren/")
    wacht_tot(t.page, KLAAR)

    def antwoord_gaat_verloren(route):
        if route.request.method == "POST":
            route.fetch()
            return route.abort()
        return route.continue_()

    t.context.route("**/uren/?dag=*", antwoord_gaat_verloren)
    # één tik; bewaard op de server, maar de telefoon weet het niet
    if kalender.feestdag(timezone.localdate()):  # dan is er niets gepland
        vul_in(t, "Filip", "3 u")
    else:
        kaart(t, "Filip").get_by_role("button", name=re.compile("^Zoals gepland: 3 u")).click()
    expect(kaart(t, "Filip").locator("strong.getal")).to_have_text("3 u", timeout=15000)
    assert bewaard(huis) == [("Filip", 180)]
    t.context.unroute("**/uren/?dag=*")

    # een vergeten dag in drie tikken: de dag, een knop, Bewaren
    kaart(t, KANARIE).locator(".open-dagen a").first.click()
    vul_in(t, KANARIE, "6 u")
    expect(kaart(t, KANARIE).locator("strong.getal")).to_have_text("6 u")
    t.ga("/uren/")
    wacht_tot(t.page, KLAAR)
    t.context.route("**/uren/inzenden/", lambda route: route.abort())
    t.context.set_offline(True)
    vul_in(t, KANARIE, "5 u")
    t.ziet("Nog niet verzonden (1)")
    t.context.set_offline(False)
    t.page.locator(".kop-gebruiker summary").click()
    t.druk("Afmelden")
    vraag = t.page.get_by_role("dialog")
    expect(vraag).to_contain_text("Nog niet verzonden (1)")
    t.fouten.clear()
    vraag.get_by_role("button", name="Toch afmelden").click()
    t.ziet("Je bent afgemeld.")
    kast = t.page.evaluate(KAST)
    assert (kast["rijen"], kast["hier"]) == (1, 0) and KANARIE not in kast["alles"]


def test_controle_zonder_versleuteling_staat_de_naam_er_wel(huis, telefoon):
    t = telefoon()

    def open_en_bloot(route):
        code = route.fetch().text()
        zonder = re.sub(r"await subtle\.encrypt\([^)]*\)", "tekst", code)
        assert zonder != code
        route.fulfill(body=zonder, content_type="text/javascript")

    t.context.route("**/js/buiten.js", open_en_bloot)
    t.meld_aan("mentor@aa.example", WACHTWOORD).ga("/uren/")
    wacht_tot(t.page, f"{KAST}.then((k) => k.hier === 2)")
    assert KANARIE in t.page.evaluate(KAST)["alles"]
