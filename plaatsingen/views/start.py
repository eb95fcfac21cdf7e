"""Wat er voor de start moet zijn: in orde zetten, het document bekijken, terugnemen, of toch laten starten."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from documenten import http
from kern.opmaak import hoofdletter
from logboek.stappen import lees
from organisaties.formulieren import probeer, weiger_in
from organisaties.verzoek import daad
from plaatsingen import afspraken
from plaatsingen.enums import Voorwaarde
from plaatsingen.forms.afspraken import TochStartenForm, VoorwaardeForm
from plaatsingen.models import Plaatsing, Startvoorwaarde
from plaatsingen.stappen import start as stappen
from plaatsingen.views.afspraken import pagina_url, toon
from plaatsingen.views.plaatsingen import haal

UITLEG = {
    Voorwaarde.WERKAFSPRAKEN: (
        "Druk het document af op de pagina van de plaatsing, laat het ondertekenen en laad het op."
        " Of leg het daar voor aan de GLOW-partner: die ondertekent in de toepassing."
    ),
    Voorwaarde.WES_OVEREENKOMST: "De overeenkomst van VDAB, ondertekend door iedereen.",
    Voorwaarde.ARBEIDSONGEVALLEN: "Noteer sinds wanneer de deelnemer mee verzekerd is. Jouw naam komt erbij.",
    Voorwaarde.DIMONA: "Noteer wanneer de aangifte gebeurd is. Jouw naam komt erbij.",
}


def _soort(soort: str) -> Voorwaarde:
    try:
        return Voorwaarde(soort)
    except ValueError:
        raise Http404 from None


def _rij(plaatsing: Plaatsing, soort: Voorwaarde) -> Startvoorwaarde | None:
    rijen = Startvoorwaarde.objects.filter(plaatsing=plaatsing, soort=soort)
    return rijen.select_related("door__gebruiker", "document", "plaatsing").first()


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def voorwaarde(request: HttpRequest, pk: int, soort: str) -> HttpResponse:
    plaatsing, welke = haal(request, pk), _soort(soort)
    titel = hoofdletter(welke.label)
    rij = _rij(plaatsing, welke)
    if rij is not None:
        if request.method == "POST":  # twee keer geklikt, of een collega was sneller
            messages.info(request, f"{titel}: dat stond al in orde.")
            return redirect(pagina_url(plaatsing))
        inhoud = {"plaatsing": plaatsing, "rij": rij, "titel": titel, "terug_url": pagina_url(plaatsing)}
        return render(request, "plaatsingen/voorwaarde.html", inhoud)
    form = VoorwaardeForm(
        request.POST or None,
        request.FILES or None,
        soort=welke,
        vandaag=timezone.localdate(),
        terug_url=pagina_url(plaatsing),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            gegevens = form.cleaned_data
            stappen.zet_in_orde(
                request.actor, plaatsing, welke, op=gegevens["in_orde_op"], bestand=gegevens.get("bestand")
            )
            messages.success(request, _na(plaatsing, titel))
            return redirect(pagina_url(plaatsing))
    return toon(request, plaatsing, form, titel, uitleg=UITLEG[welke])


def _na(plaatsing: Plaatsing, titel: str) -> str:
    """Wat er nu gebeurt: nog iets te doen, of uren mogen."""
    over = afspraken.van(plaatsing.bestuur_id, [plaatsing.pk])[plaatsing.pk].ontbreekt
    if not over:
        return f"{titel}: in orde. Alles is er, uren mogen."
    return f"{titel}: in orde. Nog te doen: {', '.join(str(soort.label) for soort in over)}."


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def terugnemen(request: HttpRequest, pk: int, soort: str) -> HttpResponse:
    plaatsing, welke = haal(request, pk), _soort(soort)
    rij = _rij(plaatsing, welke)
    if rij is None:
        messages.info(request, "Dit stond niet (meer) in orde. Er is niets veranderd.")
        return redirect(pagina_url(plaatsing))
    if request.method == "POST":
        gelukt = f"{hoofdletter(welke.label)} staat weer open."
        return probeer(request, partial(stappen.neem_terug, request.actor, rij), gelukt, pagina_url(plaatsing))
    inhoud = {
        "titel": f"{hoofdletter(welke.label)} terugnemen?",
        "uitleg": "Tot het weer in orde is, kunnen er geen uren in. Een opgeladen document blijft bewaard.",
        "knop": "Terugnemen",
        "terug_url": pagina_url(plaatsing),
        "plaatsing": plaatsing,
    }
    return render(request, "plaatsingen/bevestig.html", inhoud)


@daad("plaatsing.zien")
@require_safe
def document(request: HttpRequest, pk: int, soort: str) -> HttpResponse:
    """Het ondertekende document; wie het opent staat in het leesboek."""
    plaatsing = haal(request, pk)
    rij = get_object_or_404(Startvoorwaarde, plaatsing=plaatsing, soort=_soort(soort), document__isnull=False)
    lees([plaatsing.deelnemer], doel="document van de start bekijken")
    return http.antwoord(rij.document, bijlage="bijlage" in request.GET)


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def toch_starten(request: HttpRequest, pk: int) -> HttpResponse:
    plaatsing = haal(request, pk)
    afgesproken = afspraken.van(plaatsing.bestuur_id, [plaatsing.pk])[plaatsing.pk]
    if afgesproken.start.ok:
        messages.info(request, "Deze plaatsing mag al starten. Er is niets veranderd.")
        return redirect(pagina_url(plaatsing))
    form = TochStartenForm(
        request.POST or None, leden=stappen.goedkeurders(request.actor), terug_url=pagina_url(plaatsing)
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.laat_starten(request.actor, plaatsing, **form.cleaned_data)
            messages.success(request, "Uren mogen nu. De afwijking blijft staan en komt in het rapport.")
            return redirect(pagina_url(plaatsing))
    open_ = [str(soort.label) for soort in afgesproken.ontbreekt]
    return toon(request, plaatsing, form, "Toch laten starten", "toch_starten", ontbreekt=open_)
