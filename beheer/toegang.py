"""Wat wie mag zien in het beheer, en wie al kan aanmelden."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q, QuerySet

from beheer.models import OPEN, Partnergebeurtenis, Partneruitnodiging, Uitnodiging
from organisaties.models import Gebruiker, Lidmaatschap, Partnerlid, Plaatsvervanging
from organisaties.toegang import Actor


def kan_aanmelden(gebruiker: Gebruiker) -> bool:
    """Heeft deze persoon een wachtwoord, een passkey of een gekoppelde aanmelding (ACM/IDM)? Wie geblokkeerd is ook:
    die krijgt langs een uitnodiging geen nieuw wachtwoord."""
    if not gebruiker.is_active or gebruiker.has_usable_password():
        return True
    sleutels = Authenticator.objects.filter(user=gebruiker, type=Authenticator.Type.WEBAUTHN)
    return sleutels.exists() or SocialAccount.objects.filter(user=gebruiker).exists()


def leden(actor: Actor) -> QuerySet[Lidmaatschap]:
    """Iedereen die ooit toegang had tot dit bestuur, voor wie personen beheert."""
    rijen = Lidmaatschap.objects.filter(bestuur=actor.bestuur_id).select_related("gebruiker", "organisatie")
    return rijen if actor.mag("personen.zien") else rijen.none()


def uitnodigingen(actor: Actor) -> QuerySet[Uitnodiging]:
    """De uitnodigingen van dit bestuur die nog openstaan, ook de vervallen."""
    rijen = Uitnodiging.objects.filter(OPEN, bestuur=actor.bestuur_id)
    rijen = rijen.select_related("organisatie", "door__gebruiker").order_by("-vastgelegd_op", "-pk")
    return rijen if actor.mag("personen.beheren") else rijen.none()


def plaatsvervangingen(actor: Actor) -> QuerySet[Plaatsvervanging]:
    """De beheerder ziet ze allemaal; een ander die waarin die zelf vervangen wordt of vervangt."""
    rijen = Plaatsvervanging.objects.filter(bestuur=actor.bestuur_id)
    rijen = rijen.select_related("voor__gebruiker", "plaatsvervanger__gebruiker")
    if actor.mag("plaatsvervanging.regelen"):
        return rijen
    return rijen.filter(Q(voor=actor.lidmaatschap) | Q(plaatsvervanger=actor.lidmaatschap))


def collegas(actor: Actor) -> QuerySet[Partnerlid]:
    """Wie voor dezelfde GLOW-partner werkt of werkte."""
    if actor.glowpartner is None or not actor.mag("collegas.beheren"):
        return Partnerlid.objects.none()
    return Partnerlid.objects.filter(glowpartner=actor.glowpartner).select_related("gebruiker")


def partneruitnodigingen(actor: Actor) -> QuerySet[Partneruitnodiging]:
    if actor.glowpartner is None or not actor.mag("collegas.beheren"):
        return Partneruitnodiging.objects.none()
    rijen = Partneruitnodiging.objects.filter(OPEN, glowpartner=actor.glowpartner)
    return rijen.select_related("door").order_by("-vastgelegd_op", "-pk")


def partnergebeurtenissen(actor: Actor) -> QuerySet[Partnergebeurtenis]:
    if actor.glowpartner is None or not actor.mag("collegas.beheren"):
        return Partnergebeurtenis.objects.none()
    return Partnergebeurtenis.objects.filter(glowpartner=actor.glowpartner).order_by("-op", "-pk")
