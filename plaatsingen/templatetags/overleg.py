"""Het overleg over een plek of plaatsing, op haar eigen pagina: `{% load overleg %}{% overleg_over_plek plek %}`."""

from django import template
from django.db.models import QuerySet
from django.utils import timezone

from organisaties.toegang import Actor
from plaatsingen import overlegdossier
from projecten import toegang
from projecten.models import Overleg
from projecten.overzicht import overlegstand

register = template.Library()
HOOGSTENS = 5  # de rest staat in de lijst


@register.inclusion_tag("overleg/_over.html", takes_context=True)
def overleg_over_plek(context, plek) -> dict:
    actor = context["request"].actor
    return _inhoud(actor, overlegdossier.over_plek(plek, toegang.overleg(actor)), "plek", plek.pk)


@register.inclusion_tag("overleg/_over.html", takes_context=True)
def overleg_over_plaatsing(context, plaatsing) -> dict:
    actor = context["request"].actor
    return _inhoud(actor, overlegdossier.over_plaatsing(plaatsing, toegang.overleg(actor)), "plaatsing", plaatsing.pk)


def _inhoud(actor: Actor, rijen: QuerySet[Overleg], sleutel: str, nummer: int) -> dict:
    """Wie geen overleg mag plannen en er geen ziet, krijgt niets te zien."""
    vandaag = timezone.localdate()
    gevonden = [(o, overlegstand(o, vandaag)) for o in rijen[: HOOGSTENS + 1]]
    return {
        "rijen": gevonden[:HOOGSTENS],
        "meer": len(gevonden) > HOOGSTENS,
        "mag_bewerken": actor.mag("overleg.bewerken"),
        "vraag": f"{sleutel}={nummer}",
    }
