from django.db.models import QuerySet
from django.utils import timezone

from kandidaten.models import Kandidatuur
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.regels import lopend
from organisaties.toegang import Actor
from plaatsingen.models import Deelnemer


def zichtbaar_voor(actor: Actor) -> QuerySet[Kandidatuur]:
    """De kandidaturen die deze actor mag zien: HR die van het bestuur, een partner de zijne in elk bestuur."""
    if actor.glowpartner:  # wie ze behandelt en in welk project ziet een partner niet: geen join
        eigen = Kandidatuur.objects.filter(glowpartner=actor.glowpartner)
        return eigen.select_related("bestuur", "deelnemer", "leerwerkplek")
    if not actor.mag("kandidaat.behandelen"):
        return Kandidatuur.objects.none()
    return Kandidatuur.objects.filter(bestuur_id=actor.bestuur_id).select_related(
        "bestuur", "deelnemer", "leerwerkplek__project__oproep", "glowpartner", "behandeld_door__gebruiker"
    )


def deelnemers(actor: Actor) -> QuerySet[Deelnemer]:
    """De mensen die een partner al kent, in elk bestuur."""
    if actor.glowpartner is None or not actor.mag("kandidaat.voorstellen"):
        return Deelnemer.objects.none()
    return Deelnemer.objects.filter(glowpartner=actor.glowpartner).select_related("bestuur")


def aangeboden_plekken(actor: Actor) -> QuerySet[Leerwerkplek]:
    """De plekken waarvoor deze partner vandaag iemand mag voorstellen: wat hem aangeboden is en nog loopt."""
    if actor.glowpartner is None or not actor.mag("kandidaat.voorstellen"):
        return Leerwerkplek.objects.none()
    loopt = lopend(timezone.localdate(), "aanbiedingen__")
    return Leerwerkplek.objects.filter(loopt, aanbiedingen__glowpartner=actor.glowpartner).select_related("bestuur")
