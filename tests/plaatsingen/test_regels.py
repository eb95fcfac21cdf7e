"""De zuivere regels, elk aan haar grens (domein §4)."""

from datetime import date, time

import pytest

from kern import kalender
from plaatsingen import regels
from plaatsingen.enums import SoortPrestatie
from plaatsingen.regels import Invoer
from projecten.regels import Grens, Grenzen

GRENZEN = Grenzen(
    {
        sleutel: Grens(waarde, "bron 001", "")
        for sleutel, waarde in {
            "werkzoekend_maanden": 24,
            "indicatoren": 1,
            "minuten_per_maand_max": 3840,
            "minuten_per_maand_min": 1920,
            "maanden_max": 6,
            "minuten_per_dag_max": 600,
            "minimum_naar_rato": 1,
        }.items()
    }
)


def toelaatbaar(**anders):
    gegevens = {
        "uitkeringsgerechtigd": True,
        "werkzoekend_sinds": date(2021, 3, 1),
        "intensieve_begeleiding": True,
        "indicatoren": 1,
        "start": date(2023, 3, 1),
    } | anders
    return {u.veld: u.ok for u in regels.toelaatbaarheid(**gegevens, grenzen=GRENZEN)}


def test_precies_24_maanden_mag():
    assert all(toelaatbaar().values())


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"start": date(2023, 2, 28)}, "werkzoekend_sinds"),  # 24 maanden min een dag
        ({"indicatoren": 0}, "indicatoren"),
        ({"intensieve_begeleiding": False}, "indicatoren"),
        ({"uitkeringsgerechtigd": False}, "uitkeringsgerechtigd"),
    ],
)
def test_een_voorwaarde_te_weinig_wordt_genoemd(anders, veld):
    assert [naam for naam, ok in toelaatbaar(**anders).items() if not ok] == [veld]


def test_werkzoekend_sinds_een_schrikkeldag():
    """29 februari 2020 + 24 maanden is 28 februari 2022."""
    assert toelaatbaar(werkzoekend_sinds=date(2020, 2, 29), start=date(2022, 2, 28))["werkzoekend_sinds"]
    assert not toelaatbaar(werkzoekend_sinds=date(2020, 2, 29), start=date(2022, 2, 27))["werkzoekend_sinds"]


@pytest.mark.parametrize(
    ("van", "uiterste"),
    [
        (date(2023, 3, 1), date(2023, 8, 31)),
        (date(2023, 3, 15), date(2023, 9, 14)),
        (date(2023, 8, 31), date(2024, 2, 28)),  # 29 februari 2024 min een dag
        (date(2022, 8, 31), date(2023, 2, 27)),  # 28 februari 2023 min een dag
        (date(2023, 12, 31), date(2024, 6, 29)),
    ],
)
def test_zes_maanden(van, uiterste):
    assert regels.duur(van, uiterste, GRENZEN).ok
    te_lang = regels.duur(van, date.fromordinal(uiterste.toordinal() + 1), GRENZEN)
    assert not te_lang.ok and f"{uiterste:%d/%m/%Y}" in te_lang.uitleg


@pytest.mark.parametrize(
    ("reeds", "erbij", "ok"), [(0, 3840, True), (3825, 15, True), (3840, 15, False), (3390, 456, False)]
)
def test_64_uur(reeds, erbij, ok):
    assert regels.maandmaximum(reeds, erbij, GRENZEN).ok is ok


def test_een_weigering_zegt_wat_nog_kan():
    assert "Nog 2,5 u deze maand." in regels.maandmaximum(3840 - 150, 165, GRENZEN).uitleg
    assert "De maand is vol." in regels.maandmaximum(3840, 15, GRENZEN).uitleg


def test_dagmaximum():
    assert regels.dagmaximum(600, GRENZEN).ok
    assert not regels.dagmaximum(615, GRENZEN).ok


@pytest.mark.parametrize(
    ("van", "einde", "minimum"),
    [
        (date(2023, 3, 1), date(2023, 8, 31), 1920),
        (date(2023, 6, 16), date(2023, 8, 31), 960),  # 15 van de 30 dagen van juni
        (date(2023, 6, 30), date(2023, 8, 31), 64),
        (date(2023, 1, 1), date(2023, 6, 1), 64),
    ],
)
def test_minimum_naar_rato(van, einde, minimum):
    juni = date(2023, 6, 1)
    assert regels.maandminimum(van, einde, juni, GRENZEN) == minimum
    assert regels.minimum(minimum, van, einde, juni, GRENZEN).ok
    onder = regels.minimum(minimum - 15, van, einde, juni, GRENZEN)
    assert not onder.ok and not onder.weigert


def test_minimum_zonder_rato():
    zonder = Grenzen({**GRENZEN._per_sleutel, "minimum_naar_rato": Grens(0, "", "")})
    assert regels.maandminimum(date(2023, 6, 30), date(2023, 8, 31), date(2023, 6, 1), zonder) == 1920


@pytest.mark.parametrize(
    ("minuten", "ok"),
    [(15, True), (450, True), (456, True), (455, False), (457, False), (14, False), (0, False), (912, False)],
)
def test_een_kwartier_of_precies_7u36(minuten, ok):
    gemeten, uitkomsten = regels.minuten_van(Invoer(date(2023, 6, 5), minuten=minuten))
    assert gemeten == minuten and all(u.ok for u in uitkomsten) is ok


@pytest.mark.parametrize("soort", [s for s in SoortPrestatie.values if s != "gewerkt"])
def test_afwezig_is_nul_minuten(soort):
    assert regels.minuten_van(Invoer(date(2023, 6, 5), soort=soort)) == (0, [])


@pytest.mark.parametrize(
    ("van", "tot", "pauze", "minuten"),
    [(time(8, 30), time(16, 30), 30, 450), (time(8), time(15, 36), 0, 456), (time(0), time(23, 45), 0, 1425)],
)
def test_precieze_uren(van, tot, pauze, minuten):
    gemeten, uitkomsten = regels.minuten_van(Invoer(date(2023, 6, 5), van=van, tot=tot, pauze_minuten=pauze))
    assert gemeten == minuten and all(u.ok for u in uitkomsten)


@pytest.mark.parametrize(
    ("van", "tot", "pauze", "veld"),
    [
        (time(9), time(9), 0, "tot"),
        (time(9), time(8), 0, "tot"),
        (time(9), time(10), 60, "pauze_minuten"),
        (time(9), time(10, 10), 0, "uren"),
    ],
)
def test_precieze_uren_die_niet_kloppen(van, tot, pauze, veld):
    _, uitkomsten = regels.minuten_van(Invoer(date(2023, 6, 5), van=van, tot=tot, pauze_minuten=pauze))
    assert [u.veld for u in uitkomsten if not u.ok] == [veld]


def test_zomeruur_begint():
    """26 maart 2023: van 2 naar 3 uur. 2:30 bestaat niet; van 1 tot 4 duurt twee uur."""
    nacht = date(2023, 3, 26)
    assert regels.verstreken(nacht, time(2, 30), time(4)) is None
    assert regels.verstreken(nacht, time(1), time(2, 30)) is None
    assert regels.verstreken(nacht, time(1), time(4)) == 120
    _, uitkomsten = regels.minuten_van(Invoer(nacht, van=time(2, 30), tot=time(4)))
    assert "bestaat niet" in uitkomsten[0].uitleg and not uitkomsten[0].ok


def test_winteruur_begint():
    """29 oktober 2023: 2:30 komt twee keer; de eerste telt. Van 1 tot 4 duurt vier uur."""
    nacht = date(2023, 10, 29)
    assert regels.verstreken(nacht, time(1), time(4)) == 240
    assert regels.verstreken(nacht, time(1), time(2, 30)) == 90
    assert regels.verstreken(nacht, time(2, 30), time(4)) == 150


@pytest.mark.parametrize(
    ("datum", "ok"),
    [
        (date(2023, 3, 1), True),
        (date(2023, 2, 28), False),
        (date(2023, 6, 10), True),  # vandaag
        (date(2023, 6, 11), False),  # morgen
    ],
)
def test_binnen_de_plaatsing_en_niet_in_de_toekomst(datum, ok):
    assert regels.binnen(datum, date(2023, 3, 1), date(2023, 8, 31), date(2023, 6, 10)).ok is ok


def test_na_het_einde():
    assert not regels.binnen(date(2023, 9, 1), date(2023, 3, 1), date(2023, 8, 31), date(2024, 1, 1)).ok


@pytest.mark.parametrize(
    ("datum", "naam"),
    [
        (date(2023, 4, 9), "zondag"),
        (date(2023, 4, 10), "Paasmaandag"),
        (date(2023, 5, 18), "Hemelvaart"),
        (date(2023, 5, 29), "Pinkstermaandag"),
        (date(2024, 4, 1), "Paasmaandag"),
        (date(2026, 4, 6), "Paasmaandag"),
        (date(2038, 4, 26), "Paasmaandag"),  # de laatst mogelijke
        (date(2023, 7, 21), "Nationale feestdag"),
        (date(2023, 11, 11), "Wapenstilstand"),  # op een zaterdag
        (date(2023, 6, 10), "zaterdag"),
        (date(2023, 6, 9), ""),
    ],
)
def test_feestdag_en_weekend(datum, naam):
    assert kalender.signaal(datum) == naam


def test_tien_feestdagen_per_jaar():
    for jaar in range(2020, 2040):
        dagen = [d for n in range(366) if (d := date.fromordinal(date(jaar, 1, 1).toordinal() + n)).year == jaar]
        assert sum(1 for dag in dagen if kalender.feestdag(dag)) == 10
