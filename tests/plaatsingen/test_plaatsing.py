"""Plaatsen, vroeger stoppen en één tegelijk, ook langs de ORM en ruwe SQL."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from organisaties.isolatie import Geweigerd, grenzen
from plaatsingen.models import Deelnemer, Plaatsing
from plaatsingen.stappen import plaatsing as stappen
from tests.plaatsingen.hulp import Mentor

VAN, TOT = date(2023, 3, 1), date(2023, 8, 31)


def redenen(wat) -> list[str | None]:
    with pytest.raises(Geweigerd) as fout:
        wat()
    return [veld for _, veld in fout.value.alle]


def test_plaatsen_onthoudt_de_uiterste_dag(plaatsing):
    assert plaatsing.uiterste_tot == TOT


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"werkzoekend_sinds": date(2021, 3, 2)}, "werkzoekend_sinds"),
        ({"uitkeringsgerechtigd": False}, "uitkeringsgerechtigd"),
        ({"indicatoren": []}, "indicatoren"),
    ],
)
def test_niet_toelaatbaar(binnen, anders, veld):
    deelnemer = binnen.deelnemer(**anders)
    assert redenen(lambda: binnen.plaatsing(deelnemer=deelnemer)) == [veld]
    assert not Plaatsing.objects.exists()


def test_elke_reden_tegelijk(binnen):
    deelnemer = binnen.deelnemer(uitkeringsgerechtigd=False, indicatoren=[])
    velden = redenen(lambda: binnen.plaatsing(deelnemer=deelnemer, tot=date(2023, 9, 1), uren=65))
    assert velden == ["uitkeringsgerechtigd", "indicatoren", "tot", "uren_per_maand"]


@pytest.mark.parametrize(("uren", "mag"), [(32, True), (64, True), (31, False), (65, False)])
def test_uren_per_maand(binnen, uren, mag):
    if mag:
        assert binnen.plaatsing(uren=uren).uren_per_maand == uren
    else:
        assert redenen(lambda: binnen.plaatsing(uren=uren)) == ["uren_per_maand"]


def test_zes_maanden_ook_langs_ruwe_sql(plaatsing):
    with pytest.raises(Geweigerd, match="zes maanden"), grenzen(), connection.cursor() as c:
        c.execute("UPDATE plaatsingen_plaatsing SET tot = tot + 1 WHERE id = %s", [plaatsing.pk])


def test_zonder_aanbod_aan_diens_partner(binnen):
    from organisaties.models import GlowPartner, Samenwerking

    ander = GlowPartner.objects.create(naam="Ander", email="ander@x.example")
    Samenwerking.objects.create(bestuur=binnen.bestuur, glowpartner=ander, code="ander")
    assert redenen(lambda: binnen.plaatsing(deelnemer=binnen.deelnemer(glowpartner=ander))) == ["leerwerkplek"]


def test_een_deelnemer_per_plek(binnen, plaatsing):
    ander = binnen.deelnemer("D002")
    assert redenen(lambda: binnen.plaatsing(deelnemer=ander, code="P2", van=TOT, tot=TOT)) == ["leerwerkplek"]
    volgende = binnen.plaatsing(deelnemer=ander, code="P2", van=date(2023, 9, 1), tot=date(2023, 9, 30))
    assert volgende.pk


def test_een_plaatsing_per_deelnemer(binnen, plaatsing):
    plek = binnen.maak_plek()
    assert redenen(lambda: binnen.plaatsing(deelnemer=plaatsing.deelnemer, plek=plek, code="P2", van=TOT, tot=TOT)) == [
        "deelnemer"
    ]


def test_vroeger_stoppen_maakt_plaats(binnen, plaatsing):
    stappen.beeindig(binnen.installatie, plaatsing, op=date(2023, 5, 31), reden="werk gevonden")
    ander = binnen.deelnemer("D002")
    assert redenen(lambda: binnen.plaatsing(deelnemer=ander, code="P2", van=date(2023, 5, 31))) == ["leerwerkplek"]
    assert binnen.plaatsing(deelnemer=ander, code="P2", van=date(2023, 6, 1), tot=date(2023, 6, 30)).pk
    plek = binnen.maak_plek()
    assert binnen.plaatsing(deelnemer=plaatsing.deelnemer, plek=plek, code="P3", van=date(2023, 6, 1)).pk


@pytest.mark.parametrize(("op", "reden"), [(date(2023, 2, 28), "x"), (date(2023, 9, 1), "x"), (date(2023, 5, 1), " ")])
def test_vroeger_stoppen_binnen_de_plaatsing_en_met_reden(binnen, plaatsing, op, reden):
    assert redenen(lambda: stappen.beeindig(binnen.installatie, plaatsing, op=op, reden=reden)) == ["einde_reden"]


def test_stoppen_voor_de_laatste_uren(binnen, plaatsing, mentor):
    mentor.uren(date(2023, 6, 5), 240)
    assert redenen(lambda: stappen.beeindig(binnen.installatie, plaatsing, op=date(2023, 6, 4), reden="x")) == [
        "beeindigd_op"
    ]
    assert stappen.beeindig(binnen.installatie, plaatsing, op=date(2023, 6, 5), reden="x").einde == date(2023, 6, 5)


@pytest.mark.parametrize(
    "sql",
    [
        "van = '2023-06-06'",
        "tot = '2023-06-04'",
        "beeindigd_op = '2023-06-04', einde_reden = 'x'",
    ],
)
def test_de_periode_krimpt_niet_onder_de_uren(plaatsing, mentor, sql):
    mentor.uren(date(2023, 6, 5), 240)
    with pytest.raises(Geweigerd, match="staan al uren"), grenzen(), connection.cursor() as c:
        c.execute(f"UPDATE plaatsingen_plaatsing SET {sql} WHERE id = %s", [plaatsing.pk])


def test_de_deelnemer_ligt_vast(binnen, plaatsing, mentor):
    """De app mag de kolom niet wijzigen; wie het wel mag (gd_systeem), houdt de trigger tegen zodra er uren zijn."""
    ander = binnen.deelnemer("D002")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Plaatsing.objects.filter(pk=plaatsing.pk).update(deelnemer=ander)
    mentor.uren(date(2023, 6, 5), 240)
    assert Deelnemer.objects.count() == 2


def test_uren_na_een_vervroegd_einde(binnen, plaatsing):
    stappen.beeindig(binnen.installatie, plaatsing, op=date(2023, 6, 4), reden="x")
    mentor = Mentor(binnen, plaatsing)
    plaatsing.refresh_from_db()
    assert redenen(lambda: mentor.uren(date(2023, 6, 5), 240)) == ["datum"]
