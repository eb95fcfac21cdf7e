"""Wie in wiens plaats tekent. De beheerder regelt het voor iedereen, een directeur of leidinggevende voor zichzelf."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from beheer import toegang
from beheer.forms import PlaatsvervangerForm
from beheer.regels import waar
from beheer.stappen import plaatsvervanging as stappen
from kern.lijst import pagina
from kern.onderdelen import Rij
from kern.opmaak import datum_woord
from organisaties.enums import Rol, Vervangbaar
from organisaties.formulieren import weiger_in
from organisaties.models import Lidmaatschap
from organisaties.toegang import geldig
from organisaties.verzoek import daad


@daad("plaatsvervanging.regelen")
def lijst(request: HttpRequest) -> HttpResponse:
    return _lijst(request, zelf=False)


@daad("plaatsvervanging.eigen")
def mijn(request: HttpRequest) -> HttpResponse:
    return _lijst(request, zelf=True)


def _lijst(request: HttpRequest, *, zelf: bool) -> HttpResponse:
    rijen = toegang.plaatsvervangingen(request.actor)
    if zelf:
        rijen = rijen.filter(voor=request.actor.lidmaatschap)
    bladzijde, vandaag = pagina(request, rijen.order_by("-tot", "-van", "-pk")), timezone.localdate()
    for rij in bladzijde:
        rij.waar = waar(rij, vandaag)
        rij.kan_stoppen = rij.waar in ("komt", "loopt")
    return render(request, "beheer/plaatsvervangers.html", {"pagina": bladzijde, "zelf": zelf})


@daad("plaatsvervanging.regelen")
def nieuw(request: HttpRequest) -> HttpResponse:
    return _nieuw(request, zelf=False)


@daad("plaatsvervanging.eigen")
def mijn_nieuw(request: HttpRequest) -> HttpResponse:
    return _nieuw(request, zelf=True)


def _nieuw(request: HttpRequest, *, zelf: bool) -> HttpResponse:
    terug = "beheer:mijn_plaatsvervanger" if zelf else "beheer:plaatsvervangers"
    leden = _leden(request)
    ik = request.actor.lidmaatschap
    voor = leden.filter(pk=ik.pk) if zelf else leden.filter(rollen__overlap=Vervangbaar.values)
    form = PlaatsvervangerForm(
        request.POST or None,
        voor=voor,
        leden=leden.exclude(pk=ik.pk) if zelf else leden,
        zelf=ik if zelf else None,
        initial={"van": timezone.localdate()},
        terug_url=reverse(terug),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            rij = stappen.duid_aan(request.actor, **form.cleaned_data)
            wie, tot = rij.plaatsvervanger.gebruiker.volledige_naam, datum_woord(rij.tot)
            messages.success(request, f"{wie} is plaatsvervanger tot en met {tot}.")
            return redirect(terug)
    return render(
        request, "beheer/plaatsvervanger.html", {"form": form, "zelf": zelf, "titel": "Plaatsvervanger aanduiden"}
    )


def _leden(request: HttpRequest):
    """Wie nu toegang heeft, op naam; een controleur tekent nooit."""
    rijen = Lidmaatschap.objects.filter(geldig(timezone.localdate()), bestuur=request.actor.bestuur_id)
    rijen = rijen.exclude(rollen__contains=[Rol.CONTROLEUR]).select_related("gebruiker", "bestuur")
    return rijen.order_by("gebruiker__voornaam", "gebruiker__naam", "pk")


@daad("plaatsvervanging.regelen")
def beeindig(request: HttpRequest, pk: int) -> HttpResponse:
    return _beeindig(request, pk, zelf=False)


@daad("plaatsvervanging.eigen")
def mijn_beeindig(request: HttpRequest, pk: int) -> HttpResponse:
    return _beeindig(request, pk, zelf=True)


def _beeindig(request: HttpRequest, pk: int, *, zelf: bool) -> HttpResponse:
    rijen = toegang.plaatsvervangingen(request.actor)
    rij = get_object_or_404(rijen.filter(voor=request.actor.lidmaatschap) if zelf else rijen, pk=pk)
    terug = "beheer:mijn_plaatsvervanger" if zelf else "beheer:plaatsvervangers"
    wie = rij.plaatsvervanger.gebruiker.volledige_naam
    if request.method == "POST":
        stappen.beeindig(request.actor, rij)
        messages.success(request, f"{wie} is geen plaatsvervanger meer. Wat al getekend is, blijft gelden.")
        return redirect(terug)
    if waar(rij, timezone.localdate()) not in ("komt", "loopt"):
        messages.info(request, "Deze plaatsvervanging is al voorbij.")
        return redirect(terug)
    context = {
        "titel": f"Plaatsvervanging door {wie} beëindigen?",
        "uitleg": "Vanaf nu kan deze persoon niet meer in die plaats tekenen. Wat al getekend is, blijft gelden.",
        "rijen": [
            Rij("In de plaats van", f"{rij.voor.gebruiker.volledige_naam}, {rij.get_hoedanigheid_display()}"),
            Rij("Periode", f"{datum_woord(rij.van)} tot en met {datum_woord(rij.tot)}"),
            Rij("Schriftelijke opdracht", rij.referentie),
        ],
        "knop": "Plaatsvervanging beëindigen",
        "terug_url": reverse(terug),
        "gevaar": True,
        "form": None,
    }
    return render(request, "bevestig.html", context)
