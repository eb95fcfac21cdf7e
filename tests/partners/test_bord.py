"""Het bord van vrije plekken: filters, afstand, volgorde, uitvoer; zonder JavaScript, en enkel het eigen aanbod."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aanmelding import herbevestig
from leerwerkplekken import stappen as plek_stappen
from organisaties.models import GlowPartner, Organisatie, Samenwerking
from organisaties.personen import zorg_voor_partnerlid
from tests.bouw import Huis
from tests.hulp.scherm import meld_aan
from tests.kandidaten.hulp import Opzet

pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


@pytest.fixture
def klant(opzet):
    return meld_aan(opzet.partner.gebruiker)


@pytest.fixture(scope="module")
def gebouwd(django_db_setup, django_db_blocker):
    """Eén keer gebouwd, met een tweede bestuur erbij; niets ervan blijft."""
    with django_db_blocker.unblock(), transaction.atomic():
        opzet = Opzet()
        opzet.bb = Huis("bb")
        yield opzet
        transaction.set_rollback(True)


@pytest.fixture
def twee(opzet):
    """Drie plekken in Opwijk, Aalst en (zonder postcode) ergens; en een tweede bestuur met een plek in Oostende."""
    with opzet.huis.binnen():
        district = Organisatie.objects.create(
            bestuur=opzet.huis.bestuur, code="d1", naam="District Zuid", soort="district", adres="Plein 1, 9300 Aalst"
        )
        wijzig = [
            {"adres": "Markt 1, 1745 Opwijk", "functie": "winkelmedewerker", "uren_per_maand": 60},
            {"organisatie": district, "functie": "keukenhulp", "uren_per_maand": 32},
            {"adres": "Ergens"},
        ]
        for plek, velden in zip(opzet.plekken, wijzig, strict=True):
            plek_stappen.wijzig(opzet.huis.installatie, plek, **velden)
    bb = opzet.bb
    with bb.binnen():
        Samenwerking.objects.create(bestuur=bb.bestuur, glowpartner=opzet.huis.partner, code="ook")
        plek = bb.maak_plek(adres="Zeedijk 1, 8400 Oostende", beschikbaar_van=None, beschikbaar_tot=None)
        plek_stappen.bied_aan(bb.installatie, plek, opzet.huis.partner, op=date(2023, 3, 9))
        bb.maak_plek(functie="enkel voor een ander")
    return bb


def tekst(antwoord, status=200):
    assert antwoord.status_code == status
    return antwoord.content.decode()


def functies(pagina):
    """De plekken op het bord, in volgorde, als (functie)."""
    return [
        deel.partition(">")[2].partition("<")[0].lower()
        for deel in pagina.split('href="/leerwerkplekken/aangeboden/')[1:]
    ]


def test_over_de_besturen_heen_en_niets_van_een_ander(klant, twee):
    pagina = tekst(klant.get("/"))
    assert "4 plekken van 4" in pagina and "enkel voor een ander" not in pagina
    for zin in (
        "Gemeente AA",
        "Gemeente BB",
        "District Zuid",
        "Oostende",
        "Opwijk",
        "Aalst",
        "Ergens",
    ):  # zonder postcode: het adres zelf
        assert zin in pagina
    assert functies(pagina)[0] == "medewerker groendienst"  # de jongste: die van bb


@pytest.mark.parametrize(
    ("vraag", "verwacht"),
    [
        ("q=winkel", {"winkelmedewerker"}),
        ("gemeente=Aalst", {"keukenhulp"}),
        ("uren=40", {"keukenhulp"}),
        ("uren=64", {"winkelmedewerker"}),
        ("postcode=1745&afstand=15", {"winkelmedewerker", "keukenhulp"}),
        ("postcode=1745&afstand=5", {"winkelmedewerker"}),
        ("q=keuken&gemeente=Opwijk", set()),
    ],
)
def test_filters(klant, twee, vraag, verwacht):
    assert set(functies(tekst(klant.get(f"/?{vraag}")))) == verwacht


def test_bestuur_en_district(opzet, klant, twee):
    assert len(functies(tekst(klant.get(f"/?bestuur={twee.bestuur_id}")))) == 1
    with opzet.huis.binnen():
        district = Organisatie.objects.get(code="d1").pk
    pagina = tekst(klant.get(f"/?organisatie={district}"))
    assert functies(pagina) == ["keukenhulp"] and "District Zuid (Gemeente AA)" in pagina
    vreemd = tekst(klant.get("/?bestuur=999999"))
    assert "Deze keuze is er niet meer. Kies opnieuw." in vreemd and len(functies(vreemd)) == 4


def test_afstand_van_dichtbij_naar_ver(klant, twee):
    pagina = tekst(klant.get("/?postcode=9300"))
    assert functies(pagina)[:3] == ["keukenhulp", "winkelmedewerker", "medewerker groendienst"]
    assert "ongeveer 0 km" in pagina and "ongeveer 9 km" in pagina and "afstand onbekend" in pagina
    assert "vogelvlucht van 9300 Aalst" in pagina


@pytest.mark.parametrize(
    ("vraag", "zin"),
    [
        ("afstand=10", "Vul een postcode in om op afstand te zoeken."),
        ("sorteer=afstand", "Vul een postcode in om op afstand te zoeken."),
        ("postcode=99", "Deze postcode kennen we niet."),
        ("postcode=abcd&q=winkel", "Deze postcode kennen we niet."),
        ("vanaf=31/02/2026", "31/02/2026"),
    ],
)
def test_een_fout_staat_bij_haar_veld_en_de_rest_filtert_voort(klant, twee, vraag, zin):
    pagina = tekst(klant.get(f"/?{vraag}"))
    assert zin in pagina and "Zoekopdracht bewaren" not in pagina
    assert len(functies(pagina)) == (1 if "q=" in vraag else 4)


@pytest.mark.parametrize(("vraag", "open_"), [("", False), ("q=groen&postcode=1745", False), ("q=x&taal=a2", True)])
def test_op_een_telefoon_gaat_enkel_open_wat_ingevuld_is(opzet, klant, vraag, open_):
    """Anders staan de plekken na elke zoekvraag een heel scherm lager."""
    assert ('<details class="filter-meer" open>' in tekst(klant.get(f"/?{vraag}"))) is open_


def test_zonder_adres_telt_de_gemeente_van_het_bestuur(opzet, klant):
    with opzet.huis.binnen():
        type(opzet.huis.bestuur).objects.filter(pk=opzet.huis.bestuur_id).update(naam="Gemeente Opwijk")
        Organisatie.objects.filter(bestuur=opzet.huis.bestuur).update(adres="")
    pagina = tekst(klant.get("/?postcode=1745&afstand=5"))
    assert len(functies(pagina)) == 3 and "adres volgt" in pagina and "ongeveer 0 km" in pagina


def test_vrij_op_een_dag(opzet, klant):
    later = timezone.localdate() + timedelta(days=10)
    with opzet.huis.binnen():
        plek_stappen.wijzig(opzet.huis.installatie, opzet.plek, beschikbaar_van=later, functie="later")
    assert "later" in functies(tekst(klant.get("/")))
    assert "later" not in functies(tekst(klant.get("/?vrij=nu")))
    assert "later" not in functies(tekst(klant.get(f"/?vanaf={later - timedelta(days=1):%d/%m/%Y}")))
    pagina = tekst(klant.get(f"/?vanaf={later:%d/%m/%Y}"))
    assert "later" in functies(pagina) and f"vanaf {later:%d/%m/%Y}" in pagina


def test_wat_wacht_staat_bovenaan(opzet, klant):
    pagina = tekst(klant.get("/"))
    for kop in ("Nieuwe plekken", "Vragen beantwoord", "Te ondertekenen", "Lopende kandidaten"):
        assert pagina.index(f">{kop}</a>") < pagina.index("Zoek een plek")


def test_nog_niets_aangeboden_of_niets_gevonden(opzet, klant):
    assert "Geen plek past hierbij" in tekst(klant.get("/?q=bestaat-niet"))
    leeg, _ = GlowPartner.objects.get_or_create(email="leeg@x.example", defaults={"naam": "Leeg"})
    with opzet.huis.binnen():
        lid, _ = zorg_voor_partnerlid(leeg, opzet.huis.gebruiker("leeg"))
    assert "Nog niets aangeboden" in tekst(meld_aan(lid.gebruiker).get("/"))


def test_een_werkmap_met_wat_gefilterd_is(klant, twee, monkeypatch):
    monkeypatch.setattr(herbevestig, "onlangs", lambda *a, **k: False)
    assert klant.get("/?vorm=xlsx").status_code == 302  # eerst opnieuw bewijzen wie je bent
    monkeypatch.undo()
    boek = openpyxl.load_workbook(io.BytesIO(klant.get("/?vorm=xlsx&postcode=9300&uren=40").content))
    rijen = list(boek["Plekken"].values)
    assert len(rijen) == 2 and rijen[0][7] == "Km van 9300, ongeveer"
    assert rijen[1][1:4] == ("keukenhulp", "Gemeente AA", "District Zuid") and rijen[1][6:8] == ("Aalst", 0)


def test_bladzijden_en_evenveel_vragen(opzet, klant, omvang, monkeypatch):
    """Bij veel plekken blijft het bord even snel; *Volgende* behoudt de filters."""
    per = omvang(5, 50)
    monkeypatch.setattr("partners.views.bord.PER_PAGINA", per)

    def vragen(pad):
        with CaptureQueriesContext(connection) as gezien:
            tekst(klant.get(pad))
        return sum(1 for q in gezien if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config")))

    een = vragen("/?vrij=alle")
    with opzet.huis.binnen():
        for _ in range(omvang(1, 20)):
            kopieen = plek_stappen.kopieer(opzet.huis.installatie, opzet.plek, aantal=omvang(6, 25))
            for plek in kopieen:
                plek_stappen.bied_aan(opzet.huis.installatie, plek, opzet.huis.partner, op=date(2023, 3, 1))
    assert vragen("/?vrij=alle") == een <= 17
    pagina = tekst(klant.get("/?vrij=alle&q=groen"))
    assert len(functies(pagina)) == per and "vrij=alle&amp;q=groen&amp;pagina=2" in pagina
    assert functies(tekst(klant.get("/?vrij=alle&q=groen&pagina=999")))


def test_een_ander_bestuur_of_rol_ziet_het_bord_niet(opzet):
    pagina = tekst(meld_aan(opzet.huis.leden["hr"].gebruiker).get("/"))
    assert "Zoek een plek" not in pagina
