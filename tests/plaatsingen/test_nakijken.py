"""Invullen, nakijken, doen: het nakijken heeft een eigen adres, voor *Nieuwe plaatsing* en voor *Overdragen*."""

from datetime import timedelta

import pytest
from django.utils import timezone

from logboek.models import Leesregel
from mentoren import stappen as mentorstappen
from mentoren.models import Mentor
from organisaties import keuzes
from organisaties.models import Lidmaatschap
from plaatsingen import overdracht
from plaatsingen.models import Plaatsing
from tests.bouw import Huis
from tests.hulp.scherm import velden as ingevuld
from tests.plaatsingen.hulp import als

NIEUW = "/plaatsingen/nieuw/"
PLAATSING = {
    "code": "P009",
    "van": "1/3/2023",
    "tot": "",
    "uren_per_maand": "48",
    "d1_van": "8:30",
    "d1_tot": "12:30",
    "d4_uren": "4,5",
    "begeleider_naam": "Els Peeters",
}


@pytest.fixture
def hr(huis):
    return als(huis, "hr")


@pytest.fixture
def velden(huis):
    with huis.binnen():
        return PLAATSING | {"deelnemer": huis.deelnemer().pk, "leerwerkplek": huis.plek.pk}


def tekst(antwoord):
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def kijk_na(klant, pad, gegevens):
    """Het adres van het nakijken, na een POST die niets bewaart."""
    antwoord = klant.post(pad, gegevens | {"stap": "nakijken"})
    assert antwoord.status_code == 302 and antwoord.url.startswith(f"{pad}?keuze=")
    return antwoord.url


def test_het_nakijken_is_te_herladen_en_te_wijzigen_in_twee_tabbladen(huis, hr, velden):
    een = kijk_na(hr, NIEUW, velden)
    twee = kijk_na(hr, NIEUW, velden | {"uren_per_maand": "40"})
    for _ in range(2):  # herladen
        blad = hr.get(een)
        assert "Filip Pauwels" in tekst(blad) and "48 u" in tekst(blad) and "40 u" in tekst(hr.get(twee))
    assert ingevuld(blad, "van").items() >= {k: str(v) for k, v in velden.items()}.items()  # zoals het getypt werd
    weer = ingevuld(hr.get(f"{een}&wijzig=ja"), "van")
    assert weer.items() >= {k: str(v) for k, v in velden.items()}.items()
    drie = kijk_na(hr, NIEUW, weer | {"d4_uren": "2"})
    assert "donderdag: 2 u" in tekst(hr.get(drie)).lower() and "donderdag: 4,5 u" in tekst(hr.get(een)).lower()
    with huis.binnen():
        assert not Plaatsing.objects.exists()
        assert Leesregel.objects.filter(doel="plaatsing voorbereiden").count() == 6  # elke keer dat de naam er stond


def test_maken_gebeurt_een_keer_ook_na_terug(huis, hr, velden):
    adres = kijk_na(hr, NIEUW, velden)
    blad = ingevuld(hr.get(adres), "van") | {"stap": "maken"}
    klaar = hr.post(adres, blad)
    with huis.binnen():
        assert klaar.url == f"/plaatsingen/{Plaatsing.objects.get().pk}/"
    for nog in (lambda: hr.get(adres), lambda: hr.post(adres, blad)):  # *Terug*, en een tweede klik
        assert nog().url == klaar.url
        assert "Deze plaatsing is al gemaakt" in tekst(hr.get(klaar.url))
    assert "Els Peeters" not in str(hr.session[keuzes.KEUZES]), "wat gedaan is, blijft niet in de sessie staan"
    with huis.binnen():
        assert Plaatsing.objects.count() == 1
    anders = hr.post(f"{adres}&wijzig=ja", velden | {"code": "P010", "stap": "nakijken"})
    assert "al iemand geplaatst" in tekst(anders) and 'value="P010"' in tekst(anders)


def test_een_keuze_die_er_niet_meer_is_zegt_het(hr, velden, monkeypatch):
    monkeypatch.setattr(keuzes, "HOEVEEL", 2)
    weg, eerste, laatste = (kijk_na(hr, NIEUW, velden) for _ in range(3))
    assert "Klopt deze plaatsing?" in tekst(hr.get(eerste)) and "Klopt deze plaatsing?" in tekst(hr.get(laatste))
    leeg = tekst(hr.get(weg))
    assert keuzes.VERDWENEN in leeg and "Klopt deze plaatsing?" not in leeg and "Els Peeters" not in leeg


def test_een_keuze_is_van_wie_ze_maakte_voor_dat_bestuur(huis, hr, velden):
    bb = Huis("bb")
    with bb.binnen():
        Lidmaatschap.objects.create(bestuur=bb.bestuur, gebruiker=huis.leden["hr"].gebruiker, rollen=["hr"])
    voor = {"voor_wie": f"b{huis.bestuur_id}"}
    assert hr.post("/kies/", {"waarde": f"b{huis.bestuur_id}"}).status_code == 302
    adres = kijk_na(hr, NIEUW, velden | voor)
    ander = als(huis, "hr")  # dezelfde persoon op een ander toestel
    assert keuzes.VERDWENEN in tekst(ander.get(adres))
    hr.post("/kies/", {"waarde": f"b{bb.bestuur_id}"})
    vreemd = tekst(hr.get(adres))
    assert keuzes.VERDWENEN in vreemd and "Els Peeters" not in vreemd
    assert hr.post(adres, velden | voor | {"stap": "maken"}).status_code == 409
    hr.post("/kies/", {"waarde": f"b{huis.bestuur_id}"})
    assert "Els Peeters" in tekst(hr.get(adres))


# --- overdragen


@pytest.fixture
def overname(huis):
    """Wie overneemt, en het adres van *Overdragen*."""
    with huis.binnen():
        nieuw = mentorstappen.maak_mentor(huis.actor("hr"), huis.lid("nieuw", "mentor"), organisatie=huis.organisatie)
        huis.maak_plek()
    return nieuw, f"/plaatsingen/mentor/{huis.mentor.pk}/overdragen/"


def test_overdragen_een_keer_en_terug_brengt_niets_terug(huis, hr, overname):
    nieuw, pad = overname
    gisteren = f"{timezone.localdate() - timedelta(days=1):%d/%m/%Y}"
    adres = kijk_na(hr, pad, {"vertrokken_op": gisteren, "allemaal": nieuw.pk})
    blad = hr.get(adres)
    assert "begeleidt dan 2 plekken" in tekst(blad) and f"{adres}&amp;wijzig=ja" in tekst(blad)
    weer = tekst(hr.get(f"{adres}&wijzig=ja"))
    assert f'value="{nieuw.pk}" selected' in weer and gisteren in weer
    doe = ingevuld(blad, "vertrokken_op") | {"stap": "overdragen"}
    terug = f"/mentoren/{huis.mentor.pk}/"
    assert hr.post(adres, doe).url == terug and "2 plekken zijn overgedragen" in tekst(hr.get(terug))
    assert hr.post(adres, doe).url == terug and "was al overgedragen" in tekst(hr.get(terug))
    assert hr.get(adres).url == terug and "is al overgedragen" in tekst(hr.get(terug))
    with huis.binnen():
        assert Mentor.objects.get(pk=huis.mentor.pk).vertrokken_op == timezone.localdate() - timedelta(days=1)


def test_wat_intussen_veranderde_staat_bij_zijn_veld(huis, hr, overname):
    """Er kwam een plek bij, en wat gekozen was geldt niet voor een andere mentor."""
    nieuw, pad = overname
    with huis.binnen():
        eigen = {f"plek_{plek.pk}": nieuw.pk for plek in overdracht.plekken(huis.mentor, timezone.localdate())}
    adres = kijk_na(hr, pad, {"vertrokken_op": f"{timezone.localdate():%d/%m/%Y}"} | eigen)
    with huis.binnen():
        erbij = huis.maak_plek()
    blad = tekst(hr.get(adres))
    assert "Kies wie deze plek overneemt." in blad and erbij.code in blad
    assert blad.count(f'value="{nieuw.pk}" selected') == 2  # wat gekozen was, staat er nog
    anders = adres.replace(pad, f"/plaatsingen/mentor/{nieuw.pk}/overdragen/")
    assert keuzes.VERDWENEN in tekst(hr.get(anders))
