"""Wat een scherm van een lagere app over evaluaties toont: `{% load evaluaties %}{% evaluaties_te_doen %}`."""

from django import template
from django.utils import timezone

from evaluaties import overzicht

register = template.Library()


@register.inclusion_tag("evaluaties/_te_doen.html", takes_context=True)
def evaluaties_te_doen(context) -> dict:
    """Een regel met een link als er op deze persoon evaluaties wachten; anders niets. Zonder namen."""
    verzoek = context.get("request")
    return {"aantal": len(overzicht.te_doen(verzoek.actor, timezone.localdate())) if verzoek else 0}
