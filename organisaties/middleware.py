"""Eén transactie rond view én rendering, namens wie aangemeld is. Een GET kan niet schrijven (besluit 13)."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from organisaties import isolatie, toegang

SCHRIJFVRIJ = ("GET", "HEAD", "OPTIONS")


class IsolatieMiddleware:
    """Zet `request.actor`. Een antwoord dat weigert of faalt (400 of hoger) laat niets achter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        gebruiker = request.user if request.user.is_authenticated else None
        lezen = request.method in SCHRIJFVRIJ
        with isolatie.namens(gebruiker=gebruiker.pk if gebruiker else 0, alleen_lezen=lezen):
            request.actor = bepaal(request, gebruiker)
            antwoord = self.get_response(request)
            if antwoord.status_code >= 400:
                transaction.set_rollback(True)
        return antwoord


def bepaal(request: HttpRequest, gebruiker) -> toegang.Actor:
    if gebruiker is None:
        return toegang.Actor()
    actor = toegang.bepaal(gebruiker, request.session.get("handelt_voor", ""))
    isolatie.kies(
        bestuur=actor.bestuur_id,
        glowpartner=actor.glowpartner.pk if actor.glowpartner else 0,
    )
    return actor
