"""De stappen van een evaluatie: wie, in welke volgorde, niets verloren, en vast langs elke weg."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from evaluaties.enums import OVERGANGEN, Status
from evaluaties.models import Competentiescore, Evaluatie
from evaluaties.stappen import evaluatie as stappen
from evaluaties.stappen.evaluatie import Wijzigingen
from leerwerkplekken.models import Leerwerkplek
from logboek.models import Gebeurtenis, Wijziging
from organisaties.isolatie import Geweigerd, grenzen
from tests.bouw import Huis
from tests.evaluaties.hulp import EIND, START, afgerond, bespreek, invullen, stem_en_rond_af, tweede_mentor

MAGNIET = ["leidinggevende", "directeur", "coordinator", "controleur", "beheerder"]


def vers(evaluatie):
    return Evaluatie.objects.get(pk=evaluatie.pk)


def test_van_begin_tot_einde(binnen, plaatsing):
    evaluatie = afgerond(binnen, plaatsing, "start", op=START, goed="Altijd vrolijk.")
    assert (evaluatie.status, evaluatie.versie, evaluatie.besproken_op, evaluatie.afgerond_op) == (
        "afgerond",
        1,
        START,
        START,
    )
    assert evaluatie.stem_door == evaluatie.afgerond_door == binnen.leden["mentor"]
    assert [(s.naam, s.score, s.eigen_score) for s in stappen.scores(evaluatie)] == [
        ("op tijd komen", 3, 2),
        ("doorzetten", 3, 2),
    ]
    daden = Gebeurtenis.objects.filter(ding="evaluaties.evaluatie").order_by("pk").values_list("wat", flat=True)
    assert list(daden) == ["evaluatie.begonnen", "evaluatie.besproken", "evaluatie.afgerond"]


@pytest.mark.parametrize("rol", ["mentor", "hr"])
def test_wie_mag(binnen, plaatsing, rol):
    assert afgerond(binnen, plaatsing, rol=rol).afgerond_door == binnen.leden[rol]


@pytest.mark.parametrize("rol", [*MAGNIET, "mentor2"])
def test_wie_niet_mag(binnen, plaatsing, rol):
    """Elke stap, door elke andere rol en door een mentor van iemand anders."""
    tweede_mentor(binnen)
    concept = invullen(binnen, plaatsing)
    door, af = binnen.actor(rol), afgerond(binnen, plaatsing, "eind")
    for stap in (
        lambda: stappen.bewaar(door, plaatsing, "start", Wijzigingen({"goed": "x"})),
        lambda: stappen.bespreek(door, concept),
        lambda: stappen.heropen(door, concept),
        lambda: stappen.rond_af(door, concept),
        lambda: stappen.verbeter(door, af, reden="x"),
    ):
        with pytest.raises(PermissionDenied):
            stap()
    assert vers(concept).status == "concept"


def test_overgangen(binnen, plaatsing):
    """Vanuit elke stand enkel wat in de tabel staat."""
    concept = invullen(binnen, plaatsing)
    door = binnen.actor("mentor")
    with pytest.raises(Geweigerd, match="Bespreek"):
        stappen.rond_af(door, concept)
    assert stappen.heropen(door, concept).status == Status.CONCEPT
    besproken = stappen.bespreek(door, concept, op=START)
    assert stappen.bespreek(door, besproken).besproken_op == START  # nog eens is geen fout
    assert stappen.heropen(door, besproken).status == Status.CONCEPT
    stappen.bespreek(door, besproken)
    klaar = stem_en_rond_af(binnen, plaatsing)
    assert stappen.rond_af(door, klaar).afgerond_op == klaar.afgerond_op
    for stap in (stappen.heropen, stappen.bespreek):
        assert stap(door, klaar).status == Status.AFGEROND
    gedaan = {(None, "concept"), ("concept", "besproken"), ("besproken", "concept"), ("besproken", "afgerond")}
    assert {(van and van.value, naar.value) for van, naar in OVERGANGEN} == gedaan


def test_bespreken_vraagt_elk_antwoord_van_de_mentor(binnen, plaatsing):
    wat = Wijzigingen({}, {"op tijd komen": {"score": 4}})
    evaluatie = stappen.bewaar(binnen.actor("mentor"), plaatsing, "start", wat)
    with pytest.raises(Geweigerd, match="doorzetten"):
        stappen.bespreek(binnen.actor("mentor"), evaluatie)


def test_de_stem_van_de_deelnemer(binnen, plaatsing):
    bespreek(binnen, plaatsing)
    door = binnen.actor("mentor")
    evaluatie = stappen.open_versie(plaatsing, "start")
    with pytest.raises(Geweigerd) as geweigerd:
        stappen.rond_af(door, evaluatie)
    assert {veld for _, veld in geweigerd.value.alle} == {"stem_wijze", "stem"}
    stappen.bewaar(door, plaatsing, "start", Wijzigingen({"stem": "bezwaar", "stem_wijze": "namens"}))
    with pytest.raises(Geweigerd, match="waarmee de deelnemer"):
        stappen.rond_af(door, evaluatie)
    stappen.bewaar(door, plaatsing, "start", Wijzigingen({"bezwaar": "Ik was wel op tijd."}))
    klaar = stappen.rond_af(door, evaluatie)
    assert (klaar.stem, klaar.bezwaar, klaar.stem_wijze) == ("bezwaar", "Ik was wel op tijd.", "namens")


def test_een_akkoord_gaat_over_wat_er_stond(binnen, plaatsing):
    """Heropenen laat het akkoord vallen; en wie iets anders zag, rondt niet af."""
    bespreek(binnen, plaatsing)
    door = binnen.actor("mentor")
    evaluatie = stappen.bewaar(
        door, plaatsing, "start", Wijzigingen({"stem": "akkoord", "stem_wijze": "zelf", "eigen_woorden": "Leuk werk."})
    )
    gezien = stappen.vingerafdruk(evaluatie)
    with pytest.raises(Geweigerd, match="Open ze opnieuw"):
        stappen.bewaar(door, plaatsing, "start", Wijzigingen({"goed": "nog iets"}))
    evaluatie = stappen.heropen(door, evaluatie)
    assert (evaluatie.stem, evaluatie.eigen_woorden) == ("", "Leuk werk.")
    stappen.bewaar(door, plaatsing, "start", Wijzigingen({}, {"doorzetten": {"score": 1}}))
    stappen.bespreek(door, evaluatie)
    stappen.bewaar(door, plaatsing, "start", Wijzigingen({"stem": "akkoord"}))
    with pytest.raises(Geweigerd, match="intussen gewijzigd"):
        stappen.rond_af(door, evaluatie, gezien=gezien)
    assert stappen.rond_af(door, evaluatie, gezien=stappen.vingerafdruk(evaluatie)).status == "afgerond"


def test_een_akkoord_wist_een_oud_bezwaar(binnen, plaatsing):
    bespreek(binnen, plaatsing)
    assert stem_en_rond_af(binnen, plaatsing, bezwaar="eerst niet").bezwaar == ""


# --- in stukjes


def test_twee_tabbladen_verliezen_niets(binnen, plaatsing):
    door = binnen.actor("mentor")
    stappen.bewaar(door, plaatsing, "start", Wijzigingen({"goed": "uit het ene"}, {"doorzetten": {"score": 2}}))
    stappen.bewaar(
        door, plaatsing, "start", Wijzigingen({"werkpunten": "uit het andere"}, {"op tijd komen": {"score": 4}})
    )
    evaluatie = stappen.open_versie(plaatsing, "start")
    assert (evaluatie.goed, evaluatie.werkpunten) == ("uit het ene", "uit het andere")
    assert dict(stappen.scores(evaluatie).values_list("naam", "score")) == {"doorzetten": 2, "op tijd komen": 4}
    assert Evaluatie.objects.count() == 1


def test_zonder_wijziging_begint_er_niets(binnen, plaatsing):
    assert stappen.bewaar(binnen.actor("mentor"), plaatsing, "start", Wijzigingen()) is None
    assert not Evaluatie.objects.exists()


def test_de_lijst_blijft_die_van_toen(binnen, plaatsing):
    evaluatie = invullen(binnen, plaatsing)
    Leerwerkplek.objects.filter(pk=plaatsing.leerwerkplek_id).update(competenties=["iets anders"])
    plaatsing.leerwerkplek.refresh_from_db()
    wat = Wijzigingen({}, {"iets anders": {"score": 4}, "doorzetten": {"score": 1}})
    stappen.bewaar(binnen.actor("mentor"), plaatsing, "start", wat)
    assert dict(stappen.scores(evaluatie).values_list("naam", "score")) == {"op tijd komen": 3, "doorzetten": 1}
    assert stappen.competenties(plaatsing) == ["iets anders"]


def test_zonder_lijst_de_gewone_vijf(binnen):
    plek = binnen.maak_plek(competenties=[])
    assert len(stappen.competenties(binnen.plaatsing(plek=plek, code="P9"))) == 5


def test_niet_voor_het_tijd_is(binnen, plaatsing):
    with pytest.raises(Geweigerd, match="kan vanaf 1 maart 2023"):
        invullen(binnen, plaatsing, op=date(2023, 2, 28))
    with pytest.raises(Geweigerd, match="eindevaluatie kan vanaf 18 augustus 2023"):
        invullen(binnen, plaatsing, "eind", op=date(2023, 8, 17))
    assert invullen(binnen, plaatsing, "eind", op=date(2023, 8, 18)).status == "concept"


# --- vast


def test_afgerond_is_vast_langs_elke_weg(binnen, plaatsing):
    evaluatie, door = afgerond(binnen, plaatsing), binnen.actor("mentor")
    with pytest.raises(Geweigerd, match="afgerond"):  # de stap
        stappen.bewaar(door, plaatsing, "start", Wijzigingen({"goed": "later"}))
    rij = stappen.scores(evaluatie)[0]
    for daad in (
        lambda: Evaluatie.objects.filter(pk=evaluatie.pk).update(goed="later"),
        lambda: Evaluatie.objects.filter(pk=evaluatie.pk).update(status="concept", afgerond_op=None),
        lambda: Evaluatie.objects.bulk_update([vers(evaluatie)], ["goed"]),
        lambda: Competentiescore.objects.filter(pk=rij.pk).update(score=1),
        lambda: Competentiescore.objects.bulk_create(
            [Competentiescore(bestuur_id=rij.bestuur_id, evaluatie=evaluatie, volgorde=9, naam="erbij")]
        ),
        lambda: connection.cursor().execute("UPDATE evaluaties_evaluatie SET stem = 'bezwaar', bezwaar = 'x'"),
        lambda: connection.cursor().execute("UPDATE evaluaties_competentiescore SET notitie = 'x'"),
    ):
        with pytest.raises(Geweigerd, match="afgerond"), grenzen():
            daad()
    for weg in (
        "DELETE FROM evaluaties_evaluatie",
        "UPDATE evaluaties_evaluatie SET plaatsing_id = 1",
        "DELETE FROM evaluaties_competentiescore",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(weg)
    assert vers(evaluatie).goed == "" and stappen.scores(evaluatie)[0].score == 3


def test_wat_niet_af_is_mag_wel(binnen, plaatsing):
    """De controle: zonder het slot gaat dezelfde opdracht door."""
    bespreek(binnen, plaatsing)
    assert Evaluatie.objects.update(goed="kan nog") == 1 and Competentiescore.objects.update(score=1) == 2


def test_de_database_wil_een_stem(binnen, plaatsing):
    bespreek(binnen, plaatsing)
    for gegevens in (
        {"stem": ""},
        {"stem": "akkoord", "stem_wijze": ""},
        {"stem": "bezwaar", "stem_wijze": "zelf", "bezwaar": ""},
    ):
        with pytest.raises(IntegrityError, match="evaluatie_stem"), transaction.atomic():
            Evaluatie.objects.update(status="afgerond", afgerond_op=EIND, **gegevens)


def test_een_verbetering_is_een_nieuwe_versie(binnen, plaatsing):
    oud, door = afgerond(binnen, plaatsing, goed="eerst"), binnen.actor("hr")
    with pytest.raises(Geweigerd, match="Zeg waarom"):
        stappen.verbeter(door, oud, reden="  ")
    nieuw = stappen.verbeter(door, oud, reden="verkeerde knop")
    assert (nieuw.versie, nieuw.status, nieuw.goed, nieuw.stem) == (2, "concept", "eerst", "")
    assert stappen.verbeter(door, oud, reden="nog eens").pk == nieuw.pk  # twee keer klikken is één versie
    stappen.bewaar(door, plaatsing, "start", Wijzigingen({}, {"doorzetten": {"score": 1}}))
    stappen.bespreek(door, nieuw)
    klaar = stem_en_rond_af(binnen, plaatsing)
    assert stappen.laatste(plaatsing, "start").pk == klaar.pk
    assert dict(stappen.scores(vers(oud)).values_list("naam", "score"))["doorzetten"] == 3
    with pytest.raises(Geweigerd, match="Zeg waarom"), grenzen():
        Evaluatie.objects.create(bestuur_id=oud.bestuur_id, plaatsing=plaatsing, moment="start", versie=3)


def test_er_is_maar_een_open_versie(binnen, plaatsing):
    invullen(binnen, plaatsing)
    with pytest.raises(Geweigerd, match="al een versie bezig"), grenzen():
        Evaluatie.objects.create(
            bestuur_id=plaatsing.bestuur_id, plaatsing=plaatsing, moment="start", versie=2, reden="x"
        )


# --- wie leest, en wat het logboek weet


def test_de_partner_leest_enkel_wat_afgerond_is(huis):
    from organisaties import isolatie

    ander = Huis("bb")
    with huis.binnen():
        plaatsing = huis.plaatsing()
        af, concept = afgerond(huis, plaatsing, "eind"), invullen(huis, plaatsing)
    with isolatie.namens(glowpartner=huis.partner.pk):
        assert list(Evaluatie.objects.values_list("pk", flat=True)) == [af.pk]
        assert set(Competentiescore.objects.values_list("evaluatie", flat=True)) == {af.pk}
        assert Evaluatie.objects.filter(pk=af.pk).count() == 1
        with pytest.raises(ProgrammingError, match="row-level|permission"), transaction.atomic():
            Evaluatie.objects.create(bestuur_id=huis.bestuur_id, plaatsing=plaatsing, moment="tussentijds")
    for wie in ({"glowpartner": ander.partner.pk}, {"bestuur": ander.bestuur_id}):
        with isolatie.namens(**wie):
            assert not Evaluatie.objects.exists() and not Competentiescore.objects.exists()
    assert concept.pk != af.pk


def test_het_logboek_zegt_dat_en_niet_wat(binnen, plaatsing):
    afgerond(binnen, plaatsing, goed="een geheim", stem="akkoord")
    regels = [f"{r.oud} {r.nieuw}" for r in Wijziging.objects.filter(tabel__startswith="evaluaties_")]
    assert regels and not any("geheim" in r or "akkoord" in r or "op tijd komen" in r for r in regels)
