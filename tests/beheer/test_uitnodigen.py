"""Iemand uitnodigen: wat de beheerder ziet en typt, wat er in de mail staat, en wat er bewaard wordt."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beheer.models import Uitnodiging
from beheer.stappen import uitnodigen
from logboek.models import Gebeurtenis
from organisaties.models import Gebruiker, Lidmaatschap
from taken import stappen as taakstappen
from taken.models import Taak
from tests.hulp.scherm import aantal, meld_aan, vul_in

pytestmark = pytest.mark.django_db
URL = "/beheer/personen/uitnodigingen/nieuw/"
LIJST = "/beheer/personen/uitnodigingen/"
NIEUW = {"email": "Els@Voorbeeld.example", "voornaam": "Els", "naam": "Maes", "rollen": ["hr", "mentor"]}


@pytest.fixture
def beheerder(huizen):
    return meld_aan(huizen[0].leden["beheerder"].gebruiker)


def uitnodiging(huis, **anders):
    with huis.binnen():
        gegevens = {"email": "els@voorbeeld.example", "rollen": ["hr"]} | anders
        return uitnodigen.nodig_uit(huis.actor("beheerder"), **gegevens)


def test_uitnodigen_verstuurt_een_mail_met_bestuur_rol_en_wie(huizen, beheerder, werk_af):
    antwoord = vul_in(beheerder, URL, "email", **NIEUW)
    assert antwoord.status_code == 302 and antwoord.url == LIJST
    assert "Wordt verstuurd" in beheerder.get(LIJST).content.decode()
    (bericht,) = werk_af()
    html, _ = bericht.alternatives[0]
    assert bericht.to == ["els@voorbeeld.example"] and bericht.subject == "Uitnodiging van Gemeente AA"
    for tekst in (bericht.body, html):
        assert "Beheerder Van Aa van Gemeente AA nodigt je uit" in tekst and "HR en mentor" in tekst
        assert "Gefinancierd door de Europese Unie" in tekst and "/uitnodiging/" in tekst and "maar één keer" in tekst
    assert html.count("<a href") == 1
    pagina = beheerder.get(LIJST).content.decode()
    assert "Verstuurd" in pagina and "Werkt tot" in pagina
    with huizen[0].binnen():
        rij = Uitnodiging.objects.get()
        assert rij.vervalt_op - rij.verstuurd_op == pytest.approx(timedelta(days=7), abs=timedelta(minutes=1))
        assert Gebeurtenis.objects.get(wat="uitnodiging.gemaakt").gegevens == {"rollen": ["hr", "mentor"], "tot": None}


def test_niets_geheims_bewaard(huizen, beheerder, werk_af, link_in):
    """De link staat in geen enkele rij: niet bij de uitnodiging, niet bij de taak, niet in het logboek."""
    vul_in(beheerder, URL, "email", **NIEUW)
    token = link_in(werk_af()[0]).strip("/").split("/")[-1]
    with huizen[0].binnen():
        bewaard = repr(list(Uitnodiging.objects.values())) + repr(list(Gebeurtenis.objects.values()))
        bewaard += repr(list(Taak.objects.order_by("pk").values()))
        rij = Uitnodiging.objects.get()
    assert token not in bewaard and token.rsplit(":", 1)[1] not in bewaard
    assert rij.nonce not in repr(list(Taak.objects.order_by("pk").values()))


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"email": ""}, "Vul het e-mailadres in."),
        ({"email": "els"}, "Vul een geldig e-mailadres in"),
        ({"voornaam": ""}, "Vul dit in."),
        ({"rollen": []}, "Kies minstens één rol."),
        ({"rollen": ["glow"]}, "glow"),
        ({"rollen": ["controleur"]}, "Vul in tot wanneer de ESF-controleur toegang heeft."),
        ({"rollen": ["controleur", "hr"], "tot": "01/01/2099"}, "Een ESF-controleur heeft geen andere rol."),
        ({"tot": "01/01/2020"}, "Deze dag is voorbij."),
        ({"tot": "morgen"}, "datum"),
        ({"email": "hr@aa.example"}, "Deze persoon hoort al bij dit bestuur."),
    ],
)
def test_een_fout_staat_bij_haar_veld_en_niets_gaat_verloren(huizen, beheerder, anders, zin):
    antwoord = vul_in(beheerder, URL, "email", **(NIEUW | {"functie": "diensthoofd & co"} | anders))
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 200 and zin in pagina and "diensthoofd &amp; co" in pagina
    with huizen[0].binnen():
        assert not Uitnodiging.objects.exists()
    assert not Taak.objects.exists()


def test_een_controleur_krijgt_een_einddatum_in_de_mail(huizen, beheerder, werk_af):
    vul_in(beheerder, URL, "email", **(NIEUW | {"rollen": ["controleur"], "tot": "31/12/2099"}))
    assert "toegang tot en met 31 december 2099" in werk_af()[0].body


def test_twee_keer_klikken_is_een_mail(huizen, beheerder, werk_af):
    for _ in range(2):
        assert vul_in(beheerder, URL, "email", **NIEUW).status_code == 302
    with huizen[0].binnen():
        assert Uitnodiging.objects.count() == 1
    assert len(werk_af()) == 1
    anders = vul_in(beheerder, URL, "email", **(NIEUW | {"rollen": ["beheerder"]}))
    assert "Er staat al een uitnodiging open voor dit adres." in anders.content.decode()


def test_de_mail_raakt_niet_weg(huizen, beheerder, werk_af, monkeypatch):
    """Een stille mailserver: zichtbaar, opnieuw geprobeerd, en ten slotte opgegeven met wat te doen."""
    vul_in(beheerder, URL, "email", **NIEUW)

    def weigert(*_, **__):
        raise OSError("geen verbinding")

    monkeypatch.setattr("beheer.tasks.stuur", weigert)
    assert werk_af() == []
    assert "We proberen opnieuw" in beheerder.get(LIJST).content.decode()
    taak = Taak.objects.get()
    assert taak.status == "wacht" and "els" not in taak.fout.lower()
    taak.claim, taak.status = "7f6b8a1e-6f0e-4c05-9b5f-0f6b8d8c9e11", "bezig"
    taak.save()
    taakstappen.mislukt(taak, "OSError", opgeven=True)
    assert "Kijk het adres na en stuur opnieuw" in beheerder.get(LIJST).content.decode()
    assert "Uitnodiging mailen" in beheerder.get("/beheer/taken/").content.decode()


def test_opnieuw_sturen_maakt_de_vorige_link_ongeldig(huizen, beheerder, werk_af, link_in, client):
    rij = uitnodiging(huizen[0])
    oud = link_in(werk_af()[0])
    url = f"{LIJST}{rij.pk}/opnieuw/"
    for _ in range(2):  # een dubbele klik stuurt één mail
        assert beheerder.post(url, {"zending": "1"}).status_code == 302
    (bericht,) = werk_af()
    nieuw = link_in(bericht)
    assert nieuw != oud and client.get(nieuw).status_code == 200
    antwoord = client.get(oud)
    assert antwoord.status_code == 410 and "Er is een nieuwere uitnodiging verstuurd." in antwoord.content.decode()


def test_een_taak_van_een_vorige_zending_stuurt_niets(huizen, werk_af):
    rij = uitnodiging(huizen[0])
    with huizen[0].binnen():
        uitnodigen.stuur_opnieuw(huizen[0].actor("beheerder"), rij, gezien=1)
    assert len(werk_af()) == 1


def test_intrekken(huizen, beheerder, werk_af, link_in, client):
    rij = uitnodiging(huizen[0])
    link = link_in(werk_af()[0])
    url = f"{LIJST}{rij.pk}/intrekken/"
    assert "els@voorbeeld.example intrekken?" in beheerder.get(url).content.decode()
    for _ in range(2):
        assert beheerder.post(url).status_code == 302
    antwoord = client.get(link)
    assert antwoord.status_code == 410
    assert "ingetrokken. Vraag aan Gemeente AA om je opnieuw uit te nodigen." in antwoord.content.decode()
    assert "Geen open uitnodigingen" in beheerder.get(LIJST).content.decode()
    with huizen[0].binnen():
        assert Gebeurtenis.objects.filter(wat="uitnodiging.ingetrokken").count() == 1
    assert "al aanvaard of ingetrokken" in beheerder.post(f"{LIJST}{rij.pk}/opnieuw/", follow=True).content.decode()


@pytest.mark.parametrize("dagen", [1, 30])
def test_de_geldigheid_is_een_instelling(huizen, werk_af, dagen):
    aa, _ = huizen
    with aa.binnen():
        aa.bestuur.uitnodiging_dagen = dagen
        aa.bestuur.save(update_fields=["uitnodiging_dagen"])
    rij = uitnodiging(aa)
    werk_af()
    with aa.binnen():
        rij.refresh_from_db()
        assert (rij.vervalt_op - timezone.now()).total_seconds() == pytest.approx(dagen * 86400, abs=60)


def test_wie_door_een_import_kwam_krijgt_de_uitnodiging_van_zijn_bladzijde(huizen, beheerder, werk_af):
    aa, _ = huizen
    with aa.binnen():
        persoon = Gebruiker.objects.create_user("rik@aa.example", voornaam="Rik", naam="Smet")
        lid = Lidmaatschap.objects.create(bestuur=aa.bestuur, gebruiker=persoon, rollen=["mentor"])
    fout = vul_in(beheerder, URL, "email", **(NIEUW | {"email": "rik@aa.example"})).content.decode()
    assert "Stuur de uitnodiging vanaf die bladzijde." in fout
    pagina = beheerder.get(f"/beheer/personen/{lid.pk}/").content.decode()
    assert "kan nog niet aanmelden" in pagina
    beheerder.post(f"/beheer/personen/{lid.pk}/uitnodigen/")
    assert werk_af()[0].to == ["rik@aa.example"]
    hr = huizen[0].leden["hr"]
    antwoord = beheerder.post(f"/beheer/personen/{hr.pk}/uitnodigen/", follow=True).content.decode()
    assert "heeft al een account" in antwoord and mail.outbox[1:] == []


def test_wie_ingetrokken_is_krijgt_de_toegang_terug_en_geen_uitnodiging(huizen, beheerder):
    aa, _ = huizen
    with aa.binnen():
        Lidmaatschap.objects.filter(pk=aa.leden["hr"].pk).update(ingetrokken_op=timezone.now())
    antwoord = vul_in(beheerder, URL, "email", **(NIEUW | {"email": "hr@aa.example"}))
    assert "had vroeger toegang. Geef die terug" in antwoord.content.decode()


def test_enkel_de_beheerder_en_enkel_het_eigen_bestuur(huizen, beheerder):
    aa, bb = huizen
    vreemd = uitnodiging(bb)
    for pad in (f"{LIJST}{vreemd.pk}/intrekken/", f"{LIJST}{vreemd.pk}/opnieuw/"):
        assert beheerder.post(pad).status_code == 404
    eigen = uitnodiging(aa)
    for rol in ("hr", "directeur", "coordinator", "controleur"):
        ander = meld_aan(aa.leden[rol].gebruiker)
        for pad in (LIJST, URL, f"{LIJST}{eigen.pk}/intrekken/"):
            assert ander.get(pad).status_code == 403
        assert ander.post(f"{LIJST}{eigen.pk}/opnieuw/").status_code == 403
    assert beheerder.get(f"{LIJST}{eigen.pk}/opnieuw/").status_code == 405


def test_evenveel_vragen_bij_veel_uitnodigingen(huizen, beheerder, omvang):
    uitnodiging(huizen[0])
    beheerder.get(LIJST)
    with CaptureQueriesContext(connection) as een:
        beheerder.get(LIJST)
    for n in range(omvang(10, 500)):
        uitnodiging(huizen[0], email=f"p{n}@voorbeeld.example", rollen=["controleur"], tot=date(2099, 1, 1))
    with CaptureQueriesContext(connection) as veel:
        beheerder.get(LIJST)
    assert aantal(een) == aantal(veel) <= 15
