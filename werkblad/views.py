from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leerwerkplekken.models import Aanbod
from organisaties.enums import Rol
from werkblad.wachtend import tegels

ROLNAMEN = dict(Rol.choices)


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """De startpagina van elke rol: wat op jou wacht. Wie nergens bij hoort leest wat te doen."""
    actor = request.actor
    if actor.glowpartner and actor.mag("aanbod.bekijken"):
        aanbod = (
            Aanbod.objects.filter(glowpartner=actor.glowpartner)
            .select_related("leerwerkplek", "bestuur")  # de organisatie van de plek ziet een partner niet
            .order_by("-aangeboden_op", "leerwerkplek__code", "pk")
        )
        return render(request, "werkblad/start_partner.html", {"aanbod": aanbod})
    if not actor.rollen:
        return render(request, "werkblad/start_zonder.html")
    rollen = [ROLNAMEN[rol] for rol in Rol.values if rol in actor.rollen]
    return render(request, "werkblad/start.html", {"tegels": tegels(actor), "rollen": rollen})
