"""Wat een scherm van een lagere app over evaluaties toont: `{% load evaluaties %}{% evaluaties_te_doen %}`."""

from django import template
from django.utils import timezone

from evaluaties import overzicht

register = template.Library()


@register.inclusion_tag("evaluaties/_te_doen.html", takes_context=True)
def evaluaties_te_doen(context) -> dict:
    """Een regel met een link als er op deze persoon evaluaties wachten; anders niets. Zonder namen."""
    verzoek = context.get("request")
    return {"aantal": overzicht.te_doen(verzoek.actor, timezone.localdate()) if verzoek else 0}


@register.inclusion_tag("evaluaties/_van_plaatsing.html", takes_context=True)
def evaluaties_van(context, plaatsing) -> dict:
    """Op de pagina van een plaatsing: de link naar evaluaties, attest en uitstroom, en wat er nu wacht."""
    actor, vandaag = context["request"].actor, timezone.localdate()
    if not actor.mag("evaluatie.zien"):
        return {"plaatsing": None}
    wacht = [rij.wat for rij in overzicht.regels_van([plaatsing], vandaag) if rij.wat.wacht]
    return {"plaatsing": plaatsing, "wacht": wacht}
