"""Zoekopdrachten: bewaren wat het bord nu toont, en kiezen of je hoort wat er nieuw bij past."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad, eis_partner
from partners import bord, toegang
from partners.forms import BordForm, ZoekopdrachtForm, genormaliseerd, in_woorden
from partners.models import Zoekopdracht
from partners.passend import passende
from partners.stappen import zoeken as stappen


@daad("aanbod.bekijken")
@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    """De eigen zoekopdrachten, met hoeveel plekken er nu bij passen."""
    eis_partner(request)
    dag = timezone.localdate()
    rijen = bord.rijen(request.actor.glowpartner, dag)
    zoekopdrachten = [
        {
            "zoek": zoek,
            "woorden": in_woorden(BordForm(zoek.vraag, rijen=rijen)),
            "aantal": len(passende(zoek, rijen, dag)),
            "adres": f"{reverse('start')}?{urlencode(zoek.vraag)}",
        }
        for zoek in toegang.zoekopdrachten(request.actor)
    ]
    return render(request, "partners/zoekopdrachten.html", {"zoekopdrachten": zoekopdrachten})


@daad("aanbod.bekijken")
@require_http_methods(["GET", "HEAD", "POST"])
def bewaar(request: HttpRequest) -> HttpResponse:
    """Het filter staat in het adres; hier krijgt het een naam."""
    eis_partner(request)
    dag, vraag = timezone.localdate(), genormaliseerd(request.GET)
    rijen = bord.rijen(request.actor.glowpartner, dag)
    filter_ = BordForm(vraag, rijen=rijen)
    terug = f"{reverse('start')}?{urlencode(vraag)}"
    if not vraag or not filter_.is_valid():
        messages.info(request, "Kies eerst waarop je zoekt. Daarna kan je dat bewaren.")
        return redirect(terug)
    form = ZoekopdrachtForm(request.POST or None, initial={"mailt": True}, terug_url=terug)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            passend = [rij.plek.pk for rij in passende(Zoekopdracht(vraag=vraag), rijen, dag)]
            nieuw = stappen.bewaar(request.actor, vraag=vraag, passend=passend, **form.cleaned_data)
            messages.success(request, f"De zoekopdracht “{nieuw.naam}” is bewaard.")
            return redirect("partners:zoekopdrachten")
    context = {"form": form, "titel": "Zoekopdracht bewaren", "woorden": in_woorden(filter_)}
    return render(request, "partners/zoekopdracht.html", context)


@daad("aanbod.bekijken")
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: HttpRequest, pk: int) -> HttpResponse:
    zoek = get_object_or_404(toegang.zoekopdrachten(request.actor), pk=pk)
    dag = timezone.localdate()
    rijen = bord.rijen(zoek.glowpartner, dag)
    terug = reverse("partners:zoekopdrachten")
    form = ZoekopdrachtForm(request.POST or None, initial={"naam": zoek.naam, "mailt": zoek.mailt}, terug_url=terug)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            passend = [rij.plek.pk for rij in passende(zoek, rijen, dag)]
            stappen.wijzig(request.actor, zoek, passend=passend, **form.cleaned_data)
            messages.success(request, f"De zoekopdracht “{zoek.naam}” is bewaard.")
            return redirect(terug)
    woorden = in_woorden(BordForm(zoek.vraag, rijen=rijen))
    context = {"form": form, "titel": "Zoekopdracht wijzigen", "woorden": woorden, "zoek": zoek}
    return render(request, "partners/zoekopdracht.html", context)


@daad("aanbod.bekijken")
@require_http_methods(["GET", "HEAD", "POST"])
def verwijder(request: HttpRequest, pk: int) -> HttpResponse:
    zoek = get_object_or_404(toegang.zoekopdrachten(request.actor), pk=pk)
    if request.method == "POST":
        stappen.verwijder(request.actor, zoek)
        messages.success(request, f"De zoekopdracht “{zoek.naam}” is verwijderd.")
        return redirect("partners:zoekopdrachten")
    context = {
        "titel": f"Zoekopdracht “{zoek.naam}” verwijderen?",
        "uitleg": "Je krijgt er geen berichten meer over. De plekken zelf blijven op het bord staan.",
        "rijen": [],
        "knop": "Verwijderen",
        "gevaar": True,
        "form": None,
        "terug_url": reverse("partners:zoekopdrachten"),
    }
    return render(request, "bevestig.html", context)
