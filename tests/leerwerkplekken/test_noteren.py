"""HR noteert een antwoord dat langs telefoon of mail kwam: de stap, haar grenzen, en waar het overal bij staat."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from berichten.models import Bericht
from documenten import huisstijl
from fiches.blad_inhoud import _aanbod
from fiches.inhoud import stel_samen
from leerwerkplekken import regels, woorden
from leerwerkplekken.models import Aanbod, Aanbodronde, Leerwerkplek
from leerwerkplekken.stappen import antwoord as van_partner
from leerwerkplekken.stappen import bied_samen_aan
from leerwerkplekken.stappen.noteren import noteer
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd
from rapportage.tabellen import aanbod as tabel
from tests.hulp.scherm import meld_aan, vul_in

pytestmark = pytest.mark.django_db
EERST = date(2023, 3, 1)  # de dag waarop de opzet ze aanbood
GOED = {"antwoord": "geweigerd", "reden": "te_ver", "nota": "geen bus", "naam": "An Peeters"}


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


def vandaag():
    return timezone.localdate()


def van(opzet) -> Aanbod:
    with opzet.huis.binnen():
        rijen = Aanbod.objects.select_related("leerwerkplek", "glowpartner")
        return rijen.get(leerwerkplek=opzet.plek, glowpartner=opzet.partner.glowpartner)


def doe(opzet, **anders):
    rij = van(opzet)
    with opzet.huis.binnen():
        return noteer(opzet.hr, rij, **GOED | {"op": vandaag(), "gezien": rij.antwoord} | anders)


def zet(opzet, **velden):
    with opzet.huis.binnen():
        Aanbod.objects.filter(pk=van_pk(opzet)).update(**velden)


def van_pk(opzet):
    return Aanbod.objects.get(leerwerkplek=opzet.plek, glowpartner=opzet.partner.glowpartner).pk


def adres(naam, *nummers):
    return reverse(f"leerwerkplekken:{naam}", args=nummers)


def tekst(antwoord, status=200):
    assert antwoord.status_code == status
    return antwoord.content.decode()


def test_het_telt_als_antwoord_met_wie_het_gaf_en_wie_het_noteerde(opzet):
    rij = doe(opzet, op=EERST)
    assert (rij.antwoord, rij.antwoord_op, rij.antwoord_door) == ("geweigerd", EERST, None)
    assert (rij.antwoord_naam, rij.genoteerd_door, rij.genoteerd_naam) == (
        "An Peeters", opzet.hr.lidmaatschap, opzet.hr.naam,
    )  # fmt: skip
    assert regels.aanbodstand(rij, vandaag()) == "geweigerd" and not regels.wacht(rij, vandaag())
    with opzet.huis.binnen():
        assert not Aanbod.objects.filter(regels.wachtend(vandaag()), pk=rij.pk).exists()
        (bericht,) = Bericht.objects.filter(soort="aanbod")
        (daad,) = Gebeurtenis.objects.filter(wat="aanbod.genoteerd")
    assert bericht.glowpartner_id == opzet.partner.glowpartner.pk
    assert "De reden: te ver of moeilijk te bereiken (geen bus)." in bericht.alineas
    assert f"{opzet.hr.naam} van Gemeente AA noteerde je antwoord" in bericht.alineas[0]
    assert daad.gebruiker_id == opzet.hr.gebruiker.pk and "Peeters" not in str(daad.gegevens)


@pytest.mark.parametrize(
    ("anders", "zin", "veld"),
    [
        ({"antwoord": ""}, "Kies wat de partner antwoordde", "antwoord"),
        ({"antwoord": "bekijkt"}, "Kies wat de partner antwoordde", "antwoord"),
        ({"reden": ""}, "Kies een reden", "reden"),
        ({"reden": "andere", "nota": " "}, "enkele woorden", "nota"),
        ({"nota": "x" * 151}, "150 tekens", "nota"),
        ({"naam": "  "}, "wie van de partner", "naam"),
        ({"naam": "x" * 121}, "120 tekens", "naam"),
    ],
)
def test_wat_ontbreekt_staat_bij_zijn_veld(opzet, anders, zin, veld):
    with pytest.raises(Geweigerd, match=zin) as fout:
        doe(opzet, **anders)
    assert veld in {v for _, v in fout.value.alle} and van(opzet).antwoord == ""


@pytest.mark.parametrize(
    ("op", "vervalt", "ingetrokken", "zin"),
    [
        (0, None, None, ""),
        (1, None, None, "moet nog komen"),
        ("eerst", None, None, ""),
        ("ervoor", None, None, "Je bood de plek aan op 01/03/2023"),
        (-1, -1, None, ""),  # vervallen, maar het antwoord kwam op tijd
        (0, -1, None, "liep tot en met"),
        (-2, 5, -2, ""),
        (-1, 5, -2, "liep tot en met"),
    ],
)
def test_de_dag_ligt_tussen_aanbieden_en_vandaag_en_binnen_het_aanbod(opzet, op, vervalt, ingetrokken, zin):
    def dag(n):
        return None if n is None else vandaag() + timedelta(days=n)

    zet(opzet, vervalt_op=dag(vervalt), ingetrokken_op=dag(ingetrokken))
    op = {"eerst": EERST, "ervoor": EERST - timedelta(days=1)}.get(op) or dag(op)
    if zin:
        with pytest.raises(Geweigerd, match=zin):
            doe(opzet, op=op)
        assert van(opzet).antwoord == ""
    else:
        assert doe(opzet, op=op).antwoord_op == op


def test_twee_keer_verbeteren_en_een_collega(opzet):
    eerste = doe(opzet)
    doe(opzet, gezien="")  # dubbelklik: hetzelfde antwoord
    with pytest.raises(Geweigerd, match="collega noteerde intussen"):
        doe(opzet, gezien="", naam="Bert")
    na = doe(opzet, antwoord="aanvaard")
    assert (na.pk, na.antwoord, na.weiger_reden, na.weiger_nota) == (eerste.pk, "aanvaard", "", "")
    with opzet.huis.binnen():
        assert Gebeurtenis.objects.filter(wat="aanbod.genoteerd").count() == 2


def test_wat_de_partner_zelf_antwoordt_gaat_voor(opzet):
    doe(opzet)
    with opzet.partner.binnen():
        van_partner.weiger(opzet.partner.actor, opzet.plek, reden="te_ver", nota="geen bus", gezien="geweigerd")
    rij = van(opzet)
    assert (rij.antwoord_door, rij.genoteerd_door, rij.genoteerd_naam, rij.antwoord_naam) == (
        opzet.partner.gebruiker, None, "", "",
    )  # fmt: skip
    with pytest.raises(Geweigerd, match="antwoordde zelf al"):
        doe(opzet)


def test_een_kandidaat_vervangt_de_notitie_en_een_nieuwe_keer_bewaart_ze(opzet):
    doe(opzet)
    with opzet.huis.binnen():
        (rij,) = bied_samen_aan(opzet.hr, [opzet.plek], [opzet.partner.glowpartner])
        ronde = Aanbodronde.objects.get(aanbod=rij)
    assert (rij.genoteerd_door, rij.antwoord_naam, ronde.antwoord_naam) == (None, "", "An Peeters")
    assert woorden.genoteerd(ronde) == f"genoteerd door {opzet.hr.naam}, gehoord van An Peeters"
    doe(opzet)
    opzet.kandidaat("K1")
    assert (van(opzet).antwoord, van(opzet).genoteerd_naam) == ("aanvaard", "")


def test_het_staat_overal_bij_het_antwoord(opzet):
    doe(opzet)
    rij, noot = van(opzet), f"genoteerd door {opzet.hr.naam}"
    hr, glow = meld_aan(opzet.hr.gebruiker), meld_aan(opzet.partner.gebruiker)
    pagina = tekst(hr.get(adres("aanbod", opzet.plek.pk)))
    assert f"Genoteerd door {opzet.hr.naam}, gehoord van An Peeters" in pagina and "Antwoord verbeteren" in pagina
    assert f"Genoteerd door {opzet.hr.naam}" in tekst(hr.get(adres("aanbiedingen")))
    bij_partner = tekst(glow.get(adres("aangeboden", opzet.plek.pk)))
    assert "Het bestuur noteerde dat je niemand hebt: te ver" in bij_partner and "antwoord zelf" in bij_partner
    assert bij_partner.count(f"Genoteerd door {opzet.hr.naam}, gehoord van An Peeters") == 2  # melding en verloop
    coordinator = meld_aan(opzet.huis.leden["coordinator"].gebruiker)
    assert noot in tekst(coordinator.get(adres("takenlijst", opzet.plek.pk)))
    (regel,) = tabel(SimpleNamespace(aanbod=[rij])).rijen
    assert tuple(regel)[4:] == ("geen kandidaten", vandaag(), opzet.hr.naam, vandaag())
    with opzet.huis.binnen():
        plek = Leerwerkplek.objects.get(pk=opzet.plek.pk)
        op_fiche = stel_samen(plek, versie=1, op=vandaag(), stijl=huisstijl.voor(opzet.huis.bestuur))["aanbod"]
    eigen = next(a for a in op_fiche if a["glowpartner"] == opzet.partner.glowpartner.naam)
    ander = next(a for a in op_fiche if a["glowpartner"] == opzet.tweede.glowpartner.naam)
    assert _aanbod(eigen).endswith(noot) and "genoteerd_door" not in ander
    doe(opzet, antwoord="aanvaard")
    assert "Het bestuur noteerde dat je kandidaten zoekt." in tekst(glow.get(adres("aangeboden", opzet.plek.pk)))


def test_het_scherm_van_hr(opzet):
    hr, rij = meld_aan(opzet.hr.gebruiker), van(opzet)
    url = adres("noteer_antwoord", rij.pk)
    assert "Antwoord noteren" in tekst(hr.get(adres("aanbod", opzet.plek.pk)))
    morgen = f"{vandaag() + timedelta(days=1):%d/%m/%Y}"
    fout = tekst(vul_in(hr, url, "gezien", antwoord=["geweigerd:andere"], naam="blijft staan", op=morgen))
    assert "Zeg in enkele woorden" in fout and "Deze dag moet nog komen." in fout and "blijft staan" in fout
    leeg = tekst(vul_in(hr, url, "gezien"))
    assert "Kies wat de partner antwoordde." in leeg and "Vul in wie van de partner antwoordde." in leeg
    klaar = vul_in(hr, url, "gezien", antwoord=["geweigerd:taal"], naam="An Peeters")
    assert klaar.url == adres("aanbod", opzet.plek.pk) and "is genoteerd" in tekst(hr.get(klaar.url))
    naar = vul_in(hr, url, "gezien", antwoord=["voorstel"])  # wat er stond, staat er weer
    assert naar.url == f"{reverse('plaatsingen:nieuw')}?leerwerkplek={opzet.plek.pk}"
    assert "Kies nu wie" in tekst(hr.get(naar.url)) and van(opzet).antwoord == "aanvaard"
    opzet.kandidaat("K1")
    assert van(opzet).genoteerd_naam  # het antwoord stond er al
    with opzet.partner.binnen():
        van_partner.weiger(opzet.partner.actor, opzet.plek, reden="taal", gezien="aanvaard")
    assert "antwoordde zelf al" in tekst(hr.get(url, follow=True))
    assert "Antwoord noteren" in tekst(hr.get(adres("aanbod", opzet.plek.pk)))  # voor de andere partner


def test_wie_het_niet_mag_en_wat_de_databank_bewaakt(opzet):
    rij = van(opzet)
    for actor in (opzet.huis.actor("coordinator"), opzet.partner.actor):
        with opzet.huis.binnen(), pytest.raises(PermissionDenied):
            noteer(actor, rij, **GOED, op=vandaag())
    with opzet.huis.binnen(), pytest.raises(Geweigerd, match="Enkel een persoon"):
        noteer(opzet.huis.installatie, rij, **GOED, op=vandaag())
    half = {"antwoord": "aanvaard", "antwoord_op": vandaag(), "genoteerd_door": opzet.hr.lidmaatschap}
    for velden in (half, half | {"genoteerd_naam": "HR"}, {"genoteerd_naam": "HR", "antwoord_naam": "An"}):
        with opzet.huis.binnen(), pytest.raises(IntegrityError, match="aanbod_genoteerd"), transaction.atomic():
            Aanbod.objects.filter(pk=rij.pk).update(**velden)
    assert meld_aan(opzet.partner.gebruiker).get(adres("noteer_antwoord", rij.pk)).status_code == 403
