"""Belofte 8: wie met alle rechten op de databank het logboek vervalst, wordt gezien; een echt logboek geeft geen alarm."""

import random
from collections import Counter
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from logboek import controle, keten, toestand
from logboek.stappen import lees
from organisaties.schema import tenantmodellen
from plaatsingen.regels import Invoer
from plaatsingen.stappen import uren
from tests.bouw import Huis
from tests.hulp.databank import als_app, als_eigenaar
from tests.logboek.knoeier import DADEN, Kan_niet, Knoeier

pytestmark = pytest.mark.django_db(transaction=True)


def werk(huis, n, plaatsing=None, deelnemer=None):
    """Een stuk van een gewone dag, en de keten bij."""
    with huis.binnen(gebruiker=huis.leden["hr"].gebruiker_id, verzoek=f"vraag-{n}"):
        plek = huis.maak_plek(uren_per_maand=40 + n % 20)
        if deelnemer:
            lees([deelnemer], doel="uren invullen")
            uren.voer_in(huis.installatie, plaatsing, Invoer(date(2023, 3, 1 + n % 28), minuten=60))
    keten.schakel(huis.bestuur_id, batch=25)
    return plek


@pytest.fixture
def huis(transactional_db):
    huis, ander = Huis("aa"), Huis("bb")
    with huis.binnen():
        deelnemer = huis.deelnemer()
        huis.certificaat()
    for n in range(3):
        werk(huis, n)
    with huis.binnen(gebruiker=huis.leden["mentor"].gebruiker_id, verzoek="kijk"):
        for doel in ("uren invullen", "maand bekijken", "uren wijzigen"):
            lees([deelnemer], doel=doel)
    keten.schakel(huis.bestuur_id)
    keten.schakel(ander.bestuur_id)
    huis.ander = ander.bestuur_id
    return huis


@pytest.fixture
def eigenaar(huis):
    """De eigenaar van de tabellen, die ook de rijbeveiliging voor zichzelf afzet."""

    def zet(force):
        with connection.cursor() as c:
            for model in tenantmodellen():
                c.execute(f"ALTER TABLE {model._meta.db_table} {force}FORCE ROW LEVEL SECURITY")
            c.execute(f"ALTER TABLE organisaties_bestuur {force}FORCE ROW LEVEL SECURITY")

    als_eigenaar()
    try:
        zet("NO ")
        with connection.cursor() as c:
            c.execute("SET ROLE gd_systeem; GRANT EXECUTE ON FUNCTION logboek_naast TO gd_eigenaar; RESET ROLE")
        yield huis
        zet("")
    finally:
        als_app()


def mag_kijken(huis):
    with connection.cursor() as c:
        c.execute("SELECT set_config('app.bestuur', %s, true)", [str(huis.bestuur_id)])


def kijk(bestuur):
    return [*controle.controleer(bestuur).afwijkingen, *toestand.bewaking(), *toestand.naast_de_tabellen(bestuur)]


def kijk_enkel_naar_de_schakels(bestuur):
    """De tegenproef: een controle die enkel de keten volgt, zoals men het vaak doet."""
    verslag = controle.Verslag(bestuur)
    controle._schakels(verslag, set())
    return verslag.afwijkingen


def knoei(huis, naam, zaad):
    """Eén vervalsing in een transactie die niet blijft: (gezien, gezien door de tegenproef, soorten)."""
    try:
        with transaction.atomic():
            mag_kijken(huis)
            getattr(Knoeier(huis.bestuur_id, huis.ander, random.Random(zaad)), naam)()
            gezien = kijk(huis.bestuur_id)
            enkel = kijk_enkel_naar_de_schakels(huis.bestuur_id)
            transaction.set_rollback(True)
    except (Kan_niet, DatabaseError):
        return None
    return bool(gezien), bool(enkel), {a.soort for a in gezien}


def schoon(huis):
    with huis.binnen():
        return kijk(huis.bestuur_id) == []


def test_elke_vervalsing_wordt_gezien(eigenaar, omvang):
    toeval = random.Random(8)
    aantal, gemist, tegenproef, soorten, per_daad = omvang(60, 1000), [], 0, Counter(), Counter()
    assert schoon(eigenaar)
    while sum(per_daad.values()) < aantal:
        naam = DADEN[sum(per_daad.values()) % len(DADEN)]
        zaad = toeval.randrange(10**9)
        uitslag = knoei(eigenaar, naam, zaad)
        if uitslag is None:
            continue
        gezien, enkel, wat = uitslag
        per_daad[naam] += 1
        soorten.update(wat)
        tegenproef += not enkel
        if not gezien:
            gemist.append((naam, zaad))
    print(
        f"{aantal} vervalsingen, {len(gemist)} gemist; enkel de schakels volgen mist er {tegenproef}",
        dict(per_daad),
        dict(soorten),
    )
    assert gemist == []
    assert len(per_daad) == len(set(DADEN))
    assert tegenproef > aantal / 5
    assert schoon(eigenaar)


def test_een_echt_logboek_geeft_geen_alarm(huis, omvang):
    for n in range(omvang(3, 60)):
        werk(huis, n)
        with huis.binnen():
            assert kijk(huis.bestuur_id) == []
