"""Een taak uitvoeren in een afgesplitst proces dat zichzelf op een gekozen plaats een sein stuurt."""

import os
import signal
import traceback
from dataclasses import replace

from django.db import connections

from taken import register, uitvoering
from taken.models import Taak
from tests.hulp.databank import sluit_verbindingen

VOOR, NA = "voor", "na"


def tref(taaknaam, plaats, sein):
    """In een kind: stuurt zichzelf `sein` op die plaats (doel, attribuut, voor of na), één keer.

    Het doel `register.VERWERKERS` is de verwerker van de taak zelf."""
    doel, attribuut, wanneer = plaats
    verwerker = register.VERWERKERS[taaknaam]
    echt = verwerker.functie if doel is register.VERWERKERS else getattr(doel, attribuut)
    geraakt = []

    def getroffen(*args, **kwargs):
        if wanneer == VOOR and not geraakt:
            geraakt.append(1)
            os.kill(os.getpid(), sein)
        uitkomst = echt(*args, **kwargs)
        if wanneer == NA and not geraakt:
            geraakt.append(1)
            os.kill(os.getpid(), sein)
        return uitkomst

    if doel is register.VERWERKERS:
        doel[taaknaam] = replace(verwerker, functie=getroffen)
    else:
        setattr(doel, attribuut, getroffen)


def splits_af(taak_id, plaats=None, sein=signal.SIGKILL):
    """Een kind dat deze taak uitvoert; geeft zijn nummer."""
    naam = Taak.objects.values_list("naam", flat=True).get(pk=taak_id)
    sluit_verbindingen()  # een verbinding deel je niet over een afsplitsing
    kind = os.fork()
    if kind:
        return kind
    try:
        if plaats:
            tref(naam, plaats, sein)
        uitvoering.voer_uit(taak_id)
        connections.close_all()
    except BaseException:
        traceback.print_exc()
        os._exit(70)
    os._exit(0)


def wacht(kind):
    """Hoe het kind eindigde: 0, of min het sein dat het doodde."""
    return os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1])
