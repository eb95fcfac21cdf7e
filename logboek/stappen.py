"""De enige ingang van het logboek: `schrijf` voor een daad, `lees` voor een blik op iemands naam."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Model

from organisaties.toegang import Actor

SCHRIJF = "SELECT logboek_schrijf(%s, %s, %s, %s, %s, %s)"
LEES = "SELECT logboek_lees(%s, %s, %s, %s)"


def schrijf(door: Actor, wat: str, object: Model, **gegevens) -> None:
    """Noteert een daad in de transactie van de stap. `gegevens`: codes, nummers, datums; nooit namen of vrije tekst.

    Wie voor een GLOW-partner handelt heeft geen bestuur: dan is het dat van het ding.
    """
    wie = door.gebruiker.pk if door.gebruiker else None
    bestuur = door.bestuur_id or getattr(object, "bestuur_id", 0)
    with connection.cursor() as c:
        c.execute(SCHRIJF, [bestuur, wie, wat, object._meta.label_lower, object.pk, json.dumps(gegevens)])


def lees(objecten: Iterable[Any], doel: str) -> None:
    """Noteert, in de transactie van het verzoek, dat deze dingen (van een bestuur) gelezen werden en waarom.

    Roep dit aan vóór het antwoord er is: lukt het niet, dan faalt het verzoek en vertrekt er niets. Twee keer in één
    verzoek is één regel.
    """
    per_ding: dict[str, dict[int, int]] = {}
    for ding in objecten:
        per_ding.setdefault(ding._meta.label_lower, {})[ding.pk] = ding.bestuur_id
    with connection.cursor() as c:
        for label, rijen in per_ding.items():
            c.execute(LEES, [label, list(rijen), list(rijen.values()), doel])
