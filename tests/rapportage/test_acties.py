"""Wat er te doen is, aan de grenzen: enkel wat ontbreekt, van dit project, en enkel wat daarna ook telt."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine

from fiches import stappen as fiche_stappen
from leerwerkplekken import stappen as plek_stappen
from leerwerkplekken.models import Leerwerkplek
from mentoren import stappen as mentor_stappen
from mentoren.models import Deelname, Mentor
from projecten.models import Subsidieproject
from rapportage import acties, cijfers, redenen
from rapportage.enums import Actie
from rapportage.peiling import Afwijking
from rapportage.views.vooruitblik import wie
from tests.bouw import Huis
from tests.hulp.huizen import eens

VANDAAG = date(2023, 6, 20)
DAG = timedelta(days=1)


def bouw():
    """Drie plekken van de eerste mentor (de eerste wacht op een handtekening), en twee mentoren zonder plek."""
    with time_machine.travel("2023-06-20T10:00:00+02:00", tick=False):
        huis = Huis("aa", plekken=3)
        with huis.binnen():
            huis.fiche(huis.plekken[0])
            huis.opleiding = mentor_stappen.maak_opleiding(
                huis.installatie, huis.bestuur, code="O", titel="O", datum=date(2023, 5, 1)
            )
            huis.tweede, huis.derde = (
                mentor_stappen.maak_mentor(
                    huis.installatie, huis.lid(naam, "mentor"), organisatie=huis.organisatie,
                    leidinggevende=huis.leden["leidinggevende"], vanaf=date(2023, 1, 1),
                )
                for naam in ("bo", "ce")
            )  # fmt: skip
    return huis


gebouwd_huis, huis = eens(bouw)


@pytest.fixture
def binnen(huis):
    with time_machine.travel("2023-06-20T10:00:00+02:00", tick=False), huis.binnen():
        yield huis


def tel(huis, dag=VANDAAG):
    return cijfers.bereken([Subsidieproject.objects.select_related("oproep").get(pk=huis.project.pk)], dag)[0]


def per_actie(c):
    return {groep.actie: [o.code for o in groep.onderdelen] for groep in acties.blik(c).groepen}


def mist(soort, ding, reden="x"):
    return Afwijking(soort, "", "", "", reden, ding.pk)


def test_enkel_wat_zelf_ontbreekt(binnen):
    """Een nummer van een mentor is geen plek, wat op het zegel wacht vraagt niets, en wat telt wordt niet hertekend."""
    c, (een, twee, drie) = tel(binnen), binnen.plekken
    assert per_actie(replace(c, afwijkingen=[mist("leerwerkplek", een)])) == {Actie.TEKENEN: [een.code]}
    assert per_actie(replace(c, afwijkingen=[mist("leerwerkplek", twee)])) == {Actie.INDIENEN: [twee.code]}
    assert per_actie(replace(c, afwijkingen=[mist("mentor", plek) for plek in (een, drie)])).keys().isdisjoint(
        {Actie.TEKENEN, Actie.INDIENEN}
    )  # fmt: skip
    assert per_actie(replace(c, afwijkingen=[mist("leerwerkplek", binnen.tweede)])).keys() <= {
        Actie.TEKENEN, Actie.INDIENEN,
    }  # fmt: skip
    assert per_actie(replace(c, afwijkingen=[mist("leerwerkplek", twee, redenen.ZEGEL_VOLGT)])) == {}


def test_in_te_dienen_plekken_op_code(binnen):
    Leerwerkplek.objects.filter(pk=binnen.plekken[2].pk).update(code="000")
    assert per_actie(tel(binnen))[Actie.INDIENEN] == ["000", binnen.plekken[1].code]


def test_wat_buiten_de_periode_getekend_is_vraagt_pas_iets_als_de_plek_wijzigt(binnen):
    """Een nieuwe versie kan dan nog niet: niet tekenen, niet opnieuw indienen."""
    plek, fiche = binnen.plekken[1], binnen.fiche(binnen.plekken[1])
    fiche_stappen.ondertekenen(
        binnen.actor("hr"), fiche, hoedanigheid="hr", inhoud_sha256=fiche.inhoud_sha256, op=date(2022, 12, 31)
    )
    c = tel(binnen)
    assert plek.code in {a.code for a in c.ontbrekend}
    assert per_actie(c)[Actie.TEKENEN] == [binnen.plekken[0].code]
    assert per_actie(c)[Actie.INDIENEN] == [binnen.plekken[2].code]


@pytest.mark.parametrize(
    ("dag", "actie"),
    [
        (date(2022, 12, 31), Actie.OPLEIDEN),  # dat bestand zou niet tellen
        (date(2023, 1, 1), Actie.OPLADEN),
        (VANDAAG, Actie.OPLADEN),
        (None, Actie.CERTIFICAAT),
    ],
)
def test_een_bestand_opladen_helpt_enkel_bij_een_datum_die_telt(binnen, dag, actie):
    deelname = mentor_stappen.registreer_deelname(binnen.installatie, binnen.opleiding, binnen.tweede)
    Deelname.objects.filter(pk=deelname.pk).update(certificaat_datum=dag)
    gevonden = per_actie(replace(tel(binnen), afwijkingen=[mist("mentor", binnen.tweede)]))
    assert gevonden == {actie: [binnen.tweede.code]}


def test_wie_hier_nog_als_mentor_werkt(binnen):
    """Op een open plek, met certificaat, of zonder: niet wie vertrok, en niet wie enkel op een gesloten plek stond."""
    binnen.certificaat(binnen.tweede, date(2023, 6, 1))
    assert acties.mentoren_op(tel(binnen)) == [binnen.mentor, binnen.tweede, binnen.derde]
    c = replace(tel(binnen), afwijkingen=[])  # blijft: van een plek, en opgeleid
    assert acties.mentoren_op(c) == [binnen.mentor, binnen.tweede]
    assert acties.mentoren_op(replace(c, certificaten=[])) == [binnen.mentor]
    vreemd = mist("leerwerkplek", binnen.derde)  # een plek met het nummer van een mentor
    assert acties.mentoren_op(replace(c, certificaten=[], afwijkingen=[vreemd])) == [binnen.mentor]
    for plek in binnen.plekken[1:]:
        plek_stappen.sluit(binnen.installatie, plek)
    assert [p.pk for p in acties.open_plekken(c)] == [binnen.plekken[0].pk]
    Leerwerkplek.objects.filter(pk=binnen.plekken[0].pk).update(project=ander_project(binnen))
    assert acties.mentoren_op(replace(c, certificaten=[])) == []
    Mentor.objects.filter(pk=binnen.tweede.pk).update(vertrokken_op=VANDAAG)
    assert acties.mentoren_op(c) == []


def ander_project(huis):
    ander = Subsidieproject.objects.get(pk=huis.project.pk)
    ander.pk, ander.code = None, "572-B"
    ander.save()
    return ander


def test_opgeleid_op_de_dag_van_het_certificaat_en_enkel_wie_gevraagd_is(binnen):
    binnen.certificaat(binnen.tweede, VANDAAG)
    binnen.certificaat(binnen.derde, VANDAAG)
    assert acties.opgeleid(tel(binnen), [binnen.mentor, binnen.tweede]) == {binnen.tweede.pk}
    assert acties.opgeleid(tel(binnen, VANDAAG - DAG), [binnen.tweede, binnen.derde]) == set()


@pytest.mark.parametrize(
    ("namen", "zin"),
    [
        ("", "iemand die het mag, maar er is niemand"),
        ("A", "A"),
        ("AB", "A of B"),
        ("ABC", "A, B of C"),
        ("ABCD", "A, B, C of nog 1 ander"),
        ("ABCDE", "A, B, C of nog 2 anderen"),
    ],
)
def test_hoogstens_drie_namen_in_een_zin(namen, zin):
    assert wie(list(namen)) == zin
