"""Een echte Celery-worker in een eigen proces, op de databank, de map en de wachtrij van deze test."""

import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from opstart.processen import Toezicht


def testdatabank_url():
    from django.db import connection

    delen = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(delen._replace(path=f"/{connection.settings_dict['NAME']}"))


@pytest.fixture
def celery_werker(transactional_db):
    """De worker draait en antwoordt; geeft zijn proces (`.pid`, `.kill()`). Stopt na de test."""
    from gemeenschapsdienst.celery import app

    rij, map_ = os.environ["GD_WACHTRIJ"], Path(os.environ["GD_DATA"])
    app.control.purge()
    naam = f"test-{rij}-{time.monotonic_ns()}@hier"
    opdracht = [sys.executable, "-m", "celery", "-A", "gemeenschapsdienst", "worker", "-c", "1", "-n", naam]
    opdracht += ["-Q", f"{rij},{rij}-periodiek", "--without-gossip", "--without-mingle"]
    env = {**os.environ, "DATABASE_URL": testdatabank_url()}
    toezicht = Toezicht(signalen=False)
    try:
        kind = toezicht.start("worker", opdracht, env=env, log=map_ / "werker.log")
        inspecteer = app.control.inspect([naam], timeout=0.3)
        toezicht.wacht_tot(lambda: bool(inspecteer.ping()), kind, 30, f"Zie {map_}/werker.log.")
        yield kind.proces
    finally:
        toezicht.sluit()
