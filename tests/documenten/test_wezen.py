"""Een poging die stierf laat bytes zonder rij achter; de nacht ruimt ze op, en raakt niets anders aan."""

import os
import time

import pytest
from django.core.management import call_command, get_commands

from documenten import opslag
from gemeenschapsdienst.celery import app
from tests.bouw import Huis

pytestmark = pytest.mark.django_db


def test_enkel_oude_bestanden_zonder_rij_gaan_weg():
    aa, bb = Huis("aa", plekken=0), Huis("bb", plekken=0)
    with aa.binnen():
        bewaard = opslag.pad(aa.certificaat().certificaat)
    wees, vers = (opslag.nieuw_pad(aa.bestuur_id, ".pdf") for _ in range(2))
    van_bb = opslag.nieuw_pad(bb.bestuur_id, ".pdf")
    for pad in (wees, vers, van_bb):
        pad.write_bytes(b"x")
    gisteren = time.time() - 24 * 3600
    for pad in (bewaard, wees, van_bb):
        os.utime(pad, (gisteren, gisteren))
    call_command("veeg_wezen")
    assert [pad.exists() for pad in (bewaard, vers, wees, van_bb)] == [True, True, False, False]


def test_elke_geplande_opdracht_bestaat():
    app.loader.import_default_modules()  # zoals een werker het doet
    for plan in app.conf.beat_schedule.values():
        assert plan["task"] in app.tasks and plan["args"][0] in get_commands()
