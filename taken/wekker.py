"""De enige plaats die met Celery praat. De bel mag falen: de veger belt opnieuw."""

import time

import structlog
from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from taken.register import VERWERKERS

logboek = structlog.get_logger("taken")

STILTE = 1.0  # seconden na een bel die niet ging: wie veel taken plant, wacht dan niet bij elke opnieuw
_stil_tot = 0.0


def wek(taak_id: int, naam: str = "") -> None:
    """Belt voor één taak. De harde limiet van Celery is de achtervang voor een verwerker die in C blijft hangen.

    Ging de bel net niet, dan belt dit niet: de veger doet het (beslissing 0003).
    """
    global _stil_tot
    if time.monotonic() < _stil_tot:
        return
    limiet = VERWERKERS[naam].tijdslimiet if naam in VERWERKERS else settings.TAKEN_TIJDSLIMIET
    try:
        current_app.send_task(
            "taken.voer_uit",
            [taak_id],
            retry=False,
            ignore_result=True,
            time_limit=limiet + settings.TAKEN_MARGE,
        )
    except (OperationalError, OSError):
        _stil_tot = time.monotonic() + STILTE
        logboek.warning("niet gewekt: de veger doet het", taak=taak_id)


def roep(naam: str, *argumenten: str, hoogstens: float) -> bool:
    """Vraagt werk dat in geen rij staat; gaat het verloren, dan vraagt men het opnieuw. False: geen broker."""
    try:
        current_app.send_task(naam, list(argumenten), retry=False, ignore_result=True, time_limit=hoogstens)
    except (OperationalError, OSError):
        logboek.warning("niet geroepen", taaknaam=naam)
        return False
    return True
