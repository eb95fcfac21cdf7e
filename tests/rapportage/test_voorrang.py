"""Zonder databank, aan elke grens: voor welk project een mentor telt, welk certificaat er toen lag, wat toen bekend was."""

from collections import namedtuple
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from projecten.models import Subsidieproject
from rapportage import opgeleid, selecties
from rapportage.getallen import Doel, Getallen, Lezingen, lezingen, naar_rato, samen
from rapportage.opgeleid import Verdeling
from rapportage.peiling import Peiling, TellendCertificaat, TellendeFiche

DAG, ERNA = date(2023, 6, 15), date(2023, 6, 16)
ERVOOR = date(2023, 6, 14)
Project = namedtuple("Project", "pk bestuur_id oproep_id organisatie_id code toen", defaults=(True,))
Plek = namedtuple("Plek", "mentor_id project_id toen", defaults=(True,))
Mentor = namedtuple("Mentor", "pk bestuur_id organisatie_id project_id toen", defaults=(None, True))
BESTUUR, DISTRICT, ANDER, KEUZE = (
    Project(1, 1, 572, None, "BESTUUR"), Project(2, 1, 572, 20, "DISTRICT"), Project(3, 1, 572, 30, "ANDER"),
    Project(4, 1, 572, 40, "KEUZE"),
)  # fmt: skip
VREEMD = (Project(5, 2, 572, None, "B2"), Project(6, 1, 900, None, "OPROEP"))


def telt_voor(mentor, projecten=(BESTUUR, DISTRICT, ANDER, KEUZE, *VREEMD), plekken=(), oproepen=(572,), **hoe):
    """De codes waarvoor deze mentor kan tellen, de eerste telt; en of dat pas later zo werd. Leeg: voor niets."""
    verdeling = Verdeling(lambda rij: rij.toen, projecten, plekken)
    code = {p.pk: p.code for p in projecten}
    hoe = {"toen_gekend": False} | hoe
    return [
        ([code[pk], *kandidaat.ook], kandidaat.via_later)
        for pk, kandidaat in verdeling.kandidaten([mentor], oproepen, **hoe)
    ]


@pytest.mark.parametrize(
    ("mentor", "plekken", "verwacht"),
    [
        (Mentor(9, 1, 99), (), ["BESTUUR"]),
        (Mentor(9, 1, None), (Plek(None, 3), Plek(8, 2)), ["BESTUUR"]),  # plekken van niemand en van een ander
        (Mentor(9, 1, 99, 4), (), ["KEUZE"]),
        (Mentor(9, 1, 99, 4), (Plek(9, 3),), ["ANDER", "KEUZE"]),
        (Mentor(9, 1, 20, 4), (Plek(9, 3), Plek(9, 2)), ["DISTRICT", "ANDER", "KEUZE"]),
        (Mentor(9, 1, 99), (Plek(9, 3), Plek(9, 2)), ["ANDER", "DISTRICT"]),  # in de volgorde van de plekken
        (Mentor(9, 1, 99), (Plek(9, 1), Plek(9, 5), Plek(9, 6)), ["BESTUUR"]),  # niet van een ander bestuur of oproep
    ],
)
def test_eigen_organisatie_dan_plek_dan_keuze_dan_het_hele_bestuur(mentor, plekken, verwacht):
    assert telt_voor(mentor, plekken=plekken) == [(verwacht, False)]


def test_hoogstens_een_project_van_elke_oproep():
    uit = telt_voor(Mentor(9, 1, 20), oproepen=(572, 900))
    assert sorted(uit) == [(["DISTRICT"], False), (["OPROEP"], False)]
    assert telt_voor(Mentor(9, 3, 20), oproepen=(572, 900)) == []  # een bestuur zonder project


@pytest.mark.parametrize(
    ("mentor", "projecten", "plekken", "verwacht", "gekend"),
    [
        # wie toen ergens telde, blijft daar, wat er ook bij kwam
        (Mentor(9, 1, 20), (BESTUUR, DISTRICT._replace(toen=False)), (), (["BESTUUR"], False), True),
        (Mentor(9, 1, 99), (BESTUUR, DISTRICT), (Plek(9, 2, False),), (["BESTUUR"], False), True),
        (Mentor(9, 1, 99), (BESTUUR, DISTRICT), (Plek(9, 2, True),), (["DISTRICT"], False), True),
        # wie toen nergens bij hoorde, kan er door iets van later bij komen, maar niet in wat toen gekend was
        (Mentor(9, 1, 99), (DISTRICT,), (Plek(9, 2, False),), (["DISTRICT"], True), False),
        (Mentor(9, 1, 20), (DISTRICT._replace(toen=False),), (), (["DISTRICT"], True), False),
        # wie er toen zelf niet was
        (Mentor(9, 1, 20, None, False), (DISTRICT,), (), (["DISTRICT"], False), False),
        (Mentor(9, 1, 99), (DISTRICT,), (), None, False),
    ],
)
def test_een_mentor_telt_waar_die_toen_telde(mentor, projecten, plekken, verwacht, gekend):
    assert telt_voor(mentor, projecten, plekken) == ([verwacht] if verwacht else [])
    assert telt_voor(mentor, projecten, plekken, toen_gekend=True) == ([verwacht] if gekend else [])


# --- welk certificaat


def deelname(dag=DAG, bestand=1, aanwezig=True, pk=1):
    return SimpleNamespace(
        pk=pk, aanwezig=aanwezig, certificaat_id=bestand, certificaat=bestand and f"bestand {bestand}", certificaat_datum=dag
    )  # fmt: skip


def peiling(stond=None, kende=True, toen_gekend=False, peildatum=DAG):
    """`stond`: wat er toen lag, als dat iets anders was."""
    toen = SimpleNamespace(kopie=lambda rij: stond or rij, kende=lambda rij: kende)
    return SimpleNamespace(
        peildatum=peildatum, toen=toen, toen_gekend=toen_gekend, omvat=lambda dag: date(2023, 1, 1) <= dag <= peildatum
    )


NU = deelname(DAG, 2)


@pytest.mark.parametrize(
    ("stond", "verwacht"),
    [
        (None, "nu"),
        (deelname(ERVOOR), "toen"),
        (deelname(DAG), "toen"),
        (deelname(ERNA), "nu"),
        (deelname(DAG, None), "nu"),
    ],
)
def test_een_vervangen_certificaat_telt_zoals_het_er_toen_lag(stond, verwacht):
    assert opgeleid._varianten(NU, peiling(stond)) == [NU if verwacht == "nu" else stond]


def test_zoals_toen_gekend_ligt_er_enkel_wat_er_toen_lag():
    stond = deelname(ERVOOR, None)
    assert opgeleid._varianten(NU, peiling(stond, toen_gekend=True)) == [stond]
    assert opgeleid._varianten(NU, peiling(toen_gekend=True, kende=False)) == []


def test_het_oudste_certificaat_dat_telt_eerst():
    rijen = [
        deelname(None, pk=1), deelname(DAG, pk=2), deelname(ERVOOR, pk=4), deelname(ERVOOR, pk=3), deelname(ERNA, pk=5),
        deelname(date(2022, 12, 31), pk=6), deelname(ERVOOR, None, pk=7), deelname(ERVOOR, aanwezig=False, pk=8),
    ]  # fmt: skip
    kandidaat = SimpleNamespace(mentor="M", via_later=False)
    assert [b.deelname.pk for b in opgeleid._bewijzen(kandidaat, rijen, peiling())] == [3, 4, 2]


@pytest.mark.parametrize(
    ("rij", "telt"),
    [
        (deelname(DAG), True),
        (deelname(date(2019, 1, 1)), True),  # opgeleid is wie het ooit werd
        (deelname(ERNA), False),
        (deelname(DAG, None), False),
        (deelname(DAG, aanwezig=False), False),
    ],
)
def test_opgeleid_is_wie_op_de_dag_een_certificaat_had(rij, telt):
    assert opgeleid.opgeleid([peiling()], {7: [rij]}) == (frozenset({7}) if telt else frozenset())


# --- een antwoord en een einde van later


def aanbod(**anders):
    return SimpleNamespace(
        **{
            "antwoord": "ja", "antwoord_op": DAG, "genoteerd_naam": "An", "gelezen_dag": DAG, "gelezen_op": "gelezen",
            "ingetrokken_op": DAG,
        } | anders
    )  # fmt: skip


def in_toen(rij, stond=("", None), kende=True, toen_gekend=False):
    waarden = dict(zip(("antwoord", "antwoord_op"), stond, strict=True))
    toen = SimpleNamespace(stond=lambda rij, kolom: waarden[kolom], kende=lambda rij: kende)
    selecties._zonder_later(rij, SimpleNamespace(peildatum=DAG, toen=toen, toen_gekend=toen_gekend))
    return rij


def test_een_antwoord_van_de_dag_zelf_staat_er_en_is_later_genoteerd_als_het_er_toen_niet_stond():
    rij = in_toen(aanbod())
    assert (rij.antwoord, rij.antwoord_op, rij.genoteerd_naam) == ("ja", DAG, "An") and rij.later_genoteerd
    assert not in_toen(aanbod(), stond=("ja", DAG)).later_genoteerd
    assert (
        in_toen(aanbod(), stond=("nee", DAG)).later_genoteerd
        and in_toen(aanbod(), stond=("ja", ERVOOR)).later_genoteerd
    )
    assert not in_toen(aanbod(), kende=False).later_genoteerd


@pytest.mark.parametrize(
    ("op", "stond", "verwacht"),
    [
        (ERNA, ("", None), ("", None, "")),
        (ERNA, ("nee", DAG), ("nee", DAG, "An")),
        (ERNA, ("ja", ERNA), ("", None, "")),
        (None, ("", None), ("ja", None, "An")),  # een antwoord zonder dag kan niet, en blijft wat het is
    ],
)
def test_een_later_antwoord_is_dat_van_toen_of_geen(op, stond, verwacht):
    rij = in_toen(aanbod(antwoord_op=op), stond)
    assert (rij.antwoord, rij.antwoord_op, rij.genoteerd_naam) == verwacht


def test_zoals_toen_gekend_is_het_antwoord_dat_van_toen():
    rij = in_toen(aanbod(), stond=("", None), toen_gekend=True)
    assert (rij.antwoord, rij.antwoord_op, rij.genoteerd_naam) == ("", None, "")
    assert in_toen(aanbod(), stond=("nee", ERVOOR), toen_gekend=True).antwoord == "nee"


@pytest.mark.parametrize(("dag", "staat"), [(ERVOOR, True), (DAG, True), (ERNA, False), (None, False)])
def test_gelezen_en_ingetrokken_tot_en_met_de_dag(dag, staat):
    rij = in_toen(aanbod(gelezen_dag=dag, gelezen_op=dag, ingetrokken_op=dag))
    assert (rij.gelezen_op, rij.ingetrokken_op) == ((dag, dag) if staat else (None, None))


@pytest.mark.parametrize(
    ("was", "nu", "gekend", "einde", "later"),
    [
        (None, None, False, None, False),
        (None, DAG, False, DAG, True),  # achteraf genoteerd, voor die dag
        (None, ERNA, False, None, False),
        (DAG, DAG, False, DAG, False),
        (ERVOOR, None, False, ERVOOR, False),  # later ingetrokken: toen gold het
        (ERVOOR, DAG, False, ERVOOR, False),
        (None, DAG, True, None, False),  # toen niet gekend
        (ERNA, DAG, False, DAG, True),
    ],
)
def test_het_einde_van_een_plaatsing_dat_toen_gold(was, nu, gekend, einde, later):
    gezet = []
    toen = SimpleNamespace(
        stond=lambda rij, kolom: was, kende=lambda rij: True, zet_terug=lambda rijen, *wat: gezet.append((rijen, wat))
    )
    rij = SimpleNamespace(leerwerkplek="plek", beeindigd_op=nu)
    selecties._zoals_toen([rij], SimpleNamespace(peildatum=DAG, toen=toen, toen_gekend=gekend))
    assert (rij.beeindigd_op, rij.later_genoteerd) == (einde, later)
    assert gezet == [(["plek"], ()), ([rij], ("tot", "uren_per_maand"))]


# --- een peiling en haar getallen


def test_te_laat_geregistreerd_is_vanaf_het_eerste_ogenblik_na_de_dag():
    p = Peiling(Subsidieproject(van=date(2023, 1, 1), tot=date(2023, 12, 31)), DAG)
    assert p.einde == datetime(2023, 6, 15, 22, tzinfo=UTC)  # middernacht in Brussel
    assert p.laat(p.einde) and not p.laat(p.einde - timedelta(microseconds=1)) and not p.laat(None)
    assert p.omvat(DAG) and p.omvat(date(2023, 1, 1)) and not p.omvat(ERNA) and not p.omvat(date(2022, 12, 31))


def test_een_fiche_is_geregistreerd_met_handtekening_en_zegel_en_heet_zoals_ze_getekend_is():
    vroeg, laat = datetime(2023, 6, 1, tzinfo=UTC), datetime(2023, 6, 2, tzinfo=UTC)
    plek, teken, blad = (SimpleNamespace(functie="nu"), *(SimpleNamespace(vastgelegd_op=op) for op in (vroeg, laat)))
    for een, ander in ((teken, blad), (blad, teken)):
        assert TellendeFiche(plek, SimpleNamespace(functie_toen="toen"), een, ander).geregistreerd == laat
    assert TellendeFiche(plek, SimpleNamespace(functie_toen="toen"), teken, blad).functie == "toen"
    assert TellendeFiche(plek, SimpleNamespace(functie_toen=None), teken, blad).functie == "nu"
    zonder = TellendCertificaat("M", SimpleNamespace(certificaat_vastgelegd_op=None), "d")
    assert zonder.geregistreerd_op is None


def test_een_doel():
    doelen = [Doel("x", ("fiche", "fiches"), n, 3) for n in (0, 1, 2, 3, 4)]
    assert [(d.woord, d.nog, d.gehaald) for d in doelen] == [
        ("fiches", 3, False), ("fiche", 2, False), ("fiches", 1, False), ("fiches", 0, True), ("fiches", 0, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("plekken", "mentoren", "alles"), [(5, 2, 0), (6, 1, 0), (6, 2, 1000), (7, 3, 1000), (7, 1, 0), (5, 3, 0)]
)
def test_alles_of_niets_vraagt_beide_doelen(plekken, mentoren, alles):
    bij = Subsidieproject(doel_leerwerkplekken=6, doel_mentoren=2, toegekend_bedrag=Decimal(1000))
    assert lezingen(bij, plekken, mentoren, 3).alles_of_niets == alles
    zonder = Subsidieproject(doel_leerwerkplekken=2, doel_mentoren=0, toegekend_bedrag=Decimal(1000))
    assert naar_rato(zonder, 9, 9, 3) == 0  # een doel onder één bundel


class Getal(Getallen):
    per_bundel = 3

    def __init__(self, aantallen=(3, 1), per_jaar=None, bedrag=1000):
        bij = Subsidieproject(
            van=date(2023, 1, 1), tot=date(2023, 12, 31), doel_leerwerkplekken=6, doel_mentoren=2,
            toegekend_bedrag=Decimal(bedrag),
        )  # fmt: skip
        self.peiling, self._aantallen, self._per_jaar = Peiling(bij, DAG), aantallen, per_jaar or {}

    @property
    def aantallen(self):
        return self._aantallen

    @property
    def per_jaar(self):
        return self._per_jaar


@pytest.mark.parametrize(
    ("per_jaar", "paar", "minder"),
    [
        ({2022: 5, 2023: 4}, (5, 4), True),
        ({2022: 5, 2023: 5}, (5, 5), False),
        ({2022: 5}, None, False),
        ({2023: 5}, None, False),
        ({2021: 9, 2023: 5}, None, False),
    ],
)
def test_verdringing_vergelijkt_met_het_jaar_ervoor(per_jaar, paar, minder):
    getal = Getal(per_jaar=per_jaar)
    assert (getal.andere_maatregelen, getal.verdringing) == (paar, minder)


def test_verzekerd_en_op_het_spel_zijn_samen_het_toegekende_bedrag():
    half, niets, alles = Getal(), Getal((0, 0)), Getal((6, 2), bedrag=500)
    assert half.verzekerd == Lezingen(Decimal(0), Decimal(500)) and half.verzekerd.hoogste == 500
    assert half.op_het_spel == Lezingen(Decimal(1000), Decimal(500))
    assert Lezingen(Decimal(7), Decimal(3)).hoogste == 7
    som = samen([half, niets, alles])
    assert som.toegekend == 2500 and som.verzekerd == Lezingen(Decimal(500), Decimal(1000))
    assert som.op_het_spel == Lezingen(Decimal(2000), Decimal(1500))
    assert half.dagen_over == 199 and (half.gehaald, alles.gehaald) == (False, True)
