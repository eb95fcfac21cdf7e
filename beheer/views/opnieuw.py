"""Een daad met één knop: uitvoeren, zeggen hoe het afliep, en terug naar de lijst."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from beheer.models import Partneruitnodiging, Uitnodiging
from organisaties.isolatie import Geweigerd


def probeer(request: HttpRequest, stap: Callable[[], object], gelukt: str, terug: str) -> HttpResponse:
    """Neemt de stap; weigert ze, dan staat haar zin bovenaan de pagina `terug` (naam van een adres)."""
    try:
        stap()
        messages.success(request, gelukt)
    except Geweigerd as geweigerd:
        messages.warning(request, geweigerd.zin)
    return redirect(terug)


def stuur_opnieuw(request: HttpRequest, rij: Uitnodiging | Partneruitnodiging, stap: Callable, terug: str):
    """Een uitnodiging nog eens mailen; `zending` zegt welke op het scherm stond (dubbelklik, tabbladen)."""
    zending = request.POST.get("zending", "")
    gezien = int(zending) if zending.isdecimal() else 0
    gelukt = f"De uitnodiging voor {rij.email} vertrekt opnieuw. De vorige link werkt niet meer."
    return probeer(request, lambda: stap(request.actor, rij, gezien=gezien), gelukt, terug)
