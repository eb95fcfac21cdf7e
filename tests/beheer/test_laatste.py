"""De laatste beheerder en de laatste van een partner, met echte transacties tegelijk en met ruwe SQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from beheer.stappen import collegas, personen
from organisaties import isolatie, toegang
from organisaties.isolatie import Geweigerd
from organisaties.models import Lidmaatschap, Partnerlid
from organisaties.personen import zorg_voor_partnerlid
from tests.bouw import Huis
from tests.hulp.databank import als_app, als_eigenaar

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def huis(transactional_db):
    return Huis("aa", plekken=0)


def tegelijk(*werk):
    """Voert elk stuk werk uit in een eigen verbinding, samen gestart; geeft per stuk of het lukte."""
    samen = Barrier(len(werk))

    def doe(stuk):
        try:
            samen.wait(5)
            stuk()
        except (Geweigerd, PermissionDenied):  # wie al ingetrokken is, mag ook niets meer
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(werk)) as ploeg:
        return list(ploeg.map(doe, werk))


def beheerders(huis):
    with huis.binnen():
        return Lidmaatschap.objects.filter(rollen__contains=["beheerder"], ingetrokken_op=None).count()


def test_twee_beheerders_die_elkaar_intrekken(huis, omvang):
    """In elke ronde blijft er precies één over, wie ook eerst was."""
    with huis.binnen():
        een, twee = huis.leden["beheerder"], huis.lid("twee", "beheerder")

    def trek_in(door, wie):
        def doe():
            with huis.binnen():
                personen.trek_in(toegang.als_lid(Lidmaatschap.objects.get(pk=door.pk)), wie)

        return doe

    for _ in range(omvang(10, 100)):
        assert sorted(tegelijk(trek_in(een, twee), trek_in(twee, een))) == [False, True]
        assert beheerders(huis) == 1
        with huis.binnen():
            Lidmaatschap.objects.filter(pk__in=[een.pk, twee.pk]).update(ingetrokken_op=None)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE organisaties_lidmaatschap SET ingetrokken_op = now() WHERE rollen @> ARRAY['beheerder']::varchar[]",
        "UPDATE organisaties_lidmaatschap SET rollen = ARRAY['hr'] WHERE rollen @> ARRAY['beheerder']::varchar[]",
        "UPDATE organisaties_lidmaatschap SET tot = '2099-01-01' WHERE rollen @> ARRAY['beheerder']::varchar[]",
    ],
)
def test_ruwe_sql_krijgt_de_laatste_niet_weg(huis, sql):
    with pytest.raises(IntegrityError, match="laatste beheerder"), huis.binnen(), connection.cursor() as c:
        c.execute(sql)
    assert beheerders(huis) == 1


def test_wisselen_in_een_transactie_mag(huis):
    """Eerst weg, dan een ander: pas aan het einde moet er één zijn."""
    with huis.binnen():
        Lidmaatschap.objects.filter(pk=huis.leden["beheerder"].pk).update(rollen=["hr"])
        Lidmaatschap.objects.filter(pk=huis.leden["hr"].pk).update(rollen=["beheerder"])
    assert beheerders(huis) == 1


def test_zonder_de_trigger_lukt_het_wel(huis):
    """Positieve controle: het is die ene trigger die weigert."""
    als_eigenaar()
    try:
        with connection.cursor() as c:
            c.execute("ALTER TABLE organisaties_lidmaatschap DISABLE TRIGGER lidmaatschap_laatste_beheerder")
        als_app()
        with huis.binnen():
            Lidmaatschap.objects.filter(pk=huis.leden["beheerder"].pk).update(rollen=["hr"])
        assert beheerders(huis) == 0
    finally:
        als_eigenaar()
        with connection.cursor() as c:
            c.execute("ALTER TABLE organisaties_lidmaatschap ENABLE TRIGGER lidmaatschap_laatste_beheerder")
        als_app()


def test_geen_lid_te_wissen(huis):
    from django.db.utils import ProgrammingError

    with huis.binnen(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Lidmaatschap.objects.filter(pk=huis.leden["hr"].pk).delete()


def test_twee_collegas_die_elkaar_intrekken(huis, omvang):
    with huis.binnen():
        een, twee = huis.partnerlid, zorg_voor_partnerlid(huis.partner, huis.gebruiker("collega"))[0]

    def trek_in(door, wie):
        def doe():
            with isolatie.namens(gebruiker=door.gebruiker_id):
                actor = toegang.bepaal(door.gebruiker)
                isolatie.kies(glowpartner=huis.partner.pk)
                collegas.trek_in(actor, wie)

        return doe

    for _ in range(omvang(5, 50)):
        assert sum(tegelijk(trek_in(een, twee), trek_in(twee, een))) == 1
        with isolatie.namens(glowpartner=huis.partner.pk):
            assert Partnerlid.objects.filter(ingetrokken_op=None).count() == 1
            Partnerlid.objects.update(ingetrokken_op=None)
    with pytest.raises(IntegrityError, match="laatste van de partner"), isolatie.namens(glowpartner=huis.partner.pk):
        Partnerlid.objects.update(ingetrokken_op=timezone.now())
