from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organisaties.enums import Rol
from partners.views.bord import bord
from werkblad.wachtend import tegels

ROLNAMEN = dict(Rol.choices)


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """De startpagina van elke rol: wat op jou wacht. Wie nergens bij hoort leest wat te doen."""
    actor = request.actor
    if actor.glowpartner and actor.mag("aanbod.bekijken"):
        return bord(request, tegels(actor))
    if not actor.rollen:
        return render(request, "werkblad/start_zonder.html")
    rollen = [ROLNAMEN[rol] for rol in Rol.values if rol in actor.rollen]
    return render(request, "werkblad/start.html", {"tegels": tegels(actor), "rollen": rollen})
