"""Een controleur uitnodigen voor één project en een periode: nieuw, nog eens, langer, korter, ingetrokken."""

import re
from datetime import date, timedelta

import pytest

from beheer.models import Uitnodiging
from controles.regels import uiterlijk
from controles.stappen import beheren
from organisaties.isolatie import Geweigerd
from organisaties.models import Gebruiker, Lidmaatschap
from rapportage.models import Controle
from tests.bouw import WACHTWOORD
from tests.controles.hulp import Opzet, vandaag
from tests.hulp.huizen import eens
from tests.hulp.scherm import meld_aan, vul_in

pytestmark = pytest.mark.django_db
gebouwd_huis, huis = eens(Opzet)

WIE = {"email": "An.Peeters@wse.example", "voornaam": "An", "naam": "Peeters"}


@pytest.fixture
def opzet(huis):
    return huis


def maak(opzet, project=None, rol="coordinator", **anders):
    velden = WIE | {"van": vandaag(), "tot": vandaag(30)} | anders
    with opzet.huis.binnen():
        return beheren.maak(opzet.huis.actor(rol), project or opzet.a, **velden)[0]


def uitnodigingen(opzet):
    with opzet.huis.binnen():
        return list(Uitnodiging.objects.filter(email="an.peeters@wse.example").order_by("pk"))


def aanvaard(mails):
    pad = re.search(r"https?://[^/\s]+(/uitnodiging/\S+)", mails[0].body)[1]
    klant = meld_aan(Gebruiker.objects.get(email="hr@aa.example"))
    klant.logout()
    antwoord = vul_in(klant, pad, "wachtwoord", wachtwoord=WACHTWOORD, wachtwoord2=WACHTWOORD)
    assert antwoord.status_code == 302, antwoord.content.decode()
    return meld_aan(Gebruiker.objects.get(email="an.peeters@wse.example"))


def test_uitnodigen_aanvaarden_en_kijken(opzet, werk_af):
    controle = maak(opzet)
    (rij,) = uitnodigingen(opzet)
    assert (rij.rollen, rij.lid_tot, controle.lidmaatschap_id) == (["controleur"], vandaag(30), None)
    klant = aanvaard(werk_af())
    with opzet.huis.binnen():
        lid = Lidmaatschap.objects.get(gebruiker__email="an.peeters@wse.example")
        assert lid.tot == vandaag(30) and Controle.objects.get(pk=controle.pk).lidmaatschap_id == lid.pk
    assert klant.get(f"/controles/{controle.pk}/").status_code == 200
    assert klant.get(f"/project/{opzet.b.pk}/").status_code == 404
    assert klant.get(f"/controles/{opzet.controle.pk}/").status_code == 404  # die van een andere controleur


def test_twee_controles_voor_wie_nog_niet_aanvaardde_zijn_een_mail(opzet, werk_af):
    maak(opzet)
    maak(opzet, opzet.b, tot=vandaag(60))
    (rij,) = uitnodigingen(opzet)
    assert rij.lid_tot == vandaag(60)
    mails = list(werk_af())
    assert len(mails) == 1
    klant = aanvaard(mails)
    assert {klant.get(f"/project/{project.pk}/").status_code for project in (opzet.a, opzet.b)} == {200}


def test_wie_al_controleur_is_krijgt_een_mail_en_een_langere_toegang(opzet, werk_af):
    lid = opzet.huis.leden["controleur"]
    with opzet.huis.binnen():
        Lidmaatschap.objects.filter(pk=lid.pk).update(tot=vandaag(5))
    controle = maak(opzet, opzet.b, email=lid.gebruiker.email, tot=vandaag(9))
    with opzet.huis.binnen():
        assert Lidmaatschap.objects.get(pk=lid.pk).tot == vandaag(9)
    assert controle.lidmaatschap_id == lid.pk and controle.naam == lid.gebruiker.naam
    (mail,) = werk_af()
    assert mail.to == [lid.gebruiker.email] and "572-B" in mail.subject
    assert f"/controles/{controle.pk}/" in mail.body


def test_een_kortere_tweede_controle_maakt_de_toegang_niet_korter(opzet):
    lid = opzet.huis.leden["controleur"]
    maak(opzet, opzet.b, email=lid.gebruiker.email, tot=vandaag(1))
    with opzet.huis.binnen():
        assert Lidmaatschap.objects.get(pk=lid.pk).tot == lid.tot


def test_korter_langer_en_intrekken_volgen_de_laatste_controle(opzet):
    lid, coordinator = opzet.huis.leden["controleur"], opzet.huis.actor("coordinator")

    def tot():
        return Lidmaatschap.objects.get(pk=lid.pk).tot

    tweede = maak(opzet, opzet.b, email=lid.gebruiker.email, tot=vandaag(20))
    with opzet.huis.binnen():
        beheren.wijzig_einde(coordinator, opzet.controle, tot=vandaag(10))
        assert tot() == vandaag(20)
        beheren.wijzig_einde(coordinator, tweede, tot=vandaag())
        assert tot() == vandaag(10)
        beheren.wijzig_einde(coordinator, tweede, tot=vandaag(40))
        assert tot() == vandaag(40)
        beheren.trek_in(coordinator, tweede)
        beheren.trek_in(coordinator, tweede)
        assert tot() == vandaag(10)
        with pytest.raises(Geweigerd, match="ingetrokken"):
            beheren.wijzig_einde(coordinator, tweede, tot=vandaag(50))


def test_intrekken_voor_er_aanvaard_is_trekt_ook_de_uitnodiging_in(opzet, werk_af):
    controle = maak(opzet)
    mails = list(werk_af())
    with opzet.huis.binnen():
        beheren.trek_in(opzet.huis.actor("coordinator"), controle)
    assert uitnodigingen(opzet)[0].ingetrokken_op is not None
    pad = re.search(r"https?://[^/\s]+(/uitnodiging/\S+)", mails[0].body)[1]
    anoniem = meld_aan(Gebruiker.objects.get(email="hr@aa.example"))
    anoniem.logout()
    assert "ingetrokken" in anoniem.get(pad).content.decode()


@pytest.mark.parametrize(
    ("anders", "zin", "veld"),
    [
        ({"tot": vandaag(-1), "van": vandaag(-9)}, "Deze dag is voorbij", "tot"),
        ({"van": vandaag(2), "tot": vandaag(1)}, "De laatste dag ligt voor de eerste", "tot"),
        ({"email": "hr@aa.example"}, "werkt bij dit bestuur", "email"),
        ({"van": date(2022, 12, 31)}, "Het project begint op 1 januari 2023", "van"),
        ({"van": date(1, 1, 1)}, "Het project begint op 1 januari 2023", "van"),
        ({"tot": date(9999, 12, 31)}, "Geef hoogstens twee jaar toegang", "tot"),
    ],
)
def test_wat_niet_kan_zegt_waarom(opzet, anders, zin, veld):
    with pytest.raises(Geweigerd, match=zin) as fout:
        maak(opzet, **anders)
    assert fout.value.veld == veld


def test_hoogstens_twee_jaar_en_dan_opnieuw(opzet):
    """Toegang zonder einde is geen tijdelijke toegang; de laatste dag die mag, en de dag erna. Ook bij het verlengen."""
    grens, actor = uiterlijk(vandaag()), opzet.huis.actor("coordinator")
    controle = maak(opzet, tot=grens)
    assert controle.tot == grens
    with opzet.huis.binnen(), pytest.raises(Geweigerd, match="Verlengen kan later"):
        beheren.wijzig_einde(actor, controle, tot=grens + timedelta(days=1))
    assert (uiterlijk(date(2024, 2, 29)), uiterlijk(date(2023, 3, 1))) == (date(2026, 2, 28), date(2025, 3, 1))
    assert uiterlijk(date(9999, 1, 1)) == date(9999, 1, 1)


def test_een_ingetrokken_controleur_komt_zo_niet_terug(opzet):
    lid = opzet.huis.leden["controleur"]
    with opzet.huis.binnen():
        Lidmaatschap.objects.filter(pk=lid.pk).update(ingetrokken_op="2026-01-01T00:00Z")
    with pytest.raises(Geweigerd, match="Geef die terug"):
        maak(opzet, opzet.b, email=lid.gebruiker.email)


# --- de schermen


def test_een_dubbele_klik_maakt_een_controle(opzet, werk_af):
    klant = opzet.als("coordinator")
    gegevens = WIE | {"project": opzet.a.pk, "van": f"{vandaag():%d/%m/%Y}", "tot": f"{vandaag(3):%d/%m/%Y}"}
    eerste, tweede = (vul_in(klant, "/controles/nieuw/", "email", **gegevens) for _ in range(2))
    assert eerste.url == tweede.url and len(werk_af()) == 1
    pagina = klant.get(eerste.url).content.decode()
    assert "Uitgenodigd, nog niet aanvaard" in pagina and "Uitnodiging opnieuw sturen" in pagina


def test_een_fout_staat_bij_haar_veld_en_wat_getypt_werd_blijft(opzet):
    gegevens = WIE | {"project": opzet.a.pk, "van": "1/1/2020", "tot": "2/1/2020"}
    pagina = vul_in(opzet.als("coordinator"), "/controles/nieuw/", "email", **gegevens)
    tekst = pagina.content.decode()
    assert pagina.status_code == 200 and "Deze dag is voorbij" in tekst and "An.Peeters@wse.example" in tekst


def test_opnieuw_sturen_maakt_de_vorige_link_dood(opzet, werk_af):
    controle, klant = maak(opzet), opzet.als("coordinator")
    eerste = werk_af()[0].body
    pad = f"/controles/{controle.pk}/"
    for _ in range(2):  # een dubbele klik
        klant.post(f"{pad}opnieuw/", {"zending": "1", "voor_wie": ""} | _voor_wie(klant, pad))
    mails = werk_af()
    assert len(mails) == 1 and mails[0].body != eerste


def _voor_wie(klant, pad):
    gevonden = re.search(r'name="voor_wie" value="([^"]*)"', klant.get(pad).content.decode())
    return {"voor_wie": gevonden[1]} if gevonden else {}


def test_periode_wijzigen_en_intrekken_op_het_scherm(opzet):
    klant, pad = opzet.als("beheerder"), f"/controles/{opzet.controle.pk}/"
    antwoord = vul_in(klant, f"{pad}wijzigen/", "tot", tot=f"{vandaag(4):%d/%m/%Y}")
    assert antwoord.status_code == 302
    assert klant.get(f"{pad}intrekken/").status_code == 200
    vul_in(klant, f"{pad}intrekken/", "csrfmiddlewaretoken")
    tekst = klant.get(pad).content.decode()
    assert "Ingetrokken op" in tekst and "Periode wijzigen" not in tekst
    assert "Ingetrokken" in klant.get("/controles/").content.decode()


@pytest.mark.parametrize("rol", ["hr", "mentor", "leidinggevende", "directeur", "controleur"])
def test_enkel_coordinator_en_beheerder_nodigen_uit(opzet, rol):
    assert opzet.als(rol).get("/controles/nieuw/").status_code == 403
