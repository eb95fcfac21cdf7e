"""Aanmelden en koppelen via de aanbieder. Zonder GD_OIDC_URL bestaan deze adressen niet."""

from collections.abc import Callable
from functools import wraps

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from aanmelding import herbevestig, oidc, stappen

# reden → wat er gebeurde, en wat te doen
REDENEN = {
    "geannuleerd": (
        "Je brak het aanmelden af",
        "Er is niets veranderd.",
        "Probeer het opnieuw, of meld je aan met je e-mailadres en wachtwoord.",
    ),
    "antwoord": (
        "Aanmelden is niet gelukt",
        "Het antwoord dat we kregen was niet geldig, of te oud.",
        "Begin opnieuw vanaf de aanmeldpagina. Gebruik daarbij één tabblad.",
    ),
    "weg": (
        "Aanmelden kan nu even niet",
        "De dienst waarmee je je wou aanmelden antwoordt niet.",
        "Wacht even en probeer het opnieuw, of gebruik je e-mailadres en wachtwoord.",
    ),
    "van_ander": (
        "Deze aanmelding hoort al bij iemand anders",
        "Er is niets gekoppeld.",
        "Meld je daar eerst af, en kies dan opnieuw Koppelen in je profiel.",
    ),
    "onbekend": (
        "We kennen je nog niet",
        "Je bent daar aangemeld, maar die aanmelding hoort nog bij niemand hier.",
        "Aanvaard eerst de uitnodiging van je bestuur. Meld je aan, ga naar Profiel en kies daar Koppelen.",
    ),
}


def als_aan(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def bewaakt(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not oidc.aan():
            raise Http404
        return view(request, *args, **kwargs)

    return bewaakt


def _vertrek(request: HttpRequest, process: str, volgende: str | None) -> HttpResponse:
    try:
        return get_adapter().get_provider(request, oidc.AANBIEDER).redirect(request, process, volgende)
    except RequestException:
        return oidc.mislukt("weg")
    except (*oidc.SLECHT_ANTWOORD, oidc.OAuth2Error):
        return oidc.mislukt("antwoord")


@als_aan
@require_POST
def vertrek(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Naar de aanbieder, om aan te melden."""
    return _vertrek(request, AuthProcess.LOGIN, get_next_redirect_url(request))


@als_aan
@require_GET
def terugkeer(request: HttpRequest, provider_id: str) -> HttpResponse:
    return oidc.Terugkeer.adapter_view(oidc.Verkeer(request, oidc.AANBIEDER))(request)


@als_aan
@require_GET
def mislukt(request: HttpRequest, reden: str) -> HttpResponse:
    if reden not in REDENEN:
        raise Http404
    kop, uitleg, raad = REDENEN[reden]
    return render(request, "socialaccount/mislukt.html", {"kop": kop, "uitleg": uitleg, "raad": raad})


@als_aan
@require_POST
@login_required
@herbevestig.nodig
def koppel(request: HttpRequest) -> HttpResponse:
    """Naar de aanbieder, om diens aanmelding aan mijn account te hangen."""
    return _vertrek(request, AuthProcess.CONNECT, None)


@als_aan
@require_POST
@login_required
@herbevestig.nodig
def ontkoppel(request: HttpRequest) -> HttpResponse:
    if not request.user.has_usable_password():
        messages.error(request, "Stel eerst een wachtwoord in. Anders kan je je niet meer aanmelden.")
        return redirect("profiel")
    if SocialAccount.objects.filter(user=request.user, provider=oidc.AANBIEDER).delete()[0]:
        stappen.ontkoppeld(request.actor)
    messages.success(request, f"Je account is niet meer gekoppeld met {settings.GD_OIDC_NAAM}.")
    return redirect("profiel")
