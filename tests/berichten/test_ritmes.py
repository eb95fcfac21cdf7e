"""Wanneer een herinnering vertrekt: per soort de dag ervoor, de dag zelf en de dag erna."""

from datetime import date, timedelta

import pytest

from berichten.ritmes import RITMES, Laatst
from berichten.soorten import SOORTEN
from kern.kalender import plus_werkdagen

MAANDAG = date(2026, 3, 2)
EINDE = date(2026, 12, 31)


def beurt(soort, sinds, dag, laatst=None, aantal=1):
    return RITMES[soort].aan_de_beurt(sinds, Laatst(laatst, aantal) if laatst else None, dag)


def test_elk_ritme_hoort_bij_een_soort_bericht():
    assert set(RITMES) <= set(SOORTEN)


@pytest.mark.parametrize(
    ("soort", "na"),
    [
        ("fiche_te_ondertekenen", 3),
        ("aanbod_te_beantwoorden", 5),
        ("evaluatie_te_doen", 0),
        ("certificaat_ontbreekt", 10),
    ],
)
def test_wachten(soort, na):
    ritme, eerste = RITMES[soort], plus_werkdagen(MAANDAG, na)
    assert [beurt(soort, MAANDAG, eerste + timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, True]
    opnieuw = plus_werkdagen(eerste, ritme.rust)
    assert [beurt(soort, MAANDAG, opnieuw + timedelta(days=n), eerste) for n in (-1, 0, 1)] == [False, True, True]
    assert beurt(soort, MAANDAG, opnieuw, eerste, ritme.hoogstens - 1)
    assert not beurt(soort, MAANDAG, opnieuw, eerste, ritme.hoogstens)


def test_de_rust_telt_belgische_werkdagen():
    """Vijf werkdagen na woensdag 1 april 2026: paasmaandag (6 april) telt niet."""
    ritme = RITMES["fiche_te_ondertekenen"]
    assert ritme.opnieuw_vanaf(date(2026, 4, 1)) == date(2026, 4, 9)
    assert not ritme.mag(Laatst(date(2026, 4, 1), 1), date(2026, 4, 8))
    assert ritme.mag(Laatst(date(2026, 4, 1), 1), date(2026, 4, 9))


def test_begint_het_wachten_opnieuw_dan_ook_het_tellen():
    """Een aanbod dat vernieuwd werd: wat voordien verstuurd is, telt niet meer mee."""
    hernieuwd, laatst = date(2026, 6, 1), date(2026, 3, 30)
    assert beurt("aanbod_te_beantwoorden", hernieuwd, plus_werkdagen(hernieuwd, 5), laatst, 3)
    assert not beurt("aanbod_te_beantwoorden", MAANDAG, date(2026, 6, 8), laatst, 3)


@pytest.mark.parametrize(
    ("soort", "dagen"),
    [
        ("project_deadline", (90, 60, 30, 14, 7)),
        ("plaatsing_loopt_af", (30, 7)),
        ("overeenkomst_loopt_af", (90, 30)),
    ],
)
def test_aftellen(soort, dagen):
    vorige = None
    for n in dagen:
        drempel = EINDE - timedelta(days=n)
        ervoor = drempel - timedelta(days=1)
        assert [beurt(soort, EINDE, dag, vorige) for dag in (ervoor, drempel, drempel + timedelta(days=1))] == [
            False,
            True,
            True,
        ]
        assert not beurt(soort, EINDE, drempel + timedelta(days=3), drempel)  # één keer per drempel
        vorige = drempel
    assert beurt(soort, EINDE, EINDE) and not beurt(soort, EINDE, EINDE + timedelta(days=1))


def test_na_een_gemiste_dag_enkel_de_laatste_drempel():
    """Twee drempels gemist geeft één bericht; en een later einde telt opnieuw af."""
    assert beurt("project_deadline", EINDE, EINDE - timedelta(days=20))
    assert not beurt("project_deadline", EINDE, EINDE - timedelta(days=19), EINDE - timedelta(days=20))
    later = EINDE + timedelta(days=90)
    assert beurt("project_deadline", later, EINDE, EINDE - timedelta(days=7))
