"""Eén transactie rond view én rendering, namens wie aangemeld is. Een GET kan niet schrijven (besluit 13)."""

from collections.abc import Callable
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from organisaties import isolatie, toegang, voor_wie
from organisaties.enums import Rol

SCHRIJFVRIJ = ("GET", "HEAD", "OPTIONS")
ONVOLDOENDE_RECHT = "42501"  # SQLSTATE insufficient_privilege
# de terugkeer van OIDC meldt iemand aan; de link uit een mail meldt af wie er al zat
SCHRIJFT_OP_GET = {"openid_connect_callback", "account_reset_password_from_key"}
# Het eigen account (tabellen zonder bestuur): ook wie verder alleen mag lezen, beheert dat zelf.
EIGEN_ACCOUNT = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_", "profiel", "uitnodiging")

# Sessie van wie via ACM/IDM kwam: {"gebruiker": nummer, "kbo": [...]}, de organisaties waarvoor die aangemeld is.
BEPERKING = "beperkt_tot_organisaties"


class IsolatieMiddleware:
    """Zet `request.actor` en `request.nummer`. Een antwoord dat weigert of faalt (400 of hoger) laat niets achter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        gebruiker = request.user if request.user.is_authenticated else None
        naam = url_naam(request)
        lezen = request.method in SCHRIJFVRIJ and naam not in SCHRIJFT_OP_GET
        request.nummer = getattr(request, "nummer", "") or uuid4().hex  # de buitenste laag gaf er al een
        with isolatie.namens(gebruiker=gebruiker.pk if gebruiker else 0, alleen_lezen=lezen, verzoek=request.nummer):
            request.actor = bepaal(request, gebruiker, eigen_account=naam.startswith(EIGEN_ACCOUNT))
            antwoord = self.get_response(request)
            if antwoord.status_code >= 400:
                transaction.set_rollback(True)
        return antwoord

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args, kwargs
    ) -> HttpResponse | None:
        """Na de CSRF-controle: niets bewaren voor een ander bestuur dan op het formulier stond, of door een lezer."""
        if request.method in SCHRIJFVRIJ or url_naam(request).startswith(EIGEN_ACCOUNT):
            return None
        if voor_wie.klopt_niet(request):
            return voor_wie.weiger(request)
        return lezend(request, view, args, kwargs) if Rol.CONTROLEUR in request.actor.rollen else None


def lezend(request: HttpRequest, view: Callable[..., HttpResponse], args, kwargs) -> HttpResponse:
    """Een POST van wie alleen mag lezen. Vergat iemand een recht, dan weigert de database: ook dat is een 403."""
    try:
        with transaction.atomic():  # na de fout moet de foutpagina nog kunnen lezen
            return view(request, *args, **kwargs)
    except ProgrammingError as fout:
        if getattr(fout.__cause__, "sqlstate", None) != ONVOLDOENDE_RECHT:
            raise
        raise PermissionDenied("de database weigert: deze rol leest enkel") from fout


def url_naam(request: HttpRequest) -> str:
    """De naam van het adres, één keer gezocht per verzoek: elke laag vraagt ernaar."""
    if not hasattr(request, "url_naam"):
        try:
            request.url_naam = resolve(request.path_info).view_name or ""
        except Resolver404:
            request.url_naam = ""
    return request.url_naam


def bepaal(request: HttpRequest, gebruiker, *, eigen_account: bool) -> toegang.Actor:
    if gebruiker is None:
        return toegang.Actor()
    actor = actor_van(request, gebruiker)
    isolatie.kies(
        bestuur=actor.bestuur_id,
        glowpartner=actor.glowpartner.pk if actor.glowpartner else 0,
        alleen_lezen=Rol.CONTROLEUR in actor.rollen and not eigen_account,
    )
    return actor


def actor_van(request: HttpRequest, gebruiker) -> toegang.Actor:
    """Voor wie deze persoon in deze sessie handelt."""
    beperking = request.session.get(BEPERKING) or {}
    kbo = beperking["kbo"] if beperking.get("gebruiker") == gebruiker.pk else None
    return toegang.bepaal(gebruiker, request.session.get("handelt_voor", ""), kbo)
