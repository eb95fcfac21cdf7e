from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kandidaten.stand import plekstanden
from kandidaten.toegang import zichtbaar_voor as kandidaturen
from leerwerkplekken.models import Aanbod
from organisaties.enums import Rol
from werkblad.wachtend import tegels

ROLNAMEN = dict(Rol.choices)


def start_partner(request: HttpRequest) -> HttpResponse:
    """Wat besturen aanboden en of het nog te krijgen is; en hoeveel eigen kandidaten nog lopen."""
    actor = request.actor
    aanbod = list(
        Aanbod.objects.filter(glowpartner=actor.glowpartner)
        .select_related("leerwerkplek", "bestuur")  # de organisatie van de plek ziet een partner niet
        .order_by("-aangeboden_op", "leerwerkplek__code", "pk")
    )
    standen = plekstanden([a.leerwerkplek for a in aanbod], timezone.localdate())
    for a in aanbod:
        a.stand = standen.get(a.leerwerkplek_id)  # buiten bereik: geen stand
    inhoud = {"aanbod": aanbod, "lopend": kandidaturen(actor).filter(afgesloten_op=None).count()}
    return render(request, "werkblad/start_partner.html", inhoud)


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """De startpagina van elke rol: wat op jou wacht. Wie nergens bij hoort leest wat te doen."""
    actor = request.actor
    if actor.glowpartner and actor.mag("aanbod.bekijken"):
        return start_partner(request)
    if not actor.rollen:
        return render(request, "werkblad/start_zonder.html")
    rollen = [ROLNAMEN[rol] for rol in Rol.values if rol in actor.rollen]
    return render(request, "werkblad/start.html", {"tegels": tegels(actor), "rollen": rollen})
