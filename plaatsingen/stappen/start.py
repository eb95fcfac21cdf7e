"""Wat er moet zijn voor een plaatsing begint: in orde zetten, terugnemen, of toch laten starten met een afwijking."""

from datetime import date

from logboek.stappen import schrijf
from organisaties.isolatie import grenzen
from organisaties.toegang import Actor, eis
from plaatsingen.enums import Voorwaarde
from plaatsingen.models import Plaatsing, Startvoorwaarde


def alles_in_orde(door: Actor, plaatsing: Plaatsing, *, op: date) -> list[Startvoorwaarde]:
    """Noteert alle voorwaarden tegelijk, zonder documenten: enkel voor de demo, de import en tests."""
    eis(door, "plaatsing.bewerken")
    with grenzen():
        rijen = Startvoorwaarde.objects.bulk_create(
            Startvoorwaarde(
                bestuur_id=plaatsing.bestuur_id,
                plaatsing=plaatsing,
                soort=soort,
                in_orde_op=op,
                door=door.lidmaatschap,
            )
            for soort in Voorwaarde.values
        )
        schrijf(door, "plaatsing.voorwaarde", plaatsing, soorten=list(Voorwaarde.values), op=str(op))
    return rijen
