"""Wie welk overleg, welke overeenkomst en welke prospect ziet."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from organisaties.enums import Rol
from organisaties.models import GlowPartner, Lidmaatschap, Samenwerking
from organisaties.toegang import Actor, geldig
from projecten.models import Actiepunt, Genodigde, Overeenkomst, Overleg, Prospect


def overleg(actor: Actor) -> QuerySet[Overleg]:
    """HR en coördinator zien alles; een ander lid of een partner enkel waar hij bij is of iets opneemt."""
    if not actor.mag("overleg.zien"):
        return Overleg.objects.none()
    if actor.glowpartner:  # wie van het bestuur uitnodigt ziet een partner niet: geen join
        zelf = Q(glowpartner=actor.glowpartner) | _genodigd(glowpartner=actor.glowpartner)
        return Overleg.objects.filter(zelf).select_related("bestuur", "glowpartner")
    alle = Overleg.objects.filter(bestuur_id=actor.bestuur_id).select_related(
        "bestuur", "glowpartner", "organisator__gebruiker"
    )
    if actor.mag("overleg.alle"):
        return alle
    lid = actor.lidmaatschap
    punten = Actiepunt.objects.filter(lidmaatschap=lid).values("overleg")
    return alle.filter(Q(organisator=lid) | _genodigd(lidmaatschap=lid) | Q(pk__in=punten))


def _genodigd(**wie: object) -> Q:
    return Q(pk__in=Genodigde.objects.filter(weg_op=None, **wie).values("overleg"))


def actiepunten(actor: Actor) -> QuerySet[Actiepunt]:
    """De actiepunten die deze persoon (of zijn GLOW-partner) opneemt; niet van wat afgelast is."""
    if not actor.mag("actiepunt.afvinken"):
        return Actiepunt.objects.none()
    punten = Actiepunt.objects.filter(overleg__afgelast_op=None).select_related("overleg", "bestuur", "glowpartner")
    if actor.glowpartner:
        return punten.filter(glowpartner=actor.glowpartner)
    if actor.lidmaatschap is None:
        return punten.none()
    eigen = punten.filter(bestuur_id=actor.bestuur_id, lidmaatschap=actor.lidmaatschap)
    return eigen.select_related("overleg", "bestuur", "glowpartner", "lidmaatschap__gebruiker")


def overeenkomsten(actor: Actor) -> QuerySet[Overeenkomst]:
    if not actor.mag("overeenkomst.beheren"):
        return Overeenkomst.objects.none()
    return Overeenkomst.objects.filter(bestuur_id=actor.bestuur_id).select_related("glowpartner", "document")


def prospecten(actor: Actor) -> QuerySet[Prospect]:
    if not actor.mag("prospect.beheren"):
        return Prospect.objects.none()
    return Prospect.objects.filter(bestuur_id=actor.bestuur_id).select_related("opvolger__gebruiker", "organisatie")


def partners(bestuur_id: int) -> QuerySet[GlowPartner]:
    """De GLOW-partners waarmee dit bestuur samenwerkt of samenwerkte, op naam."""
    samen = Samenwerking.objects.filter(bestuur=bestuur_id).values("glowpartner")
    return GlowPartner.objects.filter(pk__in=samen).order_by("naam", "pk")


def leden(bestuur_id: int, op: date | None = None) -> QuerySet[Lidmaatschap]:
    """Wie nu bij dit bestuur hoort, op naam; een controleur is geen personeelslid."""
    nu = geldig(op or timezone.localdate())
    rijen = Lidmaatschap.objects.filter(nu, bestuur=bestuur_id).exclude(rollen=[Rol.CONTROLEUR])
    return rijen.select_related("gebruiker").order_by("gebruiker__voornaam", "gebruiker__naam", "pk")
