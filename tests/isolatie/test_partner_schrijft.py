"""Waar een GLOW-partner schrijft: eigen mensen en eigen kandidaturen, waar een aanbod is en de samenwerking loopt. De database
houdt de rest tegen, ook tegen eigen SQL: een partner aanvaardt zichzelf niet."""

from datetime import date, time, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError
from django.utils import timezone

from kandidaten.models import Kandidatuur
from kandidaten.stand import plekstanden
from leerwerkplekken.models import Aanbod, Aanbodvraag, Leerwerkplek
from logboek.models import Gebeurtenis, Wijziging
from logboek.stappen import schrijf
from organisaties import isolatie
from organisaties.models import Samenwerking
from plaatsingen import indicaties
from plaatsingen.models import Deelnemer, Indicatie
from tests.bouw import Huis
from tests.isolatie.eigenaar import teruggedraaid
from tests.kandidaten.hulp import Opzet

pytestmark = pytest.mark.django_db
MENS = {
    "code": "N1",
    "voornaam": "Nele",
    "naam": "Janssens",
    "uitkeringsgerechtigd": True,
    "werkzoekend_sinds": date(2020, 1, 1),
    "intensieve_begeleiding": True,
}
RLS = (ProgrammingError, "row-level security")


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo wat er gebouwd is."""


@pytest.fixture(scope="module")
def gebouwd(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Opzet("aa"), Huis("bb")
        transaction.set_rollback(True)


@pytest.fixture
def opzet(gebouwd):
    with transaction.atomic():
        yield gebouwd[0]
        transaction.set_rollback(True)


@pytest.fixture
def bb(gebouwd):
    """Een tweede bestuur, waar de partner van het eerste niet komt."""
    return gebouwd[1]


def probeer(doe, fout=None, tekst=None):
    """Doet het in een savepoint; met `fout` moet de database weigeren."""
    if fout is None:
        return doe()
    with pytest.raises(fout, match=tekst), transaction.atomic():
        doe()
    return None


def mens(bestuur, glowpartner, **anders):
    return Deelnemer.objects.create(bestuur=bestuur, glowpartner=glowpartner, **MENS | anders)


def kandidatuur(plek, deelnemer, glowpartner, **anders):
    velden = {"start": timezone.localdate(), "voorgesteld_op": timezone.localdate()} | anders
    return Kandidatuur.objects.create(
        bestuur_id=plek.bestuur_id, leerwerkplek=plek, deelnemer=deelnemer, glowpartner=glowpartner, **velden
    )


# --- deelnemers


def test_een_eigen_deelnemer_waar_een_aanbod_is(opzet, bb):
    eigen, ander = opzet.partner.glowpartner, opzet.tweede.glowpartner
    with opzet.partner.binnen():
        probeer(lambda: mens(opzet.huis.bestuur, eigen))
        probeer(lambda: mens(opzet.huis.bestuur, ander, code="N2"), *RLS)  # voor een andere partner
        probeer(lambda: mens(bb.bestuur, eigen), *RLS)  # zonder samenwerking
        probeer(lambda: Deelnemer.objects.bulk_create([Deelnemer(bestuur=bb.bestuur, glowpartner=eigen, **MENS)]), *RLS)


def test_een_samenwerking_zonder_aanbod_volstaat_niet(opzet, bb):
    with bb.binnen():
        Samenwerking.objects.create(bestuur=bb.bestuur, glowpartner=opzet.partner.glowpartner, code="ook")
    with opzet.partner.binnen():
        probeer(lambda: mens(bb.bestuur, opzet.partner.glowpartner), *RLS)


@pytest.mark.parametrize(
    ("van", "tot", "mag"), [(0, 0, True), (None, 0, True), (0, None, True), (None, -1, False), (1, None, False)]
)
def test_enkel_zolang_de_samenwerking_loopt(opzet, van, tot, mag):
    """Eerste en laatste dag tellen mee."""
    vandaag = timezone.localdate()
    grens = {
        veld: None if dagen is None else vandaag + timedelta(days=dagen) for veld, dagen in (("van", van), ("tot", tot))
    }
    with opzet.partner.binnen():
        deelnemer = mens(opzet.huis.bestuur, opzet.partner.glowpartner, code="N0")
    with opzet.huis.binnen():
        Samenwerking.objects.filter(glowpartner=opzet.partner.glowpartner).update(**grens)
    with opzet.partner.binnen():
        probeer(lambda: mens(opzet.huis.bestuur, opzet.partner.glowpartner), *(() if mag else RLS))
        probeer(lambda: kandidatuur(opzet.plek, deelnemer, opzet.partner.glowpartner), *(() if mag else RLS))
        assert Deelnemer.objects.filter(pk=deelnemer.pk).update(voornaam="Nel") == mag
        assert indicaties.bevestig(deelnemer, ["context"]) is mag


def test_wat_een_partner_aan_een_deelnemer_wijzigt(opzet):
    eigen, ander = opzet.partner.glowpartner, opzet.tweede.glowpartner
    with opzet.tweede.binnen():
        vreemd = mens(opzet.huis.bestuur, ander, code="T1")
    with opzet.partner.binnen():
        zelf = mens(opzet.huis.bestuur, eigen)
        assert indicaties.bevestig(zelf, ["context"])
        rij = Deelnemer.objects.filter(pk=zelf.pk)
        assert rij.update(voornaam="Nel") == 1
        assert Deelnemer.objects.filter(pk=vreemd.pk).update(voornaam="x") == 0
        probeer(lambda: rij.update(glowpartner=ander), (IntegrityError, ProgrammingError))
        assert Deelnemer.objects.all()._raw_delete("default") == 0
    with opzet.huis.binnen():
        opzet.huis.plaatsing(deelnemer=zelf, plek=opzet.plek)
    with opzet.partner.binnen():
        probeer(lambda: rij.update(voornaam="Nora"), IntegrityError, "niet door de partner")
    with opzet.huis.binnen():
        assert rij.update(voornaam="Nora") == 1  # HR wel


def test_indicatoren_bevestigt_enkel_de_eigen_partner(opzet):
    with opzet.partner.binnen():
        zelf = mens(opzet.huis.bestuur, opzet.partner.glowpartner)
        assert indicaties.bevestig(zelf, ["context"]) is True
        eerst = Indicatie.objects.get().bevestigd_op
        assert indicaties.bevestig(zelf, ["context"]) is True  # opnieuw bevestigen is een nieuwe datum
        assert Indicatie.objects.get().bevestigd_op > eerst
    with opzet.tweede.binnen():
        assert indicaties.bevestig(zelf, ["werkervaring"]) is False
    with opzet.huis.binnen():
        assert indicaties.bevestig(zelf, ["werkervaring"]) is False
        assert indicaties.bevestiging(zelf).aantal == 1
    with opzet.partner.binnen():
        assert Indicatie.objects.get().indicatoren == ["context"]
    with opzet.partner.binnen(alleen_lezen=True), pytest.raises(DatabaseError, match="permission denied"):
        with transaction.atomic():
            indicaties.bevestig(zelf, ["context"])


# --- kandidaturen


def test_een_kandidatuur_enkel_met_eigen_mensen_op_een_eigen_aanbod(opzet, bb):
    eigen, ander = opzet.partner.glowpartner, opzet.tweede.glowpartner
    with opzet.huis.binnen():
        enkel_tweede = opzet.huis.maak_plek()
        vreemd = mens(opzet.huis.bestuur, ander, code="T1")
        Aanbod.objects.filter(leerwerkplek=enkel_tweede).update(glowpartner=ander)
    with opzet.partner.binnen():
        zelf = mens(opzet.huis.bestuur, eigen)
        probeer(lambda: kandidatuur(enkel_tweede, zelf, eigen), *RLS)
        probeer(lambda: kandidatuur(opzet.plek, zelf, ander), *RLS)
        probeer(
            lambda: kandidatuur(opzet.plek, vreemd, eigen), IntegrityError, "kandidatuur_glowpartner_van_deelnemer_fk"
        )
        probeer(lambda: kandidatuur(bb.plek, zelf, eigen), *RLS)
        assert kandidatuur(opzet.plek, zelf, eigen).pk
    with opzet.huis.binnen():  # ook HR komt niet langs de sleutel naar het aanbod
        probeer(lambda: kandidatuur(enkel_tweede, zelf, eigen), IntegrityError, "aanbod_fk")


HR_BESLIST = [
    {"status": "intake", "intake_datum": date(2030, 1, 1), "intake_uur": time(9), "intake_plaats": "hier"},
    {"status": "aanvaard", "aanvaard_op": date(2030, 1, 1)},
    {"status": "geweigerd", "weiger_reden": "taken", "afgesloten_op": date(2030, 1, 1)},
    {"gereserveerd_tot": date(2030, 1, 1)},
    {"intake_datum": date(2030, 1, 1)},
    {"intake_plaats": "hier"},
    {"intake_nr": 3},
    {"vervallen_op": date(2030, 1, 1)},
    {"start": date(2020, 1, 1)},
    {"status": "ingetrokken", "afgesloten_op": date(2030, 1, 1), "weiger_nota": "x"},
    {"status": "ingetrokken", "afgesloten_op": date(2030, 1, 1), "start": date(2020, 1, 1)},
]


@pytest.mark.parametrize("velden", HR_BESLIST, ids=lambda v: "-".join(v))
def test_wat_hr_beslist_vult_een_partner_niet_in(opzet, velden):
    with opzet.partner.binnen():
        k = opzet.partner.stel_voor(opzet.plek)
        rij = Kandidatuur.objects.filter(pk=k.pk)
        probeer(lambda: rij.update(**velden), IntegrityError, "beslist HR|kandidatuur_")
        assert rij.get().status == "voorgesteld"
        if "start" not in velden and "weiger_nota" not in velden:
            nieuw = mens(opzet.huis.bestuur, opzet.partner.glowpartner)
            probeer(lambda: kandidatuur(opzet.plek, nieuw, opzet.partner.glowpartner, **velden), IntegrityError)


def test_een_partner_trekt_enkel_het_eigen_in(opzet):
    k = opzet.kandidaat()
    intrekken = {"status": "ingetrokken", "afgesloten_op": timezone.localdate()}
    with opzet.tweede.binnen():
        assert not Kandidatuur.objects.exists()
        assert Kandidatuur.objects.filter(pk=k.pk).update(**intrekken) == 0
        probeer(lambda: Kandidatuur.objects.all()._raw_delete("default"), ProgrammingError, "permission denied")
    with opzet.partner.binnen():
        probeer(lambda: Kandidatuur.objects.filter(pk=k.pk).delete(), (ProgrammingError, ProtectedError))
        assert Kandidatuur.objects.filter(pk=k.pk).update(**intrekken) == 1
        probeer(
            lambda: Kandidatuur.objects.filter(pk=k.pk).update(status="voorgesteld", afgesloten_op=None), IntegrityError
        )


def test_elk_ziet_het_zijne(opzet, bb):
    k, van_tweede = opzet.kandidaat("K1"), opzet.kandidaat("T1", partner=opzet.tweede)
    for wie, ziet in ((opzet.partner, {k.pk}), (opzet.tweede, {van_tweede.pk}), (opzet.huis, {k.pk, van_tweede.pk})):
        with wie.binnen():
            assert set(Kandidatuur.objects.values_list("pk", flat=True)) == ziet
            assert set(Deelnemer.objects.values_list("code", flat=True)) == {"K1" if n == k.pk else "T1" for n in ziet}
    with bb.binnen():
        assert not Kandidatuur.objects.exists()
        assert Kandidatuur.objects.filter(pk=k.pk).update(start=date(2020, 1, 1)) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            kandidatuur(opzet.plek, k.deelnemer, opzet.partner.glowpartner)


def test_de_stand_van_een_plek_enkel_voor_wie_ze_aangeboden_kreeg(opzet, bb):
    dag, plekken = timezone.localdate(), [opzet.plek, bb.plek]
    with opzet.partner.binnen():
        assert set(plekstanden(plekken, dag)) == {opzet.plek.pk}
    with bb.binnen():
        assert set(plekstanden(plekken, dag)) == {bb.plek.pk}
    with isolatie.namens(glowpartner=999_999):
        assert plekstanden(plekken, dag) == {}
    with isolatie.namens(glowpartner=opzet.partner.glowpartner.pk):
        assert set(Leerwerkplek.objects.filter(pk__in=[p.pk for p in plekken]).values_list("pk", flat=True)) == {
            opzet.plek.pk
        }


# --- logboek


def test_het_logboek_van_het_bestuur_zegt_wat_een_partner_deed(opzet, bb):
    k = opzet.kandidaat()
    wie, voor = opzet.partner.gebruiker.pk, opzet.partner.glowpartner.pk
    with opzet.huis.binnen():
        daden = set(Gebeurtenis.objects.filter(glowpartner_id=voor).values_list("wat", "gebruiker_id", "sleutel"))
        aanbod = Aanbod.objects.get(leerwerkplek=opzet.plek, glowpartner=voor).pk
        assert daden == {
            ("deelnemer.geregistreerd", wie, k.deelnemer_id),
            ("kandidatuur.voorgesteld", wie, k.pk),
            ("aanbod.aanvaard", wie, aanbod),
        }
        wijzigingen = Wijziging.objects.filter(glowpartner_id=voor, gebruiker_id=wie).values_list("tabel", flat=True)
        assert set(wijzigingen) == {
            "plaatsingen_deelnemer",
            "plaatsingen_indicatie",
            "kandidaten_kandidatuur",
            "leerwerkplekken_aanbod",
        }
    with bb.binnen():
        assert not Gebeurtenis.objects.filter(glowpartner_id=voor).exists()


def test_een_partner_schrijft_niet_in_het_logboek_van_een_vreemd_bestuur(opzet, bb):
    with opzet.partner.binnen():
        schrijf(opzet.partner.actor, "iets", opzet.plek)
        with pytest.raises(DatabaseError, match="ander bestuur"), transaction.atomic():
            schrijf(opzet.partner.actor, "iets", bb.plek)
    with isolatie.namens(gebruiker=opzet.partner.gebruiker.pk):
        with pytest.raises(DatabaseError, match="ander bestuur"), transaction.atomic():
            schrijf(opzet.partner.actor, "iets", opzet.plek)
    with bb.binnen(), pytest.raises(DatabaseError, match="ander bestuur"), transaction.atomic():
        schrijf(opzet.partner.actor, "iets", opzet.plek)


def test_wanneer_een_transactie_als_partner_telt():
    """Voor een ander bestuur dan dat van de rij, met een partner erbij; de import werkt namens het bestuur zelf."""
    with teruggedraaid() as c:
        for bestuur, partner, antwoord in (("0", "7", True), ("5", "7", False), ("6", "7", True), ("0", "0", False)):
            c.execute(
                "SELECT set_config('app.bestuur', %s, true), set_config('app.glowpartner', %s, true)",
                [bestuur, partner],
            )
            c.execute("SELECT gd_als_partner(5)")
            assert c.fetchone()[0] is antwoord, (bestuur, partner)


# --- aanbod


EIGEN_ANTWOORD = {"antwoord": "geweigerd", "weiger_reden": "te_ver", "antwoord_op": date(2023, 3, 2)}
ANDERMANS = [
    {"aangeboden_op": date(2023, 3, 2)},
    {"vernieuwd_op": date(2023, 3, 2)},
    {"vervalt_op": None},
    {"ingetrokken_op": None, "boodschap": "x"},
    {"keer": 2},
    {"gelezen_op": timezone.now()},
    {"vervallen_op": date(2023, 3, 2)},
    {"antwoord": "bekijkt", "weiger_reden": ""},
    {"antwoord": "", "antwoord_op": None, "weiger_reden": ""},
    {"antwoord_door_id": None},
    {"genoteerd_naam": "Iemand van HR"},
    {"antwoord_naam": "Een collega"},
]


def mijn(opzet):
    return Aanbod.objects.filter(leerwerkplek=opzet.plek, glowpartner=opzet.partner.glowpartner)


def test_een_partner_beantwoordt_enkel_zijn_eigen_aanbod(opzet):
    antwoord = EIGEN_ANTWOORD | {"antwoord_door": opzet.partner.gebruiker}
    with opzet.tweede.binnen():
        assert mijn(opzet).update(**antwoord) == 0
    with opzet.partner.binnen():
        assert mijn(opzet).update(**antwoord) == 1  # controle: dit mag wel
        probeer(lambda: mijn(opzet).update(glowpartner=opzet.tweede.glowpartner), (IntegrityError, ProgrammingError))
        probeer(lambda: mijn(opzet)._raw_delete("default"), ProgrammingError, "permission denied")
        probeer(
            lambda: Aanbod.objects.create(
                bestuur=opzet.huis.bestuur,
                leerwerkplek=opzet.huis.plek or opzet.plek,
                glowpartner=opzet.partner.glowpartner,
                aangeboden_op=date(2023, 3, 1),
            ),
            *RLS,
        )


@pytest.mark.parametrize("velden", ANDERMANS, ids=lambda v: "-".join(v))
def test_wat_het_bestuur_over_een_aanbod_beslist_vult_een_partner_niet_in(opzet, velden):
    with opzet.huis.binnen():
        mijn(opzet).update(vervalt_op=timezone.localdate())
    antwoord = EIGEN_ANTWOORD | {"antwoord_door": opzet.partner.gebruiker}
    if "antwoord_door_id" in velden:
        antwoord.pop("antwoord_door")
    with opzet.partner.binnen():
        probeer(lambda: mijn(opzet).update(**antwoord | velden), IntegrityError, "beslist het bestuur")
        assert mijn(opzet).get().antwoord == ""


@pytest.mark.parametrize(("dagen", "ingetrokken", "mag"), [(0, False, True), (-1, False, False), (5, True, False)])
def test_een_antwoord_enkel_zolang_het_aanbod_loopt(opzet, dagen, ingetrokken, mag):
    vandaag = timezone.localdate()
    with opzet.huis.binnen():
        weg = vandaag if ingetrokken else None
        mijn(opzet).update(vervalt_op=vandaag + timedelta(days=dagen), ingetrokken_op=weg)
    antwoord = EIGEN_ANTWOORD | {"antwoord_door": opzet.partner.gebruiker}
    with opzet.partner.binnen():
        zelf = mens(opzet.huis.bestuur, opzet.partner.glowpartner)
        probeer(lambda: mijn(opzet).update(**antwoord), *(() if mag else (IntegrityError, "loopt niet meer")))
        probeer(lambda: kandidatuur(opzet.plek, zelf, opzet.partner.glowpartner), *(() if mag else RLS))


def test_gelezen_zet_enkel_de_eigen_partner(opzet, bb):
    for context in ({"bestuur": opzet.huis.bestuur_id}, {"gebruiker": opzet.partner.gebruiker.pk}):
        with isolatie.namens(**context):
            probeer(lambda: gelezen(opzet.plek), ProgrammingError, "enkel een partner")
    with opzet.partner.binnen():
        gelezen(bb.plek)  # nooit aangeboden: er gebeurt niets
        gelezen(opzet.plek)
    with opzet.huis.binnen():
        rijen = Aanbod.objects.filter(gelezen_op__isnull=False)
        assert list(rijen) == list(mijn(opzet))
    with bb.binnen():
        assert not Aanbod.objects.filter(gelezen_op__isnull=False).exists()


def gelezen(plek):
    with connection.cursor() as c:
        c.execute("SELECT aanbod_gelezen(%s)", [plek.pk])


def test_een_partner_stelt_vragen_in_eigen_naam_en_antwoordt_niet(opzet):
    eigen, ik = opzet.partner.glowpartner, opzet.partner.gebruiker
    basis = {"bestuur": opzet.huis.bestuur, "glowpartner": eigen, "vraag": "Kan het?", "gevraagd_door": ik}
    with opzet.huis.binnen():
        van_mij, van_ander = (
            mijn(opzet).get(),
            Aanbod.objects.get(leerwerkplek=opzet.plek, glowpartner=opzet.tweede.glowpartner),
        )
    door_bestuur = {"antwoord": "ja", "beantwoord_op": timezone.now(), "beantwoord_naam": "HR"}
    with opzet.partner.binnen():
        vraag = Aanbodvraag.objects.create(aanbod=van_mij, **basis)
        for anders, fout in (
            ({"aanbod": van_ander}, RLS),
            ({"aanbod": van_mij, "glowpartner": opzet.tweede.glowpartner}, RLS),
            ({"aanbod": van_mij, "gevraagd_door": opzet.tweede.gebruiker}, (IntegrityError, "antwoordt het bestuur")),
            ({"aanbod": van_mij, "gevraagd_op": timezone.now() - timedelta(days=9)}, (IntegrityError, "antwoordt het")),
            ({"aanbod": van_mij} | door_bestuur, (IntegrityError, "antwoordt het bestuur")),
        ):
            probeer(lambda anders=anders: Aanbodvraag.objects.create(**basis | anders), *fout)
        assert Aanbodvraag.objects.filter(pk=vraag.pk).update(**door_bestuur) == 0
        gezien = {"gezien_op": timezone.now()}  # dat zet enkel `aanbod_gelezen`, en een partner wijzigt geen vraag
        probeer(lambda: Aanbodvraag.objects.filter(pk=vraag.pk).update(**gezien), ProgrammingError, "permission denied")
    with opzet.tweede.binnen():
        assert not Aanbodvraag.objects.exists()
    with opzet.huis.binnen():
        rij = Aanbodvraag.objects.filter(pk=vraag.pk)
        assert rij.update(**door_bestuur) == 1
        probeer(lambda: rij.update(antwoord="nee"), IntegrityError, "al beantwoord")
        probeer(lambda: rij.update(vraag="iets anders"), ProgrammingError, "permission denied")
