"""Wie welke projecten en bewijspakketten ziet. Een ESF-controleur: enkel wat hij vandaag controleert (besluit 15)."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from organisaties.enums import Rol
from organisaties.toegang import Actor
from projecten.models import Subsidieproject
from rapportage.models import Bewijspakket, Controle, Rapport


def loopt(op: date) -> Q:
    """Voor een filter: controles die op die dag lopen; de eerste en de laatste dag tellen mee."""
    return Q(ingetrokken_op=None, van__lte=op, tot__gte=op)


def eigen_controles(actor: Actor) -> QuerySet[Controle]:
    """De controles die deze controleur vandaag mag doen."""
    if actor.lidmaatschap is None or Rol.CONTROLEUR not in actor.rollen:
        return Controle.objects.none()
    rijen = Controle.objects.filter(
        loopt(timezone.localdate()), bestuur_id=actor.bestuur_id, lidmaatschap=actor.lidmaatschap
    )
    return rijen.select_related("project__oproep", "project__organisatie").order_by("-van", "-pk")


def _in_bereik(actor: Actor, pad: str) -> Q:
    """Een controleur ziet enkel de projecten van zijn lopende controles; ieder ander die van het hele bestuur."""
    if Rol.CONTROLEUR not in actor.rollen:
        return Q()
    return Q(**{f"{pad}__in": eigen_controles(actor).order_by().values("project")})


def projecten(actor: Actor) -> QuerySet[Subsidieproject]:
    """De projecten waarvan deze actor de voortgang mag zien."""
    if not actor.mag("voortgang.zien"):
        return Subsidieproject.objects.none()
    rijen = Subsidieproject.objects.filter(_in_bereik(actor, "pk"), bestuur_id=actor.bestuur_id)
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
        Bewijspakket.objects.filter(_in_bereik(actor, "project"), bestuur_id=actor.bestuur_id)
        .select_related("project", "document", "aangevraagd_door__gebruiker")
        .order_by("-aangevraagd_op", "-pk")
    )


def rapporten(actor: Actor) -> QuerySet[Rapport]:
    """De rapporten die deze actor mag ophalen; een controleur niet wat ook over andere projecten gaat."""
    if not actor.mag("voortgang.zien"):
        return Rapport.objects.none()
    return (
        Rapport.objects.filter(_in_bereik(actor, "project"), bestuur_id=actor.bestuur_id)
        .select_related("project", "document", "aangevraagd_door__gebruiker")
        .order_by("-aangevraagd_op", "-pk")
    )
