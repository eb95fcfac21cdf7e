"""Belofte 13 in een echte browser: geen overtreding van de CSP, geen verzoek naar buiten, niets meer te zien na afmelden."""

import re
from datetime import date

import pytest
from allauth.socialaccount.models import SocialAccount
from csp.constants import SELF
from django.urls import get_resolver
from playwright.sync_api import expect
from redis.exceptions import ConnectionError as RedisFout

from aanmelding import grenzen
from aanmelding.models import Teller
from aanmelding.oidc import AANBIEDER
from tests.bouw import WACHTWOORD, Huis
from tests.hulp.wandelaar import themas, wacht_tot, wandelaar

pytestmark = pytest.mark.django_db(transaction=True)
LUISTER = """
    window.overtredingen = [];
    document.addEventListener('securitypolicyviolation',
        (e) => window.overtredingen.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`));
"""
SCHERMEN = """[...document.querySelectorAll('nav a[href^="/"], main a[href^="/"], footer a[href^="/"]')]
    .map(a => a.getAttribute('href').split('#')[0])"""


@pytest.fixture
def huis(transactional_db):
    huis = Huis("aa", plekken=1)
    with huis.binnen():
        huis.ondertekende_fiche()
        huis.plaatsing(van=date(2023, 3, 1), tot=date(2023, 8, 31))
    return huis


@pytest.fixture
def ga(browser, live_server, browser_context_args):
    open_ = []

    def doe(**opties):
        persoon = wandelaar(browser, live_server.url, {**browser_context_args, **opties})
        open_.append(persoon)
        wie = persoon.__enter__()
        wie.context.add_init_script(LUISTER)
        return wie

    yield doe
    for persoon in open_:
        persoon.__exit__(None, None, None)


def bekijk(persoon, pad):
    """Naar dit scherm; geeft wat er mis was."""
    antwoord = persoon.page.goto(f"{persoon.adres}{pad}")
    if not antwoord.headers.get("content-type", "").startswith("text/html"):
        return []
    beleid = antwoord.headers["content-security-policy"]
    fout = [] if "script-src 'self'" in beleid and "unsafe" not in beleid else [beleid]
    fout += persoon.page.evaluate("window.overtredingen")
    fout += [m for m in persoon.fouten if "the server responded with a status" not in m]
    persoon.fouten.clear()
    return [f"{pad}: {f}" for f in fout]


def test_elk_scherm_van_elke_rol(ga, huis, omvang):
    rollen = omvang(("hr", "mentor", "beheerder"), tuple(huis.leden))
    for rol in rollen:
        persoon = ga().meld_aan(huis.leden[rol].gebruiker.email, WACHTWOORD)
        te_gaan, gezien, fouten = ["/", "/profiel/", "/bestaat-niet/", "/beheer/taken/", "/over/hulp/"], set(), []
        while te_gaan and len(gezien) < omvang(12, 40):
            pad = te_gaan.pop(0)
            if pad in gezien or re.search(r"/document/|/pdf|xlsx|ophalen|\.pem|vorm=", pad):
                continue
            gezien.add(pad)
            fouten += bekijk(persoon, pad)
            te_gaan += persoon.page.evaluate(SCHERMEN)
        assert fouten == [], rol
        assert len(gezien) >= 8, (rol, gezien)


def test_controle_een_script_in_de_pagina_wordt_gezien(ga, huis, monkeypatch):
    persoon = ga()
    monkeypatch.setattr("gemeenschapsdienst.views.PAGINAS", {"hulp": "<i>"})
    bekijk(persoon, "/over/hulp/")
    persoon.page.evaluate("""() => {
        const s = document.createElement('script');
        s.textContent = 'window.gelukt = 1';
        document.body.append(s);
        document.body.insertAdjacentHTML('beforeend', '<p style="color: red" onclick="1">x</p><img src="https://elders.example/x.png">');
    }""")
    wacht_tot(persoon.page, "window.overtredingen.length >= 3")
    assert persoon.page.evaluate("window.gelukt") is None
    assert {"script-src-elem", "style-src-attr", "img-src"} <= {
        o.split()[0] for o in persoon.page.evaluate("window.overtredingen")
    }


def test_na_het_afmelden_toont_de_terugknop_niets(ga, huis):
    gebruiker = huis.leden["hr"].gebruiker
    persoon = ga().meld_aan(gebruiker.email, WACHTWOORD)
    persoon.ga("/profiel/").ziet(gebruiker.email)
    persoon.ga("/afmelden/")
    persoon.page.locator("main").get_by_role("button", name="Afmelden").click()
    persoon.page.wait_for_url(re.compile("/aanmelden/"))
    for _ in range(3):
        persoon.page.go_back()
        persoon.page.wait_for_load_state()
        assert gebruiker.email not in persoon.page.content() and gebruiker.naam not in persoon.page.content()


def laat_toe(settings, aanbieder):
    """Wat settings.py maakt als GD_OIDC_URL deze aanbieder is."""
    doelen = {"form-action": [SELF, aanbieder.url.removesuffix("/op")]}
    return {"DIRECTIVES": settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | doelen}


@pytest.mark.parametrize("met_js", [True, False])
def test_aanmelden_bij_de_aanbieder(ga, huis, aanbieder, settings, live_server, met_js):
    """De CSP laat het formulier naar de aanbieder doorverwijzen, en naar niemand anders."""
    settings.GD_ADRES = live_server.url
    settings.CONTENT_SECURITY_POLICY = laat_toe(settings, aanbieder)
    SocialAccount.objects.create(user=huis.leden["hr"].gebruiker, provider=AANBIEDER, uid="persoon-1")
    persoon = ga(java_script_enabled=met_js)
    persoon.fouten = []
    persoon.ga("/aanmelden/").druk("Aanmelden met ACM/IDM")
    expect(persoon.page).to_have_url(f"{live_server.url}/")
    assert persoon.page.context.cookies()
    persoon.ga("/profiel/").ziet("Gekoppeld")


def test_controle_zonder_toelating_houdt_de_csp_het_formulier_tegen(ga, huis, aanbieder, settings, live_server):
    settings.GD_ADRES = live_server.url
    persoon = ga()
    persoon.ga("/aanmelden/").page.get_by_role("button", name="Aanmelden met ACM/IDM").click()
    wacht_tot(persoon.page, "window.overtredingen.some((o) => o.startsWith('form-action'))")
    assert persoon.page.url.startswith(live_server.url)


@pytest.mark.parametrize("kleur", themas("dark"))
def test_de_schermen_van_de_schil(ga, huis, aanbieder, monkeypatch, settings, live_server, kleur):
    """Foutpagina's, het wachten en de aanbieder: toegankelijk, breed en smal, in beide kleuren."""
    settings.GD_ADRES, breekt = live_server.url, {}
    settings.CONTENT_SECURITY_POLICY = laat_toe(settings, aanbieder)

    def stuk(request, naam):
        raise breekt["fout"]

    patroon = next(p for p in get_resolver().url_patterns if getattr(p, "name", "") == "pagina")
    persoon = ga(color_scheme=kleur)

    def kijk(pad, tekst):
        persoon.ga(pad).ziet(tekst)
        persoon.fouten = [f for f in persoon.fouten if "the server responded with a status" not in f]
        persoon.kijk()

    kijk("/aanmelden/", "Aanmelden met ACM/IDM")
    kijk("/aanmelden/oidc/mislukt/onbekend/", "We kennen je nog niet")
    with monkeypatch.context() as m:
        m.setattr(patroon, "callback", stuk)
        for fout, tekst in (
            (ValueError(), "Er ging iets mis"),
            (RedisFout(), "Dit kan nu even niet"),
        ):
            breekt["fout"] = fout
            kijk("/over/hulp/", tekst)
    email = huis.leden["hr"].gebruiker.email
    for _ in range(10):
        grenzen.tel("wachtwoord", email, 10, grenzen.KWARTIER)
    persoon.meld_aan(email, WACHTWOORD).ziet("Wacht tot")
    persoon.fouten.clear()
    persoon.kijk()
    Teller.objects.all().delete()
    persoon.meld_aan(email, WACHTWOORD)
    kijk("/profiel/", "Koppelen")
    persoon.druk("Koppelen").ziet("Gekoppeld")
    persoon.fouten.clear()
    persoon.kijk()
