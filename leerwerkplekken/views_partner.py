"""Wat een GLOW-partner met een aangeboden plek doet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from leerwerkplekken.models import Aanbod
from organisaties.verzoek import daad, eis_partner


@daad("aanbod.bekijken")
def aangeboden(request: HttpRequest, pk: int) -> HttpResponse:
    """Eén aangeboden plek (`pk` van de leerwerkplek)."""
    eis_partner(request)
    eigen = Aanbod.objects.filter(glowpartner=request.actor.glowpartner).select_related("leerwerkplek", "bestuur")
    aanbod = get_object_or_404(eigen, leerwerkplek=pk)
    return render(request, "leerwerkplekken/aangeboden.html", {"aanbod": aanbod, "plek": aanbod.leerwerkplek})
