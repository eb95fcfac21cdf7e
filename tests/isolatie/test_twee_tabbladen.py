"""Eén persoon, twee besturen, twee tabbladen: niets komt bij het verkeerde bestuur terecht."""

from datetime import date

import pytest
from django.urls import reverse

from leerwerkplekken.models import Leerwerkplek
from organisaties import isolatie
from organisaties.models import GlowPartner, Lidmaatschap, Partnerlid, Samenwerking
from tests.bouw import Huis
from tests.hulp.huizen import eens
from tests.hulp.scherm import meld_aan, velden

pytestmark = pytest.mark.django_db

NIEUW = "/leerwerkplekken/nieuw/"


gebouwd_huis, huizen = eens(lambda: (Huis("aa"), Huis("bb")))


@pytest.fixture
def klant(huizen):
    """HR bij aa én bij bb, en ook nog medewerker van een GLOW-partner."""
    aa, bb = huizen
    gebruiker = aa.leden["hr"].gebruiker
    with bb.binnen():
        Lidmaatschap.objects.create(bestuur=bb.bestuur, gebruiker=gebruiker, rollen=["hr"])
    with isolatie.namens(glowpartner=aa.partner.pk):
        Partnerlid.objects.create(glowpartner=aa.partner, gebruiker=gebruiker)
    return meld_aan(gebruiker)


def kies(klant, huis):
    assert klant.post("/kies/", {"waarde": f"b{huis.bestuur_id}"}).status_code == 302


def aantal(huis):
    with huis.binnen():
        return Leerwerkplek.objects.count()


def ingevuld(klant):
    return velden(klant.get(NIEUW), "functie") | {"functie": "bakker"}


def test_een_formulier_van_het_ene_bestuur_bewaart_niets_bij_het_andere(klant, huizen):
    aa, bb = huizen
    kies(klant, aa)
    tab_een = ingevuld(klant)
    assert tab_een["voor_wie"] == f"b{aa.bestuur_id}"
    kies(klant, bb)  # in een tweede tabblad
    antwoord = klant.post(NIEUW, tab_een, headers={"Referer": f"http://testserver{NIEUW}?van="})
    assert antwoord.status_code == 409
    tekst = antwoord.content.decode()
    assert "Dit formulier was voor <strong>Gemeente AA</strong>" in tekst
    assert "Intussen werk je voor <strong>Gemeente BB</strong>" in tekst and "data-behoud" in tekst
    assert (aantal(aa), aantal(bb)) == (1, 1)

    terug = velden(antwoord, "terug")
    assert terug["terug"] == f"{NIEUW}?van="
    naar = klant.post("/kies/", terug | {"waarde": f"b{aa.bestuur_id}"})
    assert (naar.status_code, naar["Location"]) == (302, f"{NIEUW}?van=")
    assert klant.post(NIEUW, tab_een).status_code == 302  # hetzelfde formulier, nu wel
    assert (aantal(aa), aantal(bb)) == (2, 1)


def test_door_elkaar_in_twee_tabbladen(klant, huizen):
    """Twintig keer wisselen en bewaren: wat het formulier zegt, gebeurt, of er gebeurt niets."""
    aa, bb = huizen
    formulieren = {}
    for huis in huizen:
        kies(klant, huis)
        formulieren[huis.slug] = ingevuld(klant)
    bewaard = {"aa": 1, "bb": 1}
    for ronde in range(20):
        zit, wil = huizen[ronde % 2], huizen[(ronde // 2) % 2]
        kies(klant, zit)
        gegevens = formulieren[wil.slug] | {"code": f"{wil.slug}-{ronde}"}
        antwoord = klant.post(NIEUW, gegevens)
        assert antwoord.status_code == (302 if zit is wil else 409)
        bewaard[wil.slug] += zit is wil
    assert (aantal(aa), aantal(bb)) == (bewaard["aa"], bewaard["bb"]) == (6, 6)
    for huis in huizen:
        with huis.binnen():
            codes = Leerwerkplek.objects.exclude(pk=huis.plek.pk).values_list("code", flat=True)
            assert all(code.startswith(huis.slug) for code in codes)


def test_zonder_veld_bewaart_wie_meer_keuzes_heeft_niets(klant, huizen):
    gegevens = ingevuld(klant)
    for waarde in (None, "", "b0", "x", "b" + "9" * 30):
        anders = {k: v for k, v in gegevens.items() if k != "voor_wie"} | (
            {} if waarde is None else {"voor_wie": waarde}
        )
        antwoord = klant.post(NIEUW, anders)
        assert antwoord.status_code == 409
        assert "We weten niet meer voor wie dit formulier was" in antwoord.content.decode()
    assert aantal(huizen[0]) == 1


def test_wie_een_keuze_heeft_merkt_er_niets_van(huizen):
    aa, bb = huizen
    klant = meld_aan(aa.leden["hr"].gebruiker)
    gegevens = ingevuld(klant)
    assert klant.post(NIEUW, gegevens | {"voor_wie": f"b{bb.bestuur_id}"}).status_code == 409
    del gegevens["voor_wie"]
    assert klant.post(NIEUW, gegevens).status_code == 302


def test_een_ingetrokken_rol_maakt_van_een_oud_formulier_geen_nieuw(klant, huizen):
    """De enige keuze die overblijft is een andere dan die op het formulier: niets bewaard."""
    aa, bb = huizen
    kies(klant, aa)
    tab = ingevuld(klant)
    with aa.binnen():
        Lidmaatschap.objects.filter(pk=aa.leden["hr"].pk).update(rollen=["hr"], tot=date(2020, 1, 1))
    antwoord = klant.post(NIEUW, tab)
    assert antwoord.status_code == 409 and "We weten niet meer voor wie" in antwoord.content.decode()
    assert (aantal(aa), aantal(bb)) == (1, 1)


def test_htmx_gaat_naar_een_hele_pagina(klant, huizen):
    aa, bb = huizen
    kies(klant, aa)
    tab = ingevuld(klant)
    kies(klant, bb)
    antwoord = klant.post(NIEUW, tab, headers={"HX-Request": "true", "Referer": f"http://testserver{NIEUW}"})
    assert antwoord.status_code == 409
    pagina = klant.get(antwoord["HX-Redirect"])
    assert pagina.status_code == 200 and "Verder voor Gemeente AA" in pagina.content.decode()
    assert velden(pagina, "terug")["terug"] == NIEUW


def test_de_weg_terug_blijft_in_huis(klant, huizen):
    aa, bb = huizen
    kies(klant, aa)
    tab = ingevuld(klant)
    kies(klant, bb)
    antwoord = klant.post(NIEUW, tab, headers={"Referer": "https://elders.example/x"})
    assert velden(antwoord, "terug")["terug"] == NIEUW
    naar = klant.post("/kies/", {"waarde": f"b{aa.bestuur_id}", "terug": "https://elders.example/x"})
    assert naar["Location"] == "/"
    assert velden(klant.get("/kies/?terug=//elders.example"), "terug")["terug"] == "/"


def test_als_partner_en_als_bestuur(klant, huizen):
    """De partnerrol ziet enkel het aangebodene; terug bij het bestuur is alles weer van het bestuur."""
    aa, bb = huizen
    with bb.binnen():
        Samenwerking.objects.create(bestuur=bb.bestuur, glowpartner=aa.partner, code="ook")
    assert klant.post("/kies/", {"waarde": f"g{aa.partner.pk}"}).status_code == 302
    pagina = klant.get("/").content.decode()
    assert "Vrije leerwerkplekken" in pagina and 'data-label="Bestuur">Gemeente BB' not in pagina
    assert klant.get(reverse("leerwerkplekken")).status_code == 403
    kies(klant, bb)
    assert klant.get(reverse("leerwerkplekken:takenlijst", args=[bb.plek.pk])).status_code == 200
    assert klant.get(reverse("leerwerkplekken:takenlijst", args=[aa.plek.pk])).status_code == 404


def test_kiezen_als_pagina(klant, huizen):
    pagina = klant.get("/kies/").content.decode()
    assert "Voor wie werk je?" in pagina
    assert all(f'value="b{huis.bestuur_id}"' in pagina for huis in huizen)
    vreemde = GlowPartner.objects.create(naam="Vreemd", email="vreemd@partner.example")
    assert klant.post("/kies/", {"waarde": f"g{vreemde.pk}"}).status_code == 404


def test_een_vergeten_recht_van_de_controleur_is_een_403_in_het_nederlands(huizen, monkeypatch):
    """`toegang` zegt per ongeluk ja; de database weigert, en het scherm zegt dat dit niet mag."""
    from organisaties import toegang

    aa, _ = huizen
    klant = meld_aan(aa.leden["controleur"].gebruiker)
    url = reverse("leerwerkplekken:sluit", args=[aa.plek.pk])
    monkeypatch.setitem(toegang.ACTEN, "leerwerkplek.bewerken", frozenset({"hr", "controleur"}))
    monkeypatch.setitem(toegang.ACTEN, "leerwerkplek.zien", frozenset({"hr", "controleur"}))
    for gegevens in ({}, {"wat": "sluit"}):
        antwoord = klant.post(url, gegevens)
        assert antwoord.status_code == 403
        assert "Je rol laat dit niet toe" in antwoord.content.decode()
    with aa.binnen():
        assert Leerwerkplek.objects.get().status != "gesloten"
    hr = meld_aan(aa.leden["hr"].gebruiker)
    assert hr.post(url, {}).status_code == 302  # de controle: wie wel mag, kan het
