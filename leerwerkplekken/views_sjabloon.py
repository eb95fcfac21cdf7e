"""Sjablonen per functie: de lijst, een sjabloon nakijken en wijzigen, er een maken van een plek."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from kern.lijst import pagina as bladzijde
from leerwerkplekken import stappen
from leerwerkplekken.forms_plan import SjabloonForm, SjabloonNaamForm
from leerwerkplekken.models import Functiesjabloon
from leerwerkplekken.toegang import sjablonen as zichtbare_sjablonen
from leerwerkplekken.views import haal_plek
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad


def _haal(request: HttpRequest, pk: int) -> Functiesjabloon:
    rijen = zichtbare_sjablonen(request.actor)
    return get_object_or_404(rijen.select_for_update() if request.method == "POST" else rijen, pk=pk)


@daad("leerwerkplek.bewerken")
def sjablonen(request: HttpRequest) -> HttpResponse:
    pagina = bladzijde(request, zichtbare_sjablonen(request.actor))
    return render(request, "leerwerkplekken/sjablonen.html", {"pagina": pagina})


@daad("leerwerkplek.bewerken")
def sjabloon(request: HttpRequest, pk: int) -> HttpResponse:
    ding = _haal(request, pk)
    form = SjabloonForm(
        request.POST or None, staat=SjabloonForm.staat_van(ding), terug_url=reverse("leerwerkplekken:sjablonen")
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.wijzig_sjabloon(request.actor, ding, **form.waarden())
            messages.success(request, f"Sjabloon {form.cleaned_data['naam']} is bewaard. Plekken veranderen niet mee.")
            return redirect("leerwerkplekken:sjablonen")
    return render(request, "leerwerkplekken/sjabloon.html", {"form": form, "sjabloon": ding})


@daad("leerwerkplek.bewerken")
def maak(request: HttpRequest, pk: int) -> HttpResponse:
    """Een sjabloon van deze plek."""
    plek = haal_plek(request, pk)
    terug = reverse("leerwerkplekken:takenlijst", args=[plek.pk])
    form = SjabloonNaamForm(request.POST or None, initial={"naam": plek.functie[:120]}, terug_url=terug)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            nieuw = stappen.maak_sjabloon(request.actor, plek, naam=form.cleaned_data["naam"])
            messages.success(request, f"Sjabloon {nieuw.naam} is gemaakt. Kijk na wat voor elke plek mag gelden.")
            return redirect("leerwerkplekken:sjabloon", nieuw.pk)
    return render(request, "leerwerkplekken/sjabloon_maak.html", {"form": form, "plek": plek})


@daad("leerwerkplek.bewerken")
def verwijder(request: HttpRequest, pk: int) -> HttpResponse:
    ding = _haal(request, pk)
    if request.method == "POST":
        stappen.verwijder_sjabloon(request.actor, ding)
        messages.success(request, f"Sjabloon {ding.naam} is verwijderd.")
        return redirect("leerwerkplekken:sjablonen")
    inhoud = {
        "titel": f"Sjabloon {ding.naam} verwijderen?",
        "uitleg": "Plekken die ermee begonnen, blijven zoals ze zijn.",
        "knop": "Sjabloon verwijderen",
        "gevaar": True,
        "terug_url": reverse("leerwerkplekken:sjabloon", args=[ding.pk]),
        "form": None,
        "rijen": [],
    }
    return render(request, "bevestig.html", inhoud)
