"""Verlengen, vroeger stoppen, onderbreken en hervatten, en uren boven het maximum. Elk een eigen pagina."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kern import opmaak
from kern.periodes import maanden_tussen
from organisaties.formulieren import probeer, weiger_in
from organisaties.verzoek import daad
from plaatsingen import toegang
from plaatsingen.forms.verloop import BovenMaximumForm, HervatForm, OnderbreekForm, StopForm, VerlengForm
from plaatsingen.models import Onderbreking
from plaatsingen.stappen import plaatsing as plaatsingstappen
from plaatsingen.stappen import start, verloop
from plaatsingen.views.afspraken import pagina_url, toon
from plaatsingen.views.plaatsingen import haal


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def verlengen(request: HttpRequest, pk: int) -> HttpResponse:
    plaatsing = haal(request, pk)
    form = VerlengForm(request.POST or None, uiterste=plaatsing.uiterste_tot, terug_url=pagina_url(plaatsing))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            na = verloop.verleng(request.actor, plaatsing, tot=form.cleaned_data["tot"])
            messages.success(request, f"De plaatsing loopt nu tot en met {opmaak.datum_woord(na.tot)}.")
            return redirect(pagina_url(plaatsing))
    gevolgen = [
        f"De plaatsing loopt nu tot en met {opmaak.datum_woord(plaatsing.tot)}.",
        "De mentor kan tot de nieuwe einddatum uren invullen.",
        "Weekpatroon, mentor en afspraken blijven zoals ze zijn.",
    ]
    return toon(request, plaatsing, form, "Plaatsing verlengen", gevolgen=gevolgen)


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def stoppen(request: HttpRequest, pk: int) -> HttpResponse:
    """Vroeger stoppen; of, als dat al genoteerd is, dat einde weer intrekken."""
    plaatsing = haal(request, pk)
    if plaatsing.beeindigd_op:
        return _einde_ingetrokken(request, plaatsing)
    form = StopForm(request.POST or None, vroegst=plaatsing.van, laatst=plaatsing.tot, terug_url=pagina_url(plaatsing))
    if request.method == "POST" and "intrekken" in request.POST:
        messages.info(request, "Het einde was al ingetrokken. Er is niets veranderd.")
        return redirect(pagina_url(plaatsing))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            op = form.cleaned_data["beeindigd_op"]
            plaatsingstappen.beeindig(request.actor, plaatsing, op=op, reden=form.reden)
            messages.success(request, f"{opmaak.datum_woord(op)} is de laatste dag van {plaatsing.code}.")
            return redirect(pagina_url(plaatsing))
    laatste = plaatsing.prestaties.order_by("-datum").values_list("datum", flat=True).first()
    gevolgen = [
        f"Laatste dag met uren: {opmaak.datum_woord(laatste)}." if laatste else "Er zijn nog geen uren ingevuld.",
        "Na de laatste dag kan niemand nog uren invullen. Wat er staat blijft.",
        "De plek en de deelnemer zijn daarna vrij voor een nieuwe plaatsing.",
    ]
    return toon(request, plaatsing, form, "Plaatsing vroeger stoppen", gevolgen=gevolgen)


def _einde_ingetrokken(request: HttpRequest, plaatsing) -> HttpResponse:
    if request.method == "POST":
        if "intrekken" not in request.POST:  # twee keer op Stoppen geklikt
            messages.info(request, "Deze plaatsing is al gestopt. Er is niets veranderd.")
            return redirect(pagina_url(plaatsing))
        gelukt = f"De plaatsing loopt weer tot en met {opmaak.datum_woord(plaatsing.tot)}."
        trek_in = partial(verloop.trek_einde_in, request.actor, plaatsing)
        return probeer(request, trek_in, gelukt, pagina_url(plaatsing))
    uitleg = (
        f"De plaatsing stopte op {opmaak.datum_woord(plaatsing.beeindigd_op)}."
        f" Daarna loopt ze weer tot en met {opmaak.datum_woord(plaatsing.tot)}."
    )
    inhoud = {"knop": "Einde intrekken", "knop_naam": "intrekken", "uitleg": uitleg, "terug_url": pagina_url(plaatsing)}
    return toon(request, plaatsing, None, "Vroeger einde intrekken?", "bevestig", **inhoud)


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def onderbreken(request: HttpRequest, pk: int) -> HttpResponse:
    plaatsing = haal(request, pk)
    form = OnderbreekForm(
        request.POST or None, vroegst=plaatsing.van, laatst=plaatsing.einde, terug_url=pagina_url(plaatsing)
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            gegevens = form.cleaned_data
            verloop.onderbreek(
                request.actor, plaatsing, van=gegevens["van"], tot=gegevens["tot"], reden=gegevens["waarom"]
            )
            van, tot = opmaak.datum_woord(gegevens["van"]), opmaak.datum_woord(gegevens["tot"])
            messages.success(request, f"Onderbroken van {van} tot en met {tot}.")
            return redirect(pagina_url(plaatsing))
    gevolgen = [
        "In die dagen kan niemand uren of een afwezigheid invullen.",
        "De einddatum van de plaatsing verandert niet: ook een onderbreking telt in de zes maanden.",
        "Het vooruitzicht van de maand wordt kleiner.",
    ]
    return toon(request, plaatsing, form, "Plaatsing onderbreken", gevolgen=gevolgen)


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def hervat(request: HttpRequest, pk: int) -> HttpResponse:
    """Een onderbreking korter maken of weghalen."""
    rijen = Onderbreking.objects.filter(plaatsing__in=toegang.dossiers(request.actor).values("pk"))
    rij = get_object_or_404(rijen.select_related("plaatsing__deelnemer"), pk=pk)
    plaatsing = rij.plaatsing
    form = HervatForm(request.POST or None, vroegst=rij.van, laatst=rij.tot, terug_url=pagina_url(plaatsing))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            verloop.hef_op(request.actor, rij, laatste_dag=form.cleaned_data["tot"])
            messages.success(request, "De onderbreking is aangepast.")
            return redirect(pagina_url(plaatsing))
    gevolgen = [
        f"Nu onderbroken van {opmaak.datum_woord(rij.van)} tot en met {opmaak.datum_woord(rij.tot)}.",
        "Op de dagen die vrijkomen kan de mentor weer uren invullen.",
    ]
    return toon(request, plaatsing, form, "Onderbreking aanpassen", gevolgen=gevolgen)


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def boven_maximum(request: HttpRequest, pk: int) -> HttpResponse:
    plaatsing = haal(request, pk)
    maanden = [m for m in maanden_tussen(plaatsing.van, plaatsing.einde) if m <= timezone.localdate()]
    form = BovenMaximumForm(
        request.POST or None,
        maanden=maanden,
        leden=start.goedkeurders(request.actor),
        terug_url=pagina_url(plaatsing),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            gegevens = form.cleaned_data
            maand = date.fromisoformat(f"{gegevens['maand']}-01")
            verloop.noteer_boven_maximum(
                request.actor,
                plaatsing,
                maand=maand,
                minuten=gegevens["uren"],
                goedgekeurd_door=gegevens["goedgekeurd_door"],
                reden=gegevens["reden"],
            )
            messages.success(request, f"{opmaak.uren(gegevens['uren'])} boven het maximum in {opmaak.maand(maand)}.")
            return redirect(pagina_url(plaatsing))
    gevolgen = [
        "Meer dan 64 uur per maand mag niet (bron 000, 001). Hier zeg je wat er toch gewerkt is.",
        "Deze uren tellen in geen enkel totaal. Het rapport en het bewijspakket tonen ze wel.",
        "Wat je noteert blijft staan. Wijzigen kan niet.",
    ]
    return toon(request, plaatsing, form, "Uren boven het maximum", gevolgen=gevolgen)
