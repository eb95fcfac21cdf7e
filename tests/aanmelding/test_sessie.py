"""Dertig minuten stil of tien uur lang: voorbij. Een ingetrokken rol, account of sessie telt bij het volgende verzoek."""

import re
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aanmelding import regels
from tests.bouw import WACHTWOORD
from tests.hulp.scherm import meld_aan

MINUUT, UUR = 60, 3600


def echt_aangemeld(lid, **koppen) -> Client:
    """Via het aanmeldscherm, zoals een mens."""
    klant = Client(headers=koppen)
    na = klant.post(reverse("account_login"), {"login": lid.gebruiker.email, "password": WACHTWOORD})
    assert na.status_code == 302 and na.url == "/", na
    return klant


def binnen(klant) -> bool:
    antwoord = klant.get("/")
    assert antwoord.status_code in (200, 302)
    return antwoord.status_code == 200


# --- dertig minuten stil


@pytest.mark.parametrize(("seconden", "nog"), [(30 * MINUUT - 1, True), (30 * MINUUT, False), (30 * MINUUT + 1, False)])
def test_stil_op_de_grens(huis, klok, seconden, nog):
    klant = echt_aangemeld(huis.leden["hr"])
    klok.ga(seconden)
    assert binnen(klant) is nog


def test_zonder_de_grens_valt_de_test_door_de_mand(huis, klok, monkeypatch):
    """Positieve controle: zonder de regel is iemand na een halve dag nog altijd binnen."""
    klant = meld_aan(huis.leden["hr"].gebruiker)
    assert binnen(klant)
    monkeypatch.setattr(regels, "voorbij", lambda *_: False)
    klok.ga(9 * UUR)
    assert binnen(klant)


def test_bezig_zijn_schuift_de_grens_op(huis, klok):
    klant = echt_aangemeld(huis.leden["hr"])
    for _ in range(4):
        klok.ga(29 * MINUUT)
        assert binnen(klant)


def test_kijken_hoe_ver_iets_staat_is_niet_bezig_zijn(huis, klok):
    klant = echt_aangemeld(huis.leden["hr"])
    for _ in range(2):
        klok.ga(14 * MINUUT)
        assert klant.get("/", headers={"X-Peiling": "1"}).status_code == 200
        assert klant.get(reverse("account_sessie")).json()["rest"] > 0
    klok.ga(2 * MINUUT)
    assert not binnen(klant)


def test_elk_scherm_dat_uit_zichzelf_kijkt_zegt_dat():
    kijkers = re.compile(r"<[^>]*hx-trigger=\"[^\"]*(?:every|load delay)[^>]*>", re.S)
    gevonden = [
        (p.name, tag)
        for p in Path(settings.BASIS, "templates").rglob("*.html")
        for tag in kijkers.findall(p.read_text())
    ]
    assert len(gevonden) >= 2 and [naam for naam, tag in gevonden if "X-Peiling" not in tag] == []


# --- tien uur


@pytest.mark.parametrize(("over", "nog"), [(1, True), (0, False)])
def test_tien_uur_op_de_grens(huis, klok, over, nog):
    klant = echt_aangemeld(huis.leden["hr"])
    for _ in range(23):
        klok.ga(25 * MINUUT)
        assert binnen(klant)
    klok.ga(10 * UUR - 23 * 25 * MINUUT - over)
    assert binnen(klant) is nog


# --- wat er nog over is


def test_het_einde_van_de_sessie_als_gegeven(huis, klok):
    klant, adres = echt_aangemeld(huis.leden["hr"]), reverse("account_sessie")
    assert klant.get(adres).json() == {"rest": 1800, "verlengbaar": True}
    klok.ga(28 * MINUUT)
    assert klant.get(adres).json()["rest"] == 120
    assert klant.post(adres).json()["rest"] == 1800
    for _ in range(20):
        klok.ga(27 * MINUUT)
        klant.post(adres)
    klok.ga(5 * MINUUT)
    klant.post(adres)
    klok.ga(20 * MINUUT)
    stand = klant.get(adres).json()
    assert stand == {"rest": 10 * UUR - (28 + 540 + 5 + 20) * MINUUT, "verlengbaar": False}
    klok.ga(stand["rest"])
    assert klant.get(adres).json() == klant.post(adres).json() == {"rest": 0, "verlengbaar": False}


def test_wie_niet_aangemeld_is_krijgt_nul(client, db):
    assert client.get(reverse("account_sessie")).json()["rest"] == 0
    assert client.put(reverse("account_sessie")).status_code == 405


# --- na het einde


def test_een_klik_na_het_einde_leidt_naar_aanmelden_en_terug(huis, klok):
    klant = echt_aangemeld(huis.leden["hr"])
    klok.ga(UUR)
    na = klant.get("/leerwerkplekken/?q=groen")
    assert na.url == "/aanmelden/?next=%2Fleerwerkplekken%2F%3Fq%3Dgroen"
    scherm = klant.get(na.url).content.decode()
    assert "Je sessie is verlopen" in scherm and 'value="/leerwerkplekken/?q=groen"' in scherm
    na = klant.post(
        "/aanmelden/",
        {"login": huis.leden["hr"].gebruiker.email, "password": WACHTWOORD, "next": "/leerwerkplekken/?q=groen"},
    )
    assert na.url == "/leerwerkplekken/?q=groen"
    klant.post("/afmelden/")
    scherm = klant.get("/aanmelden/").content.decode()
    assert "Wachtwoord" in scherm and "Je sessie is verlopen" not in scherm


@pytest.mark.parametrize("hoe", ["verlopen", "ingetrokken", "afgemeld in een ander tabblad"])
def test_een_verzonden_formulier_komt_terug_bij_het_formulier(huis, klok, hoe):
    """De browser hield vast wat getypt was; hij moet enkel op de juiste pagina terugkomen, niet op het POST-adres."""
    klant = echt_aangemeld(huis.leden["leidinggevende"])
    if hoe == "verlopen":
        klok.ga(UUR)
    elif hoe == "ingetrokken":
        UserSession.objects.get().end()
    else:
        klant.post("/afmelden/")
    na = klant.post("/fiches/1/terugsturen/", {"reden": "x"}, headers={"Referer": "http://testserver/fiches/1/?a=b"})
    assert parse_qs(urlsplit(na.url).query)["next"] == ["/fiches/1/?a=b"] and na.url.startswith("/aanmelden/")
    na = klant.post("/fiches/1/terugsturen/", headers={"Referer": "https://elders.example/vals/"})
    assert parse_qs(urlsplit(na.url).query)["next"] == ["/"]


def test_openbare_paginas_blijven_open_na_het_einde(huis, klok):
    klant = echt_aangemeld(huis.leden["hr"])
    klok.ga(UUR)
    assert klant.get("/over/hulp/").status_code == 200
    assert "_auth_user_id" not in klant.session


# --- wat ingetrokken is telt bij het volgende verzoek


def test_een_geblokkeerd_account_telt_meteen(huis):
    klant = meld_aan(huis.leden["hr"].gebruiker)
    assert binnen(klant)
    get_user_model().objects.filter(pk=huis.leden["hr"].gebruiker.pk).update(is_active=False)
    assert not binnen(klant)


def test_een_ingetrokken_rol_telt_ook_midden_in_een_formulier(huis):
    lid = huis.leden["hr"]
    klant = meld_aan(lid.gebruiker)
    assert klant.get("/mentoren/nieuw/").status_code == 200
    with huis.binnen():
        lid.rollen = ["mentor"]
        lid.save()
    assert klant.post("/mentoren/nieuw/", {"voornaam": "A"}).status_code == 403


def test_een_lidmaatschap_dat_gisteren_eindigde_telt_niet_meer(huis):
    lid = huis.leden["controleur"]
    klant = meld_aan(lid.gebruiker)
    for tot, status in ((timezone.localdate(), 200), (timezone.localdate() - timedelta(days=1), 403)):
        with huis.binnen():
            lid.tot = tot
            lid.save()
        assert klant.get("/project/").status_code == status


def test_een_verwijderde_sessie_telt_bij_het_volgende_verzoek(huis):
    klant = echt_aangemeld(huis.leden["hr"])
    assert binnen(klant)
    UserSession.objects.get().end()
    assert not binnen(klant)


def test_een_rol_in_de_toekomst_blijft_gelden(huis):
    """De tegenproef: de datum van morgen neemt niets weg."""
    with huis.binnen():
        huis.leden["controleur"].tot = date(2999, 1, 1)
        huis.leden["controleur"].save()
    assert meld_aan(huis.leden["controleur"].gebruiker).get("/project/").status_code == 200
