"""Contactpersonen: een partner ziet wie hij per bestuur opbelt, een bestuur wie het per partner opbelt."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad, eis_partner
from partners import contact as lezen
from partners import toegang
from partners.forms import KaartForm
from partners.models import Contactkaart, Partnerkaart
from partners.stappen import contact as stappen

BESTUUR = {"nieuw": "contactkaart_nieuw", "wijzig": "contactkaart", "weg": "contactkaart_weg"}
PARTNER = {"nieuw": "partnerkaart_nieuw", "wijzig": "partnerkaart", "weg": "partnerkaart_weg"}


@daad("contact.beheren")
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Voor een bestuur: wie het per partner opbelt, en de eigen kaarten."""
    return _lijst(request, lezen.voor_bestuur(request.actor), list(toegang.contactkaarten(request.actor)))


@daad("contact.partner")
@require_safe
def besturen(request: HttpRequest) -> HttpResponse:
    """Voor een partner: wie hij per bestuur opbelt, de mentoren van wie er geplaatst is, en de eigen kaarten."""
    eis_partner(request)
    groepen = lezen.voor_partner(request.actor, timezone.localdate())
    return _lijst(request, groepen, list(toegang.partnerkaarten(request.actor)))


def _lijst(request: HttpRequest, groepen: list[lezen.Groep], eigen: list) -> HttpResponse:
    namen = {naam: f"partners:{PARTNER[naam] if request.actor.glowpartner else BESTUUR[naam]}" for naam in BESTUUR}
    return render(request, "partners/contact.html", {"groepen": groepen, "eigen": eigen, "adres": namen})


@daad("contact.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def contactkaart_nieuw(request: HttpRequest) -> HttpResponse:
    return _bewaar(request, None, "Contactpersoon toevoegen")


@daad("contact.partner")
@require_http_methods(["GET", "HEAD", "POST"])
def partnerkaart_nieuw(request: HttpRequest) -> HttpResponse:
    eis_partner(request)
    return _bewaar(request, None, "Contactpersoon toevoegen")


@daad("contact.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def contactkaart(request: HttpRequest, pk: int) -> HttpResponse:
    return _bewaar(request, _contactkaart(request, pk), "Contactpersoon wijzigen")


@daad("contact.partner")
@require_http_methods(["GET", "HEAD", "POST"])
def partnerkaart(request: HttpRequest, pk: int) -> HttpResponse:
    return _bewaar(request, _partnerkaart(request, pk), "Contactpersoon wijzigen")


@daad("contact.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def contactkaart_weg(request: HttpRequest, pk: int) -> HttpResponse:
    return _verwijder(request, _contactkaart(request, pk))


@daad("contact.partner")
@require_http_methods(["GET", "HEAD", "POST"])
def partnerkaart_weg(request: HttpRequest, pk: int) -> HttpResponse:
    return _verwijder(request, _partnerkaart(request, pk))


def _contactkaart(request: HttpRequest, pk: int) -> Contactkaart:
    return get_object_or_404(toegang.contactkaarten(request.actor), pk=pk)


def _partnerkaart(request: HttpRequest, pk: int) -> Partnerkaart:
    eis_partner(request)
    return get_object_or_404(toegang.partnerkaarten(request.actor), pk=pk)


def _terug(request: HttpRequest) -> str:
    return reverse("partners:besturen" if request.actor.glowpartner else "partners:contact")


def _bewaar(request: HttpRequest, kaart: Contactkaart | Partnerkaart | None, titel: str) -> HttpResponse:
    begin = {veld: getattr(kaart, veld) for veld in stappen.VELDEN} if kaart else {}
    form = KaartForm(request.POST or None, initial=begin, terug_url=_terug(request))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            bewaard = stappen.bewaar(request.actor, kaart, **form.cleaned_data)
            messages.success(request, f"{bewaard.naam} is bewaard als contactpersoon.")
            return redirect(_terug(request))
    wie = "Elk bestuur waarmee je werkt" if request.actor.glowpartner else "Elke GLOW-partner waarmee je werkt"
    return render(request, "formulier.html", {"form": form, "titel": titel, "uitleg": f"{wie}, ziet deze gegevens."})


def _verwijder(request: HttpRequest, kaart: Contactkaart | Partnerkaart) -> HttpResponse:
    if request.method == "POST":
        stappen.verwijder(request.actor, kaart)
        messages.success(request, f"{kaart.naam} is geen contactpersoon meer.")
        return redirect(_terug(request))
    context = {
        "titel": f"{kaart.naam} verwijderen als contactpersoon?",
        "uitleg": "Wie met je werkt, ziet deze gegevens dan niet meer.",
        "rijen": [],
        "knop": "Verwijderen",
        "gevaar": True,
        "form": None,
        "terug_url": _terug(request),
    }
    return render(request, "bevestig.html", context)
