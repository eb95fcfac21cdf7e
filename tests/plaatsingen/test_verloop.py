"""Verlengen, vroeger stoppen, onderbreken en uren boven het maximum: de grenzen, en wat de databank zelf weigert."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from organisaties.isolatie import Geweigerd, grenzen
from plaatsingen import regels
from plaatsingen.enums import Verloop
from plaatsingen.models import Afwijking, DeelnemerMaand, Onderbreking, Plaatsing, Prestatie, Werkdag
from plaatsingen.regels import Invoer
from plaatsingen.stappen import patroon as patroonstappen
from plaatsingen.stappen import plaatsing as plaatsingstappen
from plaatsingen.stappen import uren as urenstappen
from plaatsingen.stappen import verloop as stappen
from projecten import regels as oproepregels

VAN, TOT = date(2023, 3, 1), date(2023, 8, 31)


@pytest.mark.parametrize(
    ("van", "uiterste"),
    [
        (date(2023, 3, 1), date(2023, 8, 31)),
        (date(2023, 8, 31), date(2024, 2, 28)),  # 31/8 + 6 maanden is 29/2, min een dag
        (date(2022, 8, 31), date(2023, 2, 27)),
        (date(2024, 2, 29), date(2024, 8, 28)),
        (date(2023, 6, 1), date(2023, 11, 30)),
        (date(2023, 12, 31), date(2024, 6, 29)),
    ],
)
def test_de_uiterste_dag(binnen, van, uiterste):
    op = oproepregels.grenzen(binnen.project.oproep, van)
    assert regels.uiterste_tot(van, op) == uiterste
    assert regels.duur(van, uiterste, op).ok and not regels.duur(van, uiterste + timedelta(days=1), op).ok


@pytest.mark.parametrize(
    ("vandaag", "stand"),
    [
        (date(2023, 2, 28), Verloop.GEPLAND),
        (VAN, Verloop.LOPEND),
        (TOT, Verloop.LOPEND),
        (date(2023, 9, 1), Verloop.BEEINDIGD),
    ],
)
def test_het_verloop_volgt_uit_de_datums(vandaag, stand):
    assert regels.verloop(VAN, TOT, vandaag) == stand


# --- verlengen


def test_verlengen_tot_en_met_de_uiterste_dag(binnen):
    kort = binnen.plaatsing(tot=date(2023, 5, 31))
    with pytest.raises(Geweigerd, match="ten laatste 31/08/2023"):
        stappen.verleng(binnen.actor("hr"), kort, tot=date(2023, 9, 1))
    assert stappen.verleng(binnen.actor("hr"), kort, tot=TOT).tot == TOT
    with pytest.raises(Geweigerd, match="Kies een dag na"):
        stappen.verleng(binnen.actor("hr"), kort, tot=TOT)


def test_verlengen_botst_met_de_volgende(binnen):
    kort = binnen.plaatsing(tot=date(2023, 5, 31))
    binnen.plaatsing(deelnemer=binnen.deelnemer("D2"), code="P2", van=date(2023, 7, 1), tot=date(2023, 7, 31))
    with pytest.raises(Geweigerd, match="al iemand geplaatst"):
        stappen.verleng(binnen.actor("hr"), kort, tot=date(2023, 7, 1))
    assert stappen.verleng(binnen.actor("hr"), kort, tot=date(2023, 6, 30)).pk


def test_verlengen_houdt_het_patroon_binnen_64_uur(binnen):
    """Drie maandagen in de laatste week van mei passen; een volle juni met vijf donderdagen en vrijdagen niet."""
    kort = binnen.plaatsing(van=date(2023, 5, 22), tot=date(2023, 5, 31))
    dagen = [Werkdag(weekdag=4, minuten=450), Werkdag(weekdag=5, minuten=450)]
    patroonstappen.zet_patroon(binnen.actor("hr"), kort, dagen)
    with pytest.raises(Geweigerd, match="In juni 2023 komt dit op 75 u"):
        stappen.verleng(binnen.actor("hr"), kort, tot=date(2023, 6, 30))


def test_een_gestopte_plaatsing_verlengt_niet_maar_haar_einde_kan_weg(binnen, plaatsing):
    plaatsingstappen.beeindig(binnen.actor("hr"), plaatsing, op=date(2023, 5, 31), reden="werk gevonden")
    with pytest.raises(Geweigerd, match="Trek eerst dat einde in"):
        stappen.verleng(binnen.actor("hr"), plaatsing, tot=TOT)
    binnen.plaatsing(deelnemer=binnen.deelnemer("D2"), code="P2", van=date(2023, 7, 1), tot=date(2023, 7, 31))
    with pytest.raises(Geweigerd, match="al iemand geplaatst"):
        stappen.trek_einde_in(binnen.actor("hr"), plaatsing)
    Plaatsing.objects.filter(code="P2").update(leerwerkplek=binnen.maak_plek())
    assert stappen.trek_einde_in(binnen.actor("hr"), plaatsing).einde == TOT
    assert stappen.trek_einde_in(binnen.actor("hr"), plaatsing).einde == TOT  # twee keer is geen fout


# --- vroeger stoppen


def test_stoppen_telt_precies_wat_erna_staat(binnen, plaatsing, mentor):
    for dag in (5, 6, 7):
        mentor.uren(date(2023, 6, dag), 240)
    mentor.uren(date(2023, 6, 8), soort="afwezig_verwittigd")
    with pytest.raises(Geweigerd, match="3 dagen, samen 8 u"):
        plaatsingstappen.beeindig(binnen.actor("hr"), plaatsing, op=date(2023, 6, 5), reden="x")
    with pytest.raises(Geweigerd, match="1 dag, samen 0 u"):
        plaatsingstappen.beeindig(binnen.actor("hr"), plaatsing, op=date(2023, 6, 7), reden="x")
    assert plaatsingstappen.beeindig(binnen.actor("hr"), plaatsing, op=date(2023, 6, 8), reden="x").einde.day == 8


def test_stoppen_kort_onderbrekingen_in(binnen, plaatsing):
    hr = binnen.actor("hr")
    stappen.onderbreek(hr, plaatsing, van=date(2023, 6, 1), tot=date(2023, 6, 30), reden="sluiting")
    stappen.onderbreek(hr, plaatsing, van=date(2023, 8, 1), tot=date(2023, 8, 5), reden="vakantie")
    plaatsingstappen.beeindig(hr, plaatsing, op=date(2023, 6, 15), reden="x")
    assert [(o.van, o.tot) for o in Onderbreking.objects.all()] == [(date(2023, 6, 1), date(2023, 6, 15))]


# --- onderbreken


@pytest.mark.parametrize(("dag", "mag"), [(4, True), (5, False), (9, False), (10, True)])
def test_geen_uren_in_een_onderbreking(binnen, plaatsing, mentor, dag, mag):
    """Ook geen afwezigheid, en ook niet langs bulk of een wijziging."""
    stappen.onderbreek(binnen.actor("hr"), plaatsing, van=date(2023, 6, 5), tot=date(2023, 6, 9), reden="vakantie")
    datum = date(2023, 6, dag)
    anders = mentor.uren(date(2023, 6, 20), 60)
    if mag:
        assert mentor.uren(datum, 240).pk and urenstappen.wijzig(
            mentor.door, anders, Invoer(datum + timedelta(days=20), minuten=60)
        )
        return
    for wat in (
        lambda: mentor.uren(datum, 240),
        lambda: mentor.uren(datum, soort="feestdag"),
        lambda: urenstappen.wijzig(mentor.door, anders, Invoer(datum, minuten=60)),
        lambda: urenstappen.voer_veel_in(binnen.installatie, [(plaatsing, Invoer(datum, minuten=60), 60, "")]),
    ):
        with pytest.raises(Geweigerd, match="onderbroken"):
            wat()
    with pytest.raises(Geweigerd, match="onderbroken"), grenzen(), connection.cursor() as c:
        c.execute("UPDATE plaatsingen_prestatie SET datum = %s WHERE id = %s", [datum, anders.pk])


@pytest.mark.parametrize(
    ("van", "tot", "waarom"),
    [
        (date(2023, 2, 28), date(2023, 3, 3), "buiten de plaatsing"),
        (date(2023, 8, 30), date(2023, 9, 1), "buiten de plaatsing"),
        (date(2023, 6, 1), date(2023, 6, 5), "op 1 dag"),
        (date(2023, 6, 5), date(2023, 6, 30), "op 1 dag"),
        (date(2023, 7, 5), date(2023, 7, 4), "voor de begindatum"),
        (date(2023, 4, 14), date(2023, 4, 20), "al een onderbreking"),
    ],
)
def test_een_onderbreking_past_of_niet(binnen, plaatsing, mentor, van, tot, waarom):
    hr = binnen.actor("hr")
    mentor.uren(date(2023, 6, 5), 240)
    stappen.onderbreek(hr, plaatsing, van=date(2023, 4, 3), tot=date(2023, 4, 14), reden="vakantie")
    with pytest.raises(Geweigerd, match=waarom):
        stappen.onderbreek(hr, plaatsing, van=van, tot=tot, reden="vakantie")
    assert Onderbreking.objects.count() == 1


def test_de_databank_weigert_een_onderbreking_over_uren(binnen, plaatsing, mentor):
    mentor.uren(date(2023, 6, 5), soort="afwezig_verwittigd")
    with pytest.raises(Geweigerd, match="staan al uren"), grenzen():
        Onderbreking.objects.create(
            bestuur=binnen.bestuur, plaatsing=plaatsing, van=date(2023, 6, 1), tot=date(2023, 6, 9), reden="vakantie"
        )


def test_hervatten(binnen, plaatsing, mentor):
    hr = binnen.actor("hr")
    weg = stappen.onderbreek(hr, plaatsing, van=date(2023, 6, 5), tot=date(2023, 6, 9), reden="vakantie")
    for buiten in (date(2023, 6, 4), date(2023, 6, 10)):
        with pytest.raises(Geweigerd, match="Kies een dag van"):
            stappen.hef_op(hr, weg, laatste_dag=buiten)
    stappen.hef_op(hr, weg, laatste_dag=date(2023, 6, 7))
    assert mentor.uren(date(2023, 6, 8), 60).pk
    stappen.hef_op(hr, weg)
    assert not Onderbreking.objects.exists() and mentor.uren(date(2023, 6, 6), 60).pk


# --- boven het maximum


def boven(huis, plaatsing, **anders):
    gegevens = {"maand": date(2023, 3, 1), "minuten": 120, "reden": "een dringende klus"} | anders
    return stappen.noteer_boven_maximum(
        huis.actor("hr"), plaatsing, goedgekeurd_door=huis.leden["directeur"], **gegevens
    )


def test_boven_het_maximum_telt_nergens_mee(binnen, plaatsing, mentor):
    mentor.maand_vol(date(2023, 3, 1))
    assert boven(binnen, plaatsing).minuten == 120
    assert DeelnemerMaand.objects.get(maand=date(2023, 3, 1)).minuten == 3840
    assert sum(Prestatie.objects.values_list("minuten", flat=True)) == 3840
    with pytest.raises(Geweigerd, match="al genoteerd"):
        boven(binnen, plaatsing)


@pytest.mark.parametrize(("vol", "mag"), [(3840, True), (3825, False), (3828, True)])
def test_eerst_de_gewone_uren(binnen, plaatsing, mentor, vol, mag):
    """Is er nog een kwartier plaats, dan hoort dat kwartier in de gewone uren."""
    mentor.maand_vol(date(2023, 3, 1), vol) if vol != 3828 else _met_een_werkdag(mentor)
    if mag:
        assert boven(binnen, plaatsing).pk
    else:
        with pytest.raises(Geweigerd, match="nog 0,25 u gewoon ingevuld"):
            boven(binnen, plaatsing)


def _met_een_werkdag(mentor):
    """3828 minuten: 8 × 7:36 en een rest van een kwartierveelvoud."""
    for dag in range(1, 9):
        mentor.uren(date(2023, 3, dag), 456)
    mentor.uren(date(2023, 3, 9), 180)


@pytest.mark.parametrize("maand", [date(2023, 2, 1), date(2023, 9, 1)])
def test_enkel_een_maand_van_de_plaatsing(binnen, plaatsing, maand):
    with pytest.raises(Geweigerd, match="Kies een maand"):
        boven(binnen, plaatsing, maand=maand)


def test_geen_maand_die_nog_moet_komen(binnen):
    later = timezone.localdate() + timedelta(days=40)
    plaatsing = binnen.plaatsing(van=later, tot=later)
    with pytest.raises(Geweigerd, match="Kies een maand"):
        boven(binnen, plaatsing, maand=later)


@pytest.mark.parametrize("rol", ["mentor", "coordinator", "directeur", "beheerder"])
def test_enkel_hr(binnen, plaatsing, rol):
    door, dag = binnen.actor(rol), date(2023, 5, 1)
    daden = [
        lambda: stappen.verleng(door, plaatsing, tot=TOT),
        lambda: stappen.trek_einde_in(door, plaatsing),
        lambda: stappen.onderbreek(door, plaatsing, van=dag, tot=dag, reden="vakantie"),
        lambda: stappen.noteer_boven_maximum(
            door, plaatsing, maand=dag, minuten=60, goedgekeurd_door=binnen.leden["hr"], reden="x"
        ),
        lambda: patroonstappen.zet_patroon(door, plaatsing, []),
        lambda: patroonstappen.zet_begeleiding(door, plaatsing, begeleider_naam="x"),
    ]
    for daad in daden:
        with pytest.raises(PermissionDenied):
            daad()
    assert not Afwijking.objects.exists()


# --- patroon en begeleiding


def test_het_patroon_vervangt_het_vorige(binnen, plaatsing):
    hr = binnen.actor("hr")
    patroonstappen.zet_patroon(hr, plaatsing, [Werkdag(weekdag=1, minuten=240), Werkdag(weekdag=2, minuten=240)])
    patroonstappen.zet_patroon(
        hr, plaatsing, [Werkdag(weekdag=5, van=time(8), tot=time(12, 30), pauze_minuten=30, minuten=240)]
    )
    assert list(plaatsing.werkdagen.values_list("weekdag", "minuten")) == [(5, 240)]


def test_een_patroon_boven_64_uur_noemt_de_maand(binnen, plaatsing):
    """Maart 2023 heeft vijf woensdagen, donderdagen en vrijdagen."""
    dagen = [Werkdag(weekdag=dag, minuten=270) for dag in (3, 4, 5)]
    with pytest.raises(Geweigerd) as fout:
        patroonstappen.zet_patroon(binnen.actor("hr"), plaatsing, dagen)
    assert [zin for zin, _ in fout.value.alle if "maart 2023" in zin] == [
        "In maart 2023 komt dit op 67,5 u. Meer dan 64 u kan niet. Plan minder uren."
    ]
    assert not Werkdag.objects.exists()


def test_wat_elders_al_telt_telt_mee(binnen, plaatsing, mentor):
    """Twee plaatsingen in dezelfde maand: samen hoogstens 64 uur."""
    mentor.maand_vol(date(2023, 3, 1), 3600)
    plaatsingstappen.beeindig(binnen.actor("hr"), plaatsing, op=date(2023, 3, 20), reden="x")
    tweede = binnen.plaatsing(
        deelnemer=plaatsing.deelnemer, plek=binnen.maak_plek(), code="P2", van=date(2023, 3, 21), tot=date(2023, 3, 31)
    )
    with pytest.raises(Geweigerd, match="komt dit op 68 u"):
        patroonstappen.zet_patroon(binnen.actor("hr"), tweede, [Werkdag(weekdag=2, minuten=240)])
    assert patroonstappen.zet_patroon(binnen.actor("hr"), tweede, [Werkdag(weekdag=2, minuten=120)])
    patroonstappen.zet_patroon(binnen.actor("hr"), plaatsing, [Werkdag(weekdag=2, minuten=480)])  # de eigen uren niet


def test_begeleiding(binnen, plaatsing):
    from mentoren import stappen as mentorstappen

    hr = binnen.actor("hr")
    with pytest.raises(Geweigerd, match="al de mentor"):
        patroonstappen.zet_begeleiding(hr, plaatsing, vervangend_mentor=binnen.mentor)
    ander = mentorstappen.maak_mentor(hr, binnen.lid("ander", "mentor"), organisatie=binnen.organisatie)
    velden = patroonstappen.zet_begeleiding(
        hr, plaatsing, vervangend_mentor=ander, begeleider_naam="Tess", begeleider_telefoon="0470 00 00 01"
    )
    assert velden == ["vervangend_mentor", "begeleider_naam", "begeleider_telefoon"]
    plaatsing.refresh_from_db()
    assert plaatsing.vervangend_mentor == ander and plaatsing.begeleider_naam == "Tess"
