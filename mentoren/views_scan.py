"""De scan van een certificaat van vóór de ingebruikname: een tweede persoon bevestigt of weigert."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from documenten import http
from documenten.formulieren import ScanWeigeren
from kern.onderdelen import Rij
from kern.opmaak import datum_woord
from mentoren import stappen
from mentoren.enums import Scanstatus
from mentoren.models import Certificaatscan
from mentoren.regels import scan_bezwaar
from mentoren.toegang import scans
from organisaties.formulieren import weiger_in
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad

LIJST = "fiches:te_bevestigen"  # de lijst van wat op een tweede persoon wacht staat een app hoger


def _haal(request: HttpRequest, pk: int) -> Certificaatscan:
    return get_object_or_404(scans(request.actor), pk=pk)


def _kan_niet(request: HttpRequest, rij: Certificaatscan) -> HttpResponse | None:
    """Al beslist: een antwoord. PermissionDenied voor wie niet de tweede persoon kan zijn."""
    if rij.status != Scanstatus.TE_BEVESTIGEN:
        messages.info(request, f"Deze scan is al {rij.get_status_display()}. Er is niets meer te bevestigen.")
        return redirect(LIJST)
    if reden := scan_bezwaar(rij, request.actor.lidmaatschap):
        raise PermissionDenied(reden)
    return None


@daad("fiche.bevestigen")
def bevestigen(request: HttpRequest, pk: int) -> HttpResponse:
    """De scan met wat wie oplaadde zegt ernaast."""
    rij = _haal(request, pk)
    if klaar := _kan_niet(request, rij):
        return klaar
    mentor = rij.deelname.mentor
    if request.method == "POST":
        try:
            stappen.bevestig_scan(request.actor, rij)
            messages.success(request, f"Bevestigd. Mentor {mentor.code} telt nu als opgeleid.")
        except Geweigerd as geweigerd:
            messages.error(request, geweigerd.zin)
        return redirect(LIJST)
    rijen = [
        Rij("Mentor", f"{mentor.naam} ({mentor.code})"),
        Rij("Opleiding", f"{rij.deelname.opleiding.titel}, {datum_woord(rij.deelname.opleiding.datum)}"),
        Rij("Certificaat van", datum_woord(rij.datum)),
        Rij("Ondertekend door", f"{rij.ondertekenaar}, {rij.hoedanigheid}"),
        Rij("Opgeladen door", rij.door.gebruiker.volledige_naam),
    ]
    context = {"rij": rij, "mentor": mentor, "rijen": rijen, "bladen": range(1, rij.bladen + 1)}
    return render(request, "mentoren/scan_bevestigen.html", context)


@daad("fiche.bevestigen")
def weigeren(request: HttpRequest, pk: int) -> HttpResponse:
    rij = _haal(request, pk)
    if klaar := _kan_niet(request, rij):
        return klaar
    form = ScanWeigeren(request.POST or None, terug_url=reverse("mentoren:scan_bevestigen", args=[rij.pk]))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.weiger_scan(request.actor, rij, reden=form.cleaned_data["reden"])
            messages.success(request, f"Geweigerd. {rij.door.gebruiker.volledige_naam} krijgt je reden.")
            return redirect(LIJST)
    titel = f"Scan van certificaat {rij.deelname.mentor.code} weigeren"
    uitleg = f"{rij.door.gebruiker.volledige_naam} krijgt een bericht met je reden."
    return render(request, "formulier.html", {"form": form, "titel": titel, "uitleg": uitleg})


@daad("fiche.bevestigen")
def bestand(request: HttpRequest, pk: int) -> HttpResponse:
    return http.antwoord(_haal(request, pk).document, bijlage="bewaar" in request.GET)


@daad("fiche.bevestigen")
def blad(request: HttpRequest, pk: int, blad: int) -> HttpResponse:
    """Eén bladzijde als beeld: een pagina mag geen PDF insluiten."""
    rij = _haal(request, pk)
    return http.scanblad(rij.document, blad, rij.bladen)
