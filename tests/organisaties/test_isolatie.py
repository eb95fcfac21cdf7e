"""Wat de database zelf weigert (besluiten 10–13): zonder context niets, van een ander bestuur niets, en lezen is lezen."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError

from leerwerkplekken.models import Aanbod, Leerwerkplek, PlanVanAanpak
from logboek.models import Gebeurtenis, Leesregel
from logboek.stappen import lees
from organisaties import isolatie
from organisaties.models import Bestuur, Lidmaatschap
from plaatsingen.models import Deelnemer, DeelnemerMaand
from tests.bouw import Huis
from tests.hulp.huizen import eens

pytestmark = pytest.mark.django_db


gebouwd_huis, huizen = eens(lambda: (Huis("aa"), Huis("bb")))


def codes():
    return sorted(Leerwerkplek.objects.values_list("code", flat=True))


def test_de_toepassing_is_geen_eigenaar(db):
    with connection.cursor() as c:
        c.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert c.fetchone() == ("gd_app", False, False)


def test_zonder_context_geen_lege_lijst_maar_een_fout(huizen):
    with pytest.raises(ProgrammingError, match="werk binnen isolatie.namens"), transaction.atomic():
        codes()


def test_nooit_genest(huizen):
    with huizen[0].binnen(), pytest.raises(RuntimeError, match="één transactie, één actor"), huizen[1].binnen():
        pass


def test_elk_ziet_en_wijzigt_enkel_het_eigen_bestuur(huizen):
    aa, bb = huizen
    with aa.binnen():
        assert codes() == [aa.plek.code]
        assert list(Bestuur.objects.values_list("slug", flat=True)) == ["aa"]
        assert not Leerwerkplek.objects.filter(pk=bb.plek.pk).update(functie="x")


def test_schrijven_voor_een_ander_bestuur(huizen):
    aa, bb = huizen
    with aa.binnen(), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        PlanVanAanpak.objects.create(bestuur_id=bb.bestuur_id, leerwerkplek=bb.plek)


def test_een_sleutel_neemt_het_bestuur_mee(huizen):
    aa, bb = huizen
    with aa.binnen(), pytest.raises(IntegrityError, match="leerwerkplek_id_bestuur_fk"), transaction.atomic():
        Aanbod.objects.create(
            bestuur=aa.bestuur, leerwerkplek_id=bb.plek.pk, glowpartner=aa.partner, aangeboden_op="2023-03-01"
        )


def test_verhuizen_naar_een_ander_bestuur(huizen):
    aa, bb = huizen
    with aa.binnen(), pytest.raises(DatabaseError), transaction.atomic():
        Leerwerkplek.objects.filter(pk=aa.plek.pk).update(bestuur=bb.bestuur_id)


def test_een_partner_ziet_wat_hem_aangeboden_is_in_elk_bestuur(huizen):
    aa, bb = huizen
    with bb.binnen():
        from leerwerkplekken.stappen import bied_aan

        bied_aan(bb.installatie, bb.plek, aa.partner)
    with isolatie.namens(glowpartner=aa.partner.pk):
        assert codes() == sorted([aa.plek.code, bb.plek.code])
        assert not Leerwerkplek.objects.update(functie="x")
    with isolatie.namens(glowpartner=bb.partner.pk):
        assert codes() == [bb.plek.code]
        assert not Deelnemer.objects.exists()


def test_een_persoon_ziet_de_eigen_lidmaatschappen_voor_de_keuze(huizen):
    aa, bb = huizen
    gebruiker = aa.leden["hr"].gebruiker
    with bb.binnen():
        Lidmaatschap.objects.create(bestuur=bb.bestuur, gebruiker=gebruiker, rollen=["coordinator"])
    with isolatie.namens(gebruiker=gebruiker.pk):
        assert sorted(Lidmaatschap.objects.values_list("bestuur__slug", flat=True)) == ["aa", "bb"]
        assert not codes()


def test_lezen_schrijft_niet_behalve_in_het_leeslogboek(huizen):
    aa, _ = huizen
    with aa.binnen():
        deelnemer = aa.deelnemer()
    with aa.binnen(gebruiker=aa.leden["hr"].gebruiker_id, alleen_lezen=True):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Leerwerkplek.objects.update(functie="x")
        lees([deelnemer], doel="test")
        assert Leesregel.objects.get().sleutel == deelnemer.pk


@pytest.mark.parametrize("model", [Gebeurtenis, Leesregel, DeelnemerMaand])
def test_wat_vast_is_kan_de_toepassing_niet_wijzigen(huizen, model):
    with huizen[0].binnen():
        for poging in (lambda: model.objects.all().delete(), lambda: model.objects.update(bestuur=1)):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                poging()


def test_elke_tenanttabel_heeft_de_rechten_van_haar_model(db):
    """De rechten in de database zijn die van het model, niet meer en niet minder."""
    from organisaties.schema import tenantmodellen

    with connection.cursor() as c:
        for model in tenantmodellen():
            c.execute(
                "SELECT privilege_type FROM information_schema.role_table_grants"
                " WHERE grantee = 'gd_app' AND table_name = %s",
                [model._meta.db_table],
            )
            heel = {deel.strip() for deel in model.rechten.split(",") if "(" not in deel and ")" not in deel}
            assert {r for (r,) in c.fetchall()} == {deel for deel in heel if deel.isupper()}, model


def test_wie_de_rol_kwijt_is_ziet_niets_meer(huizen):
    """`toegang.bepaal` leest de rollen bij elk verzoek."""
    from datetime import date, timedelta

    from organisaties.toegang import bepaal

    aa, _ = huizen
    lid = aa.leden["controleur"]
    with aa.binnen():
        Lidmaatschap.objects.filter(pk=lid.pk).update(tot=date.today() - timedelta(days=1))
    with isolatie.namens(gebruiker=lid.gebruiker_id):
        assert bepaal(lid.gebruiker).rollen == frozenset()
    with aa.binnen():
        Lidmaatschap.objects.filter(pk=lid.pk).update(tot=date.today())
    with isolatie.namens(gebruiker=lid.gebruiker_id):
        assert bepaal(lid.gebruiker).rollen == {"controleur"}
