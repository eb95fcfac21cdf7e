"""Uren invoeren: de grenzen in de stap én in de database."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import DatabaseError, DataError
from django.utils import timezone

from logboek.models import Gebeurtenis
from organisaties import toegang
from organisaties.isolatie import Geweigerd, grenzen
from plaatsingen.enums import SoortPrestatie
from plaatsingen.models import DeelnemerMaand, Prestatie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import plaatsing as plaatsingstappen
from plaatsingen.stappen import uren as stappen

JUNI = date(2023, 6, 1)
MAANDAG, DINSDAG = date(2023, 6, 5), date(2023, 6, 6)


def rij(plaatsing, dag=MAANDAG, **anders):
    return Prestatie(bestuur_id=plaatsing.bestuur_id, plaatsing=plaatsing, datum=dag, **{"minuten": 60} | anders)


def ruw(plaatsing, dag, minuten, van=None):
    with connection.cursor() as c:
        c.execute(
            "INSERT INTO plaatsingen_prestatie (bestuur_id, plaatsing_id, datum, soort, van, tot, pauze_minuten,"
            " minuten, opmerking) VALUES (%s, %s, %s, 'gewerkt', %s, %s::time + interval '15 minutes', 0, %s, '')",
            [plaatsing.bestuur_id, plaatsing.pk, dag, van, van, minuten],
        )


MANIEREN = {
    "save": lambda p, dag, minuten: rij(p, dag, minuten=minuten).save(),
    "bulk_create": lambda p, dag, minuten: Prestatie.objects.bulk_create([rij(p, dag, minuten=minuten)]),
    "ruwe SQL": ruw,
}


def geweigerd(wat, match=None):
    with pytest.raises(Geweigerd, match=match) as fout, grenzen():
        wat()
    return fout.value


def teller() -> int:
    return DeelnemerMaand.objects.get(maand=JUNI).minuten


def test_64_uur_precies(mentor):
    mentor.maand_vol(JUNI, 3825)
    mentor.uren(date(2023, 6, 20), 15)
    assert teller() == 3840
    fout = geweigerd(lambda: mentor.uren(date(2023, 6, 21), 15), "boven 64 u. De maand is vol.")
    assert fout.veld == "uren"
    mentor.uren(date(2023, 7, 3), 15)  # een nieuwe maand begint op nul


def test_de_weigering_zegt_wat_nog_kan(mentor):
    mentor.maand_vol(JUNI, 3690)
    geweigerd(lambda: mentor.uren(date(2023, 6, 20), 165), "Nog 2,5 u deze maand.")


@pytest.mark.parametrize("manier", MANIEREN)
def test_de_database_bewaakt_64_uur(mentor, plaatsing, manier):
    mentor.maand_vol(JUNI, 3825)
    MANIEREN[manier](plaatsing, date(2023, 6, 20), 15)
    assert geweigerd(lambda: MANIEREN[manier](plaatsing, date(2023, 6, 21), 1), "boven 64 uur").veld == "uren"
    assert teller() == 3840


@pytest.mark.parametrize("manier", MANIEREN)
def test_de_database_bewaakt_de_periode(plaatsing, manier):
    geweigerd(lambda: MANIEREN[manier](plaatsing, date(2023, 9, 1), 60), "buiten de plaatsing")


def test_64_uur_over_twee_plaatsingen(binnen, plaatsing, mentor):
    mentor.maand_vol(JUNI, 3600)
    plaatsingstappen.beeindig(binnen.installatie, plaatsing, op=date(2023, 6, 15), reden="andere plek")
    nieuw = binnen.plaatsing(
        deelnemer=plaatsing.deelnemer, plek=binnen.maak_plek(), code="P2", van=date(2023, 6, 16), tot=date(2023, 8, 31)
    )
    door = binnen.actor("mentor")
    geweigerd(lambda: stappen.voer_in(door, nieuw, Invoer(date(2023, 6, 20), minuten=255)), "Nog 4 u deze maand")
    stappen.voer_in(door, nieuw, Invoer(date(2023, 6, 20), minuten=240))
    assert teller() == 3840


def test_wijzigen_telt_het_verschil(mentor, binnen):
    mentor.maand_vol(JUNI, 3600)
    prestatie = mentor.uren(date(2023, 6, 20), 240)
    stappen.wijzig(mentor.door, prestatie, Invoer(date(2023, 6, 20), minuten=120))
    assert teller() == 3720
    geweigerd(
        lambda: stappen.wijzig(mentor.door, prestatie, Invoer(date(2023, 6, 20), minuten=255)), "Nog 4 u deze maand"
    )
    assert teller() == 3720


def test_naar_een_andere_maand_verhuizen(mentor):
    prestatie = mentor.uren(MAANDAG, 240)
    stappen.wijzig(mentor.door, prestatie, Invoer(date(2023, 7, 3), minuten=300))
    assert dict(DeelnemerMaand.objects.values_list("maand", "minuten")) == {JUNI: 0, date(2023, 7, 1): 300}


def test_ongedaan_maken(mentor):
    prestatie = mentor.uren(MAANDAG, 240)
    stappen.verwijder(mentor.door, prestatie)
    assert teller() == 0 and not Prestatie.objects.exists()
    assert Gebeurtenis.objects.filter(wat="uren.verwijderd").exists()


def test_dagmaximum_telt_de_hele_dag(mentor):
    mentor.uren(MAANDAG, van=time(6), tot=time(14))
    assert geweigerd(lambda: mentor.uren(MAANDAG, van=time(15), tot=time(17, 15)), "10 u per dag").veld == "uren"
    mentor.uren(MAANDAG, van=time(15), tot=time(17))


def test_niet_in_de_toekomst(binnen, mentor):
    vandaag = timezone.localdate()
    deelnemer = binnen.deelnemer("D9")
    lopend = binnen.plaatsing(
        deelnemer=deelnemer, plek=binnen.maak_plek(), code="P9", van=vandaag, tot=vandaag + timedelta(days=30)
    )
    stappen.voer_in(mentor.door, lopend, Invoer(vandaag, minuten=60))
    morgen = Invoer(vandaag + timedelta(days=1), minuten=60)
    assert geweigerd(lambda: stappen.voer_in(mentor.door, lopend, morgen), "moet nog komen").veld == "datum"


def test_aansluitende_uren_overlappen_niet(mentor):
    mentor.uren(MAANDAG, van=time(8), tot=time(12))
    mentor.uren(MAANDAG, van=time(12), tot=time(13))
    geweigerd(lambda: mentor.uren(MAANDAG, van=time(11, 45), tot=time(12)), "overlapt|Op dat uur")
    geweigerd(lambda: mentor.uren(MAANDAG, van=time(8), tot=time(8, 15)), "Op dat uur|overlapt")
    geweigerd(lambda: mentor.uren(MAANDAG, 60), "overlapt")


@pytest.mark.parametrize("soort", [s for s in SoortPrestatie.values if s != "gewerkt"])
def test_afwezig_sluit_de_rest_van_de_dag_uit(mentor, soort):
    mentor.uren(MAANDAG, soort=soort)
    geweigerd(lambda: mentor.uren(MAANDAG, van=time(8), tot=time(9)), "overlapt")
    mentor.uren(DINSDAG, van=time(8), tot=time(9))
    geweigerd(lambda: mentor.uren(DINSDAG, soort=soort), "overlapt")
    assert teller() == 60


@pytest.mark.parametrize(
    ("anders", "match"),
    [
        ({"minuten": 0}, "Bij afwezigheid horen geen uren"),
        ({"soort": "feestdag"}, "Bij afwezigheid horen geen uren"),
        ({"van": time(9), "tot": time(8)}, "Het einduur ligt voor het beginuur|overlapt"),
        ({"van": time(9)}, "Vul het begin en het einde in"),
        ({"tot": time(9)}, "Vul het begin en het einde in"),
    ],
)
def test_wat_geen_rij_kan_zijn(plaatsing, anders, match):
    with pytest.raises((Geweigerd, DataError), match=f"{match}|range lower bound"), grenzen():
        rij(plaatsing, **anders).save()


def test_enkel_de_mentor_van_de_plek(binnen, plaatsing):
    ander = binnen.lid("mentor2", "mentor")
    geweigerd(lambda: stappen.voer_in(toegang.als_lid(ander), plaatsing, Invoer(MAANDAG, minuten=60)), "niet de mentor")
    for rol in ("coordinator", "leidinggevende", "controleur"):
        with pytest.raises(PermissionDenied):
            stappen.voer_in(binnen.actor(rol), plaatsing, Invoer(MAANDAG, minuten=60))


def test_zelfde_invoer_wordt_herkend(mentor, plaatsing):
    mentor.uren(MAANDAG, 240)
    assert stappen.zelfde(plaatsing, Invoer(MAANDAG, minuten=240))
    assert not stappen.zelfde(plaatsing, Invoer(MAANDAG, minuten=255))
    assert not stappen.zelfde(plaatsing, Invoer(DINSDAG, minuten=240))


def test_wijzigen_van_wat_intussen_weg_is(mentor):
    prestatie = mentor.uren(MAANDAG, 240)
    Prestatie.objects.filter(pk=prestatie.pk).delete()
    geweigerd(lambda: stappen.wijzig(mentor.door, prestatie, Invoer(MAANDAG, minuten=60)), "intussen verwijderd")


def test_veel_tegelijk(mentor, plaatsing, binnen):
    rijen = [(plaatsing, Invoer(date(2023, 6, dag), minuten=480), 480, "") for dag in range(1, 9)]
    assert len(stappen.voer_veel_in(binnen.installatie, rijen)) == 8 and teller() == 3840
    geweigerd(
        lambda: stappen.voer_veel_in(binnen.installatie, [(plaatsing, Invoer(date(2023, 6, 20), minuten=15), 15, "")])
    )
    assert Prestatie.objects.count() == 8


def test_de_teller_is_voor_de_app_enkel_te_lezen(mentor):
    mentor.uren(MAANDAG, 60)
    for sql in ("UPDATE plaatsingen_deelnemermaand SET minuten = 0", "DELETE FROM plaatsingen_deelnemermaand"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as c:
            c.execute(sql)
    assert teller() == 60
