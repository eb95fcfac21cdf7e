"""Wat een test met echte transacties ook achterlaat, de volgende begint zoals het sjabloon."""

import psycopg
import pytest
from django.db import connection

from tests.bouw import Huis
from tests.hulp.databank import SCHOONMAAK, als_app, als_eigenaar, schone_databank

VORM = {
    "trigger uit": "ALTER TABLE plaatsingen_prestatie DISABLE TRIGGER ALL",
    "policy": "DROP POLICY bestuur ON organisaties_lidmaatschap",
    "geen RLS": "ALTER TABLE organisaties_lidmaatschap NO FORCE ROW LEVEL SECURITY",
    "recht": "GRANT TRUNCATE ON organisaties_bestuur TO gd_app",
    "kolom": "ALTER TABLE taken_taak ALTER COLUMN naam DROP NOT NULL",
    "functie": "CREATE OR REPLACE FUNCTION gd_bestuur() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT 1::bigint'",
    "index": "CREATE INDEX extra ON taken_taak (naam, id)",
    "statistiek": "ANALYZE projecten_oproep",
    "rij van een migratie": "UPDATE projecten_oproep SET code = code",
    "weg": "DELETE FROM projecten_oproepregel",
}


@pytest.mark.django_db(transaction=True)
def test_rijen_zijn_weg_en_nummers_lopen_door():
    nummer = Huis().bestuur_id
    assert geteld("organisaties_bestuur") == 1 and geteld("logboek_gebeurtenis") > 5
    assert schone_databank()
    assert geteld("organisaties_bestuur") == geteld("logboek_gebeurtenis") == geteld("organisaties_gebruiker") == 0
    assert geteld("projecten_oproep") == 1
    assert Huis().bestuur_id > nummer


@pytest.mark.django_db(transaction=True)
def test_wie_aan_de_vorm_zat_krijgt_een_kopie():
    nummer = Huis().bestuur_id
    als_eigenaar()
    with connection.cursor() as c:
        c.execute(VORM["policy"])
    als_app()
    assert schone_databank()
    with connection.cursor() as c:
        c.execute("SELECT 'bestuur' = ANY (array_agg(polname)) FROM pg_policy")
        assert c.fetchone() == (True,)
    assert geteld("organisaties_bestuur") == 0
    assert Huis().bestuur_id > nummer


@pytest.mark.django_db
@pytest.mark.parametrize("wat", VORM)
def test_elke_verandering_aan_de_vorm_valt_op(wat):
    schoonmaak = SCHOONMAAK[0]
    with schoonmaak.hier.transaction() as nooit:
        assert schoonmaak.vorm() == schoonmaak.toen
        schoonmaak.hier.execute(VORM[wat])
        assert schoonmaak.vorm() != schoonmaak.toen
        raise psycopg.Rollback(nooit)
    assert schoonmaak.vorm() == schoonmaak.toen


def geteld(tabel):
    return SCHOONMAAK[0].hier.execute(f"SELECT count(*) FROM {tabel}").fetchone()[0]
