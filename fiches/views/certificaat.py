"""Ondertekenen met een eigen certificaat, eID of itsme: klaarzetten, ophalen, elders ondertekenen, opladen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from documenten.http import antwoord
from documenten.zegel import vertrouwenslijst
from fiches import toegang
from fiches.enums import Aanleverstatus, Status
from fiches.forms import EigenForm, KlaarzetForm
from fiches.models import Aanlevering
from fiches.stappen import aanleveren
from fiches.stappen import certificaat as stappen
from fiches.views.fiche import gezag_van, haal_fiche, waarom_niet
from organisaties.enums import Tekenwijze
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad

TAAK = {Aanleverstatus.KLAARZETTEN: "fiches.zet_klaar", Aanleverstatus.NA_TE_KIJKEN: "fiches.kijk_eigen_na"}


@daad("fiche.ondertekenen")
def klaarzetten(request: HttpRequest, pk: int) -> HttpResponse:
    """Kies als wat je ondertekent; de PDF wordt dan voor jou klaargezet."""
    fiche = haal_fiche(request, pk)
    if fiche.status != Status.TER_ONDERTEKENING:
        messages.info(request, f"Deze fiche is al {fiche.get_status_display()}. Er is niets meer te ondertekenen.")
        return redirect("fiches:fiche", fiche.pk)
    if Tekenwijze.CERTIFICAAT not in fiche.bestuur.wijzen:
        raise PermissionDenied(aanleveren.NIET_TOEGELATEN)
    gezag = gezag_van(request.actor, fiche)
    if not gezag:
        raise PermissionDenied(waarom_niet(request.actor, fiche) or "Je mag deze fiche niet ondertekenen.")
    form = KlaarzetForm(
        request.POST or None,
        gezag=gezag,
        organisatie=request.actor.organisatie_naam,
        initial={"inhoud_sha256": fiche.inhoud_sha256},
        terug_url=reverse("fiches:fiche", args=[fiche.pk]),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            rij = stappen.zet_klaar(request.actor, fiche, **form.cleaned_data)
            return redirect("fiches:eigen", rij.pk)
    context = {
        "form": form,
        "fiche": fiche,
        "lijst": _lijst(),
        "titel": f"Fiche {fiche.code} met een eigen certificaat",
    }
    return render(request, "fiches/klaarzetten.html", context)


def _lijst() -> vertrouwenslijst.Lijst | None:
    try:
        return vertrouwenslijst.lijst()
    except vertrouwenslijst.LijstFout:
        return None


def _eigen(request: HttpRequest, pk: int) -> Aanlevering:
    """Wat deze persoon zelf klaarzette; van een ander is het er niet."""
    rijen = toegang.aanleveringen(request.actor).filter(wijze=Tekenwijze.CERTIFICAAT, door=request.actor.lidmaatschap)
    return get_object_or_404(rijen, pk=pk)


@daad("fiche.ondertekenen")
def eigen(request: HttpRequest, pk: int) -> HttpResponse:
    """Waar je de PDF ophaalt, en ze ondertekend terugbrengt; ververst zichzelf terwijl er iets loopt."""
    rij = _eigen(request, pk)
    if rij.status in (Aanleverstatus.BEVESTIGD, Aanleverstatus.VERVALLEN, Aanleverstatus.GEWEIGERD):
        return redirect("fiches:fiche", rij.fiche_id)
    form = EigenForm(
        request.POST or None, request.FILES or None, terug_url=reverse("fiches:fiche", args=[rij.fiche_id])
    )
    if request.method == "POST" and rij.klaar is not None and form.is_valid():
        with weiger_in(form):
            stappen.lever(request.actor, rij, bestand=form.cleaned_data["bestand"])
            return redirect("fiches:eigen", rij.pk)
        form.vraag_bestand_opnieuw()
    context = {"rij": rij, "fiche": rij.fiche, "form": form, "lijst": _lijst(), "onderweg": rij.status in TAAK}
    return render(request, "fiches/eigen.html", context)


@daad("fiche.ondertekenen")
def te_tekenen(request: HttpRequest, pk: int) -> HttpResponse:
    """De verzegelde PDF om elders te ondertekenen; de browser bewaart ze."""
    rij = _eigen(request, pk)
    if rij.klaar is None:
        raise Http404
    return antwoord(rij.klaar, bijlage=True)
