"""De bladzijde achter de link: een nieuw account of een bestaand, één keer, en nooit meer dan de link zegt."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import signing
from django.test import Client
from django.utils import timezone

from beheer.link import ZOUT
from beheer.models import Uitnodiging
from beheer.stappen import uitnodigen
from logboek.models import Gebeurtenis
from organisaties.models import Gebruiker, Lidmaatschap
from tests.hulp.scherm import meld_aan, velden, vul_in

pytestmark = pytest.mark.django_db
ACCOUNT = {
    "voornaam": "Els",
    "naam": "Maes",
    "wachtwoord": "vier gewone woorden hier",
    "wachtwoord2": "vier gewone woorden hier",
}
GEBRUIKT = "Deze uitnodiging is al gebruikt. Meld je aan met je e-mailadres."


@pytest.fixture
def nodig_uit(huizen, werk_af, link_in):
    """Nodigt uit en geeft het pad uit de mail."""

    def doe(email="els@voorbeeld.example", huis=None, **anders):
        huis = huis or huizen[0]
        with huis.binnen():
            gegevens = {"voornaam": "Els", "naam": "Maes", "rollen": ["hr"], "organisatie": huis.organisatie} | anders
            uitnodigen.nodig_uit(huis.actor("beheerder"), email=email, **gegevens)
        return link_in(werk_af()[0])

    return doe


def test_een_nieuw_account(huizen, nodig_uit, client):
    pad = nodig_uit(functie="diensthoofd")
    antwoord = client.get(pad)
    pagina = antwoord.content.decode()
    assert "Gemeente AA" in pagina and "HR" in pagina and "Beheerder Van Aa" in pagina and "diensthoofd" in pagina
    assert velden(antwoord, "wachtwoord")["voornaam"] == "Els" and "no-store" in antwoord["Cache-Control"]
    klaar = vul_in(client, pad, "wachtwoord", **ACCOUNT)
    assert klaar.status_code == 302 and klaar.url == "/"
    assert "Je account is klaar." in client.get("/", follow=True).content.decode()
    with huizen[0].binnen():
        lid = Lidmaatschap.objects.select_related("gebruiker").get(gebruiker__email="els@voorbeeld.example")
        assert (lid.rollen, lid.organisatie_id, lid.functie) == (["hr"], huizen[0].organisatie.pk, "diensthoofd")
        assert lid.gebruiker.check_password(ACCOUNT["wachtwoord"])
        daad = Gebeurtenis.objects.get(wat="uitnodiging.aanvaard")
        assert (daad.gebruiker_id, daad.gegevens["lidmaatschap"]) == (lid.gebruiker_id, lid.pk)
    ik = {"login": "els@voorbeeld.example", "password": ACCOUNT["wachtwoord"]}
    assert "Je werkt als HR" in client.post("/aanmelden/", ik, follow=True).content.decode()


def test_eenmalig(nodig_uit, client):
    pad = nodig_uit()
    vul_in(client, pad, "wachtwoord", **ACCOUNT)
    for antwoord in (client.get(pad), client.post(pad, ACCOUNT), Client().get(pad)):
        assert antwoord.status_code == 410 and GEBRUIKT in antwoord.content.decode()


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"wachtwoord2": "iets anders helemaal"}, "De twee wachtwoorden zijn niet gelijk."),
        ({"wachtwoord": "te kort", "wachtwoord2": "te kort"}, "minstens 12 tekens"),
        ({"wachtwoord": "els@voorbeeld.example", "wachtwoord2": "els@voorbeeld.example"}, "e-mailadres"),
        ({"voornaam": ""}, "Vul dit in."),
        ({"wachtwoord": "", "wachtwoord2": ""}, "Vul dit in."),
    ],
)
def test_fouten_bij_het_veld(nodig_uit, client, huizen, anders, zin):
    pad = nodig_uit()
    antwoord = vul_in(client, pad, "wachtwoord", **(ACCOUNT | {"naam": "Maes-Peeters"} | anders))
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 200 and zin in pagina and "Maes-Peeters" in pagina
    assert not Gebruiker.objects.filter(email="els@voorbeeld.example").exists()
    with huizen[0].binnen():
        assert Uitnodiging.objects.get().is_open


def test_wie_al_een_account_heeft_meldt_zich_aan_en_aanvaardt(huizen, nodig_uit):
    aa, bb = huizen
    bekend = bb.leden["hr"].gebruiker
    pad = nodig_uit(bekend.email, rollen=["coordinator"])
    vreemd = Client()
    pagina = vreemd.get(pad).content.decode()
    assert (
        "Je hebt al een account" in pagina
        and f"/aanmelden/?next={quote(pad)}" in pagina
        and "wachtwoord2" not in pagina
    )
    assert vreemd.post(pad, ACCOUNT).status_code == 200  # zonder aanmelden gebeurt er niets
    bekend.refresh_from_db()
    assert not bekend.check_password(ACCOUNT["wachtwoord"])
    ik = meld_aan(bekend)
    assert "Aanvaarden" in ik.get(pad).content.decode()
    klaar = ik.post(pad, follow=True)
    assert "Welkom bij Gemeente AA." in klaar.content.decode() and "projectcoördinator van" in klaar.content.decode()
    assert ik.post(pad).status_code == 410
    with bb.binnen():
        assert Lidmaatschap.objects.get(pk=bb.leden["hr"].pk).rollen == ["hr"]


def test_een_ander_account_kan_niet_aanvaarden(huizen, nodig_uit):
    aa, bb = huizen
    ander = meld_aan(bb.leden["mentor"].gebruiker)
    for email in ("els@voorbeeld.example", bb.leden["hr"].gebruiker.email):  # zonder en met account: dezelfde zin
        pad = nodig_uit(email)
        for antwoord in (ander.get(pad), ander.post(pad, ACCOUNT)):
            pagina = antwoord.content.decode()
            assert antwoord.status_code == 200 and "niet voor dit account" in pagina and email not in pagina
    with aa.binnen():
        assert Uitnodiging.objects.filter(aanvaard_op=None).count() == 2
        assert not Lidmaatschap.objects.filter(gebruiker=bb.leden["mentor"].gebruiker, bestuur=aa.bestuur).exists()


@pytest.mark.parametrize(("seconden", "status"), [(-1, 200), (0, 410), (1, 410)])
def test_de_grens_van_de_geldigheid(huizen, nodig_uit, client, time_machine_op, seconden, status):
    pad = nodig_uit()
    with huizen[0].binnen():
        einde = Uitnodiging.objects.get().vervalt_op
    with time_machine_op(einde + timedelta(seconds=seconden)):
        antwoord = client.get(pad)
        assert antwoord.status_code == status
        if status == 410:
            assert "Deze uitnodiging is vervallen op" in antwoord.content.decode()
            assert client.post(pad, ACCOUNT).status_code == 410


@pytest.fixture
def time_machine_op():
    import time_machine

    return lambda moment: time_machine.travel(moment, tick=False)


def _vervalst(pad):
    token = pad.strip("/").split("/")[-1]
    soort, van, sleutel, nonce = signing.loads(token, salt=ZOUT)
    yield "onzin"
    yield token[:-1] + ("A" if token[-1] != "A" else "B")
    yield signing.dumps([soort, van, sleutel, nonce], salt="iets anders")
    yield signing.dumps([soort, van, sleutel, nonce], salt=ZOUT, key="een andere sleutel")
    yield signing.dumps(["b", 1], salt=ZOUT)


def test_een_vervalste_link_zegt_niets(nodig_uit, client):
    pad = nodig_uit()
    for token in _vervalst(pad):
        for antwoord in (client.get(f"/uitnodiging/{token}/"), client.post(f"/uitnodiging/{token}/", ACCOUNT)):
            pagina = antwoord.content.decode()
            assert antwoord.status_code == 404 and "Deze link klopt niet." in pagina and "Gemeente AA" not in pagina


def test_een_link_van_het_ene_bestuur_werkt_niet_bij_het_andere(huizen, nodig_uit, client):
    """Zelfs met onze eigen handtekening: de rij bestaat voor een ander bestuur niet."""
    token = nodig_uit().strip("/").split("/")[-1]
    soort, van, sleutel, nonce = signing.loads(token, salt=ZOUT)
    verhuisd = signing.dumps([soort, huizen[1].bestuur_id, sleutel, nonce], salt=ZOUT)
    assert client.get(f"/uitnodiging/{verhuisd}/").status_code == 404


def test_een_persoon_uit_een_import_kiest_zijn_eerste_wachtwoord(huizen, werk_af, link_in, client):
    aa, _ = huizen
    with aa.binnen():
        rik = Gebruiker.objects.create_user("rik@aa.example", voornaam="Rik", naam="Smet")
        lid = Lidmaatschap.objects.create(bestuur=aa.bestuur, gebruiker=rik, rollen=["mentor"])
        uitnodigen.nodig_lid_uit(aa.actor("beheerder"), lid)
    pad = link_in(werk_af()[0])
    assert vul_in(client, pad, "wachtwoord", **(ACCOUNT | {"voornaam": "Rik"})).status_code == 302
    rik.refresh_from_db()
    assert rik.check_password(ACCOUNT["wachtwoord"]) and rik.naam == "Maes"
    with aa.binnen():
        lid.refresh_from_db()
        assert lid.rollen == ["mentor"]


def test_een_geblokkeerd_account_krijgt_geen_nieuw_wachtwoord(huizen, nodig_uit, client):
    Gebruiker.objects.create_user("els@voorbeeld.example", voornaam="Els", naam="Maes", is_active=False)
    pad = nodig_uit()
    assert client.post(pad, ACCOUNT).status_code == 200
    assert not Gebruiker.objects.get(email="els@voorbeeld.example").has_usable_password()


@pytest.mark.parametrize("hoe", ["passkey", "ACM/IDM"])
def test_wie_zonder_wachtwoord_aanmeldt_krijgt_er_langs_deze_weg_geen(huizen, nodig_uit, client, hoe):
    els = Gebruiker.objects.create_user("els@voorbeeld.example", voornaam="Els", naam="Maes")
    if hoe == "passkey":
        Authenticator.objects.create(user=els, type="webauthn", data={})
    else:
        SocialAccount.objects.create(user=els, provider="acmidm", uid="1")
    pad = nodig_uit()
    assert "Je hebt al een account" in client.get(pad).content.decode()
    assert client.post(pad, ACCOUNT).status_code == 200
    els.refresh_from_db()
    assert not els.has_usable_password()


def test_wie_intussen_ingetrokken_werd_leest_waarom(huizen, nodig_uit):
    aa, bb = huizen
    wie = bb.leden["hr"].gebruiker
    pad = nodig_uit(wie.email)
    with aa.binnen():
        Lidmaatschap.objects.create(bestuur=aa.bestuur, gebruiker=wie, rollen=["mentor"], ingetrokken_op=timezone.now())
    pagina = meld_aan(wie).post(pad).content.decode()
    assert "Je toegang is ingetrokken. Vraag aan Gemeente AA om ze terug te geven." in pagina


def test_ook_een_controleur_elders_kan_aanvaarden(huizen, nodig_uit):
    """Wie elders alleen mag lezen, aanvaardt hier: dat gaat over het eigen account."""
    aa, bb = huizen
    wie = bb.leden["controleur"].gebruiker
    pad = nodig_uit(wie.email, rollen=["coordinator"])
    assert "Welkom bij" in meld_aan(wie).post(pad, follow=True).content.decode()


def test_een_rol_die_niet_samengaat_geeft_een_zin(huizen, nodig_uit):
    aa, bb = huizen
    wie = bb.leden["hr"].gebruiker
    pad = nodig_uit(wie.email)
    with aa.binnen():
        Lidmaatschap.objects.create(bestuur=aa.bestuur, gebruiker=wie, rollen=["controleur"], tot=timezone.localdate())
    pagina = meld_aan(wie).post(pad).content.decode()
    assert "Een ESF-controleur heeft enkel die rol" in pagina
