from django.db.models import QuerySet

from leerwerkplekken.models import Leerwerkplek
from organisaties.toegang import Actor


def zichtbaar_voor(actor: Actor) -> QuerySet[Leerwerkplek]:
    """De plekken die deze actor mag zien: van het eigen bestuur, of (GLOW-partner) wat hem aangeboden werd."""
    plekken = Leerwerkplek.objects.select_related("organisatie", "project__oproep", "mentor__lidmaatschap__gebruiker")
    if actor.glowpartner:
        return plekken.filter(aanbiedingen__glowpartner=actor.glowpartner)
    if not actor.mag("leerwerkplek.zien"):
        return plekken.none()
    return plekken.filter(bestuur_id=actor.bestuur_id)
