"""De schermen, als de mensen die ze gebruiken: lezen, indienen, ondertekenen, terugsturen."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from fiches import stappen
from fiches.enums import Status
from fiches.models import Fiche, Handtekening
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import Huis
from tests.hulp.scherm import aantal


@pytest.fixture
def fiche(huis):
    with huis.binnen():
        return huis.fiche()


def pagina(fiche):
    return reverse("fiches:fiche", args=[fiche.pk])


def teken_adres(fiche):
    return reverse("fiches:ondertekenen", args=[fiche.pk])


def staat(huis, fiche):
    with huis.binnen():
        return Fiche.objects.get(pk=fiche.pk).status, Handtekening.objects.filter(fiche=fiche).count()


def wijzig(huis, **anders):
    with huis.binnen():
        plek_stappen.wijzig(huis.actor("hr"), Leerwerkplek.objects.get(pk=huis.plek.pk), **anders)


# --- nakijken en indienen


def test_nakijken_toont_alles_met_een_weg_terug(huis, als):
    scherm = als(huis.leden["hr"]).get(reverse("fiches:nakijken", args=[huis.plek.pk]))
    for stuk in (
        "onkruid wieden",
        "doorzetten",
        "Mentor Van Aa",
        "Leidinggevende Van Aa",
        "Partner aa",
        "48 uur per maand",
    ):
        assertContains(scherm, stuk)
    for stap in ("gegevens", "taken", "mentor", "plan", "rollen", "aanbod"):
        assertContains(scherm, f'href="{reverse(f"leerwerkplekken:{stap}", args=[huis.plek.pk])}"')
    assertContains(scherm, "Fiche indienen")


def test_indienen_zegt_wat_er_gebeurt(huis, als):
    adres = reverse("fiches:nakijken", args=[huis.plek.pk])
    scherm = als(huis.leden["hr"]).post(adres, follow=True)
    assertContains(scherm, "is ingediend")
    assertContains(scherm, "De leeskopie wordt gemaakt…")
    assertContains(scherm, 'hx-trigger="load delay:2s"')
    with huis.binnen():
        assert Fiche.objects.get().status == Status.TER_ONDERTEKENING


def test_twee_tabbladen_dienen_een_keer_in(huis, als):
    adres = reverse("fiches:nakijken", args=[huis.plek.pk])
    browser = als(huis.leden["hr"])
    browser.post(adres)
    tweede = browser.post(adres)
    assertContains(tweede, "ligt al ter ondertekening")
    assertNotContains(tweede, "Fiche indienen</button>")
    with huis.binnen():
        assert Fiche.objects.count() == 1


def test_wat_ontbreekt_wordt_genoemd_bij_de_stap(huis, als):
    wijzig(huis, taken=[], mentor=None)
    adres = reverse("fiches:nakijken", args=[huis.plek.pk])
    scherm = als(huis.leden["hr"]).get(adres)
    assertContains(scherm, "Dit ontbreekt nog")
    assertContains(scherm, "Noem minstens één taak.", count=2)  # bovenaan en bij de stap
    assertContains(scherm, "Kies een mentor.", count=2)
    assertNotContains(scherm, "Fiche indienen</button>")
    assertContains(als(huis.leden["hr"]).post(adres), "De fiche is niet ingediend")


def test_een_nieuwe_versie_toont_wat_wijzigde(huis, als):
    with huis.binnen():
        huis.ondertekende_fiche()
    als(huis.leden["hr"])
    adres = reverse("fiches:nakijken", args=[huis.plek.pk])
    assertContains(als(huis.leden["hr"]).get(adres), "Er is niets gewijzigd sinds versie 1")
    wijzig(huis, uren_per_maand=32, taken=["onkruid wieden"])
    scherm = als(huis.leden["hr"]).get(adres)
    assertContains(scherm, "Gewijzigd sinds versie 1")
    assertContains(scherm, "Uren en Taken.")
    assertContains(scherm, "48 uur per maand")  # wat de vorige versie zei
    als(huis.leden["hr"]).post(adres)
    with huis.binnen():
        tweede = Fiche.objects.get(versie=2)
    getoond = als(huis.leden["leidinggevende"]).get(pagina(tweede))
    assertContains(getoond, "Gewijzigd sinds versie 1")
    assertContains(getoond, "Was: 48 uur per maand<br>Nu: 32 uur per maand")
    assertContains(getoond, "Weg: hagen snoeien")
    assertContains(getoond, "hagen snoeien", count=2)  # bovenaan in woorden, en bij het veld zelf


# --- de lijst


def test_de_lijst_toont_enkel_wat_je_kan_ondertekenen(huis, als, fiche):
    adres = reverse("fiches:te_ondertekenen")
    with huis.binnen():
        ander = huis.lid("ander", "leidinggevende")
    assertContains(als(huis.leden["leidinggevende"]).get(adres), fiche.code)
    assertContains(als(huis.leden["directeur"]).get(adres), '<span class="aantal">1</span>')
    assertContains(als(ander).get(adres), "Alles is ondertekend")


def test_de_lijst_toont_wat_je_ondertekende(huis, als):
    with huis.binnen():
        fiche = huis.ondertekende_fiche()
    scherm = als(huis.leden["leidinggevende"]).get(reverse("fiches:te_ondertekenen"))
    assertContains(scherm, "Door jou ondertekend")
    assertContains(scherm, "15/06/2023 om 12:00")
    assertContains(als(huis.leden["leidinggevende"]).get(reverse("fiches:ondertekend")), fiche.code)
    assertContains(als(huis.leden["hr"]).get(reverse("fiches:ondertekend")), "Nog niets ondertekend")


def aantal_vragen(browser, adres):
    browser.get(adres)  # sjablonen en rechten zijn nu gelezen
    with CaptureQueriesContext(connection) as vragen:
        antwoord = browser.get(adres)
    return aantal(vragen), antwoord


@pytest.mark.parametrize("naam", ["fiches:te_ondertekenen", "fiches:ondertekend"])
def test_evenveel_vragen_bij_een_als_bij_meer(db, als, naam):
    klein, groot = Huis("k"), Huis("g", plekken=6)
    aantallen = []
    for huis in (klein, groot):
        with huis.binnen():
            for plek in huis.plekken:
                huis.ondertekende_fiche(plek)
                plek_stappen.wijzig(huis.actor("hr"), plek, functie="magazijnier")
                huis.fiche(plek)
        aantal, antwoord = aantal_vragen(als(huis.leden["leidinggevende"]), reverse(naam))
        assert len(antwoord.context["pagina"]) == len(huis.plekken)
        aantallen.append(aantal)
    assert aantallen[0] == aantallen[1] <= 16  # een ervan: mag deze leidinggevende ook maandstaten bevestigen (menu)


def test_de_fiche_vraagt_evenveel_bij_meer_versies(huis, als, fiche):
    browser = als(huis.leden["leidinggevende"])
    with huis.binnen():
        stappen.terugsturen(huis.actor("hr"), fiche, reden="eerst")
        tweede = huis.fiche()
    voor, _ = aantal_vragen(browser, pagina(tweede))
    with huis.binnen():
        for keer in range(4):
            stappen.terugsturen(huis.actor("hr"), tweede, reden=f"nog {keer}")
            tweede = huis.fiche()
    assert aantal_vragen(browser, pagina(tweede))[0] == voor <= 21


# --- ondertekenen


def test_ondertekenen(huis, als, fiche, teken_gegevens):
    browser = als(huis.leden["leidinggevende"])
    scherm = browser.get(pagina(fiche))
    zin = "Ik heb deze fiche gelezen en teken ze af als direct leidinggevende van de mentor van Gemeente aa."
    assertContains(scherm, zin)
    assertContains(scherm, fiche.inhoud_sha256, count=2)  # te lezen, en verborgen in het formulier
    na = browser.post(teken_adres(fiche), teken_gegevens(fiche), follow=True)
    assertRedirects(na, pagina(fiche))
    assertContains(na, "Ondertekend als direct leidinggevende van de mentor.")
    assertContains(na, "Zegel volgt.")
    assertNotContains(na, 'name="wachtwoord"')
    with huis.binnen():
        handtekening = Handtekening.objects.get()
    assert (handtekening.verklaring, handtekening.inhoud_sha256) == (zin, fiche.inhoud_sha256)


def test_wie_meer_rollen_heeft_kiest_wat_hij_verklaart(huis, als, fiche, teken_gegevens):
    with huis.binnen():
        lid = huis.leden["directeur"]
        lid.rollen = ["directeur", "hr"]
        lid.save()
    browser = als(lid)
    scherm = browser.get(pagina(fiche))
    assertContains(scherm, "teken ze af als algemeen directeur van Gemeente aa.")
    assertContains(scherm, "teken ze af als verantwoordelijke HR van Gemeente aa.")
    assertContains(browser.post(teken_adres(fiche), teken_gegevens(fiche, "")), "Maak een keuze.")
    browser.post(teken_adres(fiche), teken_gegevens(fiche, "hr"))
    with huis.binnen():
        assert Handtekening.objects.get().hoedanigheid == "hr"


def test_al_ondertekend_is_een_antwoord(huis, als, fiche, teken_gegevens):
    browser = als(huis.leden["leidinggevende"])
    browser.post(teken_adres(fiche), teken_gegevens(fiche))
    tweede = browser.post(teken_adres(fiche), teken_gegevens(fiche), follow=True)
    assert tweede.status_code == 200
    assertContains(tweede, "Deze fiche is al ondertekend, door Leidinggevende Van Aa op")
    assert staat(huis, fiche) == (Status.ONDERTEKEND, 1)


def test_intussen_teruggestuurd_is_een_antwoord(huis, als, fiche, teken_gegevens):
    with huis.binnen():
        stappen.terugsturen(huis.actor("hr"), fiche, reden="Wacht nog.")
    na = als(huis.leden["leidinggevende"]).post(teken_adres(fiche), teken_gegevens(fiche), follow=True)
    assertContains(na, "intussen teruggestuurd")
    assert staat(huis, fiche) == (Status.TERUGGESTUURD, 0)


def test_een_verkeerd_wachtwoord_tekent_niet(huis, als, fiche, teken_gegevens):
    na = als(huis.leden["leidinggevende"]).post(teken_adres(fiche), teken_gegevens(fiche, wachtwoord="mis"))
    assertContains(na, "Dit wachtwoord klopt niet.")
    assertNotContains(na, 'value="mis"')
    assert staat(huis, fiche) == (Status.TER_ONDERTEKENING, 0)


def test_na_tien_verkeerde_wachtwoorden_is_het_wachten(huis, als, fiche, teken_gegevens):
    browser = als(huis.leden["leidinggevende"])
    for _ in range(10):
        assert browser.post(teken_adres(fiche), teken_gegevens(fiche, wachtwoord="mis")).status_code == 200
    juist = browser.post(teken_adres(fiche), teken_gegevens(fiche))
    assertContains(juist, "Wacht tot", status_code=429)
    assert staat(huis, fiche) == (Status.TER_ONDERTEKENING, 0)
    na = als(huis.leden["directeur"]).post(teken_adres(fiche), teken_gegevens(fiche, "directeur"), follow=True)
    assertContains(na, "Ondertekend als algemeen directeur.")  # de teller is per persoon


def test_een_andere_sha_wordt_geweigerd(huis, als, fiche, teken_gegevens):
    na = als(huis.leden["leidinggevende"]).post(teken_adres(fiche), teken_gegevens(fiche, inhoud_sha256="0" * 64))
    assertContains(na, "niet die welke je gelezen hebt")
    assert staat(huis, fiche) == (Status.TER_ONDERTEKENING, 0)


def test_de_mentor_leest_waarom_tekenen_niet_kan(huis, als, fiche, teken_gegevens):
    with huis.binnen():
        lid = huis.leden["mentor"]
        lid.rollen = ["mentor", "hr"]
        lid.save()
    browser = als(lid)
    scherm = browser.get(pagina(fiche))
    assertContains(scherm, "Je bent de mentor van deze plek. Laat iemand anders tekenen.")
    assertNotContains(scherm, 'name="wachtwoord"')
    assert browser.post(teken_adres(fiche), teken_gegevens(fiche, "hr")).status_code == 403
    assertContains(browser.get(reverse("fiches:te_ondertekenen")), "Alles is ondertekend")
    assert staat(huis, fiche) == (Status.TER_ONDERTEKENING, 0)


def test_een_get_op_ondertekenen_brengt_je_naar_de_fiche(huis, als, fiche):
    assertRedirects(als(huis.leden["directeur"]).get(teken_adres(fiche)), pagina(fiche))


def test_een_andere_mentor_geeft_een_signaal(huis, als):
    from mentoren import stappen as mentor_stappen

    with huis.binnen():
        fiche = huis.ondertekende_fiche()
        nieuw = mentor_stappen.maak_mentor(
            huis.installatie,
            huis.lid("mentor2", "mentor"),
            organisatie=huis.organisatie,
            dienst="Groendienst",
            leidinggevende=huis.leden["leidinggevende"],
            vanaf=date(2023, 1, 1),
        )
    wijzig(huis, mentor=nieuw)
    scherm = als(huis.leden["hr"]).get(pagina(fiche))
    assertContains(scherm, "De plek heeft nu een andere mentor")
    assertContains(scherm, "Mentor Van Aa")  # de fiche zelf noemt wie het was
    assertNotContains(scherm, "Mentor2")


# --- terugsturen


def test_terugsturen_vraagt_een_reden_en_hr_ziet_ze(huis, als, fiche):
    adres = reverse("fiches:terugsturen", args=[fiche.pk])
    browser = als(huis.leden["leidinggevende"])
    assertContains(browser.post(adres, {"reden": " "}), "Zeg waarom je de fiche terugstuurt.")
    na = browser.post(adres, {"reden": "De uren kloppen niet."}, follow=True)
    assertContains(na, "is teruggestuurd")
    assertNotContains(na, "De uren kloppen niet.")  # de lijst van wie terugstuurt
    hr = als(huis.leden["hr"])
    lijst = hr.get(reverse("fiches:te_ondertekenen"))
    assertContains(lijst, "De uren kloppen niet.")
    assertContains(lijst, reverse("fiches:nakijken", args=[huis.plek.pk]))
    assertContains(hr.get(pagina(fiche)), "Teruggestuurd door Leidinggevende Van Aa")
    nakijken = reverse("fiches:nakijken", args=[huis.plek.pk])
    assertContains(hr.get(nakijken), "De uren kloppen niet.")
    assertContains(hr.post(nakijken, follow=True), "versie 2, is ingediend")
    assertNotContains(hr.get(reverse("fiches:te_ondertekenen")), "De uren kloppen niet.")


# --- wie mag waar

ROLLEN = ["hr", "mentor", "leidinggevende", "directeur", "coordinator", "controleur", "beheerder"]
LEZEN = {"hr", "leidinggevende", "directeur", "coordinator"}  # een controleur: zie tests/controles
TEKENEN = {"hr", "leidinggevende", "directeur"}


@pytest.mark.parametrize("rol", ROLLEN)
def test_rol_en_adres(huis, als, fiche, rol):
    adressen = {
        reverse("fiches:te_ondertekenen"): TEKENEN,
        reverse("fiches:ondertekend"): TEKENEN,
        reverse("fiches:nakijken", args=[huis.plek.pk]): {"hr"},
        pagina(fiche): LEZEN,
        reverse("fiches:stand", args=[fiche.pk]): LEZEN,
        reverse("fiches:terugsturen", args=[fiche.pk]): TEKENEN,
    }
    browser = als(huis.leden[rol])
    uitkomst = {adres: browser.get(adres).status_code for adres in adressen}
    assert uitkomst == {adres: 200 if rol in wie else 403 for adres, wie in adressen.items()}
    posten = {teken_adres(fiche): TEKENEN, reverse("fiches:nakijken", args=[huis.plek.pk]): {"hr"}}
    for adres, wie in posten.items():
        assert (browser.post(adres).status_code == 403) == (rol not in wie)


def test_een_ander_bestuur_bestaat_niet(huis, als, fiche, teken_gegevens):
    vreemd = Huis("bb")
    for rol in ("hr", "directeur", "leidinggevende"):
        browser = als(vreemd.leden[rol])
        assert browser.get(pagina(fiche)).status_code == 404
        assert browser.get(reverse("fiches:document", args=[fiche.pk, "leeskopie"])).status_code == 404
    browser = als(vreemd.leden["directeur"])
    assert browser.post(teken_adres(fiche), teken_gegevens(fiche, "directeur")).status_code == 404
    assert als(vreemd.leden["hr"]).get(reverse("fiches:nakijken", args=[huis.plek.pk])).status_code == 404
    assert staat(huis, fiche) == (Status.TER_ONDERTEKENING, 0)


def test_leidinggevende_ziet_de_fiche_van_een_andere_mentor_niet(huis, als, fiche, teken_gegevens):
    with huis.binnen():
        ander = huis.lid("ander", "leidinggevende")
    browser = als(ander)
    assert browser.get(pagina(fiche)).status_code == 404
    assert browser.post(teken_adres(fiche), teken_gegevens(fiche)).status_code == 404


def test_partner_en_wie_niet_aangemeld_is_komen_er_niet_in(huis, client, fiche):
    for adres in (pagina(fiche), reverse("fiches:te_ondertekenen")):
        antwoord = client.get(adres)
        assert antwoord.status_code == 302 and antwoord.url.startswith(reverse("account_login"))
    client.force_login(huis.partnerlid.gebruiker)
    assert client.get(pagina(fiche)).status_code == 403


# --- de documenten


@pytest.mark.django_db(transaction=True)
def test_de_stand_volgt_het_document_tot_het_zegel(als, teken_gegevens):
    huis = Huis()
    with huis.binnen():
        fiche = huis.fiche()
    browser = als(huis.leden["directeur"])
    stand = reverse("fiches:stand", args=[fiche.pk])

    def adres(soort):
        return reverse("fiches:document", args=[fiche.pk, soort])

    def werk_af():
        assert voer_alles_uit(*Taak.objects.filter(status="wacht").values_list("pk", flat=True)) == []

    assertContains(browser.get(stand), "De leeskopie wordt gemaakt…")
    assert browser.get(adres("leeskopie")).status_code == 404
    werk_af()
    assertContains(browser.get(stand), adres("leeskopie"))
    assertNotContains(browser.get(stand), "hx-get")
    browser.post(teken_adres(fiche), teken_gegevens(fiche, "directeur"))
    assertContains(browser.get(stand), "Zegel volgt.")
    assertNotContains(browser.get(stand), adres("leeskopie"))  # wie getekend heeft, wacht op het echte blad
    werk_af()
    scherm = browser.get(stand)
    assertContains(scherm, adres("verzegeld"))
    assertContains(scherm, "niveau B-B")
    for extra, wijze in (("", "inline"), ("?bewaar=ja", "attachment")):
        antwoord = browser.get(adres("verzegeld") + extra)
        assert antwoord["Content-Type"] == "application/pdf"
        assert antwoord["Content-Disposition"] == f'{wijze}; filename="{fiche.code}-v1.pdf"'
        assert b"".join(antwoord.streaming_content).startswith(b"%PDF-")
    assert browser.get(adres("onbekend")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_een_opgegeven_taak_zegt_wat_te_doen(als):
    huis = Huis()
    with huis.binnen():
        fiche = huis.ondertekende_fiche()
    Taak.objects.filter(naam="fiches.verzegel").update(status="mislukt", fout="SchijfVol in sleutel.py:1")
    scherm = als(huis.leden["hr"]).get(pagina(fiche))
    assertContains(scherm, "Het verzegelen lukte niet")
    assertContains(scherm, "Vraag de beheerder om het opnieuw te proberen.")
    assertNotContains(scherm, "hx-get")
