from collections.abc import Iterable

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from evaluaties import toegang
from logboek.stappen import lees
from plaatsingen.models import Plaatsing


def haal(request: HttpRequest, pk: int) -> Plaatsing:
    """Een plaatsing die deze persoon hier ziet, of 404."""
    return get_object_or_404(toegang.plaatsingen(request.actor), pk=pk)


def haal_invulbaar(request: HttpRequest, pk: int) -> Plaatsing:
    """Een plaatsing waarvoor deze persoon mag invullen, of 404."""
    return get_object_or_404(toegang.invulbaar(request.actor), pk=pk)


def lees_namen(plaatsingen: Iterable[Plaatsing], doel: str) -> None:
    """Wie een naam of een dossier van een deelnemer ziet, staat in het leesboek."""
    lees({p.deelnemer_id: p.deelnemer for p in plaatsingen}.values(), doel=doel)
