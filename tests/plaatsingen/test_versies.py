"""Een bevestigde maand verbeteren: de volgende versie, met een reden, en enkel zo; de vorige blijft en telt."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from kern.bevroren import sha256
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Lidmaatschap
from plaatsingen.models import Maandstaat, MaandstaatVersie, Prestatie
from plaatsingen.stappen import bevestiging
from plaatsingen.stappen import maand as stappen
from plaatsingen.urenstaat import SCHEMA, vergoeding
from projecten.models import OproepInstelling
from projecten.regels import Grens, Grenzen
from tests.plaatsingen.hulp import Mentor

JUNI, MAANDAG, DINSDAG = date(2023, 6, 1), date(2023, 6, 5), date(2023, 6, 6)


@pytest.fixture
def bevestigd(binnen, mentor):
    mentor.uren(MAANDAG, 240)
    return stappen.bevestigen(binnen.actor("hr"), mentor.stuur_door(JUNI), op=date(2023, 7, 3))


def weigert(wat, match=None):
    with pytest.raises(Geweigerd, match=match) as fout, grenzen():
        wat()
    return fout.value


def verbeter(huis, staat, reden="Dinsdag ontbrak."):
    return stappen.verbeteren(huis.actor("hr"), staat, reden=reden)


def test_bevestigen_bevriest_een_versie(binnen, bevestigd):
    versie = MaandstaatVersie.objects.get()
    inhoud = json.loads(versie.inhoud)
    assert (versie.versie, versie.minuten, versie.bevestigd_op) == (1, 240, date(2023, 7, 3))
    assert versie.inhoud_sha256 == sha256(versie.inhoud) and inhoud["schema"] == SCHEMA
    assert "Pauwels" not in versie.inhoud and inhoud["deelnemer"] == {"code": "D001"}
    assert inhoud["dagen"] == [
        {"datum": "2023-06-05", "soort": "gewerkt", "van": "", "tot": "", "pauze": 0, "minuten": 240, "door": "Mentor Van Aa"}
    ]  # fmt: skip
    assert inhoud["totalen"] == {"minuten": 240, "dagen_gewerkt": 1, "afwezig": {}} and inhoud["vergoeding"] == []


def test_verbeteren_geeft_de_volgende_versie(binnen, mentor, bevestigd):
    staat = verbeter(binnen, bevestigd)
    assert (staat.status, staat.versie, staat.verbetering_reden) == ("open", 2, "Dinsdag ontbrak.")
    mentor.uren(DINSDAG, 60)
    staat = stappen.bevestigen(binnen.actor("coordinator"), mentor.stuur_door(JUNI), op=date(2023, 8, 1))
    assert (staat.status, staat.minuten, staat.verbetering_reden) == ("bevestigd", 300, "Dinsdag ontbrak.")
    assert list(MaandstaatVersie.objects.values_list("versie", "minuten")) == [(1, 240), (2, 300)]
    verbetering = json.loads(MaandstaatVersie.objects.get(versie=2).inhoud)["verbetering"]
    assert verbetering == {"reden": "Dinsdag ontbrak.", "vorige_minuten": 240, "vorige_op": "2023-07-03"}
    assert verbeter(binnen, staat, "Nog eens.").versie == 3


def test_een_verbetering_heeft_een_reden_en_een_bevestigde_maand(binnen, bevestigd):
    assert weigert(lambda: verbeter(binnen, bevestigd, "  "), "Zeg waarom").veld == "reden"
    staat = verbeter(binnen, bevestigd)
    weigert(lambda: verbeter(binnen, staat), "niet bevestigd")


@pytest.mark.parametrize("rol", ["coordinator", "mentor", "leidinggevende", "directeur", "controleur", "beheerder"])
def test_enkel_hr_verbetert(binnen, bevestigd, rol):
    with pytest.raises(PermissionDenied):
        stappen.verbeteren(binnen.actor(rol), bevestigd, reden="x")


OPEN = {"status": "open", "bevestigd_op": None, "minuten": None, "doorgestuurd_op": None, "bevestigd_door": None}
HEROPEN = {
    "zonder versie": ({}, "bevestigd"),
    "zonder reden": ({"versie": 2}, "Zeg waarom"),
    "lege reden": ({"versie": 2, "verbetering_reden": " "}, "Zeg waarom"),
    "versie overgeslagen": ({"versie": 3, "verbetering_reden": "x"}, "bevestigd"),
    "zelfde versie": ({"versie": 1, "verbetering_reden": "x"}, "bevestigd"),
    "andere maand": ({"versie": 2, "verbetering_reden": "x", "maand": date(2023, 5, 1)}, "bevestigd"),
    "doorgestuurd": (
        {"versie": 2, "verbetering_reden": "x", "status": "doorgestuurd", "doorgestuurd_op": JUNI},
        "bevestigd",
    ),
}


@pytest.mark.parametrize("hoe", HEROPEN)
def test_de_database_heropent_enkel_als_volgende_versie_met_reden(bevestigd, hoe):
    velden, match = HEROPEN[hoe]
    weigert(lambda: Maandstaat.objects.update(**OPEN | velden), match)
    assert Maandstaat.objects.get().status == "bevestigd"


def test_de_database_heropent_met_alles(bevestigd):
    with grenzen():
        Maandstaat.objects.update(**OPEN, versie=2, verbetering_reden="x")
    assert Maandstaat.objects.get().versie == 2


def test_zonder_bewaarde_versie_heropent_niemand(binnen, mentor):
    """Ook niet wie rechtstreeks bevestigde: wat telde, moet bewaard zijn."""
    mentor.uren(MAANDAG, 240)
    Maandstaat.objects.create(
        bestuur=binnen.bestuur, plaatsing=mentor.plaatsing, maand=JUNI, status="bevestigd", minuten=240,
        doorgestuurd_op=JUNI, bevestigd_op=JUNI,
    )  # fmt: skip
    weigert(lambda: Maandstaat.objects.update(**OPEN, versie=2, verbetering_reden="x"), "bevestigd")
    staat = verbeter(binnen, Maandstaat.objects.get())  # de stap bewaart ze eerst
    assert staat.versie == 2 and MaandstaatVersie.objects.get().minuten == 240


@pytest.mark.parametrize(
    "velden", [{"versie": 3}, {"verbetering_reden": "anders"}, {"maand": date(2023, 5, 1)}, {"versie": 1}]
)
def test_tijdens_een_verbetering_liggen_versie_en_reden_vast(binnen, bevestigd, velden):
    verbeter(binnen, bevestigd)
    weigert(lambda: Maandstaat.objects.update(**velden), "nieuwe versie")


def test_een_maand_in_verbetering_verdwijnt_niet(binnen, bevestigd):
    verbeter(binnen, bevestigd)
    weigert(lambda: Maandstaat.objects.all()._raw_delete("default"), "bevestigd")


def test_een_nieuwe_staat_begint_bij_versie_1(binnen, plaatsing):
    gegevens = {"bestuur": binnen.bestuur, "plaatsing": plaatsing, "maand": JUNI}
    weigert(lambda: Maandstaat.objects.create(**gegevens, versie=2), "nieuwe versie")


@pytest.mark.parametrize("sql", ["minuten = 0", "inhoud = 'x'", "versie = 9", "bevestigd_op = '2023-01-01'"])
def test_de_app_wijzigt_geen_versie(bevestigd, sql):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as c:
        c.execute(f"UPDATE plaatsingen_maandstaatversie SET {sql}")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as c:
        c.execute("DELETE FROM plaatsingen_maandstaatversie")


@pytest.mark.parametrize("anders", [{"minuten": 241}, {"versie": 2}, {"bevestigd_op": date(2023, 7, 4)}])
def test_een_versie_is_wat_er_bevestigd_staat(bevestigd, anders):
    """Ook een versie erbij schrijven kan niet: ze moet precies de bevestigde staat zijn."""
    versie = MaandstaatVersie.objects.get()
    velden = (
        "bestuur_id",
        "staat_id",
        "versie",
        "minuten",
        "inhoud",
        "inhoud_sha256",
        "bevestigd_op",
        "bevestigd_door_id",
    )
    nieuw = {veld: getattr(versie, veld) for veld in velden} | anders
    weigert(lambda: MaandstaatVersie.objects.create(**nieuw), "niet meer bevestigd")


def test_oude_bevestigde_maanden_krijgen_hun_versie(binnen, mentor):
    mentor.uren(MAANDAG, 240)
    Maandstaat.objects.create(
        bestuur=binnen.bestuur, plaatsing=mentor.plaatsing, maand=JUNI, status="bevestigd", minuten=240,
        doorgestuurd_op=JUNI, bevestigd_op=date(2023, 7, 3),
    )  # fmt: skip
    assert bevestiging.vul_ontbrekende_aan() == 1 and bevestiging.vul_ontbrekende_aan() == 0
    versie = MaandstaatVersie.objects.get()
    assert (versie.versie, versie.minuten, versie.bevestigd_op) == (1, 240, date(2023, 7, 3))


def test_een_maand_verbeteren_telt_pas_als_ze_opnieuw_bevestigd_is(binnen, mentor, bevestigd):
    from rapportage import cijfers

    def telt(dag):
        (c,) = cijfers.bereken([binnen.project], dag)
        return [(m.minuten, m.versie, m.in_verbetering) for m in c.maandstaten]

    assert telt(date(2023, 7, 2)) == [] and telt(date(2023, 7, 3)) == [(240, 1, False)]
    verbeter(binnen, bevestigd)
    Prestatie.objects.all().delete()
    assert telt(date(2023, 12, 31)) == [(240, 1, True)]
    mentor.uren(DINSDAG, 60)
    stappen.bevestigen(binnen.actor("hr"), mentor.stuur_door(JUNI), op=date(2023, 9, 1))
    assert telt(date(2023, 8, 31)) == [(240, 1, True)]
    assert telt(date(2023, 9, 1)) == [(60, 2, False)]


# --- wie bevestigt


def zet_aan(huis, vanaf=date(2023, 1, 1), waarde=1):
    OproepInstelling.objects.create(
        bestuur=huis.bestuur,
        oproep=huis.project.oproep,
        sleutel="leidinggevende_bevestigt",
        vanaf=vanaf,
        waarde=waarde,
    )


def test_een_leidinggevende_bevestigt_enkel_als_het_bestuur_dat_koos(binnen, mentor):
    mentor.uren(MAANDAG, 240)
    staat = mentor.stuur_door(JUNI)
    with pytest.raises(PermissionDenied):
        stappen.bevestigen(binnen.actor("leidinggevende"), staat)
    zet_aan(binnen, vanaf=date(2099, 1, 1))
    with pytest.raises(PermissionDenied):
        stappen.bevestigen(binnen.actor("leidinggevende"), staat)
    zet_aan(binnen)
    assert stappen.bevestigen(binnen.actor("leidinggevende"), staat).is_bevestigd


def test_een_leidinggevende_bevestigt_enkel_de_eigen_mentoren(binnen, mentor):
    from mentoren.models import Leiding

    zet_aan(binnen)
    mentor.uren(MAANDAG, 240)
    staat = mentor.stuur_door(JUNI)
    Leiding.objects.update(tot=date(2023, 12, 31))  # vandaag leidt iemand anders
    for poging in (stappen.bevestigen, lambda door, s: stappen.terugsturen(door, s, reden="x")):
        with pytest.raises(PermissionDenied):
            poging(binnen.actor("leidinggevende"), staat)


def test_wie_zelf_de_mentor_is_bevestigt_de_eigen_uren_niet(binnen, mentor):
    from mentoren.models import Leiding

    zet_aan(binnen)
    Leiding.objects.update(leidinggevende=binnen.leden["mentor"])
    Lidmaatschap.objects.filter(pk=binnen.leden["mentor"].pk).update(rollen=["mentor", "leidinggevende"])
    mentor.uren(MAANDAG, 240)
    staat = mentor.stuur_door(JUNI)
    binnen.leden["mentor"].refresh_from_db()
    with pytest.raises(PermissionDenied):
        stappen.bevestigen(binnen.actor("mentor"), staat)


# --- veel tegelijk


def test_veel_tegelijk_elk_met_een_eigen_uitslag(binnen, django_assert_max_num_queries):
    staten = []
    for n in range(6):
        p = binnen.plaatsing(deelnemer=binnen.deelnemer(f"D{n}"), plek=binnen.maak_plek(), code=f"P{n}")
        m = Mentor(binnen, p)
        m.uren(MAANDAG, 60 * (n + 1))
        staten.append(m.stuur_door(JUNI))
    hr = binnen.actor("hr")
    gezien = {s.pk: stappen.vingerafdruk(Prestatie.objects.filter(plaatsing=s.plaatsing)) for s in staten}
    Prestatie.objects.filter(plaatsing=staten[0].plaatsing).update(minuten=75)
    stappen.terugsturen(hr, staten[1], reden="kijk na")
    stappen.bevestigen(hr, staten[2])
    with django_assert_max_num_queries(
        17 + 3 * 3
    ):  # een vast aantal, en per maand een logregel en een taak met haar bel
        uitslagen = stappen.bevestig_veel(hr, staten, gezien=gezien)
    assert [(u.reden[:20], u.was_al) for u in uitslagen] == [
        ("De uren van deze maa", False), ("De mentor heeft deze", False), ("", True),
        ("", False), ("", False), ("", False),
    ]  # fmt: skip
    assert sorted(MaandstaatVersie.objects.values_list("minuten", flat=True)) == [180, 240, 300, 360]


@pytest.mark.parametrize(("minuten", "totaal"), [(0, 0), (456, 988), (15, 33), (23, 50), (3840, 8320)])
def test_vergoeding_enkel_waar_de_oproep_ze_zet(minuten, totaal):
    """Half naar boven afgerond op een cent: 15 minuten aan € 1,30 is 32,5 cent."""
    assert vergoeding(minuten, Grenzen({})) == []
    regels = {
        "vergoeding_cent_per_uur": Grens(130, "besluit x", ""),
        "vergoeding_cent_per_maand": Grens(20000, "besluit y", ""),
    }
    uur, maand = vergoeding(minuten, Grenzen(regels))
    assert uur == {"per": "uur", "cent": 130, "minuten": minuten, "totaal": totaal, "bron": "besluit x"}
    assert (maand["totaal"], maand["bron"]) == (20000 if minuten else 0, "besluit y")
