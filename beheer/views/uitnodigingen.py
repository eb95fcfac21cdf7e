"""Iemand uitnodigen, en wat er van de open uitnodigingen geworden is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beheer import toegang
from beheer.forms import UitnodigForm
from beheer.lijst import met_stand
from beheer.models import Uitnodiging
from beheer.stappen import uitnodigen as stappen
from beheer.views.opnieuw import stuur_opnieuw
from beheer.views.personen import haal_lid, organisaties
from kern.lijst import pagina
from kern.onderdelen import Rij
from kern.opmaak import opsomming
from organisaties.enums import Rol
from organisaties.formulieren import probeer, weiger_in
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad


def _haal(request: HttpRequest, pk: int) -> Uitnodiging:
    """Een uitnodiging van dit bestuur, ook een die intussen aanvaard of ingetrokken is."""
    return get_object_or_404(Uitnodiging, pk=pk, bestuur=request.actor.bestuur_id)


@daad("personen.beheren")
def lijst(request: HttpRequest) -> HttpResponse:
    bladzijde = pagina(request, toegang.uitnodigingen(request.actor))
    met_stand(bladzijde.object_list)
    for rij in bladzijde:
        rij.rolnamen = [Rol(rol).label for rol in rij.rollen]
    return render(request, "beheer/uitnodigingen.html", {"pagina": bladzijde})


@daad("personen.beheren")
def nieuw(request: HttpRequest) -> HttpResponse:
    form = UitnodigForm(request.POST or None, organisaties=organisaties(request), terug_url=reverse("beheer:personen"))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            rij = stappen.nodig_uit(request.actor, **form.cleaned_data)
            messages.success(request, f"{rij.volledige_naam} is uitgenodigd. De mail vertrekt zo meteen.")
            return redirect("beheer:uitnodigingen")
    dagen = request.actor.bestuur.uitnodiging_dagen
    return render(request, "beheer/uitnodigen.html", {"form": form, "titel": "Iemand uitnodigen", "dagen": dagen})


@require_POST
@daad("personen.beheren")
def lid(request: HttpRequest, pk: int) -> HttpResponse:
    """Iemand uit de lijst die nog geen account heeft."""
    gevonden = haal_lid(request, pk)
    try:
        stappen.nodig_lid_uit(request.actor, gevonden)
    except Geweigerd as geweigerd:
        messages.warning(request, geweigerd.zin)
        return redirect("beheer:persoon", gevonden.pk)
    messages.success(request, f"{gevonden.gebruiker.volledige_naam} is uitgenodigd. De mail vertrekt zo meteen.")
    return redirect("beheer:uitnodigingen")


@require_POST
@daad("personen.beheren")
def opnieuw(request: HttpRequest, pk: int) -> HttpResponse:
    return stuur_opnieuw(request, _haal(request, pk), stappen.stuur_opnieuw, "beheer:uitnodigingen")


@daad("personen.beheren")
def intrekken(request: HttpRequest, pk: int) -> HttpResponse:
    rij = _haal(request, pk)
    if request.method == "POST":
        gelukt = f"De uitnodiging voor {rij.email} is ingetrokken. De link werkt niet meer."
        return probeer(request, lambda: stappen.trek_in(request.actor, rij), gelukt, "beheer:uitnodigingen")
    context = {
        "titel": f"Uitnodiging voor {rij.email} intrekken?",
        "uitleg": "De link in de mail werkt dan niet meer.",
        "rijen": [Rij("Naam", rij.volledige_naam), Rij("Rollen", opsomming([Rol(rol).label for rol in rij.rollen]))],
        "knop": "Uitnodiging intrekken",
        "terug_url": reverse("beheer:uitnodigingen"),
        "gevaar": True,
        "form": None,
    }
    return render(request, "bevestig.html", context)
