"""De schil om elk verzoek: één logregel, en koppen op elk antwoord, ook als een laag eronder het opgeeft."""

import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

logboek = structlog.get_logger("verzoek")

KOPPEN = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # voor wat geen pagina van ons is; een pagina kreeg haar eigen beleid, met nonce, van django-csp
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    # een pagina met gegevens blijft nergens liggen: ook niet voor de terugknop na het afmelden
    "Cache-Control": "private, no-store",
}


class SchilMiddleware:
    """De buitenste laag. Zet ook `request.nummer`, dat in de logregel, het logboek en op de foutpagina staat."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begin, request.nummer, vragen = time.perf_counter(), uuid4().hex, Teller()
        with structlog.contextvars.bound_contextvars(verzoek=request.nummer), connection.execute_wrapper(vragen):
            antwoord = self.get_response(request)
        for kop, waarde in KOPPEN.items():
            antwoord.headers.setdefault(kop, waarde)
        if not request.path_info.startswith(settings.STATIC_URL):
            noteer(request, antwoord, ms=round((time.perf_counter() - begin) * 1000), vragen=vragen.aantal)
        return antwoord


def noteer(request: HttpRequest, antwoord: HttpResponse, **cijfers: int) -> None:
    actor, naam = getattr(request, "actor", None), url_naam(request)
    schrijf = logboek.debug if naam == "gezond" else logboek.info  # een levensteken per paar seconden zegt niets
    schrijf(
        "verzoek",
        methode=request.method,
        url=naam,
        status=antwoord.status_code,
        verzoek=request.nummer,
        bestuur_id=actor.bestuur_id if actor else 0,
        gebruiker_id=actor.gebruiker.pk if actor and actor.gebruiker else 0,
        **cijfers,
    )


class Teller:
    aantal = 0

    def __call__(self, voer_uit, sql, params, many, context):
        self.aantal += 1
        return voer_uit(sql, params, many, context)


def url_naam(request: HttpRequest) -> str:
    """De naam van het adres, nooit het pad: daar kan een token of een zoekterm in staan."""
    try:
        return (request.resolver_match or resolve(request.path_info)).view_name or "-"
    except Resolver404:
        return "onbekend"
