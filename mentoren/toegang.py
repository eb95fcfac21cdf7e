from django.db.models import QuerySet

from mentoren.models import Mentor
from organisaties.toegang import Actor


def zichtbaar_voor(actor: Actor) -> QuerySet[Mentor]:
    """De mentoren die deze actor mag zien: die van het eigen bestuur, met de juiste rol."""
    if not actor.mag("mentor.zien"):
        return Mentor.objects.none()
    return Mentor.objects.filter(bestuur_id=actor.bestuur_id).select_related("lidmaatschap__gebruiker", "organisatie")
