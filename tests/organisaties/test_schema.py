"""Rechten en policies komen er na elke migrate, ook naast een server waar mensen bezig zijn."""

import os
import threading
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.db import OperationalError
from psycopg.errors import LockNotAvailable

from gemeenschapsdienst.settings import database
from organisaties import schema
from tests.hulp.databank import als_app, als_eigenaar

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _eigenaar():
    als_eigenaar()
    yield
    als_app()


@contextmanager
def iemand_bezig():
    """Een verzoek van de app dat een tabel vasthoudt en straks een andere nodig heeft."""
    from django.db import connection

    rol = database(os.environ["DATABASE_URL"])
    with psycopg.connect(
        host=rol["HOST"], user=rol["USER"], password=rol["PASSWORD"], dbname=connection.settings_dict["NAME"]
    ) as ander:
        ander.execute("SELECT count(*) FROM taken_taak")
        yield ander


def test_wie_bezig_is_werkt_verder_en_wij_wachten(monkeypatch):
    gelukt = []
    with iemand_bezig() as ander:

        def later():
            time.sleep(0.7)  # wij houden intussen al vast wat voor `taken_taak` komt
            gelukt.append(ander.execute("SELECT count(*) FROM berichten_bericht").fetchone())
            ander.rollback()

        draad = threading.Thread(target=later)
        draad.start()
        schema.na_migrate("default")
        draad.join()
    assert gelukt, "het verzoek werd niet afgebroken"


def test_wie_niet_klaar_raakt_houdt_ons_tegen_en_er_verandert_niets(monkeypatch):
    monkeypatch.setattr(schema, "GEDULD", 2)
    with iemand_bezig(), pytest.raises(OperationalError) as fout:
        schema.na_migrate("default")
    assert isinstance(fout.value.__cause__, LockNotAvailable)
    schema.na_migrate("default")
