"""Wat er volgens het weekpatroon op een dag gepland is."""

from dataclasses import dataclass
from datetime import date, time

import pytest

from plaatsingen.patroon import gepland_op
from plaatsingen.regels import Invoer


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
