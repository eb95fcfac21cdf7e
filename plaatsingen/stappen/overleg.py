"""Waarover een overleg ging: leerwerkplekken en plaatsingen."""

from collections.abc import Iterable

from django.db.models import Model

from leerwerkplekken.models import Leerwerkplek
from logboek.stappen import schrijf
from organisaties.isolatie import grenzen
from organisaties.toegang import Actor, eis
from plaatsingen.models import OverlegPlaatsing, OverlegPlek, Plaatsing
from projecten.models import Overleg
from projecten.stappen.overleg import neem


def koppel(
    door: Actor, overleg: Overleg, *, plekken: Iterable[Leerwerkplek], plaatsingen: Iterable[Plaatsing]
) -> Overleg:
    """Maakt de koppelingen gelijk aan wat gegeven wordt; wat er al was blijft."""
    eis(door, "overleg.bewerken")
    with grenzen():
        overleg = neem(overleg)
        gewijzigd = _zet(overleg, OverlegPlek, "leerwerkplek", plekken)
        gewijzigd |= _zet(overleg, OverlegPlaatsing, "plaatsing", plaatsingen)
        if gewijzigd:
            schrijf(door, "overleg.gekoppeld", overleg)
    return overleg


def _zet(
    overleg: Overleg, soort: type[OverlegPlek] | type[OverlegPlaatsing], veld: str, gewenst: Iterable[Model]
) -> bool:
    nummers = {ding.pk for ding in gewenst}
    rijen = soort.objects.filter(bestuur=overleg.bestuur_id, overleg=overleg)
    al = set(rijen.values_list(f"{veld}_id", flat=True))
    if al - nummers:
        rijen.filter(**{f"{veld}__in": al - nummers}).delete()
    for nummer in sorted(nummers - al):
        soort(bestuur_id=overleg.bestuur_id, overleg=overleg, **{f"{veld}_id": nummer}).save()
    return al != nummers
