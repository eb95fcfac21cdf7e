"""Aanmelden via een OpenID Connect-aanbieder, tegen een miniatuur ervan: wat moet lukken lukt, de rest eindigt op een
pagina die zegt wat te doen, en niemand is aangemeld."""

import http.client
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.test import Client

from aanmelding.checks import aansluiting
from aanmelding.oidc import AANBIEDER, OAuth2Error, controleer
from organisaties.models import Bestuur
from taken.uitvoering import voer_alles_uit
from tests.bouw import WACHTWOORD, Huis

pytestmark = pytest.mark.django_db
RRN = "85.07.30-033.28"


def haal(url):
    """Wat de browser bij de aanbieder doet: naar `url`, en waarheen die doorstuurt."""
    delen = urlsplit(url)
    lijn = http.client.HTTPConnection(delen.hostname, delen.port, timeout=10)
    lijn.request("GET", f"{delen.path}?{delen.query}")
    return lijn.getresponse().headers["Location"]


def vertrek(klant, **meer):
    return klant.post("/aanmelden/oidc/", **meer)


def terug(klant, **meer):
    """Vertrekt, laat de aanbieder antwoorden, en komt terug; geeft dat laatste antwoord."""
    adres = urlsplit(haal(vertrek(klant, **meer)["Location"]))
    return klant.get(f"{adres.path}?{adres.query}")


def aangemeld(klant):
    return "_auth_user_id" in klant.session


def mislukt(klant, antwoord, reden):
    assert antwoord.status_code == 302 and antwoord["Location"] == f"/aanmelden/oidc/mislukt/{reden}/"
    assert not aangemeld(klant)
    pagina = klant.get(antwoord["Location"])
    assert pagina.status_code == 200 and "Naar aanmelden" in pagina.content.decode()
    return True


@pytest.fixture
def huis():
    huis = Huis("aa", plekken=0)
    with huis.binnen():
        Bestuur.objects.filter(pk=huis.bestuur_id).update(kbo_nummer="0123456749")
    return huis


@pytest.fixture
def hr(huis):
    """HR, gekoppeld aan sub persoon-1."""
    gebruiker = huis.leden["hr"].gebruiker
    SocialAccount.objects.create(user=gebruiker, provider=AANBIEDER, uid="persoon-1")
    return gebruiker


def test_aanmelden(client, aanbieder, hr):
    antwoord = terug(client, data={"next": "/mentoren/"})
    assert antwoord["Location"] == "/mentoren/" and client.get("/mentoren/").status_code == 200
    assert client.session["_auth_user_id"] == str(hr.pk)
    [vraag] = aanbieder.gezien
    assert vraag["scope"].split() and set(vraag["scope"].split()) == {"openid", "profile"}
    assert vraag["code_challenge_method"] == "S256" and len(vraag["nonce"]) > 30 and vraag["response_type"] == "code"
    assert vraag["redirect_uri"] == "http://127.0.0.1:8000/aanmelden/oidc/terug/"


def test_zonder_userinfo_gaat_het_ook(client, aanbieder, hr):
    aanbieder.zonder_userinfo = True
    terug(client)
    assert aangemeld(client)


def test_het_telt_als_twee_factoren(client, aanbieder, hr):
    """Wie hier ook een code heeft, moet die na de aanbieder niet nog eens geven; na een wachtwoord wel."""
    Authenticator.objects.create(user=hr, type=Authenticator.Type.TOTP, data={"secret": "x"})
    terug(client)
    assert aangemeld(client)
    assert [b["method"] for b in client.session["account_authentication_methods"]] == ["socialaccount"]


def test_ook_waar_een_tweede_factor_verplicht_is(client, aanbieder):
    lid = Huis("ee", plekken=0, demo=False).leden["hr"]
    SocialAccount.objects.create(user=lid.gebruiker, provider=AANBIEDER, uid="persoon-1")
    met_wachtwoord = Client()
    met_wachtwoord.post("/aanmelden/", {"login": lid.gebruiker.email, "password": WACHTWOORD})
    assert met_wachtwoord.get("/mentoren/").status_code == 302  # eerst een tweede factor instellen
    terug(client)
    assert client.get("/mentoren/").status_code == 200


def test_van_de_aanbieder_wordt_niets_bewaard(client, aanbieder, hr):
    aanbieder.beweringen |= {"rrn": RRN, "email": "canarie@elders.example", "email_verified": True}
    terug(client)
    [koppeling] = SocialAccount.objects.all()
    assert koppeling.extra_data == {} and koppeling.uid == "persoon-1"
    alles = f"{koppeling.__dict__} {[s.get_decoded() for s in Session.objects.all()]} {type(hr).objects.get(pk=hr.pk).__dict__}"
    for waarde in (RRN, "Canarie", "Vogel", "canarie@", "rrn"):
        assert waarde not in alles


@pytest.mark.parametrize(
    "knop",
    [
        {"in_token": {"nonce": "een-andere"}},
        {"in_token": {"nonce": None}},
        {"in_token": {"aud": "iemand-anders"}},
        {"in_token": {"aud": ["gd-client", "iemand-anders"]}},
        {"in_token": {"aud": ["gd-client", "iemand-anders"], "azp": "iemand-anders"}},
        {"in_token": {"aud": None}},
        {"in_token": {"iss": "https://elders.example"}},
        {"in_token": {"iss": None}},
        {"in_token": {"exp": timedelta(seconds=-120)}},
        {"in_token": {"exp": None}},
        {"in_token": {"iat": None}},
        {"in_token": {"iat": timedelta(seconds=3600)}},
        {"in_token": {"nbf": timedelta(seconds=3600)}},
        {"in_token": {"sub": None}},
        {"in_token": {"sub": 7}},
        {"onderteken_met": "none"},
        {"onderteken_met": "HS256"},
        {"valse_sleutel": True},
        {"uitgever": "https://elders.example"},
        {"in_userinfo": {"sub": "persoon-2"}},
        {"in_userinfo": {"sub": None}},
    ],
    ids=str,
)
def test_een_antwoord_dat_niet_klopt(client, aanbieder, hr, knop):
    vertrokken = vertrek(client)["Location"]  # de knop draait pas om als we al vertrokken zijn
    for naam, waarde in knop.items():
        setattr(aanbieder, naam, waarde)
    adres = urlsplit(haal(vertrokken))
    assert mislukt(client, client.get(f"{adres.path}?{adres.query}"), "antwoord")


def test_een_lijst_met_ons_erin_en_azp_mag(client, aanbieder, hr):
    aanbieder.in_token = {"aud": ["gd-client", "ander"], "azp": "gd-client"}
    terug(client)
    assert aangemeld(client)


@pytest.mark.parametrize(("uit", "lukt"), [(-29, True), (-31, False)])
def test_klokken_mogen_een_halve_minuut_verschillen(client, aanbieder, hr, klok, uit, lukt):  # een klok die stilstaat
    aanbieder.in_token = {"exp": timedelta(seconds=uit)}
    terug(client)
    assert aangemeld(client) is lukt


def test_verkeerde_of_ontbrekende_state(client, aanbieder, hr):
    adres = urlsplit(haal(vertrek(client)["Location"]))
    code = parse_qs(adres.query)["code"][0]
    for vraag in (f"?code={code}&state=verzonnen", f"?code={code}", "", "?error=server_error"):
        assert mislukt(client, client.get(adres.path + vraag), "antwoord")


def test_het_antwoord_van_een_ander(client, aanbieder, hr):
    """Login-CSRF: de terugkeer van een aanvaller in de browser van een slachtoffer."""
    adres = urlsplit(haal(vertrek(client)["Location"]))
    slachtoffer = Client()
    vertrek(slachtoffer)
    assert mislukt(slachtoffer, slachtoffer.get(f"{adres.path}?{adres.query}"), "antwoord")


def test_een_tweede_keer_hetzelfde_antwoord(client, aanbieder, hr):
    adres = urlsplit(haal(vertrek(client)["Location"]))
    vol = f"{adres.path}?{adres.query}"
    client.get(vol)
    assert aangemeld(client)
    client.logout()
    assert mislukt(client, client.get(vol), "antwoord")


def test_een_state_geldt_ook_na_een_fout_maar_een_keer(client, aanbieder, hr):
    aanbieder.in_token = {"aud": "iemand-anders"}
    adres = urlsplit(haal(vertrek(client)["Location"]))
    client.get(f"{adres.path}?{adres.query}")
    assert client.session.get("socialaccount_states") == {}


def test_een_gestolen_code_is_zonder_pkce_niets_waard(client, aanbieder, hr):
    gestolen = parse_qs(urlsplit(haal(vertrek(client)["Location"])).query)["code"][0]
    ander = Client()
    eigen = parse_qs(urlsplit(haal(vertrek(ander)["Location"])).query)
    antwoord = ander.get("/aanmelden/oidc/terug/", {"code": gestolen, "state": eigen["state"][0]})
    assert mislukt(ander, antwoord, "antwoord") and aanbieder.geweigerd == ["pkce"]


def test_een_code_werkt_een_keer(client, aanbieder, hr):
    code = parse_qs(urlsplit(haal(vertrek(client)["Location"])).query)["code"][0]
    aanbieder.codes.pop(code)  # de aanbieder wisselde ze al in
    ander = parse_qs(urlsplit(haal(vertrek(client)["Location"])).query)
    assert mislukt(client, client.get("/aanmelden/oidc/terug/", {"code": code, "state": ander["state"][0]}), "antwoord")
    assert aanbieder.geweigerd == ["code"]


def test_afgebroken(client, aanbieder, hr):
    aanbieder.antwoord_fout = "access_denied"
    assert mislukt(client, terug(client), "geannuleerd")


def test_aanbieder_weg_bij_vertrek(client, aanbieder, settings):
    settings.GD_OIDC_URL = "http://127.0.0.1:9/op"
    assert mislukt(client, vertrek(client), "weg")


def test_aanbieder_stuk_bij_terugkeer(client, aanbieder, hr):
    vertrokken = haal(vertrek(client)["Location"])
    aanbieder.stuk = True
    adres = urlsplit(vertrokken)
    assert mislukt(client, client.get(f"{adres.path}?{adres.query}"), "weg")


def test_onbekende_sub(client, aanbieder, hr):
    aanbieder.beweringen["sub"] = "persoon-9"
    antwoord = terug(client)
    assert mislukt(client, antwoord, "onbekend")
    assert "Aanvaard eerst de uitnodiging" in client.get(antwoord["Location"]).content.decode()
    assert SocialAccount.objects.count() == 1


def test_een_geblokkeerd_account_komt_niet_binnen(client, aanbieder, hr):
    type(hr).objects.filter(pk=hr.pk).update(is_active=False)
    terug(client)
    assert not aangemeld(client)


def test_zonder_instellingen_bestaan_de_adressen_niet(client):
    assert vertrek(client).status_code == 404
    for pad in ("/aanmelden/oidc/terug/?code=x&state=y", "/aanmelden/oidc/mislukt/weg/"):
        assert client.get(pad).status_code == 404
    scherm = client.get("/aanmelden/").content.decode()
    assert "Wachtwoord" in scherm and "oidc" not in scherm


def test_de_knop_is_een_formulier(client, aanbieder):
    tekst = client.get("/aanmelden/?next=/mentoren/").content.decode()
    assert "Aanmelden met ACM/IDM" in tekst and 'action="/aanmelden/oidc/"' in tekst
    assert client.get("/aanmelden/oidc/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/aanmelden/oidc/").status_code == 403


def test_een_link_kan_geen_scope_of_parameter_toevoegen(client, aanbieder, hr):
    haal(client.post("/aanmelden/oidc/?scope=rrn&auth_params=prompt%3Dnone&process=connect")["Location"])
    [vraag] = aanbieder.gezien
    assert "rrn" not in vraag["scope"] and "prompt" not in vraag


class TestKoppelOpEmail:
    @pytest.fixture(autouse=True)
    def _aan(self, settings, aanbieder, huis):
        settings.GD_OIDC_KOPPEL_OP_EMAIL = True
        aanbieder.beweringen |= {"email": "HR@aa.example", "email_verified": True}
        self.hr = huis.leden["hr"].gebruiker

    def test_een_bevestigd_adres_koppelt_een_keer(self, client, aanbieder):
        terug(client)
        assert client.session["_auth_user_id"] == str(self.hr.pk)
        assert "email" in aanbieder.gezien[0]["scope"]
        assert SocialAccount.objects.get().uid == "persoon-1"
        assert type(self.hr).objects.get(pk=self.hr.pk).has_usable_password()  # het wachtwoord blijft
        aanbieder.beweringen |= {"sub": "persoon-2"}  # iemand anders krijgt later hetzelfde adres
        assert mislukt(Client(), terug(ander := Client()), "onbekend") and not aangemeld(ander)

    @pytest.mark.parametrize(
        "anders",
        [
            {"email_verified": False},
            {"email_verified": "true"},
            {"email_verified": None},
            {"email": "x@aa.example"},
            {"email": None},
        ],
        ids=str,
    )
    def test_anders_niet(self, client, aanbieder, anders):
        aanbieder.beweringen |= anders
        assert mislukt(client, terug(client), "onbekend")

    def test_niet_voor_een_geblokkeerd_account(self, client):
        type(self.hr).objects.filter(pk=self.hr.pk).update(is_active=False)
        assert mislukt(client, terug(client), "onbekend")

    def test_niet_zonder_de_instelling(self, client, settings):
        settings.GD_OIDC_KOPPEL_OP_EMAIL = False
        assert mislukt(client, terug(client), "onbekend")


class TestOrganisatie:
    @pytest.fixture(autouse=True)
    def _aan(self, settings, hr):
        settings.GD_OIDC_ORGANISATIE_CLAIM = "organisatie"
        self.hr = hr

    @pytest.mark.parametrize("waarde", ["0123456749", "BE 0123.456.749", ["0987654321", "0123.456.749"]])
    def test_alleen_het_eigen_bestuur(self, client, aanbieder, huis, waarde):
        ander = Huis("bb", plekken=0)
        with ander.binnen():
            Bestuur.objects.filter(pk=ander.bestuur_id).update(kbo_nummer="0202239951")
            type(ander.leden["hr"]).objects.filter(pk=ander.leden["hr"].pk).update(gebruiker=self.hr)
        aanbieder.beweringen["organisatie"] = waarde
        terug(client)
        tekst = client.get("/").content.decode()
        assert "Gemeente AA" in tekst and "Gemeente BB" not in tekst
        assert client.post("/kies/", {"waarde": f"b{ander.bestuur_id}"}).status_code == 404
        met_wachtwoord = Client()
        met_wachtwoord.force_login(self.hr)
        assert "Gemeente BB" in met_wachtwoord.get("/").content.decode()

    @pytest.mark.parametrize("waarde", ["0987654321", "", None, [], {"x": 1}, 7, ["OVO000001"]])
    def test_een_andere_organisatie_komt_nergens(self, client, aanbieder, waarde):
        aanbieder.beweringen["organisatie"] = waarde
        terug(client)
        antwoord = client.get("/")
        tekst = antwoord.content.decode()
        assert "Je organisatie hoort hier niet bij" in tekst and "Gemeente AA" not in tekst
        assert client.get("/mentoren/").status_code == 403


class TestKoppelen:
    """Een bestaand account koppelt zelf, vanuit het profiel."""

    @pytest.fixture
    def hr(self, huis):
        return huis.leden["hr"].gebruiker

    @pytest.fixture
    def klant(self, hr):
        klant = Client()
        klant.post("/aanmelden/", {"login": hr.email, "password": WACHTWOORD})
        return klant

    def koppel(self, klant):
        adres = urlsplit(haal(klant.post("/profiel/koppelen/")["Location"]))
        return klant.get(f"{adres.path}?{adres.query}")

    def test_koppelen_en_ermee_aanmelden(self, klant, client, aanbieder, hr, mailoutbox):
        assert "Koppelen" in klant.get("/profiel/").content.decode()
        antwoord = self.koppel(klant)
        assert antwoord["Location"] == "/profiel/"
        tekst = klant.get("/profiel/").content.decode()
        assert "Gekoppeld" in tekst and "Je kan je voortaan aanmelden met ACM/IDM." in tekst
        terug(client)
        assert client.session["_auth_user_id"] == str(hr.pk)
        voer_alles_uit()
        assert [m.subject for m in mailoutbox] == ["Je kan je nu op een nieuwe manier aanmelden"]

    def test_ontkoppelen(self, klant, client, aanbieder, hr, mailoutbox):
        self.koppel(klant)
        assert klant.post("/profiel/ontkoppelen/")["Location"] == "/profiel/"
        assert not SocialAccount.objects.exists()
        assert mislukt(client, terug(client), "onbekend")
        assert klant.post("/profiel/ontkoppelen/").status_code == 302  # een tweede klik doet niets
        voer_alles_uit()
        assert len(mailoutbox) == 2

    def test_zonder_wachtwoord_kan_je_niet_ontkoppelen(self, klant, client, aanbieder, hr):
        self.koppel(klant)
        hr.set_unusable_password()
        hr.save()
        terug(client)
        client.post("/profiel/ontkoppelen/")
        assert SocialAccount.objects.exists()

    def test_na_vijf_minuten_eerst_bevestigen(self, hr, aanbieder):
        with time_machine.travel(0, tick=False) as klok:
            klok.move_to(datetime(2026, 3, 4, 10, 0).astimezone())
            klant = Client()
            klant.post("/aanmelden/", {"login": hr.email, "password": WACHTWOORD})
            klok.shift(timedelta(minutes=5, seconds=1))
            for pad in ("/profiel/koppelen/", "/profiel/ontkoppelen/"):
                assert klant.post(pad)["Location"].startswith("/bevestigen/")

    def test_een_sub_van_een_ander(self, klant, huis, aanbieder):
        SocialAccount.objects.create(user=huis.leden["directeur"].gebruiker, provider=AANBIEDER, uid="persoon-1")
        antwoord = self.koppel(klant)
        assert antwoord["Location"] == "/aanmelden/oidc/mislukt/van_ander/"
        assert SocialAccount.objects.get().user == huis.leden["directeur"].gebruiker

    def test_intussen_iemand_anders_aangemeld(self, klant, huis, aanbieder):
        adres = urlsplit(haal(klant.post("/profiel/koppelen/")["Location"]))
        states = klant.session["socialaccount_states"]
        klant.force_login(huis.leden["directeur"].gebruiker)
        nieuw = klant.session
        nieuw["socialaccount_states"] = states
        nieuw.save()
        assert klant.get(f"{adres.path}?{adres.query}")["Location"] == "/aanmelden/oidc/mislukt/antwoord/"
        assert not SocialAccount.objects.exists()

    def test_wie_niet_aangemeld_is_koppelt_niet(self, client, aanbieder):
        assert client.post("/profiel/koppelen/")["Location"].startswith("/aanmelden/")
        assert aanbieder.gezien == []


def test_met_https_blijft_elk_adres_https():
    bekend = "https://op.example/.well-known/openid-configuration"
    goed = {
        "issuer": "https://op.example",
        "token_endpoint": "https://op.example/t",
        "jwks_uri": "https://op.example/j",
    }
    controleer(goed, bekend)
    for anders in (
        {"token_endpoint": "http://op.example/t"},
        {"jwks_uri": "http://op.example/j"},
        {"issuer": "https://x"},
    ):
        with pytest.raises(OAuth2Error):
            controleer(goed | anders, bekend)


@pytest.mark.parametrize(
    ("url", "client", "geheim", "nummers"),
    [
        ("", "", "", []),
        ("https://op.example", "c", "g", []),
        ("http://127.0.0.1:9/op", "c", "g", []),
        ("http://op.example", "c", "g", ["aanmelding.E001"]),
        ("https://op.example", "", "g", ["aanmelding.E002"]),
        ("https://op.example", "c", "", ["aanmelding.E002"]),
    ],
)
def test_de_start_kijkt_de_instellingen_na(settings, url, client, geheim, nummers):
    settings.GD_OIDC_URL, settings.GD_OIDC_CLIENT, settings.GD_OIDC_GEHEIM = url, client, geheim
    assert [fout.id for fout in aansluiting()] == nummers
