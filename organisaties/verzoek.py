"""Wat views nodig hebben om binnen hun grens te blijven: buiten je bereik 404, verkeerde rol 403."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from organisaties.toegang import eis


def daad(naam: str) -> Callable:
    """Decorator: aangemeld én de rol heeft deze daad (zie `toegang.ACTEN`), anders aanmelden of 403."""

    def versier(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def bewaakt(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            eis(request.actor, naam)
            return view(request, *args, **kwargs)

        bewaakt.daad = naam
        return bewaakt

    return versier


def eis_partner(request: HttpRequest) -> None:
    """404 voor wie niet namens een GLOW-partner handelt: die heeft hier niets."""
    if request.actor.glowpartner is None:
        raise Http404
