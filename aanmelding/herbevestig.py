"""Wie tekent of exporteert, bewees hoogstens vijf minuten geleden wie hij is: wachtwoord, code of passkey.

In een view: `@herbevestig.nodig` onder `@daad(…)`. De bewijzen staan in de sessie, zoals allauth ze noteert.
"""

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from aanmelding.regels import vers
from organisaties.models import Gebruiker


def noteer(request: HttpRequest) -> None:
    """Deze persoon gaf net het juiste wachtwoord: dat geldt vijf minuten als bevestiging."""
    record_authentication(request, request.user, method="password", reauthenticated=True)


def onlangs(request: HttpRequest, *, aanmelden_telt: bool = True) -> bool:
    """Of deze persoon de laatste vijf minuten bewees wie hij is.

    Een aanmelding telt mee, behalve om te tekenen (`aanmelden_telt=False`) en behalve via ACM/IDM: daar kan een oude
    sessie ongemerkt verlengd zijn.
    """
    nu = time.time()
    bewijzen = [b for b in get_authentication_records(request, request.user) if vers(b["at"], nu)]
    return any(b.get("reauthenticated") or (aanmelden_telt and b["method"] in ("password", "mfa")) for b in bewijzen)


def tweede_factor_bewezen(request: HttpRequest) -> bool:
    """Of deze sessie met twee factoren begon of er later een bewees. ACM/IDM (OIDC) telt als allebei."""
    bewijzen = get_authentication_records(request, request.user)
    return any(b["method"] in ("mfa", "socialaccount") for b in bewijzen)


def met_wachtwoord_ter_plaatse(gebruiker: Gebruiker) -> bool:
    """Of het tekenformulier zelf het wachtwoord kan vragen: wie een andere manier heeft, gebruikt liever die."""
    return gebruiker.has_usable_password() and not Authenticator.objects.filter(user=gebruiker).exists()


def adres(volgende: str) -> str:
    """Waar je bevestigt, om daarna op `volgende` verder te gaan."""
    return f"{reverse('account_bevestig')}?{urlencode({'next': volgende})}"


def manieren(request: HttpRequest) -> list[dict]:
    """Hoe deze persoon kan bevestigen: wachtwoord, code, passkey; leeg voor wie enkel via ACM/IDM binnenkomt."""
    return get_adapter().get_reauthentication_methods(request.user)


def vraag(request: HttpRequest, volgende: str, *, enkel_factor: bool = False) -> HttpResponse:
    """Naar de pagina waar je bevestigt; wie daar geen enkele manier voor heeft, stelt er eerst een in.

    `enkel_factor`: een wachtwoord volstaat niet, deze sessie moet nog een tweede factor tonen.
    """
    mogelijk = manieren(request)
    if enkel_factor:
        mogelijk = [manier for manier in mogelijk if manier["id"] != "reauthenticate"]
    if not mogelijk:
        messages.info(request, "Stel eerst een passkey of een code-app in. Daarmee bevestig je dat jij het bent.")
        return redirect("profiel_tweede_factor")
    return redirect(f"{mogelijk[0]['url']}?{urlencode({'next': volgende})}")


def nodig(
    view: Callable[..., HttpResponse] | None = None,
    *,
    wanneer: Callable[[HttpRequest], bool] = lambda request: True,
    bestand: bool = True,
    eerste_factor: bool = False,
) -> Callable:
    """Decorator: zonder recente bevestiging eerst bevestigen, dan terug.

    Een GET gaat daarna door; met `bestand` via een tussenpagina, want een download laat de pagina staan. Een POST komt
    terug op de pagina van het formulier, waar alles wat getypt was er nog staat. `eerste_factor`: wie nog geen enkele
    manier heeft om te bevestigen (een account van ACM/IDM), mag door om er een in te stellen.
    """

    def versier(functie: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(functie)
        def bewaakt(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not wanneer(request) or onlangs(request) or (eerste_factor and not manieren(request)):
                return functie(request, *args, **kwargs)
            if request.method != "GET":
                return vraag(request, vorige_pagina(request))
            naar = request.get_full_path()
            return vraag(request, ophaal_adres(request, naar) if bestand else naar)

        bewaakt.herbevestig = True
        return bewaakt

    return versier(view) if view else versier


def ophaal_adres(request: HttpRequest, naar: str) -> str:
    return f"{reverse('account_bevestigd')}?{urlencode({'naar': naar, 'terug': vorige_pagina(request)})}"


def vorige_pagina(request: HttpRequest) -> str:
    """Pad van de pagina waar dit verzoek vandaan komt, of de startpagina. Nooit een ander adres."""
    verwijzer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(verwijzer, {request.get_host()}, require_https=request.is_secure()):
        return reverse("start")
    delen = urlsplit(verwijzer)
    return delen._replace(scheme="", netloc="", fragment="").geturl() or "/"
