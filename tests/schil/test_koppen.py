"""Belofte 13: elk antwoord draagt zijn koppen, van elke URL, voor elke rol, en ook als er iets misging."""

import json
import os
import random
import re
import subprocess
import sys
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, reverse

from documenten.http import antwoord as documentantwoord
from gemeenschapsdienst import fouten
from organisaties.middleware import IsolatieMiddleware
from taken.uitvoering import voer_alles_uit
from tests.bouw import WACHTWOORD, Huis

WAARDEN = {
    "int": "1",
    "str": "x",
    "slug": "hulp",
    "uuid": "7f6b8a1e-6f0e-4c05-9b5f-0f6b8d8c9e11",
    "path": "x",
    None: "x",
}
VAST = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
BANNER = "Gefinancierd door de Europese Unie"


def paden(patronen=None, voor=""):
    """Elk adres van de toepassing, met een ingevulde waarde voor elk deel."""
    for patroon in patronen if patronen is not None else get_resolver().url_patterns:
        pad = voor + str(patroon.pattern)
        if isinstance(patroon, URLPattern):
            pad = re.sub(r"<(?:(\w+):)?\w+>", lambda m: WAARDEN.get(m[1], "2023-03-01"), pad)
            yield "/" + re.sub(r"\(\?P<\w+>[^)]*\)", "x", pad).strip("^$").replace("\\Z", "")
        else:
            yield from paden(patroon.url_patterns, pad)


def mis(antwoord, *, html=None):
    """Wat er aan de koppen van dit antwoord niet klopt."""
    koppen, fout = antwoord.headers, []
    fout += [f"{kop}: {koppen.get(kop)}" for kop, waarde in VAST.items() if koppen.get(kop) != waarde]
    if "no-store" not in koppen.get("Cache-Control", ""):
        fout.append(f"Cache-Control: {koppen.get('Cache-Control')}")
    if "geolocation=()" not in koppen.get("Permissions-Policy", ""):
        fout.append("Permissions-Policy")
    beleid = koppen.get("Content-Security-Policy", "")
    if "default-src 'none'" not in beleid or "frame-ancestors 'none'" not in beleid:
        fout.append(f"CSP: {beleid}")
    if "unsafe" in beleid or "*" in beleid or re.search(r"https?:", beleid):
        fout.append(f"CSP te los: {beleid}")
    if html and not koppen["Content-Type"].startswith("text/html"):
        fout.append(f"geen HTML: {koppen['Content-Type']}")
    return fout


@pytest.mark.zwaar
@pytest.mark.django_db
def test_elke_url_elke_rol(omvang):
    huis, fouten_, aantal = Huis("aa", plekken=1), {}, 0
    klanten = {"niemand": Client(raise_request_exception=False)}
    leden = {**huis.leden, "glow": huis.partnerlid}
    for rol, lid in omvang({"hr": leden["hr"], "coordinator": leden["coordinator"]}, leden).items():
        klanten[rol] = Client(raise_request_exception=False)
        klanten[rol].force_login(lid.gebruiker)
    toeval, kans = (
        random.Random(os.environ["GD_TEST_ZAAD"]),
        omvang(0.15, 1),
    )  # kort: elk adres één keer, de rest een deel
    for pad in sorted(set(paden())):
        if pad.startswith("/afmelden"):
            continue
        for rol, klant in klanten.items():
            methoden = (klant.get, klant.post) if rol in ("niemand", "hr") else (klant.get,)
            for methode in (m for m in methoden if m == klanten["hr"].get or toeval.random() < kans):
                antwoord, aantal = methode(pad), aantal + 1
                if gevonden := mis(antwoord):
                    fouten_[f"{rol} {methode.__name__} {pad} {antwoord.status_code}"] = gevonden
    assert aantal > omvang(200, 600), aantal
    assert fouten_ == {}


@pytest.mark.django_db
def test_controle_zonder_de_schil_ontbreken_ze(settings, client):
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if "Schil" not in m and "CSP" not in m]
    assert len(mis(client.get("/aanmelden/"))) >= 3


def breek(monkeypatch, fout):
    """Elke GET van `/over/hulp/` gooit deze fout, in de view."""

    def stuk(request, naam):
        if isinstance(fout, BaseException):
            raise fout
        return fout

    patroon = next(p for p in get_resolver().url_patterns if getattr(p, "name", "") == "pagina")
    monkeypatch.setattr(patroon, "callback", stuk)


FOUTPAGINAS = [
    (SuspiciousOperation("x"), 400, "We begrijpen deze vraag niet"),
    (PermissionDenied("x"), 403, "Dit mag je niet doen"),
    (ValueError("x"), 500, "Er ging iets mis"),
    (OperationalError("x"), 503, "Dit kan nu even niet"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("fout", "status", "kop"), FOUTPAGINAS, ids=[str(s) for _, s, _ in FOUTPAGINAS])
@pytest.mark.parametrize("wie", ["niemand", "hr"])
def test_foutpaginas(monkeypatch, fout, status, kop, wie):
    klant = Client(raise_request_exception=False)
    if wie == "hr":
        klant.force_login(Huis("aa", plekken=0).leden["hr"].gebruiker)
    breek(monkeypatch, fout)
    antwoord = klant.get("/over/hulp/")
    tekst = antwoord.content.decode()
    assert antwoord.status_code == status and mis(antwoord, html=True) == []
    assert f"<h1>{kop}</h1>" in tekst and BANNER in tekst and 'class="btn btn-primary"' in tekst
    assert 'lang="nl-BE"' in tekst and not re.search(r"<(script|style)(?![^>]*(src|nonce)=)[^>]*>", tekst)


@pytest.mark.django_db
def test_de_andere_weigeringen(client, monkeypatch, settings):
    streng = Client(enforce_csrf_checks=True, raise_request_exception=False)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    gevallen = {
        "onbekende machine": (client.get("/", HTTP_HOST="elders.example"), 400, "We begrijpen deze vraag niet"),
        "csrf": (streng.post("/thema/", {"thema": "licht"}), 403, "Je sessie is verlopen"),
        "onbekend adres": (client.get("/bestaat/niet/"), 404, "Deze pagina bestaat niet"),
        "te groot": (client.post("/thema/", {"thema": "x" * 2000}), 413, "Dit bestand is te groot"),
    }
    for naam, (antwoord, status, kop) in gevallen.items():
        tekst = antwoord.content.decode()
        assert (antwoord.status_code, mis(antwoord, html=True)) == (status, []), naam
        assert f"<h1>{kop}</h1>" in tekst and BANNER in tekst, naam
    assert mis(client.get("/thema/")) == []  # 405


def test_500_en_503_raadplegen_niets():
    """Zonder databank: een vraag zou hier een fout zijn."""
    verzoek = RequestFactory().get("/")
    assert BANNER in fouten.serverfout(verzoek).content.decode()
    try:
        raise OperationalError
    except OperationalError:
        antwoord = fouten.serverfout(verzoek)
    assert antwoord.status_code == 503 and antwoord["Retry-After"] == "60" and BANNER in antwoord.content.decode()


@pytest.mark.django_db
def test_een_databank_die_wegvalt_voor_de_view_begint_is_503(monkeypatch, client):
    client.raise_request_exception = False

    def weg(*_):
        raise OperationalError("canarie")

    monkeypatch.setattr(IsolatieMiddleware, "__call__", weg)
    antwoord = client.get("/over/hulp/")
    assert antwoord.status_code == 503 and mis(antwoord, html=True) == [] and "canarie" not in antwoord.content.decode()


@pytest.mark.django_db(transaction=True)  # het echte begin van een verzoek sluit de verbinding van een test
def test_ook_als_de_foutpagina_faalt_komt_er_een_antwoord(monkeypatch):
    def faalt(*_, **__):
        raise RuntimeError("canarie")

    monkeypatch.setattr("kern.logs.vang_alles", lambda: None)  # die haken zijn van pytest
    wsgi = import_module("gemeenschapsdienst.wsgi")
    breek(monkeypatch, ValueError("canarie"))
    monkeypatch.setattr(fouten, "render_to_string", faalt)
    gekregen = []
    omgeving = RequestFactory().get("/over/hulp/").environ
    lijf = b"".join(wsgi.application(omgeving, lambda status, koppen: gekregen.extend([status, dict(koppen)])))
    assert gekregen[0].startswith("500") and "opnieuw" in lijf.decode() and "canarie" not in lijf.decode()
    assert gekregen[1]["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.django_db
def test_een_antwoord_dat_geen_pagina_is(client, monkeypatch):
    breek(monkeypatch, HttpResponse("{}", content_type="application/json"))
    assert mis(client.get("/over/hulp/")) == []  # ook JSON, met hetzelfde beleid


class Doc:
    naam, pk = "scan.pdf", 1

    def __init__(self, mime):
        self.mime = mime


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mime", "bijlage", "hoe"),
    [
        ("application/pdf", False, "inline"),
        ("application/pdf", True, "attachment"),
        ("image/png", False, "inline"),
        ("text/html", False, "attachment"),
        ("image/svg+xml", False, "attachment"),
        ("application/zip", False, "attachment"),
    ],
)
def test_een_document_kan_niets(monkeypatch, tmp_path, mime, bijlage, hoe):
    bestand = tmp_path / "x"
    bestand.write_bytes(b"<script>alert(1)</script>")
    monkeypatch.setattr("documenten.opslag.open_", lambda _: bestand.open("rb"))
    antwoord = documentantwoord(Doc(mime), bijlage=bijlage)
    assert antwoord["Content-Disposition"].startswith(hoe) and antwoord["X-Content-Type-Options"] == "nosniff"
    assert antwoord["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "script" not in antwoord["Content-Security-Policy"] and "no-store" in antwoord["Cache-Control"]
    antwoord.close()


class TestKoekjes:
    @pytest.fixture
    def https(self):
        """Wat settings.py met een https-adres maakt."""
        code = (
            "import gemeenschapsdienst.settings as s, json;"
            "print(json.dumps({n: getattr(s, n) for n in dir(s) if n.isupper() and 'COOKIE' in n or n.startswith('SECURE')}))"
        )
        env = {**os.environ, "GD_ADRES": "https://gd.example", "DJANGO_SETTINGS_MODULE": "gemeenschapsdienst.settings"}
        uit = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        return json.loads(uit.stdout)

    def test_onder_https(self, https):
        assert https["SESSION_COOKIE_NAME"] == "__Host-sessionid" and https["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
        for koek in ("SESSION_COOKIE", "CSRF_COOKIE"):
            assert https[f"{koek}_SECURE"] and https[f"{koek}_HTTPONLY"] and https[f"{koek}_SAMESITE"] == "Lax"
        assert https["SECURE_SSL_REDIRECT"] and https["SECURE_HSTS_SECONDS"] == 31_536_000
        assert https["SECURE_HSTS_INCLUDE_SUBDOMAINS"] and https["SECURE_HSTS_PRELOAD"]

    @pytest.mark.django_db
    def test_zoals_ze_vertrekken(self, settings, client):
        for koek in ("SESSION_COOKIE", "CSRF_COOKIE"):
            setattr(settings, f"{koek}_SECURE", True)
        gebruiker = Huis("aa", plekken=0).leden["hr"].gebruiker
        client.get("/aanmelden/", secure=True)
        client.post("/aanmelden/", {"login": gebruiker.email, "password": WACHTWOORD}, secure=True)
        client.post("/thema/", {"thema": "donker"}, secure=True)
        assert {"sessionid", "csrftoken", "thema"} <= set(client.cookies)
        for naam, koek in client.cookies.items():
            assert koek["httponly"] and koek["secure"] and koek["samesite"] == "Lax" and koek["path"] == "/", naam
            assert not koek["domain"]


@pytest.mark.django_db
def test_hsts_staat_op_een_https_antwoord(settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_PRELOAD = 31_536_000, True
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    antwoord = Client().get("/static/bestaat-niet.css", secure=True)
    assert antwoord["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


@pytest.mark.django_db
def test_een_echt_document_houdt_zijn_eigen_beleid(client):
    """Ook na de middleware: het beleid van een pagina zou de lezer van de browser scripts toestaan."""
    huis = Huis("aa", plekken=1)
    with huis.binnen():
        fiche = huis.ondertekende_fiche()
    voer_alles_uit()
    client.force_login(huis.leden["directeur"].gebruiker)
    antwoord = client.get(reverse("fiches:document", args=[fiche.pk, "verzegeld"]))
    assert antwoord.status_code == 200 and antwoord["Content-Type"] == "application/pdf"
    assert antwoord["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert {kop: antwoord[kop] for kop in VAST} == VAST and "no-store" in antwoord["Cache-Control"]
    antwoord.close()
