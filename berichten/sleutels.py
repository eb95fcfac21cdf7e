"""De geheime sleutel van een agenda: maken, vernieuwen, intrekken, en wie ze heeft. Bewaard wordt enkel haar sha256."""

import hashlib
import secrets

from django.db import connection
from django.utils import timezone

from berichten.models import Agendasleutel
from logboek.stappen import schrijf
from organisaties.toegang import Actor


def _sha256(sleutel: str) -> str:
    return hashlib.sha256(sleutel.encode()).hexdigest()


def maak(door: Actor) -> str:
    """Een nieuwe sleutel, die we maar één keer kunnen tonen; een vorige werkt vanaf nu niet meer."""
    sleutel = secrets.token_urlsafe(32)
    Agendasleutel.objects.update_or_create(
        gebruiker=door.gebruiker,
        defaults={"sha256": _sha256(sleutel), "gemaakt_op": timezone.now(), "laatst_opgehaald_op": None},
    )
    _noteer(door, "account.agenda_gemaakt")
    return sleutel


def trek_in(door: Actor) -> bool:
    """Wie het adres heeft, ziet niets meer. False als er geen was."""
    aantal, _ = Agendasleutel.objects.filter(gebruiker=door.gebruiker).delete()
    if aantal:
        _noteer(door, "account.agenda_ingetrokken")
    return bool(aantal)


def open_met(sleutel: str) -> int | None:
    """Van wie deze agenda is, of None. Noteert dat ze opgehaald werd, ook in een verzoek dat enkel mag lezen."""
    with connection.cursor() as c:
        c.execute("SELECT gd_agenda_open(%s)", [_sha256(sleutel)])
        return c.fetchone()[0]


def _noteer(door: Actor, wat: str) -> None:
    """In het logboek van het bestuur waarvoor deze persoon nu handelt; een GLOW-partner heeft er geen."""
    if door.gebruiker and door.bestuur:
        schrijf(door, wat, door.gebruiker)
