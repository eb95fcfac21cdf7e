"""De indicatoren van een deelnemer: het bestuur bewaart ze zoals de partner ze bevestigde, en leest ze nooit terug."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from plaatsingen.models import Deelnemer, Indicatie


class Bevestiging(NamedTuple):
    """Wat het bestuur ervan weet: wie bevestigde, wanneer en hoeveel indicatoren. Welke niet."""

    glowpartner_id: int
    op: datetime
    aantal: int


def bewaar(deelnemer: Deelnemer, indicatoren: Iterable[str]) -> bool:
    """Bewaart wat de partner van deze deelnemer bevestigde; True als dat iets veranderde. Nooit binnen alleen-lezen."""
    with connection.cursor() as c:
        c.execute("SELECT indicatie_bewaar(%s, %s)", [deelnemer.pk, list(indicatoren)])
        return c.fetchone()[0]


def bevestiging(deelnemer: Deelnemer) -> Bevestiging | None:
    """Wat de huidige partner van deze deelnemer bevestigde; None als die nog niets bevestigde."""
    with connection.cursor() as c:
        c.execute("SELECT glowpartner_id, op, aantal FROM indicatie_bevestigd(%s)", [deelnemer.pk])
        rij = c.fetchone()
    return Bevestiging(*rij) if rij else None


def bevestig(deelnemer: Deelnemer, indicatoren: Iterable[str]) -> bool:
    """De partner bevestigt zelf, in eigen naam; False als het niet zijn deelnemer is of de samenwerking voorbij is."""
    with connection.cursor() as c:
        c.execute("SELECT indicatie_bevestig(%s, %s)", [deelnemer.pk, list(indicatoren)])
        return c.fetchone()[0]


def eigen(deelnemer: Deelnemer) -> Indicatie | None:
    """Wat de partner zelf bevestigde, met de indicatoren erbij. Enkel voor wie namens die partner handelt."""
    return Indicatie.objects.filter(deelnemer=deelnemer, glowpartner=deelnemer.glowpartner_id).first()
