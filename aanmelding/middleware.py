"""Rond een verzoek: raden wordt geteld, een sessie eindigt op tijd, en zonder verplichte tweede factor komt iemand niet
verder dan het eigen account."""

import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import RedisError

from aanmelding import grenzen, herbevestig, regels, sessies
from aanmelding.toegang import eist_tweede_factor
from documenten.huisstijl import Stijl
from organisaties.middleware import EIGEN_ACCOUNT, SCHRIJFVRIJ, url_naam

Antwoorder = Callable[[HttpRequest], HttpResponse]
PEILING = "X-Peiling"  # een scherm dat uit zichzelf kijkt hoe ver iets staat: dat is geen mens die bezig is
OPENBAAR = {
    "account_sessie", "account_login", "account_logout", "thema", "pagina", "wortel", "gezond", "verificatie",
    "uitnodiging", "plaatsingen:werker", "plaatsingen:buiten", "agenda",
}  # fmt: skip
ZONDER_TWEEDE_FACTOR = (
    *EIGEN_ACCOUNT, "kies_bestuur", "thema", "pagina", "wortel", "gezond", "verificatie", "agenda",
    "plaatsingen:werker", "plaatsingen:buiten",  # de lege schil van een telefoon: geen enkel gegeven
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
            return render(
                request, "mfa/eerst.html", {"heeft": heeft, "terug": herbevestig.vorige_pagina(request)}, status=403
            )
        if request.htmx:  # in een stukje van de pagina past dit niet: de browser laadt de hele pagina opnieuw
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        if heeft:  # deze sessie begon vóór de tweede factor er was
            return herbevestig.vraag(request, request.get_full_path(), enkel_factor=True)
        return redirect(f"{reverse('profiel_tweede_factor')}?{urlencode({'next': request.get_full_path()})}")

    def _ontbreekt(self, request: HttpRequest) -> bool:
        if request.actor.gebruiker is None or herbevestig.tweede_factor_bewezen(request):
            return False
        return eist_tweede_factor(request.actor)


class GrensMiddleware:
    """Telt pogingen buiten de transactie van het verzoek: wat daarna mislukt of teruggedraaid wordt blijft geteld.

    De weigering zelf komt in `process_view`, waar de pagina weet wie er kijkt."""

    def __init__(self, get_response: Antwoorder):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        naam, pogingen = url_naam(request), []
        request.te_vaak = None
        try:
            pogingen = grenzen.tel_verzoek(request, naam)
        except grenzen.TeVaak as fout:
            request.te_vaak = fout
        antwoord = self.get_response(request)
        if pogingen and antwoord.status_code in grenzen.gelukt(naam):
            grenzen.geef_terug(pogingen)
        return antwoord

    def process_view(self, request: HttpRequest, *_) -> HttpResponse | None:
        if request.te_vaak is None:
            return None
        tot = request.te_vaak.tot
        hele_minuut = (tot + timedelta(seconds=59)).replace(second=0, microsecond=0)  # nooit een te vroeg uur noemen
        antwoord = render(request, "429.html", {"tot": hele_minuut}, status=429)
        antwoord["Retry-After"] = str(max(1, round((tot - timezone.now()).total_seconds())))
        return antwoord

    def process_exception(self, request: HttpRequest, fout: Exception) -> HttpResponse | None:
        """Zonder Redis is niet na te gaan of een code al gebruikt is: dan komt niemand ongezien binnen."""
        if not isinstance(fout, RedisError):
            return None
        return even_niet(aanmelden=url_naam(request).startswith(EIGEN_ACCOUNT))


def even_niet(*, aanmelden: bool = False) -> HttpResponse:
    """De pagina voor 503; raadpleegt niets."""
    antwoord = HttpResponse(render_to_string("503.html", {"aanmelden": aanmelden, "huisstijl": Stijl()}), status=503)
    antwoord["Retry-After"] = "60"
    return antwoord
