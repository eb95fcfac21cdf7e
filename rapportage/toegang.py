from django.db.models import QuerySet

from organisaties.toegang import Actor
from projecten.models import Subsidieproject
from rapportage.models import Bewijspakket


def projecten(actor: Actor) -> QuerySet[Subsidieproject]:
    """De projecten waarvan deze actor de voortgang mag zien."""
    if not actor.mag("voortgang.zien"):
        return Subsidieproject.objects.none()
    rijen = Subsidieproject.objects.filter(bestuur_id=actor.bestuur_id)
    return rijen.select_related("oproep", "organisatie").order_by("code", "pk")


def publieke(actor: Actor) -> QuerySet[Subsidieproject]:
    """De projecten waarvan deze actor de publieke pagina beheert."""
    if not actor.mag("publiek.beheren"):
        return Subsidieproject.objects.none()
    rijen = Subsidieproject.objects.filter(bestuur_id=actor.bestuur_id)
    return rijen.select_related("oproep", "organisatie", "bestuur").order_by("code", "pk")


def pakketten(actor: Actor) -> QuerySet[Bewijspakket]:
    """De bewijspakketten die deze actor mag ophalen."""
    if not actor.mag("bewijspakket.ophalen"):
        return Bewijspakket.objects.none()
    return (
        Bewijspakket.objects.filter(bestuur_id=actor.bestuur_id)
        .select_related("project", "document", "aangevraagd_door__gebruiker")
        .order_by("-aangevraagd_op", "-pk")
    )
