"""Wanneer een evaluatie en een opvolging verwacht zijn, met de dag ervoor en de dag erna."""

from datetime import date, timedelta

import pytest

from evaluaties import regels
from evaluaties.enums import Moment, Stand

VAN, TOT = date(2023, 3, 1), date(2023, 8, 31)
DAG = timedelta(days=1)


def vensters(van=VAN, tot=TOT, einde=None):
    return {v.moment.value: (v.vanaf, v.uiterlijk) for v in regels.vensters(van, tot, einde or tot)}


def stand(vandaag, gedaan=(), van=VAN, tot=TOT, einde=None):
    return {v.moment.value: v.stand.value for v in regels.verwacht(van, tot, einde or tot, gedaan, vandaag)}


def test_een_gewone_plaatsing():
    assert vensters() == {
        "start": (date(2023, 3, 1), date(2023, 3, 15)),  # de tiende werkdag erna
        "tussentijds": (date(2023, 5, 24), date(2023, 6, 7)),
        "eind": (date(2023, 8, 18), date(2023, 8, 31)),  # de laatste tien werkdagen
    }


def test_een_verlenging_verschuift_het_midden_en_het_einde():
    korter, langer = vensters(tot=date(2023, 6, 30)), vensters()
    assert korter["start"] == langer["start"]
    assert korter["tussentijds"][0] < langer["tussentijds"][0] and korter["eind"][1] == date(2023, 6, 30)


def test_een_vroeg_einde():
    """Het midden hangt van het plan af: wie ervoor stopt, heeft enkel nog een eindevaluatie, meteen."""
    assert set(vensters(einde=date(2023, 5, 15))) == {"start", "eind"}
    assert set(vensters(einde=date(2023, 7, 31))) == {"start", "tussentijds", "eind"}
    assert vensters(einde=VAN) == {"eind": (VAN, VAN)}


@pytest.mark.parametrize("weken", range(1, 27))
def test_vensters_overlappen_nooit(weken):
    rij = regels.vensters(VAN, VAN + timedelta(weeks=weken) - DAG, VAN + timedelta(weeks=weken) - DAG)
    assert rij[-1].moment == Moment.EIND and rij[-1].vanaf >= VAN
    for vroeg, laat in zip(rij, rij[1:], strict=False):
        assert vroeg.vanaf <= vroeg.uiterlijk < laat.vanaf


def test_hoe_kort_is_kort():
    """Tot en met 28 dagen enkel het einde, tot en met 44 dagen ook een start, en daarboven ook halfweg."""
    aantal = {n: len(vensters(tot=VAN + timedelta(days=n - 1))) for n in range(5, 100)}
    eerste = {k: min(n for n, hoeveel in aantal.items() if hoeveel == k) for k in (1, 2, 3)}
    assert eerste == {1: 5, 2: 29, 3: 45}


@pytest.mark.parametrize(
    ("vandaag", "verwacht"),
    [
        (VAN - DAG, "komt"),
        (VAN, "te_doen"),
        (date(2023, 3, 15), "te_doen"),
        (date(2023, 3, 16), "te_laat"),
        (date(2023, 5, 23), "te_laat"),
        (date(2023, 5, 24), "gemist"),  # nu is het tijd voor het volgende
    ],
)
def test_stand_van_de_start(vandaag, verwacht):
    assert stand(vandaag)["start"] == verwacht


@pytest.mark.parametrize(
    ("vandaag", "verwacht"),
    [
        (date(2023, 8, 17), "komt"),
        (date(2023, 8, 18), "te_doen"),
        (TOT, "te_doen"),
        (TOT + DAG, "te_laat"),
        (date(2023, 11, 30), "te_laat"),
        (date(2023, 12, 1), "gemist"),
    ],
)
def test_stand_van_het_einde(vandaag, verwacht):
    assert stand(vandaag)["eind"] == verwacht


def test_wat_later_gedaan_is_maakt_het_eerdere_gemist():
    assert stand(date(2023, 3, 20), {"tussentijds"}) == {"start": "gemist", "tussentijds": "gedaan", "eind": "komt"}
    assert stand(date(2023, 9, 1), {"start", "eind"}) == {"start": "gedaan", "tussentijds": "gemist", "eind": "gedaan"}


def test_een_afgeronde_blijft_gedaan_na_een_verlenging():
    assert stand(date(2023, 5, 1), {"start"}, tot=date(2023, 6, 30))["start"] == "gedaan"


@pytest.mark.parametrize(
    ("einde", "maanden", "verwacht"),
    [
        (date(2023, 8, 31), 3, date(2023, 11, 30)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2022, 8, 31), 6, date(2023, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2023, 9, 15), 6, date(2024, 3, 15)),
    ],
)
def test_opvolgdatum(einde, maanden, verwacht):
    assert regels.opvolgdatum(einde, maanden) == verwacht


@pytest.mark.parametrize(
    ("vandaag", "verwacht"),
    [
        (date(2023, 8, 30), ["komt", "komt", "komt"]),
        (date(2023, 8, 31), ["te_doen", "komt", "komt"]),
        (date(2023, 10, 1), ["te_doen", "komt", "komt"]),
        (date(2023, 10, 2), ["te_laat", "komt", "komt"]),
        (date(2023, 11, 29), ["te_laat", "komt", "komt"]),
        (date(2023, 11, 30), ["te_laat", "te_doen", "komt"]),
        (date(2024, 2, 29), ["te_laat", "te_laat", "te_doen"]),
    ],
)
def test_opvolgpunten(vandaag, verwacht):
    assert [p.stand.value for p in regels.opvolgpunten(TOT, {}, vandaag)] == verwacht


def test_genoteerd_is_gedaan():
    standen = [p.stand for p in regels.opvolgpunten(TOT, {0: 1, 3: 1}, date(2023, 12, 1))]
    assert standen == [Stand.GEDAAN, Stand.GEDAAN, Stand.KOMT]
