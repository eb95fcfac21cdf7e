"""Plekken tegenover opgeleide mentoren, per organisatie: wie meetelt, en elke soort uitzondering (bron 002: een signaal)."""

from datetime import date
from types import SimpleNamespace

import pytest

from projecten.regels import Grens, Grenzen
from rapportage.ratio import verhouding

DAG = date(2023, 6, 15)
NOORD, ZUID = SimpleNamespace(naam="Noord"), SimpleNamespace(naam="Zuid")


def plek(code, mentor=None, organisatie=NOORD, status="aangeboden"):
    wie = mentor and SimpleNamespace(pk=mentor, code=f"M{mentor}")
    return SimpleNamespace(code=code, mentor_id=mentor, mentor=wie, organisatie=organisatie, status=status)


def bewijs(mentor, organisatie=NOORD, vertrokken=None):
    return SimpleNamespace(mentor=SimpleNamespace(pk=mentor, organisatie=organisatie, vertrokken_op=vertrokken))


def rijen(plekken, certificaten=(), opgeleid=()):
    c = SimpleNamespace(
        leerwerkplekken=plekken,
        certificaten=certificaten,
        opgeleid=frozenset(opgeleid),
        peiling=SimpleNamespace(peildatum=DAG),
        grenzen=Grenzen({"plekken_per_mentor": Grens(2, "", "")}),
    )
    return verhouding(c).rijen


def test_een_organisatie_heeft_geen_regel_samen():
    assert rijen([plek("A", 1), plek("B", 1), plek("C", 1, status="gesloten")], opgeleid={1}) == [
        ("Noord", 2, 1, "2,0", 0, "")
    ]
    assert rijen([]) == []


def test_elke_organisatie_op_naam_en_samen_telt_een_mentor_een_keer():
    plekken = [plek("Z1", 1, ZUID), plek("A", 1), plek("B", 1), plek("C", 2)]
    assert rijen(plekken, opgeleid={1, 2}) == [
        ("Noord", 3, 2, "1,5", 0, "M1 begeleidt 3 plekken"),
        ("Zuid", 1, 1, "1,0", 0, "M1 begeleidt 3 plekken"),
        ("Samen", 4, 2, "2,0", 0, ""),
    ]


def test_uitzonderingen_per_soort_met_de_mentoren_op_code():
    plekken = [plek(f"A{n}", 2) for n in range(3)] + [plek(f"B{n}", 1) for n in range(3)]
    plekken += [plek("Z1"), plek("Z2"), plek("N1", 9), plek("N2", 8)]
    ((_, aantal, mentoren, per, te_veel, zin),) = rijen(plekken, opgeleid={1, 2})
    assert (aantal, mentoren, per, te_veel) == (10, 2, "5,0", 6)
    assert zin == (
        "M1 begeleidt 3 plekken; M2 begeleidt 3 plekken; zonder mentor: Z1, Z2; mentor niet opgeleid: N1, N2"
    )


def test_zonder_opgeleide_mentor_is_er_geen_verhouding():
    assert rijen([plek("A"), plek("B")]) == [("Noord", 2, 0, "", 2, "zonder mentor: A, B")]


@pytest.mark.parametrize(("vertrokken", "telt"), [(None, 1), (date(2023, 6, 16), 1), (DAG, 0), (date(2023, 6, 14), 0)])
def test_wie_opgeleid_is_telt_ook_zonder_plek_zolang_die_er_nog_werkt(vertrokken, telt):
    assert rijen([plek("A", 1)], [bewijs(5, vertrokken=vertrokken)], {1, 5}) == [
        ("Noord", 1, 1 + telt, "0,5" if telt else "1,0", 0, "")
    ]
