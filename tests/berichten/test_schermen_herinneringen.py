"""*Wat blijft liggen*, en de knop *Herinner nu* op de lijsten: laatst verstuurd, opnieuw vanaf, en altijd even veel vragen."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from berichten.models import Bericht, Herinnering
from leerwerkplekken.models import Aanbod
from tests.bouw import Huis
from tests.hulp.scherm import meld_aan
from tests.plaatsingen.hulp import querys

DINSDAG = datetime(2023, 6, 6, 10, tzinfo=ZoneInfo("Europe/Brussels"))
LIJST, NU = "/herinneringen/", "/herinneringen/nu/"


@pytest.fixture(scope="module")
def gebouwd(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        huis = Huis("aa")
        with huis.binnen():
            huis.f = huis.fiche(op=date(2023, 6, 1))
            huis.p = huis.plaatsing(van=date(2023, 5, 1), tot=date(2023, 8, 31))
        yield huis
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet."""


@pytest.fixture
def huis(gebouwd, db):
    with transaction.atomic(), time_machine.travel(DINSDAG, tick=False):
        yield gebouwd
        transaction.set_rollback(True)


def als(huis, rol):
    return meld_aan(huis.leden[rol].gebruiker)


def tekst(antwoord):
    assert antwoord.status_code == 200
    return antwoord.content.decode()


@pytest.mark.parametrize("rol", ["hr", "coordinator"])
def test_de_lijst_toont_wat_wacht_en_op_wie(huis, rol):
    pagina = tekst(als(huis, rol).get(LIJST))
    assert "3 dingen wachten" in pagina and pagina.count("Herinner nu") == 3
    for zin in ("Leidinggevende Van Aa", "Mentor Van Aa", "Partner aa", "D001, medewerker groendienst"):
        assert zin in pagina, zin
    assert "Filip" not in pagina and "Pauwels" not in pagina
    enkel = tekst(als(huis, rol).get(f"{LIJST}?soort=fiche_te_ondertekenen"))
    assert "1 ding wacht" in enkel and "Partner aa" not in enkel
    assert "3 dingen wachten" in tekst(als(huis, rol).get(f"{LIJST}?soort=onzin&pagina=99"))


def test_herinner_nu_en_terug_naar_de_lijst(huis):
    klant, terug = als(huis, "coordinator"), f"http://testserver{LIJST}?soort=fiche_te_ondertekenen"
    gegevens = {"zaak": f"fiche_te_ondertekenen:{huis.f.pk}", "voor_wie": f"b{huis.bestuur_id}"}
    antwoord = klant.post(NU, gegevens, headers={"referer": terug})
    assert antwoord["Location"] == f"{LIJST}?soort=fiche_te_ondertekenen"
    pagina = tekst(klant.get(antwoord["Location"]))
    assert "De herinnering is verstuurd naar 1 persoon." in pagina
    assert "Laatst verstuurd op 06/06/2023" in pagina and "Opnieuw kan vanaf 13/06/2023" in pagina
    assert "Herinner nu" not in pagina
    dubbel = klant.post(NU, gegevens, headers={"referer": terug}, follow=True)  # dubbelklik, of een tweede tabblad
    assert "Laatst verstuurd op 6 juni 2023. Opnieuw kan vanaf 13 juni 2023." in tekst(dubbel)
    with huis.binnen():
        assert Bericht.objects.filter(sleutel__startswith="herinnering").count() == 1


def test_op_de_lijst_van_te_ondertekenen_fiches(huis):
    pagina = tekst(als(huis, "hr").get("/fiches/"))
    assert f'value="fiche_te_ondertekenen:{huis.f.pk}"' in pagina and "Herinnerd" in pagina
    assert "Herinner nu" not in tekst(als(huis, "leidinggevende").get("/fiches/"))


def test_op_de_lijst_van_het_aanbod(huis):
    klant, lijst = als(huis, "hr"), "/leerwerkplekken/aanbiedingen/"
    with huis.binnen():
        aanbod = Aanbod.objects.get(leerwerkplek=huis.plek)
    knop = f'value="aanbod_te_beantwoorden:{aanbod.pk}"'
    assert knop in tekst(klant.get(lijst))
    gegevens = {"zaak": f"aanbod_te_beantwoorden:{aanbod.pk}", "voor_wie": f"b{huis.bestuur_id}"}
    antwoord = klant.post(NU, gegevens, headers={"referer": f"http://testserver{lijst}?stand=open"})
    assert antwoord["Location"] == f"{lijst}?stand=open"
    pagina = tekst(klant.get(antwoord["Location"]))
    assert "De herinnering is verstuurd naar 1 persoon." in pagina and knop not in pagina
    assert "Laatst verstuurd op 06/06/2023" in pagina
    with huis.binnen():  # wie antwoordde, hoeft niets te horen
        Aanbod.objects.filter(pk=aanbod.pk).update(antwoord="geweigerd", antwoord_op=date(2023, 6, 6))
    pagina = tekst(klant.get(lijst))
    assert "Herinner nu" not in pagina and "Laatst verstuurd" not in pagina


def test_bij_het_afsluiten_van_een_maand(huis):
    pagina = tekst(als(huis, "hr").get("/uren/maandstaten/afsluiten/?maand=2023-05"))
    assert f'value="maand_door_te_sturen:{huis.p.pk} 2023-05"' in pagina
    assert "Herinner nu" not in tekst(als(huis, "hr").get("/uren/maandstaten/afsluiten/?maand=2023-06"))  # loopt nog


@pytest.mark.parametrize(
    "zaak", ["", "x", ":", "fiche_te_ondertekenen:0", "project_deadline:1", "fiche_te_ondertekenen:" + "9" * 400]
)
def test_onzin_geeft_een_zin(huis, zaak):
    antwoord = als(huis, "hr").post(NU, {"zaak": zaak, "voor_wie": f"b{huis.bestuur_id}"}, follow=True)
    assert "melding-fout" in tekst(antwoord)
    with huis.binnen():
        assert not Herinnering.objects.exists()


@pytest.mark.parametrize("rol", ["mentor", "leidinggevende", "directeur", "controleur", "beheerder"])
def test_wie_het_niet_mag(huis, rol):
    assert als(huis, rol).get(LIJST).status_code == 403
    assert als(huis, rol).post(NU, {"zaak": "x", "voor_wie": f"b{huis.bestuur_id}"}).status_code == 403


def test_niets_te_doen(huis):
    with huis.binnen():
        from fiches import stappen

        stappen.terugsturen(huis.actor("hr"), huis.f, reden="kijk na")
    assert "Hiervan blijft niets liggen" in tekst(als(huis, "hr").get(f"{LIJST}?soort=fiche_te_ondertekenen"))


@pytest.mark.parametrize("url", [LIJST, "/fiches/", "/leerwerkplekken/aanbiedingen/"])
def test_even_veel_vragen_bij_veel_rijen(huis, url, omvang):
    klant = als(huis, "hr")
    klant.get(url)
    een = querys(klant, url)
    with huis.binnen():
        for _ in range(omvang(6, 60)):
            huis.fiche(huis.maak_plek(), op=date(2023, 6, 1))
    assert querys(klant, url) == een
