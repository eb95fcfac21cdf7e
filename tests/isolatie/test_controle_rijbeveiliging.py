"""De controle op de meting van belofte 1: zonder rijbeveiliging en zonder filters vindt de wandeling lekken."""

from unittest import mock

import pytest
from django.db import connection, transaction

from organisaties import isolatie
from tests.hulp.databank import als_app, als_eigenaar
from tests.isolatie import stad as bouw
from tests.isolatie.adressen import ADRESSEN
from tests.isolatie.wandeling import ROLNAMEN, Wandeling, met_rollen
from tests.isolatie.zonder_filter import zonder_filter

pytestmark = [pytest.mark.zwaar, pytest.mark.django_db]


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: deze is van de eigenaar."""


def test_controle_zonder_rijbeveiliging_lekt_het(django_db_setup, django_db_blocker, omvang):
    """De controle op de meting: rijbeveiliging uit én filters weg, en de wandeling vindt lekken op elke soort pagina.

    Kort: elk adres een keer, door de eerste van deze rollen die er mag komen; volledig door elk van hen."""
    als_eigenaar()
    try:
        with django_db_blocker.unblock(), transaction.atomic(), mock.patch.object(isolatie, "LEZER", "none"):
            zet_rijbeveiliging_uit()
            wandeling = Wandeling(bouw.bouw(met_bestanden=0))
            zuinig = omvang({"samen": ROLNAMEN, "eigen": 0.05, "kans": 0.05}, {})
            with zonder_filter():
                for wie in wandeling.wandelaars(1, ["hr", "coordinator", "mentor", "beheerder"]):
                    mag = {n: a for n, a in met_rollen().items() if wie.rol in a.rollen and a.ding != "pakket"}
                    # kort: elke lijst, en van wat één ding toont een willekeurig derde
                    mag = {n: a for n, a in mag.items() if not a.ding or not wandeling.overslaan(omvang(0.33, 1))}
                    wandeling.loop(wie, mag, vreemden=1, methoden=("GET",), **zuinig)
                wandeling.loop(wandeling.partner(wandeling.stad.besturen[0]), {"start": ADRESSEN["start"]})
            transaction.set_rollback(True)
    finally:
        als_app()
    lek = {regel.partition(": GET ")[2].partition(" ")[0].partition("?")[0] for regel in wandeling.uitslag.lekken}
    voorbeelden = ["/leerwerkplekken/", "/mentoren/", "/beheer/personen/", "/project/", "/uren/maandstaten/", "/"]
    assert [pad for pad in voorbeelden if pad not in lek] == []
    assert any("?vorm=xlsx" in regel for regel in wandeling.uitslag.lekken)
    gevonden = [regel for regel in wandeling.uitslag.afwijkingen if "(vreemd) → 200" in regel]
    assert len(gevonden) > 10, "dingen van een ander bestuur blijven onvindbaar: dan meet de wandeling niets"


def zet_rijbeveiliging_uit():
    with connection.cursor() as c:
        c.execute(
            "SELECT format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', relname) FROM pg_class WHERE relrowsecurity"
        )
        for (sql,) in c.fetchall():
            c.execute(sql)
        c.execute("SET LOCAL ROLE gd_systeem")
        c.execute("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO gd_eigenaar")
        c.execute("RESET ROLE")
