"""Wat iemand met zijn eigen berichten doet: lezen, en kiezen wanneer hij een mail krijgt. Dat mag elke rol.

Hier is geen daad voor nodig en het logboek schrijft niet mee: het gaat enkel over wat die persoon zelf kreeg.
"""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from berichten import regels
from berichten.models import Bericht, Voorkeur
from berichten.toegang import soorten_van, zichtbaar_voor
from organisaties.isolatie import Geweigerd
from organisaties.toegang import Actor


def lees(door: Actor, bericht: Bericht) -> None:
    """Vinkt een eigen bericht af. Was het al gelezen, dan blijft dat moment staan."""
    zichtbaar_voor(door).filter(pk=bericht.pk, gelezen_op=None).update(gelezen_op=timezone.now())


def lees_alles(door: Actor) -> int:
    """Vinkt alles af in de inbox waarvoor deze persoon nu handelt; geeft hoeveel."""
    return zichtbaar_voor(door).filter(gelezen_op=None).update(gelezen_op=timezone.now())


def kies(door: Actor, keuzes: Mapping[str, str]) -> None:
    """Bewaart per soort wanneer de mail komt.

    Geweigerd: een soort die iemand niet kan krijgen, en afzetten wat verplicht is.
    """
    if door.gebruiker is None:
        raise PermissionDenied("berichten instellen: enkel voor een persoon")
    eigen = {soort.naam: soort for soort in soorten_van(door)}
    if vreemd := sorted(set(keuzes) - set(eigen)):
        raise Geweigerd("Dit bericht kan je niet krijgen. Herlaad de pagina.", vreemd[0])
    fout: list[tuple[str, str | None]] = [
        (f"“{eigen[naam].label}” is verplicht. Kies een ander moment.", naam)
        for naam, keuze in keuzes.items()
        if keuze not in regels.keuzes(eigen[naam])
    ]
    if fout:
        raise Geweigerd.om(fout)
    Voorkeur.objects.bulk_create(
        [Voorkeur(gebruiker=door.gebruiker, soort=naam, wanneer=keuze) for naam, keuze in sorted(keuzes.items())],
        update_conflicts=True,
        unique_fields=["gebruiker", "soort"],
        update_fields=["wanneer"],
    )
