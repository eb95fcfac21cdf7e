"""Wat een GLOW-partner met een aangeboden plek doet: openen, een vraag stellen, zeggen dat er niemand is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kern.onderdelen import Rij
from leerwerkplekken import planblad, plekstand, regels, toegang, woorden
from leerwerkplekken.enums import Antwoord
from leerwerkplekken.forms_aanbod import VraagForm, WeigerAanbodForm
from leerwerkplekken.models import Aanbod, Aanbodronde, Aanbodvraag, Leerwerkplek
from leerwerkplekken.stappen import antwoord as stappen
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad, eis_partner


def _haal(request: HttpRequest, pk: int) -> Aanbod:
    """Het aanbod van deze partner voor deze plek; 404 voor wie ze nooit aangeboden kreeg."""
    eis_partner(request)
    return get_object_or_404(toegang.aanbod(request.actor), leerwerkplek=pk)


@daad("aanbod.bekijken")
def aangeboden(request: HttpRequest, pk: int) -> HttpResponse:
    """Eén aangeboden plek (`pk` van de leerwerkplek). Ze openen is een feit: *gelezen op*. POST stelt een vraag."""
    aanbod, dag = _haal(request, pk), timezone.localdate()
    plek = aanbod.leerwerkplek
    stappen.open_aanbod(request.actor, plek)
    aanbod.refresh_from_db(fields=["gelezen_op"])
    form = VraagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.vraag(request.actor, plek, form.cleaned_data["vraag"])
            messages.success(request, f"Je vraag is verstuurd. HR van {aanbod.bestuur.naam} krijgt een bericht.")
            return redirect(f"{reverse('leerwerkplekken:aangeboden', args=[pk])}#vragen")
    stand = regels.aanbodstand(aanbod, dag)
    context = {
        "aanbod": aanbod,
        "plek": plek,
        "stand": stand,
        "reden": woorden.reden(aanbod),
        "genoteerd": woorden.genoteerd(aanbod),
        "loopt": regels.loopt(aanbod, dag),
        "geweigerd": aanbod.antwoord == Antwoord.GEWEIGERD,
        "vrij": plekstand.van(plek, dag),
        "rijen": _rijen(plek),
        "plan": planblad.van(plek, glowpartner=request.actor.glowpartner),
        "bewijs": woorden.tijdlijn(aanbod, Aanbodronde.objects.filter(aanbod=aanbod).order_by("keer")),
        "vragen": Aanbodvraag.objects.filter(aanbod=aanbod)
        .select_related("gevraagd_door")
        .order_by("gevraagd_op", "pk"),
        "form": form,
    }
    return render(request, "leerwerkplekken/aangeboden.html", context)


def _rijen(plek: Leerwerkplek) -> list[Rij]:
    wat = [Rij("Taken", plek.taken), Rij("Competenties", plek.competenties), Rij("Vereisten", plek.vereisten)]
    return woorden.voor_partner(plek) + wat


@daad("aanbod.beantwoorden")
def weiger(request: HttpRequest, pk: int) -> HttpResponse:
    """Geen kandidaat voor deze plek, met de reden. Wie later toch iemand heeft, stelt die gewoon voor."""
    aanbod = _haal(request, pk)
    plek, terug = aanbod.leerwerkplek, reverse("leerwerkplekken:aangeboden", args=[pk])
    begin = {"reden": aanbod.weiger_reden, "nota": aanbod.weiger_nota, "gezien": aanbod.antwoord}
    form = WeigerAanbodForm(request.POST or None, initial=begin, terug_url=terug)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.weiger(request.actor, plek, **form.cleaned_data)
            messages.success(request, f"Genoteerd: geen kandidaat voor {plek.functie}. Het bestuur krijgt je reden.")
            return redirect(terug)
    return render(request, "leerwerkplekken/weiger_aanbod.html", {"form": form, "plek": plek, "aanbod": aanbod})
