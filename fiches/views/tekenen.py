"""Ondertekenen, terugsturen en intrekken. Lezen gaat voor; "al ondertekend" is een antwoord, geen fout."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from aanmelding import herbevestig
from fiches import stappen
from fiches.enums import Bevestiging, Status
from fiches.forms import IntrekForm, OndertekenForm, SamenForm, TerugstuurForm
from fiches.models import Fiche, Handtekening
from fiches.selectie import Keuze
from fiches.views.fiche import gezag_van, haal_fiche, onderteken_form, toon, waarom_niet
from kern.opmaak import datum_woord
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad

EERST_BEVESTIGEN = "Bevestig eerst dat jij het bent. De vijf minuten zijn voorbij, of je deed het nog niet."


@sensitive_post_parameters("wachtwoord")
@daad("fiche.ondertekenen")
def ondertekenen(request: HttpRequest, pk: int) -> HttpResponse:
    fiche = haal_fiche(request, pk)
    if request.method != "POST":  # bijvoorbeeld na opnieuw aanmelden
        return redirect("fiches:fiche", fiche.pk)
    if fiche.status != Status.TER_ONDERTEKENING:
        return _al_gebeurd(request, fiche)
    form = onderteken_form(request, fiche, request.POST)
    if form is None:
        raise PermissionDenied(waarom_niet(request.actor, fiche) or "Je mag deze fiche niet ondertekenen.")
    if not form.is_valid():
        return toon(request, fiche, form)
    bevestig(request, form)
    return _teken(request, fiche, form)


def bevestig(request: HttpRequest, form: OndertekenForm | SamenForm) -> None:
    """Een handtekening vraagt een eigen bevestiging; een aanmelding van net telt daarvoor niet."""
    if form.bevestiging == Bevestiging.KLAAR:
        return
    if form.bevestiging == Bevestiging.ELDERS:
        form.add_error(None, EERST_BEVESTIGEN)
    elif request.user.check_password(form.cleaned_data["wachtwoord"]):
        herbevestig.noteer(request)
    else:
        form.add_error("wachtwoord", "Dit wachtwoord klopt niet. Probeer het opnieuw.")


def _teken(request: HttpRequest, fiche: Fiche, form: OndertekenForm) -> HttpResponse:
    if form.is_valid():
        keuze = form.cleaned_data["hoedanigheid"]
        with weiger_in(form):
            handtekening = stappen.ondertekenen(
                request.actor, fiche, hoedanigheid=keuze, inhoud_sha256=form.cleaned_data["inhoud_sha256"]
            )
            messages.success(request, f"Ondertekend als {handtekening.als}. Het zegel volgt binnen enkele ogenblikken.")
            return redirect("fiches:fiche", fiche.pk)
    fiche.refresh_from_db(fields=["status"])
    if fiche.status != Status.TER_ONDERTEKENING:  # een ander, of een ander tabblad, was intussen eerst
        return _al_gebeurd(request, fiche)
    return toon(request, fiche, form)


def _al_gebeurd(request: HttpRequest, fiche: Fiche) -> HttpResponse:
    handtekening = Handtekening.objects.filter(fiche=fiche).first()
    if handtekening:
        op = datum_woord(handtekening.ondertekend_op)
        messages.info(request, f"Deze fiche is al ondertekend, door {handtekening.naam} op {op}.")
    else:
        messages.info(
            request, f"Deze fiche is intussen {fiche.get_status_display()}. Er is niets meer te ondertekenen."
        )
    return redirect("fiches:fiche", fiche.pk)


@daad("fiche.ondertekenen")
def terugsturen(request: HttpRequest, pk: int) -> HttpResponse:
    """Met `?samen=ja` en een keuze erachter: vanuit samen ondertekenen, en met de rest van die keuze daarheen terug."""
    fiche, samen = haal_fiche(request, pk), "samen" in request.GET
    keuze = Keuze.uit(request.GET)
    if fiche.status != Status.TER_ONDERTEKENING:
        antwoord = _al_gebeurd(request, fiche)
        return redirect(keuze.behalve(pk).adres) if samen else antwoord
    if not gezag_van(request.actor, fiche):
        raise PermissionDenied("Enkel wie de fiche kan ondertekenen, kan ze terugsturen.")
    terug = keuze.adres if samen else reverse("fiches:fiche", args=[fiche.pk])
    form = TerugstuurForm(request.POST or None, terug_url=terug)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.terugsturen(request.actor, fiche, reden=form.cleaned_data["reden"])
            messages.success(request, f"Fiche {fiche.code} is teruggestuurd. HR ziet de reden en kan ze verbeteren.")
            return redirect(keuze.behalve(pk).adres if samen else reverse("fiches:te_ondertekenen"))
    return render(
        request, "fiches/terugsturen.html", {"form": form, "fiche": fiche, "titel": f"Fiche {fiche.code} terugsturen"}
    )


@daad("fiche.indienen")
def intrekken(request: HttpRequest, pk: int) -> HttpResponse:
    fiche = haal_fiche(request, pk)
    if fiche.status != Status.TER_ONDERTEKENING:
        return _al_gebeurd(request, fiche)
    form = IntrekForm(request.POST or None, terug_url=reverse("fiches:fiche", args=[fiche.pk]))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.intrekken(request.actor, fiche, reden=form.cleaned_data["reden"])
            messages.success(request, f"Fiche {fiche.code}, versie {fiche.versie}, is ingetrokken.")
            return redirect("fiches:fiche", fiche.pk)
    return render(
        request, "fiches/intrekken.html", {"form": form, "fiche": fiche, "titel": f"Fiche {fiche.code} intrekken"}
    )
