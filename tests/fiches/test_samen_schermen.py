"""Samen ondertekenen op het scherm: nakijken, tekenen, volgen, en wat iemand per ongeluk doet."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from aanmelding.grenzen import GRENZEN
from fiches import stappen
from fiches.enums import Status
from fiches.models import Fiche, Handtekening, Tekenronde
from fiches.selectie import HOOGSTENS, Keuze
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from organisaties.models import Bestuur
from taken.models import Taak
from tests.bouw import WACHTWOORD
from tests.fiches.veel import kopieen
from tests.hulp.aanmelding import code_van, geef_code_app
from tests.hulp.scherm import aantal, velden

pytestmark = pytest.mark.django_db
LIJST, SAMEN = "/fiches/", "/fiches/samen/"


@pytest.fixture
def fiches(huis):
    """Drie fiches ter ondertekening."""
    with huis.binnen():
        return [huis.fiche(), *kopieen(huis, 2)]


def formulier(antwoord, **anders):
    return velden(antwoord, "gezien") | {"wachtwoord": WACHTWOORD} | anders


def teken(browser, adres=SAMEN, **anders):
    return browser.post(adres, formulier(browser.get(adres), **anders), follow=True)


def getekend(huis):
    with huis.binnen():
        return Handtekening.objects.count()


# --- nakijken


def test_de_lijst_biedt_aan_samen_te_ondertekenen(huis, als, fiches):
    scherm = als(huis.leden["leidinggevende"]).get(LIJST)
    assertContains(scherm, "Alle 3 nakijken en ondertekenen")
    for fiche in fiches:
        assertContains(scherm, f'name="fiche" value="{fiche.pk}"')


def test_een_fiche_alleen_heeft_geen_vinkjes(huis, als):
    with huis.binnen():
        huis.fiche()
    scherm = als(huis.leden["leidinggevende"]).get(LIJST)
    assertNotContains(scherm, 'name="fiche"')
    assertNotContains(scherm, "nakijken en ondertekenen")


def test_nakijken_toont_elke_fiche_met_haar_sha_en_wat_je_verklaart(huis, als, fiches):
    scherm = als(huis.leden["leidinggevende"]).get(SAMEN)
    for fiche in fiches:
        assertContains(scherm, fiche.code)
        assertContains(scherm, f"sha256 {fiche.inhoud_sha256}")
    assertContains(
        scherm,
        "Ik heb deze fiche gelezen en teken ze af als direct leidinggevende van de mentor van Gemeente aa.",
        count=1,
    )
    assertContains(scherm, 'name="wachtwoord"', count=1)
    assertContains(scherm, "3 fiches ondertekenen</button>")
    assertContains(scherm, "Eerste versie", count=3)


def test_wat_wijzigde_staat_per_fiche(huis, als, fiches):
    with huis.binnen():
        stappen.terugsturen(huis.actor("hr"), fiches[0], reden="Te veel uren.")
        plek_stappen.wijzig(huis.actor("hr"), Leerwerkplek.objects.get(pk=huis.plek.pk), uren_per_maand=32)
        huis.fiche()
    scherm = als(huis.leden["leidinggevende"]).get(SAMEN)
    assertContains(scherm, "3 fiches, 1 gewijzigd sinds een vorige versie")
    assertContains(scherm, "Gewijzigd sinds versie 1")
    assertContains(scherm, "Versie 1 werd teruggestuurd: Te veel uren.")
    assertContains(scherm, "Was: 48 uur per maand<br>Nu: 32 uur per maand")


def test_enkel_wat_aangevinkt_is_en_onzin_telt_niet(huis, als, fiches):
    browser = als(huis.leden["leidinggevende"])
    scherm = browser.get(SAMEN, {"fiche": [fiches[0].pk, fiches[1].pk, "x", "9" * 30, 999999]})
    assert [k.fiche.pk for k in scherm.context["selectie"].te_tekenen] == [fiches[0].pk, fiches[1].pk]
    assertContains(scherm, "1 fiche: niet gevonden, of niet voor jou.")
    zonder = scherm.context["selectie"].te_tekenen[0].zonder
    assert [k.fiche.pk for k in browser.get(zonder).context["selectie"].te_tekenen] == [fiches[1].pk]
    alles = browser.get(browser.get(SAMEN).context["selectie"].te_tekenen[0].zonder)
    assert [k.fiche.pk for k in alles.context["selectie"].te_tekenen] == [f.pk for f in fiches[1:]]


def test_niets_aangevinkt_of_niets_te_doen(huis, als):
    browser = als(huis.leden["leidinggevende"])
    assertContains(browser.get(SAMEN), "Niets te ondertekenen")
    assertContains(browser.get(f"{SAMEN}?keuze="), "Niets te ondertekenen")
    assert browser.post(SAMEN, {"gezien": "x", "sleutel": "y"}).status_code == 200


def test_vijfhonderd_rijen_vragen_evenveel(huis, als, fiches, omvang):
    meer = omvang(210, 500)
    browser = als(huis.leden["leidinggevende"])

    def vragen():
        with CaptureQueriesContext(connection) as gezien:
            antwoord = browser.get(SAMEN)
        return aantal(gezien), antwoord

    browser.get(SAMEN)  # sjablonen en rechten zijn nu gelezen
    weinig, _ = vragen()
    with huis.binnen():
        kopieen(huis, meer - 3, voor="V")
    veel, antwoord = vragen()
    assert weinig == veel <= 15
    assert len(antwoord.context["selectie"].te_tekenen) == HOOGSTENS
    assertContains(
        antwoord, f"Je tekent hoogstens {HOOGSTENS} fiches tegelijk. De andere {meer - HOOGSTENS} volgen daarna."
    )


# --- tekenen


def test_samen_ondertekenen_in_een_keer(huis, als, fiches):
    browser = als(huis.leden["leidinggevende"])
    na = teken(browser)
    with huis.binnen():
        ronde = Tekenronde.objects.get()
        assert set(Fiche.objects.values_list("status", flat=True)) == {Status.ONDERTEKEND}
    assertRedirects(na, reverse("fiches:ronde", args=[ronde.pk]))
    assertContains(na, "<h1>3 fiches ondertekend</h1>")
    assertContains(na, "<strong>0 van 3</strong>")
    assertContains(na, "Wacht op het zegel", count=3)
    assertContains(na, 'role="status"')
    assertContains(na, '<noscript><meta http-equiv="refresh"')
    lijst = browser.get(LIJST)
    assertContains(lijst, "Samen ondertekend op")
    assertContains(lijst, reverse("fiches:ronde", args=[ronde.pk]))


def test_dubbele_klik_en_terug_en_nog_eens(huis, als, fiches):
    browser = als(huis.leden["leidinggevende"])
    gegevens = formulier(browser.get(SAMEN))
    for _ in range(2):
        na = browser.post(SAMEN, gegevens, follow=True)
    assertContains(na, "Je ondertekende deze keuze al.")
    assert getekend(huis) == 3
    with huis.binnen():
        assert Tekenronde.objects.count() == 1


def test_twee_tabbladen_met_dezelfde_keuze(huis, als, fiches):
    browser = als(huis.leden["leidinggevende"])
    keuze = Keuze(tuple(f.pk for f in fiches)).adres
    een, twee = formulier(browser.get(keuze)), formulier(browser.get(keuze))
    browser.post(keuze, een)
    na = browser.post(keuze, twee)
    assertContains(na, "Al ondertekend door Leidinggevende Van Aa op", count=3)
    assert getekend(huis) == 3


def test_een_tabblad_waarvan_een_deel_al_getekend_is(huis, als, fiches, teken_gegevens):
    """Wat al getekend was, staat er met de reden; de rest is getekend."""
    browser = als(huis.leden["leidinggevende"])
    gegevens = formulier(browser.get(SAMEN))
    browser.post(reverse("fiches:ondertekenen", args=[fiches[0].pk]), teken_gegevens(fiches[0]))
    na = browser.post(SAMEN, gegevens, follow=True)
    assertContains(na, "<h1>2 fiches ondertekend</h1>")
    assertContains(na, "1 fiche niet ondertekend")
    assertContains(na, "Deze fiche is al ondertekend.")
    assertNotContains(na, "Opnieuw nakijken")  # daar is niets meer te doen
    assert getekend(huis) == 3


def test_een_verkeerd_wachtwoord_tekent_niets_en_verliest_niets(huis, als, fiches):
    browser = als(huis.leden["leidinggevende"])
    keuze = Keuze((fiches[0].pk, fiches[1].pk)).adres
    na = teken(browser, keuze, wachtwoord="mis")
    assertContains(na, "Dit wachtwoord klopt niet.")
    assertNotContains(na, 'value="mis"')
    assert len(na.context["selectie"].te_tekenen) == 2 and getekend(huis) == 0
    browser.post(keuze, formulier(na))
    assert getekend(huis) == 2


def test_raden_kan_ook_hier_niet():
    """Dezelfde teller als bij één fiche; dat ze telt, bewijst `test_na_tien_verkeerde_wachtwoorden_is_het_wachten`."""
    assert GRENZEN["fiches:samen"] == GRENZEN["fiches:ondertekenen"]


def test_wie_kiest_moet_kiezen(huis, als, fiches):
    with huis.binnen():
        lid = huis.leden["directeur"]
        lid.rollen = ["directeur", "hr"]
        lid.save()
    browser = als(lid)
    scherm = browser.get(SAMEN)
    assertContains(scherm, "teken ze af als algemeen directeur van Gemeente aa.")
    assertContains(scherm, "teken ze af als verantwoordelijke HR van Gemeente aa.")
    assertContains(teken(browser), "Maak een keuze.")
    teken(browser, hoedanigheid="directeur")
    with huis.binnen():
        assert set(Handtekening.objects.values_list("hoedanigheid", flat=True)) == {"directeur"}


def test_een_beschadigd_formulier_zegt_wat_te_doen(huis, als, fiches):
    browser = als(huis.leden["leidinggevende"])
    goed = formulier(browser.get(SAMEN))
    for gezien in ("", "rommel", "1:kort:hr", "x:" + "0" * 64 + ":hr"):
        na = browser.post(SAMEN, goed | {"gezien": gezien})
        assert re.search("Herlaad de pagina en teken opnieuw|Vul dit in", na.content.decode()) and getekend(huis) == 0


# --- één terugsturen zonder de keuze te verliezen


def test_een_terugsturen_en_verder_met_de_rest(huis, als, fiches):
    browser = als(huis.leden["leidinggevende"])
    adres = Keuze(tuple(f.pk for f in fiches)).adres
    scherm = browser.get(adres)
    (link,) = set(re.findall(rf'href="(/fiches/{fiches[0].pk}/terugsturen/[^"]*)"', scherm.content.decode()))
    link = link.replace("&amp;", "&")
    assertContains(browser.get(link), f'href="{adres}"')  # Annuleren brengt je terug
    na = browser.post(link, {"reden": "De uren kloppen niet."}, follow=True)
    assertContains(na, "is teruggestuurd")
    assert [k.fiche.pk for k in na.context["selectie"].te_tekenen] == [f.pk for f in fiches[1:]]
    assert browser.get(link).url == Keuze(tuple(f.pk for f in fiches[1:])).adres  # nog eens is hetzelfde antwoord
    van_alles = f"/fiches/{fiches[0].pk}/terugsturen/?samen=ja"
    assert browser.get(van_alles).url == f"{SAMEN}?zonder={fiches[0].pk}"
    browser.post(na.redirect_chain[-1][0], formulier(na))
    assert getekend(huis) == 2


# --- volgen


def test_de_pagina_van_een_ronde_volgt_de_zegels(huis, als, fiches):
    browser = als(huis.leden["leidinggevende"])
    na = teken(browser)
    adres, teken_nu = na.redirect_chain[-1][0], na.context["stand"].teken
    htmx = {"HTTP_HX_REQUEST": "true"}
    assert browser.get(f"{adres}?gezien={teken_nu}", **htmx).status_code == 204
    with huis.binnen():
        taken = list(Taak.objects.filter(naam="fiches.verzegel", bestuur_id=huis.bestuur_id).order_by("pk"))
    Taak.objects.filter(pk=taken[0].pk).update(status="mislukt", fout="CertificaatVerlopen in sleutel.py:5")
    stuk = browser.get(f"{adres}?gezien={teken_nu}", **htmx)
    assertContains(stuk, "Het certificaat van het zegel is niet meer geldig. Vraag hulp aan de beheerder.")
    assertContains(stuk, 'id="stand-zin" hx-swap-oob')  # wie luistert, hoort het
    assertNotContains(stuk, "<html")
    opnieuw = browser.post(f"{adres}opnieuw/", follow=True)
    assertContains(opnieuw, "We proberen 1 zegel opnieuw.")
    assertContains(browser.post(f"{adres}opnieuw/", follow=True), "Er was niets opgegeven.")


def test_een_ronde_is_van_wie_tekende(huis, als, fiches):
    adres = teken(als(huis.leden["leidinggevende"])).redirect_chain[-1][0]
    for wie, status in (("hr", 404), ("controleur", 403)):
        browser = als(huis.leden[wie])
        assert (browser.get(adres).status_code, browser.post(f"{adres}opnieuw/").status_code) == (status, status), wie
        assert browser.get(SAMEN).status_code == (200 if status == 404 else 403)
    assert als(huis.leden["leidinggevende"]).post(adres).status_code == 405


def test_andermans_fiches_zijn_er_niet(huis, als, fiches):
    with huis.binnen():
        ander = huis.lid("ander", "leidinggevende")
    scherm = als(ander).get(Keuze(tuple(f.pk for f in fiches)).adres)
    assertContains(scherm, "3 fiches: niet gevonden, of niet voor jou.")
    assertNotContains(scherm, fiches[0].code)


def test_als_plaatsvervanger_op_het_scherm(huis, als, fiches):
    from django.utils import timezone

    from beheer.stappen import plaatsvervanging as aanduiden

    with huis.binnen():
        aanduiden.duid_aan(
            huis.actor("beheerder"),
            voor=huis.leden["directeur"],
            plaatsvervanger=huis.leden["beheerder"],
            hoedanigheid="directeur",
            van=timezone.localdate(),
            tot=timezone.localdate(),
            referentie="besluit 12",
        )
    browser = als(huis.leden["beheerder"])
    zin = "als plaatsvervanger van Directeur Van Aa, algemeen directeur (referentie besluit 12)"
    assertContains(browser.get(SAMEN), zin)
    assertContains(teken(browser), "3 fiches ondertekend")
    with huis.binnen():
        for handtekening in Handtekening.objects.all():
            assert zin.removeprefix("als ") == handtekening.als and zin in handtekening.verklaring


def test_wie_een_code_heeft_bevestigt_een_keer_en_houdt_de_keuze(huis, als, fiches):
    """De keuze staat er na het bevestigen nog, en elke fiche is getekend na één bevestiging."""
    gebruiker = huis.leden["leidinggevende"].gebruiker
    geef_code_app(gebruiker)
    browser = als(huis.leden["leidinggevende"])
    adres = Keuze((fiches[0].pk, fiches[1].pk)).adres
    scherm = browser.get(adres)
    assertContains(scherm, "Bevestig eerst dat jij het bent")
    assertNotContains(scherm, 'name="wachtwoord"')
    assertContains(browser.post(adres, formulier(scherm)), "Bevestig eerst dat jij het bent. De vijf minuten")
    vraag = browser.get(scherm.context["bevestig_adres"], follow=True).request[
        "QUERY_STRING"
    ]  # waar je de manier kiest
    na = browser.post(f"{reverse('mfa_reauthenticate')}?{vraag}", {"code": code_van(gebruiker)})
    assert na.status_code == 302 and na.url == f"{adres}#ondertekenen"
    klaar = browser.post(adres, formulier(browser.get(adres)), follow=True)
    assertContains(klaar, "<h1>2 fiches ondertekend</h1>")


def test_waar_niemand_in_de_toepassing_tekent(huis, als, fiches):
    """Kiest een bestuur enkel andere manieren, dan is er ook niets samen te tekenen, en zegt het scherm waar wel."""
    with huis.binnen():
        Bestuur.objects.filter(pk=huis.bestuur_id).update(teken_toepassing=False, teken_papier=True)
    browser = als(huis.leden["leidinggevende"])
    assertNotContains(browser.get(LIJST), "nakijken en ondertekenen")
    for antwoord in (browser.get(SAMEN, follow=True), browser.post(SAMEN, {"gezien": "x"}, follow=True)):
        assertContains(antwoord, "Dit bestuur ondertekent niet in de toepassing.")
    assert getekend(huis) == 0
