"""Geen uren voor een plaatsing geldig is, langs elke deur; en wie er een afwijking voor goedkeurt."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from documenten.enums import Bewaarklasse
from documenten.opladen import Opgeladen
from organisaties.isolatie import Geweigerd, grenzen
from plaatsingen import afspraken, regels
from plaatsingen.enums import SoortAfwijking, Voorwaarde
from plaatsingen.models import Afwijking, Prestatie, Startvoorwaarde
from plaatsingen.regels import Invoer
from plaatsingen.stappen import start as stappen
from plaatsingen.stappen import uren as urenstappen
from tests.bouw import PDF
from tests.plaatsingen.hulp import Mentor

DAG = date(2023, 3, 6)
BESTAND = Opgeladen(PDF, "application/pdf", ".pdf")
ALLE = set(Voorwaarde.values)


@pytest.fixture
def open_(binnen):
    """Een plaatsing die nog niet mag starten."""
    return binnen.plaatsing(geldig=False)


def langs_de_stap(huis, plaatsing):
    Mentor(huis, plaatsing).uren(DAG, 240)


def langs_bulk(huis, plaatsing):
    urenstappen.voer_veel_in(huis.installatie, [(plaatsing, Invoer(DAG, minuten=240), 240, "")])


def langs_de_orm(huis, plaatsing):
    with grenzen():
        Prestatie.objects.create(bestuur=huis.bestuur, plaatsing=plaatsing, datum=DAG, minuten=240)


def langs_ruwe_sql(huis, plaatsing):
    with grenzen(), connection.cursor() as c:
        c.execute(
            "INSERT INTO plaatsingen_prestatie (bestuur_id, plaatsing_id, datum, soort, pauze_minuten, minuten, opmerking)"
            " VALUES (%s, %s, %s, 'gewerkt', 0, 240, '')",
            [huis.bestuur_id, plaatsing.pk, DAG],
        )


def een_afwezigheid(huis, plaatsing):
    Mentor(huis, plaatsing).uren(DAG, soort="afwezig_verwittigd")


DEUREN = [langs_de_stap, langs_bulk, langs_de_orm, langs_ruwe_sql, een_afwezigheid]


@pytest.mark.parametrize("deur", DEUREN)
@pytest.mark.parametrize("ontbreekt", [None, *Voorwaarde.values])
def test_elke_deur_blijft_dicht_zolang_er_iets_ontbreekt(binnen, open_, deur, ontbreekt):
    """`None`: er is nog niets. Tegenproef: met de laatste voorwaarde erbij gaat dezelfde deur open."""
    for soort in Voorwaarde.values:
        if ontbreekt and soort != ontbreekt:
            Startvoorwaarde.objects.create(bestuur=binnen.bestuur, plaatsing=open_, soort=soort, in_orde_op=DAG)
    with pytest.raises(Geweigerd, match="mag nog niet starten"):
        deur(binnen, open_)
    assert not Prestatie.objects.exists()
    stappen.alles_in_orde(binnen.installatie, open_, op=DAG)
    deur(binnen, open_)
    assert Prestatie.objects.count() == 1


def test_een_andere_soort_telt_niet_als_voorwaarde(binnen, open_):
    """De databank telt enkel de vier; een rij met een vreemde soort opent niets."""
    for soort in ("a", "b", "c", "d"):
        Startvoorwaarde.objects.create(bestuur=binnen.bestuur, plaatsing=open_, soort=soort, in_orde_op=DAG)
    with pytest.raises(Geweigerd, match="mag nog niet starten"):
        langs_ruwe_sql(binnen, open_)


def test_de_weigering_noemt_wat_ontbreekt(binnen, open_):
    stappen.zet_in_orde(binnen.actor("hr"), open_, "dimona", op=DAG)
    with pytest.raises(Geweigerd) as fout:
        langs_de_stap(binnen, open_)
    assert "werkafspraken" in fout.value.zin and "WES" in fout.value.zin and "Dimona" not in fout.value.zin


@pytest.mark.parametrize("soort", sorted(ALLE))
def test_de_regel(soort):
    assert regels.mag_starten(ALLE, False).ok
    uitkomst = regels.mag_starten(ALLE - {soort}, False)
    assert not uitkomst.ok and str(Voorwaarde(soort).label) in uitkomst.uitleg
    assert regels.mag_starten(ALLE - {soort}, True).ok


# --- in orde zetten


@pytest.mark.parametrize("soort", ["werkafspraken", "wes_overeenkomst"])
def test_twee_voorwaarden_vragen_hun_document(binnen, open_, soort):
    with pytest.raises(Geweigerd, match="Kies het ondertekende document"):
        stappen.zet_in_orde(binnen.actor("hr"), open_, soort, op=DAG)
    rij = stappen.zet_in_orde(binnen.actor("hr"), open_, soort, op=DAG, bestand=BESTAND)
    assert rij.door == binnen.leden["hr"]
    assert (rij.document.bewaarklasse, rij.document.soort) == (Bewaarklasse.PERSOON, "afspraken")


def test_in_orde_in_de_toekomst_of_twee_keer(binnen, open_):
    hr, morgen = binnen.actor("hr"), timezone.localdate() + timedelta(days=1)
    with pytest.raises(Geweigerd, match="moet nog komen"):
        stappen.zet_in_orde(hr, open_, "dimona", op=morgen)
    stappen.zet_in_orde(hr, open_, "dimona", op=timezone.localdate())
    with pytest.raises(Geweigerd, match="al in orde"):
        stappen.zet_in_orde(hr, open_, "dimona", op=DAG)


@pytest.mark.parametrize("rol", ["mentor", "leidinggevende", "directeur", "coordinator", "beheerder", "controleur"])
def test_enkel_hr(binnen, open_, rol):
    with pytest.raises(PermissionDenied):
        stappen.zet_in_orde(binnen.actor(rol), open_, "dimona", op=DAG)


def test_terugnemen_zolang_er_geen_uren_zijn(binnen, plaatsing):
    hr, rij = binnen.actor("hr"), Startvoorwaarde.objects.get(soort="dimona")
    stappen.neem_terug(hr, rij)
    assert afspraken.van(binnen.bestuur_id, [plaatsing.pk])[plaatsing.pk].ontbreekt == [Voorwaarde.DIMONA]
    rij = stappen.zet_in_orde(hr, plaatsing, "dimona", op=DAG)
    langs_de_stap(binnen, plaatsing)
    with pytest.raises(Geweigerd, match="Er staan al uren"):
        stappen.neem_terug(hr, rij)
    with pytest.raises(Geweigerd, match="Er staan al uren"), grenzen(), connection.cursor() as c:
        c.execute("UPDATE plaatsingen_startvoorwaarde SET soort = 'x' WHERE id = %s", [rij.pk])
    assert Startvoorwaarde.objects.count() == 4


def test_alles_tegelijk_is_enkel_voor_de_installatie(binnen, open_):
    with pytest.raises(Geweigerd):
        stappen.alles_in_orde(binnen.actor("hr"), open_, op=DAG)
    with pytest.raises(Geweigerd):
        stappen.neem_over(binnen.actor("hr"), open_, reden="x")


# --- toch laten starten


@pytest.mark.parametrize("rol", ["directeur", "leidinggevende"])
def test_met_een_afwijking_mogen_uren(binnen, open_, rol):
    afwijking = stappen.laat_starten(
        binnen.actor("hr"), open_, goedgekeurd_door=binnen.leden[rol], reden="de verzekering bevestigde telefonisch"
    )
    assert (afwijking.soort, afwijking.genoteerd_door) == (SoortAfwijking.START, binnen.leden["hr"])
    langs_de_stap(binnen, open_)
    with pytest.raises(Geweigerd, match="al genoteerd"):
        stappen.laat_starten(binnen.actor("hr"), open_, goedgekeurd_door=binnen.leden[rol], reden="x")


@pytest.mark.parametrize("rol", ["hr", "mentor", "coordinator", "beheerder", "controleur"])
def test_wie_ze_niet_kan_goedkeuren(binnen, open_, rol):
    """Wie noteert keurt niet zelf goed, en een gewone rol ook niet."""
    with pytest.raises(Geweigerd, match="Jezelf goedkeuren kan niet"):
        stappen.laat_starten(binnen.actor("hr"), open_, goedgekeurd_door=binnen.leden[rol], reden="x")


def test_een_collega_van_hr_met_toegang_kan_goedkeuren(binnen, open_):
    collega = binnen.lid("collega", "hr")
    assert collega in stappen.goedkeurders(binnen.actor("hr"))
    collega.ingetrokken_op = timezone.now()
    collega.save()
    assert collega not in stappen.goedkeurders(binnen.actor("hr"))


def test_zonder_reden_geen_afwijking(binnen, open_):
    with pytest.raises(Geweigerd, match="Zeg waarom"):
        stappen.laat_starten(binnen.actor("hr"), open_, goedgekeurd_door=binnen.leden["directeur"], reden="  ")
    with pytest.raises(PermissionDenied):
        stappen.laat_starten(
            binnen.actor("leidinggevende"), open_, goedgekeurd_door=binnen.leden["directeur"], reden="x"
        )


def test_een_afwijking_blijft_staan(binnen, open_):
    """De app mag ze niet wijzigen en niet verwijderen: de tabel geeft enkel INSERT."""
    afwijking = stappen.neem_over(binnen.installatie, open_, reden="overgenomen")
    assert afwijking.goedgekeurd_door is None
    with connection.cursor() as c:
        c.execute(
            "SELECT has_table_privilege('gd_app', 'plaatsingen_afwijking', r) FROM unnest(ARRAY['UPDATE', 'DELETE']) r"
        )
        assert c.fetchall() == [(False,), (False,)]


def test_andermans_plaatsing_opent_niets(binnen, open_):
    """De voorwaarden van de ene plaatsing tellen niet voor de andere in dezelfde opdracht."""
    geldig = binnen.plaatsing(deelnemer=binnen.deelnemer("D2"), plek=binnen.maak_plek(), code="P2")
    with pytest.raises(Geweigerd, match="mag nog niet starten"):
        urenstappen.voer_veel_in(binnen.installatie, [(p, Invoer(DAG, minuten=60), 60, "") for p in (geldig, open_)])
    assert not Prestatie.objects.exists() and not Afwijking.objects.exists()


def test_de_kaart_leest_dezelfde_regel(binnen, open_):
    gevonden = afspraken.van(binnen.bestuur_id, [open_.pk])[open_.pk]
    assert not gevonden.start.ok and gevonden.ontbreekt == list(Voorwaarde)
    assert replace(gevonden, met_afwijking=True).start.ok
