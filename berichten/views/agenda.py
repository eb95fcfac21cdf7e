"""Profiel → Agenda: het geheime adres maken, vernieuwen, intrekken. En de agenda zelf, voor wie dat adres heeft."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aanmelding import herbevestig
from aanmelding.toegang import eist_tweede_factor
from berichten import agenda, sleutels
from berichten.models import Agendasleutel
from kern.bevroren import sha256

NIEUW = "agenda_adres"  # in de sessie: het adres dat net gemaakt is, één keer getoond


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def instellen(request: HttpRequest) -> HttpResponse:
    """POST maakt een adres, of een nieuw in de plaats van het vorige."""
    ontbreekt = eist_tweede_factor(request.actor) and not herbevestig.tweede_factor_bewezen(request)
    if request.method == "POST":
        if ontbreekt:  # wie enkel een wachtwoord heeft, mag hier geen tweede ingang maken
            messages.error(request, "Stel eerst je tweede factor in. Daarna kan je een agenda-adres maken.")
            return redirect("profiel_tweede_factor")
        request.session[NIEUW] = reverse("agenda", args=[sleutels.maak(request.actor)])
        messages.success(request, "Je agenda-adres is klaar. Neem het nu over: je ziet het maar één keer.")
        return redirect("profiel_agenda")
    pad = request.session.pop(NIEUW, "")
    context = {
        "sleutel": Agendasleutel.objects.filter(gebruiker=request.user).first(),
        "adres": f"{settings.GD_ADRES}{pad}" if pad else "",
        "webcal": f"webcal://{settings.GD_ADRES.partition('://')[2]}{pad}" if pad else "",
        "ontbreekt": ontbreekt,
    }
    antwoord = render(request, "berichten/agenda.html", context)
    antwoord["Cache-Control"] = "no-store"
    return antwoord


@login_required
@require_POST
def intrekken(request: HttpRequest) -> HttpResponse:
    if sleutels.trek_in(request.actor):
        messages.success(request, "Je agenda-adres is ingetrokken. Wie het had, ziet niets meer.")
    else:
        messages.info(request, "Er was geen agenda-adres. Er is niets gewijzigd.")
    return redirect("profiel_agenda")


@require_safe
def feed(request: HttpRequest, sleutel: str) -> HttpResponse:
    """De agenda van wie deze sleutel heeft, zonder aanmelden. Een onbekende sleutel is een 404."""
    gebruiker = sleutels.open_met(sleutel)
    if gebruiker is None:
        raise Http404
    inhoud = agenda.als_ics(agenda.van_persoon(gebruiker, timezone.localdate()))
    etag = quote_etag(sha256(inhoud.decode()))
    antwoord = get_conditional_response(request, etag=etag) or HttpResponse(
        inhoud, content_type="text/calendar; charset=utf-8"
    )
    antwoord["ETag"] = etag
    antwoord["Cache-Control"] = "private, max-age=900"
    antwoord["X-Robots-Tag"] = "noindex"
    antwoord["Content-Disposition"] = 'inline; filename="gemeenschapsdienst.ics"'
    return antwoord
