"""Wat elke pagina weet: wie er handelt, waar die naartoe kan, welke banner en welke installatie."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest

from aanmelding import sessies, toestel
from aanmelding.toegang import eist_tweede_factor
from berichten.toegang import ongelezen
from documenten import huisstijl
from documenten.zegel.instelling import is_test
from werkblad.navigatie import navigatie


def pagina(request: HttpRequest) -> dict:
    actor = getattr(request, "actor", None)
    aangemeld = actor is not None and actor.gebruiker is not None
    # ook wanneer de installatie intussen niet meer als demo start: de gegevens blijven demogegevens
    demo = settings.GD_DEMO or (aangemeld and actor.bestuur is not None and actor.bestuur.is_demo)
    thema = request.COOKIES.get("thema", "")
    return {
        "actor": actor if aangemeld else None,
        "navigatie": navigatie(request, actor) if aangemeld else [],
        "ongelezen": cache(lambda: ongelezen(actor) if aangemeld else 0),  # wie de kop tekent vraagt het, één keer
        "huisstijl": huisstijl.voor(actor.bestuur if aangemeld else None),
        "installatie": {
            "demo": demo,
            "zonder_tweede_factor": demo and aangemeld and not eist_tweede_factor(actor),
            "testzegel": is_test(actor.bestuur.slug if aangemeld and actor.bestuur else ""),
        },
        "buiten": toestel.wie(actor.gebruiker.pk) if aangemeld and actor.mag("uren.invoeren") else None,
        "sessie": sessies.rest(request) if aangemeld else None,
        "thema": thema if thema in ("light", "dark") else "",
    }
