"""Mijn deelnemers: stand, uren per maand tegen 32–64, wat er komt; op code, en enkel de eigen."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners import deelnemers as lezen
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand as maand_stappen
from plaatsingen.stappen import uren as uren_stappen
from tests.hulp.leesboek import gelezen
from tests.hulp.scherm import meld_aan

pytestmark = pytest.mark.django_db
URL = "/partner/deelnemers/"


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


@pytest.fixture
def klant(opzet):
    return meld_aan(opzet.partner.gebruiker)


def tekst(antwoord, status=200):
    assert antwoord.status_code == status
    return antwoord.content.decode()


def geplaatst(opzet, code, plek, van, tot, wie=None):
    with opzet.huis.binnen():
        deelnemer = opzet.huis.deelnemer(code, **({"glowpartner": wie.glowpartner} if wie else {}))
        return opzet.huis.plaatsing(deelnemer=deelnemer, plek=plek, code=f"P-{code}", van=van, tot=tot)


@pytest.fixture
def vijf(opzet):
    """Iemand in elke stand, en iemand van een andere partner; van wie nu geplaatst is ook uren en een bevestigde maand."""
    dag = timezone.localdate()
    eerst = (dag.replace(day=1) - timedelta(days=1)).replace(day=1)
    nu = geplaatst(opzet, "LOOPT", opzet.plekken[0], eerst, dag + timedelta(days=30))
    geplaatst(opzet, "STRAKS", opzet.plekken[1], dag + timedelta(days=5), dag + timedelta(days=60))
    geplaatst(opzet, "VOORBIJ", opzet.plekken[2], dag - timedelta(days=90), dag - timedelta(days=60))
    geplaatst(opzet, "VREEMD", opzet.plekken[2], dag - timedelta(days=30), dag + timedelta(days=9), wie=opzet.tweede)
    with opzet.huis.binnen():
        opzet.huis.deelnemer("GEEN")
        mentor = opzet.huis.actor("mentor")
        for n in range(5):
            uren_stappen.voer_in(mentor, nu, Invoer(eerst + timedelta(days=n), minuten=480))
        uren_stappen.voer_in(mentor, nu, Invoer(dag, minuten=240))
        staat = maand_stappen.doorsturen(mentor, nu, eerst)
        maand_stappen.bevestigen(opzet.hr, staat)
    opzet.kandidaat("KAND", plek=opzet.plekken[1], start=dag + timedelta(days=90))
    return nu


def test_elke_stand_op_code_zonder_namen(opzet, klant, vijf):
    antwoord = klant.get(URL)
    pagina = tekst(antwoord)
    assert "5 deelnemers" in pagina and "VREEMD" not in pagina
    for zin in ("Nu geplaatst", "Start binnenkort", "Kandidaat", "Plaatsing voorbij", "Zonder plek", "Gemeente AA"):
        assert zin in pagina
    for naam in ("Filip", "Pauwels", "Nele", "Janssens"):
        assert naam not in pagina
    assert gelezen(antwoord, opzet.huis.bestuur_id) == set()
    assert pagina.index("LOOPT") < pagina.index("STRAKS") < pagina.index("KAND") < pagina.index("GEEN")
    assert f"/kandidaten/personen/{vijf.deelnemer_id}/" in pagina


def test_uren_per_maand_bevestigd_of_lopend(klant, vijf):
    pagina = tekst(klant.get(f"{URL}?stand=lopend"))
    assert "1 deelnemer" in pagina and ", bevestigd" in pagina and ", loopt" in pagina
    assert "40" in pagina and "van 64" in pagina and f"Einde op {vijf.einde:%d/%m/%Y}" in pagina
    assert f"/evaluaties/plaatsing/{vijf.pk}/" in pagina


def test_het_minimum_geldt_voor_een_hele_maand(opzet, vijf):
    with opzet.partner.binnen():
        dag = timezone.localdate()
        (maanden,) = lezen.uren([vijf], dag + timedelta(days=40)).values()
        beelden = lezen.beelden(list(lezen.deelnemers(opzet.partner.actor, dag).filter(nu=True)), dag)
    assert (maanden[0].minuten, maanden[0].minimum, maanden[0].maximum) == (2400, 1920, 3840)
    assert maanden[0].bevestigd and not maanden[1].bevestigd
    assert maanden[-1].minimum in (0, 1920) and maanden[-1].maand == vijf.einde.replace(day=1)
    assert [m.maand for m in beelden[0].recent] == [m.maand for m in beelden[0].maanden][::-1][:2]


@pytest.mark.parametrize(
    ("vraag", "wie"),
    [
        ("stand=gepland", {"STRAKS"}),
        ("stand=kandidaat", {"KAND"}),
        ("stand=beeindigd", {"VOORBIJ"}),
        ("stand=geen", {"GEEN"}),
        ("q=kan", {"KAND"}),
        ("q=groendienst", {"LOOPT", "STRAKS", "KAND", "VOORBIJ"}),
        ("q=bestaatniet", set()),
    ],
)
def test_filters(klant, vijf, vraag, wie):
    pagina = tekst(klant.get(f"{URL}?{vraag}"))
    assert {code for code in ("LOOPT", "STRAKS", "KAND", "VOORBIJ", "GEEN") if f">{code}</a>" in pagina} == wie


def test_een_onbestaande_keuze_is_geen_fout_van_ons(klant, vijf):
    assert "Deze keuze is er niet meer." in tekst(klant.get(f"{URL}?stand=x&bestuur=abc"))


def test_een_werkmap_op_code(klant, vijf):
    boek = openpyxl.load_workbook(io.BytesIO(klant.get(f"{URL}?vorm=xlsx").content))
    wie = list(boek["Deelnemers"].values)
    uren = list(boek["Uren per maand"].values)
    assert len(wie) == 6 and wie[1][:2] == ("LOOPT", "nu geplaatst")
    assert uren[1][0] == "LOOPT" and uren[1][4:] == (40, "ja") and uren[2][4:] == (4, "nee")
    assert not any("Pauwels" in str(cel) or "VREEMD" in str(cel) for rij in (*wie, *uren) for cel in rij)


def test_nog_niemand(klant):
    assert "Nog geen deelnemers" in tekst(klant.get(URL))


def test_evenveel_vragen_bij_veel_deelnemers(opzet, klant, vijf, omvang):
    def vragen():
        with CaptureQueriesContext(connection) as gezien:
            tekst(klant.get(URL))
        return sum(1 for q in gezien if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config")))

    eerst, dag = vragen(), timezone.localdate()
    for n in range(omvang(4, 60)):
        opzet.kandidaat(f"V{n}", plek=opzet.plekken[1], start=dag + timedelta(days=91))
    assert vragen() == eerst <= 20


def test_enkel_voor_een_partner(opzet):
    assert meld_aan(opzet.huis.leden["hr"].gebruiker).get(URL).status_code == 403
