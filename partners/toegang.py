"""Wat een GLOW-partner van zichzelf ziet, en wat een bestuur van zijn partners ziet."""

from django.db.models import QuerySet

from organisaties.models import Samenwerking
from organisaties.toegang import Actor
from partners.models import Contactkaart, Partnerkaart, Zoekopdracht


def zoekopdrachten(actor: Actor) -> QuerySet[Zoekopdracht]:
    """Enkel de eigen; ook een collega ziet ze niet."""
    if actor.glowpartner is None or actor.gebruiker is None or not actor.mag("aanbod.bekijken"):
        return Zoekopdracht.objects.none()
    return Zoekopdracht.objects.filter(glowpartner=actor.glowpartner, gebruiker=actor.gebruiker)


def contactkaarten(actor: Actor) -> QuerySet[Contactkaart]:
    """Een bestuur ziet de zijne; een partner die van elk bestuur waarmee hij werkt."""
    if actor.glowpartner and actor.mag("contact.partner"):
        met = Samenwerking.objects.filter(glowpartner=actor.glowpartner)
        return Contactkaart.objects.filter(bestuur__in=met.values("bestuur")).select_related("bestuur")
    if not actor.mag("contact.beheren"):
        return Contactkaart.objects.none()
    return Contactkaart.objects.filter(bestuur=actor.bestuur_id)


def partnerkaarten(actor: Actor) -> QuerySet[Partnerkaart]:
    """Een partner ziet de zijne; een bestuur die van elke partner waarmee het werkt."""
    if actor.glowpartner and actor.mag("contact.partner"):
        return Partnerkaart.objects.filter(glowpartner=actor.glowpartner)
    if not actor.mag("contact.beheren"):
        return Partnerkaart.objects.none()
    met = Samenwerking.objects.filter(bestuur=actor.bestuur_id)
    return Partnerkaart.objects.filter(glowpartner__in=met.values("glowpartner")).select_related("glowpartner")
