"""Wat er volgens het weekpatroon op een dag gepland is, en wat dat per maand oplevert."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kern import kalender
from kern.periodes import laatste_van_maand, maanden_tussen
from plaatsingen.patroon import gepland_op, te_werken, voorzien
from plaatsingen.regels import Invoer
from projecten.regels import Grens, Grenzen


@dataclass
class Dag:
    weekdag: int
    minuten: int
    van: time | None = None
    tot: time | None = None
    pauze_minuten: int = 0


@dataclass
class Weg:
    van: date
    tot: date


MAANDAG = Dag(1, 240, time(8, 30), time(13), 30)
DONDERDAG = Dag(4, 456)
PATROON = [MAANDAG, DONDERDAG]


@pytest.mark.parametrize(
    ("dag", "gepland"),
    [
        (date(2023, 3, 6), Invoer(date(2023, 3, 6), van=time(8, 30), tot=time(13), pauze_minuten=30)),
        (date(2023, 3, 9), Invoer(date(2023, 3, 9), minuten=456)),
        (date(2023, 3, 7), None),
        (date(2023, 4, 10), None),  # paasmaandag
        (date(2023, 5, 18), None),  # Hemelvaart, een donderdag
    ],
)
def test_gepland_op_een_dag(dag, gepland):
    assert gepland_op(PATROON, dag) == gepland


def test_op_een_feestdag_toch_gewerkt():
    dag = date(2023, 5, 18)
    assert gepland_op(PATROON, dag, feestdagen=True) == Invoer(dag, minuten=456)


@pytest.mark.parametrize(("dag", "telt"), [(5, False), (6, False), (13, False), (20, True)])
def test_in_een_onderbreking_is_niets_gepland(dag, telt):
    weg = [Weg(date(2023, 3, 6), date(2023, 3, 13))]
    assert (gepland_op([MAANDAG], date(2023, 3, dag), weg) is not None) is telt


def test_zonder_patroon():
    assert gepland_op([], date(2023, 3, 6)) is None


# --- vooruitzicht


WAARDEN = {"minuten_per_maand_max": 3840, "minuten_per_maand_min": 1920, "minimum_naar_rato": 1}
GRENZEN = Grenzen({sleutel: Grens(waarde, "bron 000, 001", "") for sleutel, waarde in WAARDEN.items()})


def plan(werkdagen, van, tot, **anders):
    return voorzien(werkdagen, van, tot, lambda _: GRENZEN, **anders)


@pytest.mark.parametrize(
    ("maand", "dagen"),
    [
        (date(2023, 2, 1), 4),  # 28 dagen: elke weekdag vier keer
        (date(2024, 2, 1), 4),  # 29 dagen, op een donderdag: de donderdag vijf keer
        (date(2023, 7, 1), 5),  # 31 dagen met vijf maandagen
        (date(2023, 10, 1), 5),  # 31 dagen, begint op een zondag
        (date(2023, 4, 1), 3),  # vier maandagen, en paasmaandag valt eraf
        (date(2023, 5, 1), 3),  # vijf maandagen min 1 mei en pinkstermaandag (29 mei)
    ],
)
def test_hoeveel_maandagen_telt_een_maand(maand, dagen):
    (gevonden,) = plan([Dag(1, 480)], maand, laatste_van_maand(maand))
    assert (gevonden.dagen, gevonden.minuten, gevonden.heel) == (dagen, dagen * 480, True)


def test_feestdagen_worden_genoemd():
    (mei,) = plan([Dag(1, 480)], date(2023, 5, 1), date(2023, 5, 31))
    assert mei.feestdagen == (date(2023, 5, 1), date(2023, 5, 29))


def test_de_eerste_en_laatste_maand_naar_rato():
    """16 maart tot 10 mei: twee delen van een maand en één hele; het minimum volgt de kalenderdagen."""
    maart, april, mei = plan([Dag(dag, 120) for dag in range(1, 6)], date(2023, 3, 16), date(2023, 5, 10))
    assert [p.heel for p in (maart, april, mei)] == [False, True, False]
    assert [p.minimum for p in (maart, april, mei)] == [1920 * 16 // 31, 1920, 1920 * 10 // 31]
    assert [p.dagen for p in (maart, april, mei)] == [12, 19, 7]
    assert [p.maximum for p in (maart, april, mei)] == [3840] * 3  # het maximum nooit naar rato


@pytest.mark.parametrize(
    ("minuten", "te_veel", "te_weinig"), [(960, False, False), (975, True, False), (465, False, True)]
)
def test_precies_64_uur_mag_en_meer_weigert_met_de_maand(minuten, te_veel, te_weinig):
    """Februari 2023 telt vier maandagen: 4 × 16 u = 64 u is de grens, 4 × 7,75 u = 31 u is een signaal."""
    (februari,) = plan([Dag(1, minuten)], date(2023, 2, 1), date(2023, 2, 28))
    boven, onder = februari.uitkomsten
    assert (boven.ok, onder.ok) == (not te_veel, not te_weinig)
    assert boven.weigert and not onder.weigert and "februari 2023" in boven.uitleg


def test_een_onderbreking_gaat_eraf():
    (juni,) = plan(
        [MAANDAG], date(2023, 6, 1), date(2023, 6, 30), onderbrekingen=[Weg(date(2023, 6, 5), date(2023, 6, 12))]
    )
    assert (juni.dagen, juni.onderbroken, juni.minuten) == (2, 2, 480)


def test_wat_elders_telt_komt_erbij():
    (juni,) = plan([Dag(1, 480)], date(2023, 6, 1), date(2023, 6, 30), elders={date(2023, 6, 1): 1935})
    assert juni.totaal == 1920 + 1935 and not juni.uitkomsten[0].ok


@given(
    st.dates(date(2023, 1, 1), date(2025, 12, 31)),
    st.integers(0, 200),
    st.dictionaries(st.integers(1, 7), st.integers(1, 40), max_size=7),
    st.integers(0, 60),
    st.integers(0, 20),
)
@settings(max_examples=60, deadline=None, database=None)
def test_het_vooruitzicht_is_de_som_van_de_dagen(van, duur, per_dag, weg_na, weg_duur):
    """Elke dag telt precies één keer, in zijn eigen maand, en nooit op een feestdag of in een onderbreking."""
    tot = van + timedelta(days=duur)
    werkdagen = [Dag(dag, kwartieren * 15) for dag, kwartieren in per_dag.items()]
    weg = [Weg(van + timedelta(days=weg_na), van + timedelta(days=weg_na + weg_duur))]
    plannen = plan(werkdagen, van, tot, onderbrekingen=weg)
    assert [p.maand for p in plannen] == maanden_tussen(van, tot)
    for p in plannen:
        dagen = [van + timedelta(days=n) for n in range(duur + 1)]
        eigen = [d for d in dagen if d.replace(day=1) == p.maand and d.isoweekday() in per_dag]
        vrij = [d for d in eigen if kalender.feestdag(d) or weg[0].van <= d <= weg[0].tot]
        assert p.minuten == sum(per_dag[d.isoweekday()] * 15 for d in eigen if d not in vrij)
        assert p.dagen + p.onderbroken + len(p.feestdagen) == len(eigen)
        assert 0 <= p.minimum <= 1920 and (p.heel or p.minimum < 1920)


@pytest.mark.parametrize(
    ("dag", "weekdagen", "verwacht"),
    [
        (date(2023, 5, 2), {2}, True),  # een dinsdag van het patroon
        (date(2023, 5, 3), {2}, False),
        (date(2023, 5, 6), {6}, True),  # ook een zaterdag, als ze gepland is
        (date(2023, 5, 1), {1}, False),  # de Dag van de Arbeid
        (date(2023, 5, 3), set(), True),  # zonder patroon: elke gewone werkdag
        (date(2023, 5, 6), set(), False),
        (date(2023, 5, 18), set(), False),  # Hemelvaart
        (date(2023, 5, 10), {3}, False),  # de eerste en laatste dag van de onderbreking
        (date(2023, 5, 17), {3}, False),
        (date(2023, 5, 24), {3}, True),
    ],
)
def test_wanneer_er_iets_in_te_vullen_valt(dag, weekdagen, verwacht):
    onderbreking = SimpleNamespace(van=date(2023, 5, 10), tot=date(2023, 5, 17))
    assert te_werken(dag, weekdagen, [onderbreking]) is verwacht
