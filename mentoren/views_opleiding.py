"""Deelname aan een opleiding en het certificaat: zonder bestand is een datum een toezegging."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from documenten import http
from mentoren import stappen
from mentoren.forms import CertificaatForm, DeelnameForm
from mentoren.models import Deelname, Mentor, Opleiding
from mentoren.regels import is_vooraf
from mentoren.toegang import zichtbaar_voor
from mentoren.views import haal_mentor
from organisaties.enums import Tekenwijze
from organisaties.formulieren import weiger_in
from organisaties.models import Bestuur
from organisaties.verzoek import daad


def _deelname(request: HttpRequest, pk: int) -> Deelname:
    """De deelname van een mentor die deze actor mag zien; anders 404."""
    rijen = Deelname.objects.filter(mentor__in=zichtbaar_voor(request.actor).values("pk"))
    return get_object_or_404(
        rijen.select_related("bestuur", "mentor__lidmaatschap__gebruiker", "opleiding", "certificaat"), pk=pk
    )


@daad("mentor.bewerken")
def deelname(request: HttpRequest, pk: int) -> HttpResponse:
    mentor = haal_mentor(request, pk)
    gevolgd = Deelname.objects.filter(mentor=mentor).values("opleiding")
    opleidingen = Opleiding.objects.filter(bestuur=mentor.bestuur_id).exclude(pk__in=gevolgd).order_by("-datum", "pk")
    form = DeelnameForm(
        request.POST or None,
        request.FILES or None,
        opleidingen=opleidingen,
        vooraf=_vooraf(mentor.bestuur),
        terug_url=reverse("mentoren:mentor", args=[mentor.pk]),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            deelname = _registreer(request, mentor, form.cleaned_data)
            wacht = " Een tweede persoon bevestigt de scan." if deelname.scans.exists() else ""
            messages.success(request, f"Opleiding van {mentor.naam} bewaard.{wacht}")
            return redirect("mentoren:mentor", mentor.pk)
        form.vraag_bestand_opnieuw()
    inhoud = {"form": form, "titel": f"Opleiding van {mentor.naam}", "mentor": mentor}
    return render(request, "mentoren/formulier.html", inhoud)


def _vooraf(bestuur: Bestuur) -> date | None:
    """De dag van ingebruikname, waar het bestuur scans van voordien toelaat."""
    return bestuur.in_gebruik_sinds if Tekenwijze.VOORAF in bestuur.wijzen else None


def _bewaar(request: HttpRequest, deelname: Deelname, gegevens: dict) -> bool:
    """Het certificaat bewaren; True als een tweede persoon het nog bevestigt."""
    bestand, datum = gegevens["bestand"], gegevens["certificaat_datum"]
    if not is_vooraf(deelname.bestuur, datum):
        stappen.voeg_certificaat_toe(request.actor, deelname, bestand, datum=datum)
        return False
    wie = {veld: gegevens[veld] for veld in CertificaatForm.VELDEN}
    stappen.lever_scan(request.actor, deelname, bestand, datum=datum, **wie)
    return True


def _registreer(request: HttpRequest, mentor: Mentor, gegevens: dict) -> Deelname:
    opleiding = gegevens.get("opleiding") or stappen.maak_opleiding(
        request.actor, mentor.bestuur, **{veld: gegevens[veld] for veld in DeelnameForm.NIEUWE}
    )
    datum = gegevens["certificaat_datum"]
    deelname = stappen.registreer_deelname(
        request.actor, opleiding, mentor, aanwezig=gegevens["aanwezig"], certificaat_datum=datum
    )
    if gegevens["bestand"]:
        _bewaar(request, deelname, gegevens)
    return deelname


@daad("mentor.bewerken")
def opladen(request: HttpRequest, pk: int) -> HttpResponse:
    deelname = _deelname(request, pk)
    mentor = deelname.mentor
    form = CertificaatForm(
        request.POST or None,
        request.FILES or None,
        initial={"certificaat_datum": deelname.certificaat_datum},
        vooraf=_vooraf(deelname.bestuur),
        terug_url=reverse("mentoren:mentor", args=[mentor.pk]),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            wacht = _bewaar(request, deelname, form.cleaned_data)
            wat = (
                "is opgeladen. Een tweede persoon bevestigt het."
                if wacht
                else "is bewaard. De mentor telt nu als opgeleid."
            )
            messages.success(request, f"Het certificaat van {mentor.naam} {wat}")
            return redirect("mentoren:mentor", mentor.pk)
        form.vraag_bestand_opnieuw()
    vervangt = " Het nieuwe bestand vervangt wat er nu staat." if deelname.certificaat_id else ""
    inhoud = {
        "form": form,
        "titel": f"Certificaat van {mentor.naam}",
        "mentor": mentor,
        "uitleg": f"{deelname.opleiding}.{vervangt}",
    }
    return render(request, "mentoren/formulier.html", inhoud)


@daad("mentor.zien")
def certificaat(request: HttpRequest, pk: int) -> HttpResponse:
    """Toont het bestand; `?bijlage=1` laat de browser het bewaren."""
    deelname = _deelname(request, pk)
    if deelname.certificaat is None:
        raise Http404
    return http.antwoord(deelname.certificaat, bijlage="bijlage" in request.GET)
