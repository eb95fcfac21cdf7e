"""Wanneer een plek vrij is, en of ze bij een zoekvraag past: de grenzen, zonder database."""

from datetime import date, timedelta

import pytest

from kandidaten.stand import Plekstand
from kern.postcodes import plaats
from leerwerkplekken.models import Aanbod, Leerwerkplek
from organisaties.models import Bestuur, Organisatie
from partners.regels import Bordrij, gesorteerd, past, vrij_op

DAG = date(2026, 3, 2)
MORGEN, GISTEREN = DAG + timedelta(days=1), DAG - timedelta(days=1)
VRIJ = Plekstand(1, None, None, gesloten=False)


def rij(stand=VRIJ, postcode="1745", op=DAG, pk=1, taal="", **velden) -> Bordrij:
    bestuur = Bestuur(pk=7, naam="Gemeente Opwijk")
    gegevens = {"pk": pk, "code": f"P{pk}", "functie": "medewerker groen", "dienst": "Park", "uren_per_maand": 40}
    organisatie = Organisatie(pk=9, naam="District Noord", bestuur=bestuur)
    plek = Leerwerkplek(bestuur=bestuur, organisatie=organisatie, taken=["hagen snoeien"], **gegevens | velden)
    return Bordrij(
        Aanbod(leerwerkplek=plek, aangeboden_op=op), stand, plaats(postcode), vrij_op(plek, stand, DAG), taal
    )


@pytest.mark.parametrize(
    ("stand", "velden", "verwacht"),
    [
        (VRIJ, {}, DAG),
        (Plekstand(1, None, GISTEREN, gesloten=False), {}, DAG),
        (Plekstand(1, None, DAG, gesloten=False), {}, MORGEN),  # bezet tot en met vandaag
        (VRIJ, {"beschikbaar_van": MORGEN}, MORGEN),
        (VRIJ, {"beschikbaar_tot": DAG}, DAG),  # de laatste dag telt mee
        (VRIJ, {"beschikbaar_tot": GISTEREN}, None),
        (Plekstand(1, None, DAG, gesloten=False), {"beschikbaar_tot": DAG}, None),
        (Plekstand(1, MORGEN, None, gesloten=False), {}, None),  # gereserveerd
        (Plekstand(1, None, None, gesloten=True), {}, None),
        (None, {}, None),  # buiten bereik
    ],
)
def test_wanneer_iemand_kan_starten(stand, velden, verwacht):
    assert rij(stand, **velden).vrij_op == verwacht


def test_een_aanbod_dat_niet_meer_loopt_is_niet_vrij():
    assert vrij_op(rij().plek, VRIJ, DAG, loopt=False) is None


@pytest.mark.parametrize(
    ("vraag", "past_het"),
    [
        ({}, True),
        ({"q": "GROEN snoeien"}, True),  # elk woord, ook in taken, dienst, organisatie en gemeente
        ({"q": "noord opwijk park"}, True),
        ({"q": "groen keuken"}, False),
        ({"uren": "40"}, True),
        ({"uren": "50"}, False),
        ({"bestuur": "7", "organisatie": "9", "gemeente": "Opwijk"}, True),
        ({"bestuur": "8"}, False),
        ({"organisatie": "8"}, False),
        ({"gemeente": "Aalst"}, False),
        ({"vrij": "nu"}, True),
        ({"vanaf": DAG}, True),
        ({"vanaf": GISTEREN}, True),  # wat voorbij is, is vandaag
        ({"postcode": plaats("9300"), "afstand": "10"}, True),  # 9 km
        ({"postcode": plaats("9300"), "afstand": "5"}, False),
        ({"afstand": "50"}, False),  # zonder postcode weten we het niet
    ],
)
def test_past_een_plek(vraag, past_het):
    assert past(rij(), vraag, DAG) is past_het


def test_wat_niet_vrij_is_staat_er_enkel_op_vraag():
    komt = rij(Plekstand(1, None, MORGEN, gesloten=False))
    weg = rij(Plekstand(1, MORGEN, None, gesloten=False))
    assert [past(r, {}, DAG) for r in (komt, weg)] == [True, False]
    assert [past(r, {"vrij": "nu"}, DAG) for r in (komt, weg)] == [False, False]
    assert [past(r, {"vrij": "alle"}, DAG) for r in (komt, weg)] == [True, True]
    assert [past(komt, {"vanaf": dag}, DAG) for dag in (MORGEN, MORGEN + timedelta(days=1))] == [False, True]
    sluit = rij(beschikbaar_tot=MORGEN)
    assert [past(sluit, {"vanaf": dag}, DAG) for dag in (MORGEN, MORGEN + timedelta(days=1))] == [True, False]


def test_een_plek_zonder_postcode_of_uren():
    onbekend = rij(postcode="", uren_per_maand=None)
    assert onbekend.gemeente == "" and onbekend.km(plaats("1745")) is None
    assert not past(onbekend, {"postcode": plaats("1745"), "afstand": "50"}, DAG)
    assert not past(onbekend, {"uren": "40"}, DAG)


@pytest.mark.parametrize(
    ("vraag", "volgorde"),
    [
        ({}, [2, 1, 4, 3]),  # de nieuwste eerst
        ({"sorteer": "vrij"}, [2, 1, 3, 4]),
        ({"postcode": plaats("1745")}, [1, 3, 2, 4]),  # op afstand; onbekend achteraan
        ({"postcode": plaats("1745"), "sorteer": "nieuw"}, [2, 1, 4, 3]),
    ],
)
def test_volgorde(vraag, volgorde):
    rijen = [
        rij(pk=1, op=DAG - timedelta(days=2)),
        rij(pk=2, op=DAG, postcode="8400"),
        rij(pk=3, op=DAG - timedelta(days=9), postcode="9300", beschikbaar_van=MORGEN),
        rij(pk=4, op=DAG - timedelta(days=3), postcode="", stand=Plekstand(1, MORGEN, None, gesloten=False)),
    ]
    assert [r.plek.pk for r in gesorteerd(rijen, vraag)] == volgorde


@pytest.mark.parametrize(
    ("taal", "hoogstens", "past_het"),
    [("a2", "a2", True), ("a2", "a1", False), ("geen", "a1", True), ("b1", "geen", False), ("", "b2", False)],
)
def test_taalniveau_hoogstens(taal, hoogstens, past_het):
    """Wat niet gekozen is, weten we niet: dat past niet bij wie op taal zoekt."""
    assert past(rij(taal=taal), {"taal": hoogstens}, DAG) is past_het
