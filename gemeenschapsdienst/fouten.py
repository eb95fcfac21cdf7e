"""Foutpagina's in het Nederlands. De pagina's voor 500 en 503 raadplegen niets."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from aanmelding.middleware import even_niet


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def serverfout(request: HttpRequest) -> HttpResponse:
    """500, of 503 wanneer de databank niet antwoordt: dan is het niet dit verzoek dat fout is."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return even_niet()
    return HttpResponse(render_to_string("500.html"), status=500)
