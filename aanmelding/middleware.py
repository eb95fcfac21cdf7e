"""Een sessie eindigt op tijd, en wie een tweede factor nodig heeft komt zonder niet verder dan het eigen account."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from aanmelding import herbevestig, regels, sessies
from aanmelding.toegang import eist_tweede_factor
from organisaties.middleware import EIGEN_ACCOUNT, SCHRIJFVRIJ, url_naam

Antwoorder = Callable[[HttpRequest], HttpResponse]
PEILING = "X-Peiling"  # een scherm dat uit zichzelf kijkt hoe ver iets staat: dat is geen mens die bezig is
OPENBAAR = {"account_sessie", "account_login", "account_logout", "thema", "pagina", "wortel", "gezond", "verificatie"}
ZONDER_TWEEDE_FACTOR = (
    *EIGEN_ACCOUNT, "kies_bestuur", "thema", "pagina", "wortel", "gezond", "verificatie",
)  # fmt: skip


class SessieMiddleware:
    """Dertig minuten stil of tien uur sinds het aanmelden: de sessie is voorbij. Staat buiten de transactie."""

    def __init__(self, get_response: Antwoorder):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        naam = url_naam(request)
        if request.user.is_authenticated:
            if regels.voorbij(*sessies.stand(request), time.time()):
                _sluit(request)
                if naam not in OPENBAAR:
                    return naar_aanmelden(request)
            elif naam != "account_sessie" and PEILING not in request.headers:
                sessies.raak_aan(request)
        antwoord = self.get_response(request)
        return antwoord if naam in OPENBAAR else self._terug_naar_formulier(request, antwoord)

    def _terug_naar_formulier(self, request: HttpRequest, antwoord: HttpResponse) -> HttpResponse:
        """Een POST van wie niet (meer) aangemeld is: na het aanmelden terug naar de pagina van het formulier."""
        aanmelden = reverse("account_login")
        doel = antwoord.headers.get("Location", "").partition("?")[0]
        if request.method in SCHRIJFVRIJ or request.user.is_authenticated or doel != aanmelden:
            return antwoord
        return antwoord if request.path.startswith(aanmelden) else naar_aanmelden(request)


def _sluit(request: HttpRequest) -> None:
    auth.logout(request)
    request.session[sessies.VERLOPEN] = True
    request.session.set_expiry(regels.HOOGSTENS)


def naar_aanmelden(request: HttpRequest) -> HttpResponse:
    """Naar het aanmelden, en daarna terug naar waar iemand was; na een POST naar de pagina van het formulier."""
    terug = request.get_full_path() if request.method in SCHRIJFVRIJ else herbevestig.vorige_pagina(request)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': terug})}")


class TweedeFactorMiddleware:
    """Staat binnen `IsolatieMiddleware`: kijkt naar voor wie iemand handelt. Een 403 laat wat getypt werd staan."""

    def __init__(self, get_response: Antwoorder):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        naam = url_naam(request)
        if not naam or naam.startswith(ZONDER_TWEEDE_FACTOR) or not self._ontbreekt(request):
            return self.get_response(request)
        heeft = is_mfa_enabled(request.user, ("totp", "webauthn"))
        if request.method not in SCHRIJFVRIJ:
            return render(request, "mfa/eerst.html", {"heeft": heeft, "terug": herbevestig.vorige_pagina(request)}, status=403)
        if heeft:  # deze sessie begon vóór de tweede factor er was
            return herbevestig.vraag(request, request.get_full_path(), enkel_factor=True)
        return redirect(f"{reverse('profiel_tweede_factor')}?{urlencode({'next': request.get_full_path()})}")

    def _ontbreekt(self, request: HttpRequest) -> bool:
        if request.actor.gebruiker is None or herbevestig.tweede_factor_bewezen(request):
            return False
        return eist_tweede_factor(request.actor)
