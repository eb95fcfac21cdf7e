"""Plekken die te lang leeg blijven, en wat in de weg staat: voor HR, voor de partner, in de tegel en in de export."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kandidaten import leeg
from kandidaten.enums import Hindernis
from leerwerkplekken.models import Aanbod, Leerwerkplek, PlanVanAanpak
from leerwerkplekken.stappen import antwoord, kopieer
from leerwerkplekken.stappen.aanbod import bied_samen_aan
from projecten.models import OproepInstelling
from projecten.regels import grenzen
from tests.hulp.scherm import meld_aan

pytestmark = pytest.mark.django_db
HR, MIJN = "/kandidaten/lege-plekken/", "/kandidaten/mijn/lege-plekken/"


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


def vandaag():
    return timezone.localdate()


def open_sinds(opzet, dagen, plek=None):
    """Alle plekken van de opzet gaan zoveel dagen geleden open; of enkel `plek`, en de andere pas nu."""
    with opzet.huis.binnen():
        Leerwerkplek.objects.update(beschikbaar_van=vandaag() if plek else vandaag() - timedelta(days=dagen))
        if plek:
            Leerwerkplek.objects.filter(pk=plek.pk).update(beschikbaar_van=vandaag() - timedelta(days=dagen))


def van_bestuur(opzet):
    with opzet.huis.binnen():
        return {rij.plek.pk: rij for rij in leeg.van_bestuur(opzet.huis.bestuur_id, vandaag())}


def van_partner(opzet, partner=None):
    partner = partner or opzet.partner
    with partner.binnen():
        return {rij.plek.pk: rij for rij in leeg.van_partner(partner.glowpartner, vandaag())}


def zinnen(lege):
    return [h.zin for h in lege.hinder]


@pytest.mark.parametrize(("dagen", "te_lang"), [(29, False), (30, True), (31, True)])
def test_na_dertig_dagen_of_wat_het_bestuur_kiest(opzet, dagen, te_lang):
    open_sinds(opzet, dagen, opzet.plek)
    assert (opzet.plek.pk in van_bestuur(opzet)) is te_lang
    assert (opzet.plek.pk in van_partner(opzet)) is te_lang
    with opzet.huis.binnen():
        OproepInstelling.objects.create(
            bestuur=opzet.huis.bestuur,
            oproep=opzet.huis.project.oproep,
            sleutel="leeg_dagen",
            waarde=dagen + 1,
            vanaf=date(2023, 1, 1),
        )
        assert grenzen(opzet.huis.project.oproep, vandaag(), opzet.huis.bestuur_id).waarde("leeg_dagen") == dagen + 1
    assert opzet.plek.pk not in van_bestuur(opzet) and opzet.plek.pk not in van_partner(opzet)  # dezelfde keuze


def test_wie_iemand_heeft_krijgt_of_sloot_staat_er_niet(opzet):
    open_sinds(opzet, 100)
    bezet, gereserveerd, dicht = opzet.plekken
    opzet.plaats(opzet.kandidaat("K1", plek=bezet))
    opzet.aanvaard(opzet.kandidaat("K2", plek=gereserveerd))
    with opzet.huis.binnen():
        Leerwerkplek.objects.filter(pk=dicht.pk).update(status="gesloten")
    assert van_bestuur(opzet) == {} == van_partner(opzet)


def test_leeg_sinds_de_dag_na_de_laatste_plaatsing(opzet):
    open_sinds(opzet, 400, opzet.plek)
    einde = vandaag() - timedelta(days=40)
    with opzet.huis.binnen():
        opzet.huis.plaatsing(plek=opzet.plek, van=einde - timedelta(days=30), tot=einde)
    rij = van_bestuur(opzet)[opzet.plek.pk]
    assert (rij.sinds, rij.dagen) == (einde + timedelta(days=1), 39)


def test_hr_leest_wat_bij_elk_in_de_weg_staat(opzet):
    open_sinds(opzet, 60, opzet.plek)
    with opzet.huis.binnen():
        Leerwerkplek.objects.filter(pk=opzet.plek.pk).update(mentor=None, uren_per_maand=None)
    with opzet.partner.binnen():
        antwoord.open_aanbod(opzet.partner.actor, opzet.plek)
        antwoord.vraag(opzet.partner.actor, opzet.plek, "Kan het ook later?")
    with opzet.tweede.binnen():
        antwoord.weiger(opzet.tweede.actor, opzet.plek, reden="taal")
    rij = van_bestuur(opzet)[opzet.plek.pk]
    assert rij.soorten == {"antwoord", "taal", "vraag", "mentor", "fiche", "uren"}
    tekst = " ".join(zinnen(rij))
    assert "Partner aa antwoordde nog niet (aangeboden op 01/03/2023, gelezen)." in tekst
    assert "Tweede aa heeft geen kandidaat: het taalniveau ligt te hoog." in tekst
    assert leeg.samenvatting(rij).startswith("een vraag wacht, nog geen antwoord, taalniveau")
    bij_partner = van_partner(opzet)[opzet.plek.pk]
    assert zinnen(bij_partner) == [
        "Je antwoordde nog niet. Dat kan nog.",
        "Je vraag wacht op antwoord van het bestuur.",
    ]
    assert "Tweede" not in " ".join(zinnen(bij_partner))
    with opzet.huis.binnen():  # een taak van het bestuur krijgt hetzelfde te zien
        (zelfde,) = leeg.van_partner(opzet.partner.glowpartner, vandaag(), opzet.huis.bestuur_id)
    assert zinnen(zelfde) == zinnen(bij_partner)


@pytest.mark.parametrize(
    ("niveau", "staat"), [("", False), ("geen", False), ("a1", False), ("a2", False), ("b1", True), ("b2", True)]
)
def test_veel_nederlands_staat_in_de_weg_ook_als_niemand_daarom_weigerde(opzet, niveau, staat):
    open_sinds(opzet, 60, opzet.plek)
    with opzet.huis.binnen():
        PlanVanAanpak.objects.filter(leerwerkplek=opzet.plek).update(taalniveau=niveau)
    for rij in (van_bestuur(opzet)[opzet.plek.pk], van_partner(opzet)[opzet.plek.pk]):
        assert ("taal" in rij.soorten) is staat
        assert any(f"Nederlands op niveau {niveau.upper()}: " in zin for zin in zinnen(rij)) is staat


def test_kandidaten_die_wachten_of_niet_doorgingen(opzet):
    open_sinds(opzet, 60)
    een, twee, drie = opzet.plekken
    opzet.kandidaat("K1", plek=een)
    opzet.weiger(opzet.kandidaat("K2", plek=twee), reden="uurrooster")
    with opzet.huis.binnen():
        opzet.huis.ondertekende_fiche(drie)
        Aanbod.objects.filter(leerwerkplek=drie).update(vervalt_op=vandaag() - timedelta(days=1))
    rijen = van_bestuur(opzet)
    assert "Kandidaat K1 wacht op HR." in zinnen(rijen[een.pk])
    assert "Partner aa zoekt, maar er is geen kandidaat." in zinnen(rijen[twee.pk])
    assert "Kandidaat K2 ging niet door: het uurrooster past niet." in zinnen(rijen[twee.pk])
    assert rijen[drie.pk].soorten == {"vervallen"}
    mijn = van_partner(opzet)
    assert "Kandidaat K1 wacht op het bestuur." in zinnen(mijn[een.pk]) and drie.pk not in mijn
    assert "K1" not in " ".join(zinnen(van_partner(opzet, opzet.tweede)[een.pk]))  # nooit wat een ander doet


def test_het_scherm_filtert_exporteert_en_biedt_opnieuw_aan(opzet):
    open_sinds(opzet, 60)
    hr = meld_aan(opzet.hr.gebruiker)
    pagina = hr.get(HR).content.decode()
    assert "3 lege plekken" in pagina and f'name="plek" value="{opzet.plek.pk}"' in pagina
    assert "Plekken die leeg blijven" in hr.get("/").content.decode()
    assert "Geen lege plek gevonden" in hr.get(f"{HR}?hinder=mentor").content.decode()
    assert "3 lege plekken" in hr.get(f"{HR}?hinder=antwoord&partner={opzet.tweede.glowpartner.pk}").content.decode()
    assert hr.get(f"{HR}?vorm=xlsx").headers["Content-Type"].startswith("application/vnd.openxml")
    glow = meld_aan(opzet.partner.gebruiker)
    assert "3 lege plekken" in glow.get(MIJN).content.decode()
    assert (glow.get(HR).status_code, hr.get(MIJN).status_code) == (403, 403)
    open_sinds(opzet, 0)
    assert "Geen plek staat te lang leeg" in hr.get(HR).content.decode()
    assert "Geen plek staat te lang leeg" in glow.get(MIJN).content.decode()


def test_evenveel_vragen_voor_meer_plekken(opzet):
    open_sinds(opzet, 60)

    def aantal():
        with opzet.huis.binnen(), CaptureQueriesContext(connection) as gezien:
            rijen = leeg.van_bestuur(opzet.huis.bestuur_id, vandaag())
        return len(rijen), len(gezien)

    weinig = aantal()
    with opzet.huis.binnen():
        nieuw = kopieer(opzet.huis.installatie, opzet.plek, aantal=9)
        bied_samen_aan(opzet.hr, nieuw, [opzet.partner.glowpartner, opzet.tweede.glowpartner])
    open_sinds(opzet, 60)
    veel = aantal()
    assert (weinig[0], veel[0]) == (3, 12) and weinig[1] == veel[1]


def test_elke_hindernis_heeft_een_eigen_woord():
    assert len(set(Hindernis.labels)) == len(Hindernis)
