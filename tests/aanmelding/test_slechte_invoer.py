"""Wat geen browser verstuurt: een verminkte passkey, rare codes en adressen. Nooit een 5xx, nooit Engels."""

import json
import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.bouw import WACHTWOORD
from tests.hulp.aanmelding import geef_code_app
from tests.hulp.scherm import meld_aan

ENGELS = re.compile(
    r"\b(password|sign|login|email address|enter|please|this field|code is|required|invalid|your|incorrect|again|the)\b",
    re.I,
)
GEEN_PASSKEY = [
    "", "x", "null", "[]", "{}", '"x"', "1", "[[]]", '{"response": []}', '{"id": 1}', '{"response": {"userHandle": 1}}',
    '{"response": {"userHandle": "MQ"}, "id": "AA", "rawId": "AA", "type": "public-key"}',
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
        "clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": "MQ"}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
        "clientDataJSON": "e30", "attestationObject": "AA"}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
        "clientDataJSON": "é", "authenticatorData": None, "signature": {}, "userHandle": "////"}}),
    "[" * 3000,
    "\x00",
    "9" * 5000,
]  # fmt: skip


def tekst(antwoord):
    return re.sub(r"\s+", " ", strip_tags(antwoord.content.decode().split("<main")[1].split("<footer")[0]))


def kijk(antwoord):
    assert antwoord.status_code < 500 and not ENGELS.search(tekst(antwoord)), tekst(antwoord)


@pytest.fixture
def hr(huis):
    return huis.leden["hr"].gebruiker


@pytest.mark.parametrize("nr", range(len(GEEN_PASSKEY)))
def test_een_verminkte_passkey(hr, nr):
    onzin = {"credential": GEEN_PASSKEY[nr]}
    vreemd = Client()
    vreemd.get("/aanmelden/passkey/", headers={"Accept": "application/json"})
    kijk(vreemd.post("/aanmelden/passkey/", onzin, follow=True))
    assert "_auth_user_id" not in vreemd.session
    klant = meld_aan(hr)
    klant.get("/profiel/passkeys/nieuw/")
    kijk(klant.post("/profiel/passkeys/nieuw/", onzin | {"name": "x"}, follow=True))
    geef_code_app(hr)
    half = Client()
    half.post("/aanmelden/", {"login": hr.email, "password": WACHTWOORD})
    half.get("/aanmelden/code/")
    kijk(half.post("/aanmelden/code/", onzin, follow=True))
    assert "_auth_user_id" not in half.session


@pytest.mark.parametrize("code", ["", " ", "abc", "٣٤٥٦٧٨", "1" * 400, "\x00", "123456\n", "-12345"])
def test_rare_codes(hr, code):
    geef_code_app(hr)
    half = Client()
    half.post("/aanmelden/", {"login": hr.email, "password": WACHTWOORD})
    kijk(half.post("/aanmelden/code/", {"code": code}))
    klant = meld_aan(hr)
    kijk(klant.post("/bevestigen/code/", {"code": code}))
    klant.get("/profiel/code-app/")
    kijk(klant.post("/profiel/code-app/", {"code": code}, follow=True))


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "a" * 300 + "@x.be", "\x00@x.be", "a@é.be", "<script>@x.be", "a\nb@x.be"]
)
def test_rare_adressen_en_wachtwoorden(hr, email):
    for pad, veld in (("/aanmelden/", "login"), ("/wachtwoord/vergeten/", "email")):
        kijk(Client().post(pad, {veld: email, "password": "\x00é"}, follow=True))
    klant = meld_aan(hr)
    for pad in ("/profiel/wachtwoord/", "/bevestigen/"):
        kijk(klant.post(pad, {"oldpassword": email, "password": email, "password1": email, "password2": "y" * 5000}))


@pytest.mark.parametrize("pad", ["/aanmelden/", "/wachtwoord/vergeten/", "/wachtwoord/vergeten/verstuurd/",
                                 "/wachtwoord/nieuw/klaar/", "/wachtwoord/nieuw/1-x/", "/aanmelden/niet-actief/"])  # fmt: skip
def test_geen_engels_voor_wie_buiten_staat(db, pad):
    kijk(Client().get(pad, follow=True))


@pytest.mark.parametrize("pad", ["/profiel/", "/profiel/wachtwoord/", "/profiel/tweede-factor/", "/profiel/code-app/",
                                 "/profiel/passkeys/nieuw/", "/bevestigen/", "/afmelden/"])  # fmt: skip
def test_geen_engels_voor_wie_binnen_is(hr, pad):
    kijk(meld_aan(hr).get(pad))
