"""De enige ingang van het logboek: `schrijf` voor een daad, `lees` voor een blik op iemands naam."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model

from logboek.models import Gebeurtenis
from organisaties.toegang import Actor


def schrijf(door: Actor, wat: str, object: Model, **gegevens) -> None:
    """Noteert een daad in de transactie van de stap. `gegevens`: codes, nummers, datums; nooit namen of vrije tekst."""
    Gebeurtenis.objects.create(
        bestuur_id=door.bestuur_id,
        wat=wat,
        ding=object._meta.label_lower,
        sleutel=object.pk,
        gebruiker_id=door.gebruiker.pk if door.gebruiker else None,
        gegevens=gegevens,
    )


def lees(objecten: Iterable[Model], doel: str) -> None:
    """Noteert, in de transactie van het verzoek, dat deze dingen gelezen werden en waarom."""
    per_ding: dict[str, list[int]] = {}
    for ding in objecten:
        per_ding.setdefault(ding._meta.label_lower, []).append(ding.pk)
    with connection.cursor() as c:
        for label, sleutels in per_ding.items():
            c.execute("SELECT logboek_lees(%s, %s, %s)", [label, sleutels, doel])
