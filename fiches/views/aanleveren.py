"""Een op papier getekende fiche opladen: van deze versie, of van vóór de ingebruikname."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fiches import toegang
from fiches.enums import Status
from fiches.forms import PapierForm, VoorafForm
from fiches.models import Fiche
from fiches.regels import gezag
from fiches.stappen import aanleveren as stappen
from fiches.views.fiche import haal_fiche
from leerwerkplekken.toegang import zichtbaar_voor as plekken_van
from organisaties.enums import Rol, Tekenwijze
from organisaties.formulieren import probeer, weiger_in
from organisaties.models import Lidmaatschap, Plaatsvervanging
from organisaties.verzoek import daad

WACHT = "De scan is opgeladen. Een tweede persoon legt ze nu naast de fiche en bevestigt."


def kan_tekenen(fiche: Fiche) -> QuerySet[Lidmaatschap]:
    """Wie op papier getekend kan hebben: wie een rol heeft die tekent of zo iemand vervangt; nooit de mentor."""
    rollen = Q(rollen__overlap=[Rol.HR, Rol.LEIDINGGEVENDE, Rol.DIRECTEUR])
    vervangers = Plaatsvervanging.objects.filter(bestuur=fiche.bestuur_id, beeindigd_op=None)
    leden = Lidmaatschap.objects.filter(
        rollen | Q(pk__in=vervangers.values("plaatsvervanger")), bestuur=fiche.bestuur_id
    )
    leden = leden.exclude(pk=fiche.mentor.lidmaatschap_id).select_related("gebruiker", "organisatie")
    return leden.order_by("gebruiker__voornaam", "gebruiker__naam", "pk")


@daad("fiche.aanleveren")
def papier(request: HttpRequest, pk: int) -> HttpResponse:
    """De scan van deze versie opladen, met wie ze tekende."""
    fiche, actor = haal_fiche(request, pk), request.actor
    eigen = gezag(fiche, actor.lidmaatschap, timezone.localdate()) if actor.lidmaatschap else []
    if Tekenwijze.PAPIER not in fiche.bestuur.wijzen:
        raise PermissionDenied(stappen.NIET_TOEGELATEN)
    if Rol.HR not in actor.rollen and not eigen:
        raise PermissionDenied("Enkel HR of wie deze fiche kan ondertekenen, laadt een scan op.")
    terug_url = reverse("fiches:fiche", args=[fiche.pk])
    if fiche.status != Status.TER_ONDERTEKENING:
        messages.info(request, f"Deze fiche is al {fiche.get_status_display()}. Een scan is niet meer nodig.")
        return redirect(terug_url)
    # HR laadt meestal op wat een ander tekende: dan staat er niemand klaar
    zelf = bool(eigen) and Rol.HR not in actor.rollen
    begin = {"ondertekenaar": actor.lidmaatschap, "hoedanigheid": eigen[0].hoedanigheid} if zelf else {}
    form = PapierForm(
        request.POST or None, request.FILES or None, leden=kan_tekenen(fiche), initial=begin, terug_url=terug_url
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.lever_papier(actor, fiche, **form.cleaned_data)
            messages.success(request, WACHT)
            return redirect(terug_url)
        form.vraag_bestand_opnieuw()
    return render(
        request, "fiches/papier.html", {"form": form, "fiche": fiche, "titel": f"Scan van fiche {fiche.code}"}
    )


@daad("fiche.vooraf")
def vooraf(request: HttpRequest, plek_pk: int) -> HttpResponse:
    """Een fiche van vóór de ingebruikname: de scan, met haar echte dag en ondertekenaar."""
    plek = get_object_or_404(
        plekken_van(request.actor).select_related("bestuur", "mentor__lidmaatschap__gebruiker"), pk=plek_pk
    )
    if Tekenwijze.VOORAF not in plek.bestuur.wijzen:
        raise PermissionDenied(stappen.NIET_TOEGELATEN)
    terug_url = reverse("fiches:nakijken", args=[plek.pk])
    form = VoorafForm(request.POST or None, request.FILES or None, terug_url=terug_url)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.lever_vooraf(request.actor, plek, **form.cleaned_data)
            messages.success(request, WACHT)
            return redirect(terug_url)
        form.vraag_bestand_opnieuw()
    context = {"form": form, "plek": plek, "titel": f"Getekende fiche van {plek.code}"}
    return render(request, "fiches/vooraf.html", context)


@require_POST
@daad("fiche.aanleveren")
def trek_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Wat je zelf oplaadde terughalen, zolang niemand besliste."""
    rij = get_object_or_404(toegang.aanleveringen(request.actor), pk=pk)
    terug = (
        reverse("fiches:fiche", args=[rij.fiche_id])
        if rij.fiche_id
        else reverse("fiches:nakijken", args=[rij.leerwerkplek_id])
    )
    return probeer(request, lambda: stappen.trek_in(request.actor, rij), "De scan is ingetrokken.", terug)
