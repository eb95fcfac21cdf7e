"""Een uitnodiging nog eens mailen, van een bestuur of van een GLOW-partner."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from beheer.models import Partneruitnodiging, Uitnodiging
from kern.nummers import nummer
from organisaties.formulieren import probeer

Uitnodigend = Uitnodiging | Partneruitnodiging


def stuur_opnieuw(request: HttpRequest, rij: Uitnodigend, stap: Callable, terug: str) -> HttpResponse:
    """Een uitnodiging nog eens mailen; `zending` zegt welke op het scherm stond (dubbelklik, tabbladen)."""
    gezien = nummer(request.POST.get("zending", ""))
    gelukt = f"De uitnodiging voor {rij.email} vertrekt opnieuw. De vorige link werkt niet meer."
    return probeer(request, lambda: stap(request.actor, rij, gezien=gezien), gelukt, terug)
