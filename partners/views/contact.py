"""Contactpersonen: een partner ziet wie hij per bestuur opbelt, een bestuur wie het per partner opbelt."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad
from partners import contact as lezen
from partners import toegang
from partners.forms import KaartForm
from partners.models import Contactkaart, Partnerkaart
from partners.stappen import contact as stappen


@daad("contact.beheren")
@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    if actor.glowpartner:
        groepen, eigen = lezen.voor_partner(actor, timezone.localdate()), toegang.partnerkaarten(actor)
    else:
        groepen, eigen = lezen.voor_bestuur(actor), toegang.contactkaarten(actor)
    return render(request, "partners/contact.html", {"groepen": groepen, "eigen": list(eigen)})


def _kaart(request: HttpRequest, pk: int) -> Contactkaart | Partnerkaart:
    """Een eigen kaart; 404 voor die van een ander, ook als die te lezen is."""
    if request.actor.glowpartner:
        return get_object_or_404(toegang.partnerkaarten(request.actor), pk=pk)
    return get_object_or_404(toegang.contactkaarten(request.actor), pk=pk)


@daad("contact.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: HttpRequest) -> HttpResponse:
    return _bewaar(request, None, "Contactpersoon toevoegen")


@daad("contact.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: HttpRequest, pk: int) -> HttpResponse:
    return _bewaar(request, _kaart(request, pk), "Contactpersoon wijzigen")


def _bewaar(request: HttpRequest, kaart: Contactkaart | Partnerkaart | None, titel: str) -> HttpResponse:
    begin = {veld: getattr(kaart, veld) for veld in stappen.VELDEN} if kaart else {}
    form = KaartForm(request.POST or None, initial=begin, terug_url=reverse("partners:contact"))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            bewaard = stappen.bewaar(request.actor, kaart, **form.cleaned_data)
            messages.success(request, f"{bewaard.naam} is bewaard als contactpersoon.")
            return redirect("partners:contact")
    wie = "Elk bestuur waarmee je werkt" if request.actor.glowpartner else "Elke GLOW-partner waarmee je werkt"
    return render(request, "formulier.html", {"form": form, "titel": titel, "uitleg": f"{wie}, ziet deze gegevens."})


@daad("contact.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def verwijder(request: HttpRequest, pk: int) -> HttpResponse:
    kaart = _kaart(request, pk)
    if request.method == "POST":
        stappen.verwijder(request.actor, kaart)
        messages.success(request, f"{kaart.naam} is geen contactpersoon meer.")
        return redirect("partners:contact")
    context = {
        "titel": f"{kaart.naam} verwijderen als contactpersoon?",
        "uitleg": "Wie met je werkt, ziet deze gegevens dan niet meer.",
        "rijen": [],
        "knop": "Verwijderen",
        "gevaar": True,
        "form": None,
        "terug_url": reverse("partners:contact"),
    }
    return render(request, "bevestig.html", context)
