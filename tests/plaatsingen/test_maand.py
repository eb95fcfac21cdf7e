"""De maandstaat: doorsturen, terugsturen, bevestigen; en daarna verandert er niets meer, langs geen enkele weg."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from organisaties.isolatie import Geweigerd, grenzen
from plaatsingen.models import Maandstaat, Prestatie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand as stappen
from plaatsingen.stappen import uren as urenstappen

JUNI, MAANDAG, DINSDAG = date(2023, 6, 1), date(2023, 6, 5), date(2023, 6, 6)


@pytest.fixture
def doorgestuurd(mentor):
    mentor.uren(MAANDAG, 240)
    return mentor.stuur_door(JUNI)


@pytest.fixture
def bevestigd(binnen, doorgestuurd):
    return stappen.bevestigen(binnen.actor("hr"), doorgestuurd, op=date(2023, 7, 3))


def weigert(wat, match=None):
    with pytest.raises(Geweigerd, match=match) as fout, grenzen():
        wat()
    return fout.value


def test_van_open_naar_bevestigd(bevestigd):
    assert (bevestigd.status, bevestigd.minuten, bevestigd.bevestigd_op) == ("bevestigd", 240, date(2023, 7, 3))


def test_een_lege_maand_gaat_niet_weg(mentor):
    weigert(lambda: mentor.stuur_door(JUNI), "staat nog niets")


def test_een_maand_die_nog_moet_komen(mentor):
    mentor.uren(MAANDAG, 60)
    weigert(lambda: stappen.doorsturen(mentor.door, mentor.plaatsing, JUNI, op=date(2023, 5, 31)), "moet nog komen")
    assert stappen.doorsturen(mentor.door, mentor.plaatsing, JUNI, op=JUNI)


def test_twee_keer_doorsturen_is_een_keer(mentor, doorgestuurd):
    assert mentor.stuur_door(JUNI).pk == doorgestuurd.pk
    assert Maandstaat.objects.count() == 1


def test_doorgestuurd_ligt_bij_hr(mentor, doorgestuurd):
    prestatie = Prestatie.objects.get()
    for poging in (
        lambda: mentor.uren(DINSDAG, 60),
        lambda: urenstappen.wijzig(mentor.door, prestatie, Invoer(MAANDAG, minuten=60)),
        lambda: urenstappen.verwijder(mentor.door, prestatie),
    ):
        assert weigert(poging, "doorgestuurd").veld == "datum"
    mentor.uren(date(2023, 7, 3), 60)  # een andere maand blijft open


def test_terugsturen_opent_de_maand(binnen, mentor, doorgestuurd):
    weigert(lambda: stappen.terugsturen(binnen.actor("hr"), doorgestuurd, reden="  "), "waarom")
    staat = stappen.terugsturen(binnen.actor("hr"), doorgestuurd, reden="Dinsdag ontbreekt.")
    assert (staat.status, staat.teruggestuurd_reden, staat.doorgestuurd_op) == ("open", "Dinsdag ontbreekt.", None)
    mentor.uren(DINSDAG, 60)
    staat = mentor.stuur_door(JUNI)
    assert (staat.status, staat.teruggestuurd_reden) == ("doorgestuurd", "")
    weigert(lambda: stappen.terugsturen(binnen.actor("hr"), bevestig(binnen, staat), reden="x"), "niet meer bij jou")


def bevestig(huis, staat):
    return stappen.bevestigen(huis.actor("coordinator"), staat)


def test_enkel_wat_doorgestuurd_is_wordt_bevestigd(binnen, mentor):
    mentor.uren(MAANDAG, 240)
    staat = Maandstaat.objects.create(bestuur=binnen.bestuur, plaatsing=mentor.plaatsing, maand=JUNI)
    weigert(lambda: bevestig(binnen, staat), "nog niet doorgestuurd")


def test_wie_iets_anders_zag_bevestigt_niet(binnen, mentor, doorgestuurd):
    gezien = stappen.vingerafdruk(Prestatie.objects.all())
    Prestatie.objects.update(minuten=255)
    weigert(lambda: stappen.bevestigen(binnen.actor("hr"), doorgestuurd, gezien=gezien), "intussen gewijzigd")
    gezien = stappen.vingerafdruk(Prestatie.objects.all())
    assert stappen.bevestigen(binnen.actor("hr"), doorgestuurd, gezien=gezien).minuten == 255


def test_twee_keer_bevestigen(binnen, bevestigd):
    assert bevestig(binnen, bevestigd).bevestigd_op == date(2023, 7, 3)


def test_wie_mag(binnen, doorgestuurd):
    for rol in ("mentor", "leidinggevende", "directeur", "controleur", "beheerder"):
        with pytest.raises(PermissionDenied):
            stappen.bevestigen(binnen.actor(rol), doorgestuurd)
        with pytest.raises(PermissionDenied):
            stappen.terugsturen(binnen.actor(rol), doorgestuurd, reden="x")


def sql(tekst):
    def doe(plaatsing):
        with connection.cursor() as c:
            c.execute(tekst, {"p": plaatsing.pk, "b": plaatsing.bestuur_id})

    return doe


def nieuwe(plaatsing, dag=DINSDAG):
    return Prestatie(bestuur_id=plaatsing.bestuur_id, plaatsing=plaatsing, datum=dag, minuten=60)


UREN = {
    "save": lambda p: nieuwe(p).save(),
    "bulk_create": lambda p: Prestatie.objects.bulk_create([nieuwe(p, date(2023, 7, 3)), nieuwe(p)]),
    "update": lambda p: Prestatie.objects.update(minuten=15),
    "weg": lambda p: Prestatie.objects.all().delete(),
    "naar buiten": lambda p: Prestatie.objects.update(datum=date(2023, 7, 3)),
    "sql erbij": sql(
        "INSERT INTO plaatsingen_prestatie (bestuur_id, plaatsing_id, datum, soort, pauze_minuten, minuten, opmerking)"
        " VALUES (%(b)s, %(p)s, '2023-06-30', 'feestdag', 0, 0, '')"
    ),
    "sql anders": sql("UPDATE plaatsingen_prestatie SET opmerking = 'x' WHERE plaatsing_id = %(p)s"),
    "sql weg": sql("DELETE FROM plaatsingen_prestatie WHERE plaatsing_id = %(p)s"),
}
STAAT = {
    "save": lambda p: Maandstaat.objects.get().save(),
    "update": lambda p: Maandstaat.objects.update(status="open", bevestigd_op=None, minuten=None),
    "minuten": lambda p: Maandstaat.objects.update(minuten=0),
    "weg": lambda p: Maandstaat.objects.all()._raw_delete("default"),  # .delete() houdt Django al tegen
    "sql": sql("UPDATE plaatsingen_maandstaat SET maand = '2023-05-01' WHERE plaatsing_id = %(p)s"),
    "sql weg": sql("DELETE FROM plaatsingen_maandstaat WHERE plaatsing_id = %(p)s"),
}


@pytest.mark.parametrize("weg", UREN)
def test_uren_van_een_bevestigde_maand_liggen_vast(plaatsing, bevestigd, weg):
    weigert(lambda: UREN[weg](plaatsing), "bevestigd")
    assert list(Prestatie.objects.values_list("datum", "minuten", "opmerking")) == [(MAANDAG, 240, "")]


@pytest.mark.parametrize("weg", STAAT)
def test_een_bevestigde_staat_ligt_vast(plaatsing, bevestigd, weg):
    weigert(lambda: STAAT[weg](plaatsing), "bevestigd")
    staat = Maandstaat.objects.get()
    assert (staat.maand, staat.status, staat.minuten) == (JUNI, "bevestigd", 240)


def test_naar_binnen_verhuizen(plaatsing, mentor, bevestigd):
    buiten = mentor.uren(date(2023, 7, 3), 60)
    weigert(lambda: Prestatie.objects.filter(pk=buiten.pk).update(datum=DINSDAG), "bevestigd")


@pytest.mark.parametrize("minuten", [0, 239, 241, 3840])
def test_de_bevestigde_minuten_zijn_die_van_de_rijen(plaatsing, mentor, minuten):
    """Ook wie rechtstreeks schrijft, bevestigt enkel wat er staat."""
    mentor.uren(MAANDAG, 240)
    gegevens = {"bestuur_id": plaatsing.bestuur_id, "plaatsing": plaatsing, "maand": JUNI, "status": "bevestigd"}
    datums = {"doorgestuurd_op": JUNI, "bevestigd_op": JUNI}
    weigert(lambda: Maandstaat.objects.create(**gegevens, **datums, minuten=minuten), "intussen gewijzigd")
    assert Maandstaat.objects.create(**gegevens, **datums, minuten=240).pk
