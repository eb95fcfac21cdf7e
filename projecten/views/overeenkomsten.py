"""Samenwerkingsovereenkomsten: de lijst, een nieuwe, wijzigen, verlengen en het document."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aanmelding import herbevestig
from documenten import http, werkmap
from kern.lijst import als_werkmap, pagina, volgorde
from kern.opmaak import datum_woord
from kern.tabel import Tabel
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad
from projecten import toegang
from projecten.enums import OvereenkomstStand
from projecten.forms.overeenkomsten import OvereenkomstFilter, OvereenkomstForm, VerlengForm
from projecten.models import Overeenkomst
from projecten.overzicht import aflopende_overeenkomsten, met_opvolger, overeenkomststand
from projecten.stappen import overeenkomsten as stappen

KOLOMMEN = {
    "nieuwste": ["-van", "-pk"],
    "van": ["van", "pk"],
    "tot": ["tot", "pk"],
    "met": ["met", "glowpartner__naam", "pk"],
}
LIJST = "projecten:overeenkomsten"


def _haal(request: HttpRequest, pk: int) -> Overeenkomst:
    rijen = toegang.overeenkomsten(request.actor)
    return get_object_or_404(rijen.select_for_update(of=("self",)) if request.method == "POST" else rijen, pk=pk)


@daad("overeenkomst.beheren")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    vandaag, actor = timezone.localdate(), request.actor
    alle = met_opvolger(toegang.overeenkomsten(actor)).order_by(*volgorde(request, KOLOMMEN, "nieuwste"))
    filter_ = OvereenkomstFilter(request.GET or None, partners=toegang.partners(actor.bestuur_id))
    gekozen = filter_.cleaned_data if filter_.is_valid() else {}
    if gekozen.get("met"):
        met, partner = gekozen["met"]
        alle = alle.filter(met=met, glowpartner=partner)
    rijen = [(rij, overeenkomststand(rij, vandaag)) for rij in alle]
    if stand := gekozen.get("stand"):
        rijen = [paar for paar in rijen if paar[1] == stand]
    if als_werkmap(request):
        return werkmap.van_lijst(actor, _tabel(rijen))
    inhoud = {
        "pagina": pagina(request, rijen),
        "filter": filter_,
        "aflopend": aflopende_overeenkomsten(actor.bestuur_id, vandaag),
        "gefilterd": any(gekozen.values()),
    }
    return render(request, "projecten/overeenkomsten.html", inhoud)


def _tabel(rijen: list[tuple[Overeenkomst, str]]) -> Tabel:
    koppen = ("Met", "Onderwerp", "Van", "Tot en met", "Stand", "Getekend op", "Document")
    return Tabel(
        "overeenkomsten",
        "Overeenkomsten",
        koppen,
        [
            (
                rij.met_wie,
                rij.onderwerp,
                rij.van,
                rij.tot,
                OvereenkomstStand(stand).label,
                rij.getekend_op,
                rij.document_id is not None,
            )
            for rij, stand in rijen
        ],
    )


@daad("overeenkomst.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: HttpRequest) -> HttpResponse:
    form = OvereenkomstForm(
        request.POST or None,
        request.FILES or None,
        partners=toegang.partners(request.actor.bestuur_id),
        terug_url=reverse(LIJST),
    )
    if request.method == "POST" and form.is_valid():
        gegevens = _waarden(form)
        with weiger_in(form):
            rij = stappen.maak(request.actor, request.actor.bestuur, **gegevens)
            messages.success(request, f"De overeenkomst met {rij.met_wie} is bewaard.")
            return redirect(LIJST)
        form.vraag_bestand_opnieuw()
    return _toon(request, form, "Nieuwe overeenkomst")


@daad("overeenkomst.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: HttpRequest, pk: int) -> HttpResponse:
    rij = _haal(request, pk)
    begin = {veld: getattr(rij, veld) for veld in ("van", "tot", "onderwerp", "getekend_op")}
    form = OvereenkomstForm(
        request.POST or None,
        request.FILES or None,
        initial=begin | {"met": (rij.met, rij.glowpartner)},
        partners=toegang.partners(request.actor.bestuur_id),
        heeft_document=rij.document is not None,
        terug_url=reverse(LIJST),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.wijzig(request.actor, rij, **_waarden(form))
            messages.success(request, "De overeenkomst is bewaard.")
            return redirect(LIJST)
        form.vraag_bestand_opnieuw()
    return _toon(request, form, f"Overeenkomst met {rij.met_wie}")


@daad("overeenkomst.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def verlengen(request: HttpRequest, pk: int) -> HttpResponse:
    """Een nieuwe periode met dezelfde partner; begint voor de hand liggend de dag na het einde."""
    oud = _haal(request, pk)
    begin = {"onderwerp": oud.onderwerp, "van": oud.tot + timedelta(days=1) if oud.tot else None}
    form = VerlengForm(request.POST or None, request.FILES or None, initial=begin, terug_url=reverse(LIJST))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.verlengen(request.actor, oud, **form.cleaned_data)
            messages.success(request, f"De overeenkomst met {oud.met_wie} is verlengd.")
            return redirect(LIJST)
        form.vraag_bestand_opnieuw()
    tot = f"De vorige loopt tot en met {datum_woord(oud.tot)}." if oud.tot else "De vorige heeft geen einddatum."
    return _toon(request, form, f"Overeenkomst met {oud.met_wie} verlengen", tot)


@daad("overeenkomst.beheren")
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Het getekende document; `?bijlage=1` laat de browser het bewaren."""
    rij = _haal(request, pk)
    if rij.document is None:
        raise Http404
    return http.antwoord(rij.document, bijlage="bijlage" in request.GET)


def _waarden(form: OvereenkomstForm) -> dict:
    gegevens = dict(form.cleaned_data)
    met, partner = gegevens.pop("met")
    return gegevens | {"met": met, "glowpartner": partner}


def _toon(request: HttpRequest, form, titel: str, uitleg: str = "") -> HttpResponse:
    inhoud = {"form": form, "titel": titel, "uitleg": uitleg}
    return render(request, "projecten/overeenkomst.html", inhoud)
