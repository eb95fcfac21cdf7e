"""Wat bij een GLOW-partner wacht: elke tegel telt wat de pagina erachter toont, en verdwijnt als het gedaan is."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from leerwerkplekken.models import Aanbod, Aanbodvraag, Leerwerkplek
from leerwerkplekken.stappen import antwoord, kopieer
from leerwerkplekken.stappen.aanbod import beantwoord, bied_samen_aan
from leerwerkplekken.stappen.noteren import noteer
from tests.hulp.scherm import aantal as vragen
from tests.hulp.scherm import meld_aan
from tests.kandidaten.conftest import gebouwd, opzet
from werkblad.wachtend_partner import partner

__all__ = ["gebouwd", "opzet"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


@pytest.fixture
def klant(opzet):
    return meld_aan(opzet.partner.gebruiker)


def tegels(opzet, wie=None):
    wie = wie or opzet.partner
    with wie.binnen():
        return {tegel.kop: tegel for tegel in partner(wie.actor)}


def getallen(opzet, wie=None):
    return [tegels(opzet, wie)[kop].aantal for kop in ("Nieuwe plekken", "Plekken te beantwoorden")]


def rijen(klant, tegel):
    pagina = klant.get(tegel.url.partition("#")[0]).content.decode()
    gevonden = re.search(r'role="status">(\d+) ', pagina)
    return int(gevonden[1]) if gevonden else 0


def test_nieuw_is_wat_niemand_opende_en_daarnaast_wat_een_antwoord_vraagt(opzet, klant):
    een, twee, drie = opzet.plekken
    assert getallen(opzet) == [3, 3]
    with opzet.partner.binnen():
        antwoord.open_aanbod(opzet.partner.actor, een)
        antwoord.weiger(opzet.partner.actor, twee, reden="taal")
    assert getallen(opzet) == [1, 2] and getallen(opzet, opzet.tweede) == [3, 3]
    for kop in ("Nieuwe plekken", "Plekken te beantwoorden"):
        assert rijen(klant, tegels(opzet)[kop]) == tegels(opzet)[kop].aantal, kop
    with opzet.huis.binnen():  # HR hoorde het aan de telefoon
        rij = Aanbod.objects.get(leerwerkplek=drie, glowpartner=opzet.partner.glowpartner)
        noteer(opzet.hr, rij, antwoord="aanvaard", op=timezone.localdate(), naam="An Peeters")
    assert getallen(opzet) == [0, 1]
    assert "Je opende elke plek." in klant.get("/").content.decode()


@pytest.mark.parametrize(("dagen", "wacht"), [(0, 1), (-1, 0)])
@pytest.mark.parametrize("veld", ["vervalt_op", "beschikbaar_tot"])
def test_wat_voorbij_of_gesloten_is_vraagt_geen_antwoord(opzet, klant, dagen, wacht, veld):
    dag = timezone.localdate() + timedelta(days=dagen)
    with opzet.huis.binnen():
        Leerwerkplek.objects.exclude(pk=opzet.plek.pk).update(status="gesloten")
        model, sleutel = (Aanbod, "leerwerkplek") if veld == "vervalt_op" else (Leerwerkplek, "pk")
        model.objects.filter(**{sleutel: opzet.plek.pk}).update(**{veld: dag})
    assert getallen(opzet) == [wacht, wacht] and rijen(klant, tegels(opzet)["Plekken te beantwoorden"]) == wacht


def test_een_antwoord_op_een_vraag_tot_iemand_het_las(opzet, klant):
    with opzet.partner.binnen():
        vraag = antwoord.vraag(opzet.partner.actor, opzet.plek, "Kan het ook later?")
    assert tegels(opzet)["Vragen beantwoord"].aantal == 0
    klant.get(f"/leerwerkplekken/aangeboden/{opzet.plek.pk}/")  # er is nog geen antwoord om te zien
    with opzet.huis.binnen():
        beantwoord(opzet.hr, vraag, "Ja, dat kan.")
    tegel = tegels(opzet)["Vragen beantwoord"]
    assert tegel.aantal == 1 and tegels(opzet, opzet.tweede)["Vragen beantwoord"].aantal == 0
    plek = f"/leerwerkplekken/aangeboden/{opzet.plek.pk}/"
    assert f'href="{escape(tegel.url)}"' in klant.get("/").content.decode()
    assert rijen(klant, tegel) == 1 and plek in klant.get(tegel.url.partition("#")[0]).content.decode()
    assert "Ja, dat kan." in klant.get(plek).content.decode()
    assert tegels(opzet)["Vragen beantwoord"].aantal == 0
    with opzet.huis.binnen():
        eerst = Aanbodvraag.objects.get(pk=vraag.pk).gezien_op
    klant.get(plek)
    with opzet.huis.binnen():
        assert Aanbodvraag.objects.get(pk=vraag.pk).gezien_op == eerst  # de eerste keer telt


def test_lege_plekken_staan_in_een_tegel_en_in_het_menu(opzet, klant):
    with opzet.huis.binnen():
        Leerwerkplek.objects.update(beschikbaar_van=timezone.localdate() - timedelta(days=60))
    tegel = tegels(opzet)["Plekken die leeg blijven"]
    assert tegel.aantal == 3 == rijen(klant, tegel)
    pagina = klant.get("/").content.decode()
    assert pagina.count(f'href="{tegel.url}"') == 3  # tegel, en het menu smal en breed
    assert 'aria-current="page">Lege plekken' in klant.get(tegel.url).content.decode()


def test_evenveel_vragen_bij_veel_plekken(opzet, klant, omvang):
    klant.get("/")
    with CaptureQueriesContext(connection) as weinig:
        klant.get("/")
    with opzet.huis.binnen():
        nieuw = kopieer(opzet.huis.installatie, opzet.plek, aantal=omvang(5, 50))
        bied_samen_aan(opzet.hr, nieuw, [opzet.partner.glowpartner])
    with CaptureQueriesContext(connection) as veel:
        klant.get("/")
    assert vragen(weinig) == vragen(veel)
