"""Het rekenen van de vooruitblik, aan zijn grenzen en op toevallige projecten, tegen een telling die bundels echt legt."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projecten.models import Subsidieproject
from rapportage.cijfers import Lezingen
from rapportage.enums import Actie
from rapportage.vooruitblik import Groep, Onderdeel, Vooruitblik, verhouding

BEDRAG = Decimal("14793.69")


def project(plekken=6, mentoren=2, bedrag=BEDRAG):
    return Subsidieproject(doel_leerwerkplekken=plekken, doel_mentoren=mentoren, toegekend_bedrag=bedrag)


def groep(actie, aantal, *wie, begin=1, mentor=None):
    return Groep(
        actie, wie or ("Ann",), tuple(Onderdeel(n, f"X{n}", "x", mentor) for n in range(begin, begin + aantal))
    )


def blik(plekken, mentoren, *groepen, bij=None):
    return Vooruitblik(bij or project(), plekken, mentoren, 3, tuple(groepen))


def winst(b):
    return [(v.groep.actie, v.winst.alles_of_niets, v.winst.naar_rato, v.volstaat) for v in b.voorstellen]


BUNDEL = Decimal("7396.85")  # de helft van het bedrag, half naar boven afgerond door ESF noch ons: zie test_cijfers


def test_drie_fiches_maken_een_bundel_vol_en_het_doel():
    """ "3 fiches wachten op Ann": alles of niets het hele bedrag, naar rato de tweede bundel."""
    (v,) = blik(3, 2, groep(Actie.TEKENEN, 3)).voorstellen
    assert v.winst.alles_of_niets == BEDRAG and abs(v.winst.naar_rato - BUNDEL) <= Decimal("0.01")
    assert (v.volstaat, v.daden) == (3, 3)


@pytest.mark.parametrize(
    ("plekken", "mentoren", "aantal", "volstaat", "rato"),
    [
        (0, 0, 3, 3, False),  # zonder mentor geen bundel
        (0, 1, 2, 2, False),  # een plek te weinig
        (0, 1, 3, 3, True),
        (1, 1, 3, 2, True),  # twee volstaan
        (0, 1, 5, 3, True),
        (6, 2, 4, 4, False),  # het doel is gehaald: meer brengt niets op
        (5, 2, 1, 1, True),
    ],
)
def test_wat_een_groep_opbrengt_aan_de_grens_van_een_bundel(plekken, mentoren, aantal, volstaat, rato):
    (v,) = blik(plekken, mentoren, groep(Actie.TEKENEN, aantal)).voorstellen
    assert (v.winst.naar_rato > 0, v.volstaat) == (rato, volstaat)


def test_zonder_doelen_valt_er_niets_te_winnen():
    b = blik(0, 0, groep(Actie.TEKENEN, 3), bij=project(0, 0, Decimal(0)))
    assert b.verzekerd == b.haalbaar == Lezingen() and b.te_maken == (0, 0) and b.wegen == []


def test_het_meeste_geld_eerst_en_dan_het_minste_werk():
    b = blik(
        3, 1, groep(Actie.OPLEIDEN, 1), groep(Actie.INDIENEN, 3, "Bo", begin=10), groep(Actie.TEKENEN, 3, begin=20),
        groep(Actie.OPLADEN, 1, begin=2),
    )  # fmt: skip
    assert {v.winst for v in b.voorstellen} == {Lezingen()}  # elk apart brengt niets op
    assert [v.groep.actie for v in b.voorstellen] == [Actie.OPLADEN, Actie.OPLEIDEN, Actie.TEKENEN, Actie.INDIENEN]
    (weg,) = b.wegen  # samen wel, en zo goedkoop mogelijk; de volgende bundel is hier ook het doel
    assert [(g.actie, n) for g, n in weg.delen] == [(Actie.TEKENEN, 3), (Actie.OPLADEN, 1)]
    assert weg.winst.alles_of_niets == BEDRAG and weg.daden == 4


def test_twee_wegen_de_volgende_bundel_en_alle_doelen():
    b = blik(2, 1, groep(Actie.TEKENEN, 4), groep(Actie.OPLADEN, 1, begin=9))
    bundel, alles = b.wegen
    assert (bundel.daden, bundel.winst.alles_of_niets, alles.daden, alles.winst.alles_of_niets) == (1, 0, 5, BEDRAG)
    assert bundel.winst.naar_rato > 0 and b.te_maken == (0, 0) and b.haalbaar == Lezingen(BEDRAG, BEDRAG)


@pytest.mark.parametrize(("plekken", "mentoren"), [(4, 2), (6, 1)])
def test_naar_doelen_die_niet_te_halen_zijn_leidt_geen_weg(plekken, mentoren):
    """Enkel die naar de volgende bundel, ook al brengt wat er kan samen iets op."""
    b = blik(0, 0, groep(Actie.TEKENEN, plekken), groep(Actie.OPLADEN, mentoren, begin=20))
    (weg,) = b.wegen
    assert weg.tot == "de volgende volledige bundel" and [n for _, n in weg.delen] == [3, 1]


def test_een_mentor_erbij_maakt_geen_plek_erbij():
    (v,) = blik(2, 0, groep(Actie.OPLADEN, 1)).voorstellen
    assert v.winst == Lezingen()


def test_bij_evenveel_geld_eerst_wat_het_minst_daden_vraagt_dan_op_naam():
    b = blik(0, 1, groep(Actie.AANVULLEN, 3), groep(Actie.TEKENEN, 5, "Bo"), groep(Actie.TEKENEN, 5, "Anna"))
    assert [(v.groep.actie, v.groep.wie, v.daden) for v in b.voorstellen] == [
        (Actie.TEKENEN, ("Anna",), 3), (Actie.TEKENEN, ("Bo",), 3), (Actie.AANVULLEN, ("Ann",), 3 * Actie.AANVULLEN.daden),
    ]  # fmt: skip
    assert Actie.AANVULLEN.daden > 1 and b.voorstellen[2].groep.daden == 3 * Actie.AANVULLEN.daden


def test_bij_evenveel_daden_bij_zo_weinig_mogelijk_mensen_dan_op_naam():
    (weg,) = blik(
        3,
        2,
        *(groep(Actie.TEKENEN, n, wie, begin=10 * n) for n, wie in ((1, "Ann"), (3, "Bo"))),
    ).wegen
    assert [(g.wie, n) for g, n in weg.delen] == [(("Bo",), 3)]
    (weg,) = blik(3, 2, *(groep(Actie.TEKENEN, 3, wie) for wie in ("Bo", "Ann"))).wegen
    assert [g.wie for g, _ in weg.delen] == [("Ann",)]


def test_wat_er_ook_dan_nog_te_weinig_is():
    b = blik(1, 0, groep(Actie.TEKENEN, 2))
    assert b.te_maken == (3, 2) and b.wegen == []


def test_als_een_mentor_vertrekt():
    eigen, ander = groep(Actie.TEKENEN, 3, mentor=7), groep(Actie.INDIENEN, 1, begin=9, mentor=8)
    opladen = Groep(Actie.OPLADEN, ("Ann",), (Onderdeel(7, "M7", "x", 7),))
    b = blik(2, 1, eigen, ander, opladen)
    dan = b.zonder(7)
    assert dan.groepen == (ander,) and dan.verzekerd == b.verzekerd
    assert b.haalbaar == Lezingen(BEDRAG, BEDRAG) and dan.haalbaar.alles_of_niets == 0 < dan.haalbaar.naar_rato
    assert b.zonder(99) == b


@pytest.mark.parametrize(
    ("plekken", "mentoren", "te_veel", "per_mentor"),
    [
        ([1, 1, 1], {1}, 0, 3),
        ([1, 1, 1, 1], {1}, 1, 4),
        ([1, None, 2], set(), 3, None),
        ([], {1}, 0, 0),
        ([1, 2, 2], {1, 2}, 0, 1.5),
    ],
)
def test_plekken_tegenover_opgeleide_mentoren(plekken, mentoren, te_veel, per_mentor):
    v = verhouding(plekken, mentoren, 3)
    assert (v.te_veel, v.per_mentor, v.zonder_mentor) == (te_veel, per_mentor, plekken.count(None))


def test_plekken_van_wie_vertrekt_blijven_zonder_mentor():
    v = verhouding([1, 1, 2, None], {1, 2}, 3, zonder=1)
    assert (v.plekken, v.mentoren, v.zonder_mentor, v.te_veel) == (4, 1, 3, 1)


def leg_bundels(bij: Subsidieproject, plekken: int, mentoren: int) -> tuple[bool, int]:
    """Onafhankelijk van het product: leg drie plekken bij één mentor zolang het kan, hoogstens zoveel als het doel."""
    hoeveel = 0
    while plekken >= 3 and mentoren and 3 * (hoeveel + 1) <= bij.doel_leerwerkplekken:
        plekken, mentoren, hoeveel = plekken - 3, mentoren - 1, hoeveel + 1
    return hoeveel


GROEPEN = st.lists(st.tuples(st.sampled_from(Actie), st.integers(1, 9)), max_size=5)


@given(st.integers(1, 13), st.integers(0, 45), st.integers(0, 15), GROEPEN)
@settings(max_examples=25, deadline=None)
def test_wie_doet_wat_er_staat_ziet_het_bedrag_zoveel_stijgen(bundels, plekken, mentoren, wat):
    bij = project(3 * bundels, bundels, Decimal(bundels) * 1000)
    b = blik(plekken, mentoren, *(groep(actie, n, begin=100 * k) for k, (actie, n) in enumerate(wat)), bij=bij)

    def echt(erbij_plekken, erbij_mentoren):
        p, m = plekken + erbij_plekken, mentoren + erbij_mentoren
        alles = bij.toegekend_bedrag if p >= 3 * bundels and m >= bundels else 0
        return Lezingen(Decimal(alles), Decimal(1000 * leg_bundels(bij, p, m)))

    for v in b.voorstellen:
        erbij = (v.groep.plekken, v.groep.mentoren)
        assert echt(*erbij) - echt(0, 0) == v.winst
        minder = tuple(min(n, v.volstaat) for n in erbij)
        assert echt(*minder) - echt(0, 0) == v.winst  # zoveel volstaat
        if v.winst.hoogste:  # en een minder volstaat niet
            assert echt(*(max(n - 1, 0) for n in minder)) - echt(0, 0) != v.winst
    for weg in b.wegen:
        erbij = [sum(n for g, n in weg.delen if bool(g.mentoren) is mentor) for mentor in (False, True)]
        assert echt(*erbij) - echt(0, 0) == weg.winst and weg.winst.hoogste > 0
        korter = replace(weg, delen=weg.delen[:-1])  # niets in de weg is overbodig
        assert korter.daden < weg.daden
