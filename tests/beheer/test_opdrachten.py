"""De opdrachten van de installateur: de eerste mensen, en een account dat dicht moet."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from beheer.models import Uitnodiging
from logboek.models import Gebeurtenis
from organisaties import isolatie
from organisaties.models import Gebruiker, Lidmaatschap
from tests.bouw import WACHTWOORD, maak_bestuur
from tests.hulp.scherm import meld_aan, vul_in

pytestmark = pytest.mark.django_db
ACCOUNT = {
    "voornaam": "An",
    "naam": "Peeters",
    "wachtwoord": "vier gewone woorden hier",
    "wachtwoord2": "vier gewone woorden hier",
}


def test_de_eerste_beheerder_van_een_bestuur(db, client, link_in, capsys):
    sleutel = maak_bestuur("nieuw", "Gemeente Nieuw", demo=True)
    call_command("nodig_uit", "nieuw", "An@Nieuw.example", "--rol", "beheerder")
    assert "an@nieuw.example is uitgenodigd." in capsys.readouterr().out
    (bericht,) = mail.outbox
    assert "Gemeente Nieuw nodigt je uit" in bericht.body and "beheerder" in bericht.body
    assert vul_in(client, link_in(bericht), "wachtwoord", **ACCOUNT).url == "/"
    with isolatie.namens(bestuur=sleutel):
        assert Lidmaatschap.objects.get().rollen == ["beheerder"]
        assert Gebeurtenis.objects.get(wat="uitnodiging.gemaakt").gebruiker_id is None
    ik = {"login": "an@nieuw.example", "password": ACCOUNT["wachtwoord"]}
    assert client.post("/aanmelden/", ik).status_code == 302
    assert client.get("/beheer/personen/").status_code == 200


def test_de_eerste_van_een_partner(huizen, client, link_in):
    aa, _ = huizen
    call_command("nodig_uit", aa.partner.email, "eerste@partner.example", "--partner", "--voornaam", "Eva")
    (bericht,) = mail.outbox
    assert "Dag Eva," in bericht.body and "Partner aa nodigt je uit" in bericht.body
    assert vul_in(client, link_in(bericht), "wachtwoord", **ACCOUNT).url == "/"


@pytest.mark.parametrize(
    ("opdracht", "zin"),
    [
        (["onbekend", "x@y.example"], "Er is geen bestuur met de naam “onbekend”."),
        (["weg@partner.example", "x@y.example", "--partner"], "Er is geen GLOW-partner met het adres"),
        (["aa", "hr@aa.example", "--rol", "hr"], "heeft al een account"),
        (["aa", "hr@aa.example"], "Deze persoon hoort al bij dit bestuur."),
        (["aanbod@aa.example", "glow@aa.example", "--partner"], "werkt al voor deze partner"),
    ],
)
def test_een_fout_zegt_wat_te_doen(huizen, opdracht, zin):
    with pytest.raises(CommandError, match=zin):
        call_command("nodig_uit", *opdracht)
    assert mail.outbox == []


def test_een_stille_mailserver_is_een_fout_van_de_opdracht(huizen, monkeypatch):
    def weigert(*_, **__):
        raise OSError

    monkeypatch.setattr("beheer.tasks.stuur", weigert)
    monkeypatch.setattr("taken.uitvoering.GEDULD", 1)
    with pytest.raises(CommandError, match="De mail raakte niet weg: OSError"):
        call_command("nodig_uit", "aa", "an@aa.example")
    with huizen[0].binnen():
        assert Uitnodiging.objects.get().verstuurd_op is None


def test_blokkeren_stopt_elke_sessie_en_telt_bij_het_volgende_verzoek(huizen, capsys):
    aa, bb = huizen
    wie = aa.leden["hr"].gebruiker
    with bb.binnen():
        Lidmaatschap.objects.create(bestuur=bb.bestuur, gebruiker=wie, rollen=["mentor"])
    een, twee, ander = meld_aan(wie), meld_aan(wie), meld_aan(aa.leden["mentor"].gebruiker)
    assert een.get("/mentoren/").status_code == 200
    call_command("blokkeer_account", wie.email.upper())
    assert "is geblokkeerd; 2 sessies beëindigd." in capsys.readouterr().out
    for klant in (een, twee):
        assert klant.get("/mentoren/").status_code == 302
    assert ander.get("/uren/").status_code == 200
    poging = Client().post("/aanmelden/", {"login": wie.email, "password": WACHTWOORD})
    assert "_auth_user_id" not in poging.client.session
    call_command("blokkeer_account", wie.email, "--opheffen")
    assert een.get("/mentoren/").status_code == 302  # een oude sessie herleeft niet
    for huis in huizen:
        with huis.binnen():
            wat = list(
                Gebeurtenis.objects.filter(wat__startswith="account.").order_by("pk").values_list("wat", flat=True)
            )
            assert wat == ["account.geblokkeerd", "account.gedeblokkeerd"]
    assert Gebruiker.objects.get(pk=wie.pk).is_active


def test_de_laatste_beheerder_blokkeren_zegt_wat_te_doen(huizen, capsys):
    """De installateur mag dat; de opdracht zegt welk bestuur nu zonder zit, en enkel dan."""
    aa, _ = huizen
    call_command("blokkeer_account", aa.leden["hr"].gebruiker.email)
    assert "Let op" not in capsys.readouterr().out
    call_command("blokkeer_account", aa.leden["beheerder"].gebruiker.email)
    assert "Let op: Gemeente AA heeft nu geen beheerder meer." in capsys.readouterr().out
    call_command("nodig_uit", "aa", "nieuw@aa.example")
    assert mail.outbox[-1].to == ["nieuw@aa.example"]


def test_blokkeren_van_wie_er_niet_is(db):
    with pytest.raises(CommandError, match="Er is geen account met dit e-mailadres."):
        call_command("blokkeer_account", "niemand@nergens.example")
