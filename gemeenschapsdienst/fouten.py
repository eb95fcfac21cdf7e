"""Foutpagina's in het Nederlands. De pagina's voor 500 en 503 raadplegen niets."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from aanmelding.middleware import even_niet
from documenten.huisstijl import Stijl


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def onbegrepen(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, of 413 wanneer er te veel ineens kwam. Zonder het verzoek getekend: misschien is dat net wat niet klopt."""
    te_groot = isinstance(exception, RequestDataTooBig)
    sjabloon, status = ("413.html", 413) if te_groot else ("400.html", 400)
    return HttpResponse(render_to_string(sjabloon, {"huisstijl": Stijl()}), status=status)


def serverfout(request: HttpRequest) -> HttpResponse:
    """500, of 503 wanneer de databank niet antwoordt: dan is het niet dit verzoek dat fout is."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return even_niet()
    nummer = getattr(request, "nummer", "")[:8]  # het begin volstaat om de regel in de log te vinden
    return HttpResponse(render_to_string("500.html", {"huisstijl": Stijl(), "nummer": nummer}), status=500)
