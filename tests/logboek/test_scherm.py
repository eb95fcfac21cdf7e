"""/beheer/logboek/: zoeken, bladeren, exporteren, en hoe ver de keten staat."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leerwerkplekken import stappen as plek_stappen
from logboek.models import Gebeurtenis, Wijziging
from logboek.stappen import lees, schrijf
from organisaties.models import Organisatie
from tests.bouw import Huis
from tests.hulp.scherm import meld_aan

pytestmark = pytest.mark.django_db
URL = "/beheer/logboek/"


@pytest.fixture
def huis(db):
    with time_machine.travel("2023-06-15 10:00+02:00", tick=False):
        huis = Huis("aa")
    with huis.binnen(gebruiker=huis.leden["hr"].gebruiker_id):
        huis.d = huis.deelnemer()
        plek_stappen.wijzig(huis.actor("hr"), huis.plek, uren_per_maand=64, vereisten="geheim")
        lees([huis.d], doel="uren invullen")
    return huis


@pytest.fixture
def klant(huis):
    return meld_aan(huis.leden["beheerder"].gebruiker)


def zie(klant, vraag=""):
    antwoord = klant.get(f"{URL}{vraag}")
    assert antwoord.status_code == 200
    return " ".join(antwoord.content.decode().split())


def test_daden_in_woorden(huis, klant):
    pagina = zie(klant)
    assert "Leerwerkplek gewijzigd: uren per maand en vereisten" in pagina
    assert "Hr Van Aa" in pagina and f"Leerwerkplek {huis.plek.code}" in pagina
    assert "Deelnemer geregistreerd" in pagina and "Deelnemer D001" in pagina
    assert "Filip" not in pagina and "Pauwels" not in pagina


def test_wijzigingen_en_blikken(huis, klant):
    pagina = zie(klant, "?boek=wijzigingen&ding=leerwerkplekken.leerwerkplek")
    assert "Wijzigde uren per maand van 48 naar 64" in pagina and "Wijzigde vereisten" in pagina
    assert "geheim" not in pagina and "Deelnemer D001" not in pagina
    pagina = zie(klant, "?boek=gelezen")
    assert "Las: uren invullen" in pagina and "Deelnemer D001" in pagina


def test_zoeken_op_persoon_ding_code_en_periode(huis, klant):
    vandaag = timezone.localdate()
    hr = huis.leden["hr"].gebruiker_id
    assert "Leerwerkplek gewijzigd" not in zie(klant, "?wie=installatie")
    assert "Leerwerkplek gewijzigd" in zie(klant, f"?wie={hr}")
    plek = f"?ding=leerwerkplekken.leerwerkplek&code={huis.plek.code.lower()}"
    assert "Leerwerkplek gewijzigd" in zie(klant, plek) and "Deelnemer geregistreerd" not in zie(klant, plek)
    assert "Niets gevonden" in zie(klant, "?ding=leerwerkplekken.leerwerkplek&code=bestaatniet")
    assert "Leerwerkplek gewijzigd" in zie(klant, f"?van={vandaag:%d/%m/%Y}&tot={vandaag:%d/%m/%Y}")
    assert "Niets gevonden" in zie(klant, "?tot=01/01/2020")
    assert "Niets gevonden" in zie(klant, "?van=01/01/2099")


def test_een_vraag_die_niet_kan_zegt_wat_te_doen(klant):
    assert "Kies waarover het gaat" in zie(klant, "?code=M001")
    assert "Kies een dag na de eerste." in zie(klant, "?van=02/01/2023&tot=01/01/2023")
    assert "Vul een datum in, bijvoorbeeld 04/03/2025." in zie(klant, "?van=31/02/2023")
    assert "een geldige keuze" in zie(klant, "?wie=999999999").lower()


def test_bladeren_zonder_te_tellen_en_met_een_vast_aantal_vragen(huis, klant):
    def tel(vraag=""):
        with CaptureQueriesContext(connection) as vragen:
            pagina = zie(klant, vraag)
        assert not any('COUNT(*) AS "__count" FROM "logboek' in v["sql"] for v in vragen)
        # het openen en sluiten van de transactie telt niet mee
        return sum("FROM" in v["sql"] for v in vragen), pagina

    weinig, _ = tel()
    with huis.binnen():
        nieuw = [Organisatie(bestuur=huis.bestuur, code=f"o{n}", naam=f"Org {n}", soort="vzw") for n in range(500)]
        for organisatie in Organisatie.objects.bulk_create(nieuw)[:120]:
            schrijf(huis.installatie, "organisatie.gemaakt", organisatie)
    veel, pagina = tel()
    assert veel <= weinig <= 15
    assert pagina.count("Organisatie gemaakt") == 50
    gezien = set()
    for _ in range(3):
        gezien |= {deel.partition("<")[0] for deel in pagina.split('data-label="Waarover">')[1:]}
        verder = pagina.partition('btn-secondary" href="?voor=')[2].partition('"')[0]
        pagina = zie(klant, f"?voor={verder}")
    assert sum(naam.startswith("Org ") for naam in gezien) == 120
    assert tel("?boek=wijzigingen")[0] <= 15


def test_export_is_leesbaar_en_nooit_een_formule(huis, klant):
    with huis.binnen():
        gevaar = Organisatie.objects.create(bestuur=huis.bestuur, code="x", naam="=1+1", soort="vzw")
        schrijf(huis.installatie, "organisatie.gemaakt", gevaar)
    antwoord = klant.get(f"{URL}?vorm=xlsx&ding=organisaties.organisatie")
    blad = openpyxl.load_workbook(BytesIO(antwoord.content))["Logboek"]
    kop, *rijen = blad.iter_rows(values_only=True)
    assert kop == ("Dag", "Uur", "Wie", "Wat", "Waarover")
    assert rijen[0][2:] == ("de installatie", "organisatie gemaakt", "=1+1")
    assert blad["E2"].data_type == "s"
    assert rijen[0][0].date() == timezone.localdate() != date(2023, 6, 15)


def test_de_stand_van_de_keten(huis, klant):
    pagina = zie(klant)
    assert "Nog geen anker buiten de databank" in pagina and "Bewaakt tot" not in pagina
    with huis.binnen():
        wacht = Gebeurtenis.objects.count() + Wijziging.objects.count() + 1
    assert f"Nog {wacht} regels te schakelen." in pagina
    assert "De bewaking loopt achter" not in pagina


def test_enkel_de_beheerder(huis):
    for rol, lid in huis.leden.items():
        assert meld_aan(lid.gebruiker).get(URL).status_code == (200 if rol == "beheerder" else 403), rol
    bb = Huis("bb")
    assert huis.plek.code not in zie(meld_aan(bb.leden["beheerder"].gebruiker), "?boek=wijzigingen")
