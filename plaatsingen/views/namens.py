"""HR vult uren in voor een mentor zonder telefoon: een maand van één plaatsing, één keer bewaren."""

from datetime import date, timedelta

from django.contrib import messages
from django.db.models import F
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kern import opmaak
from kern.lijst import pagina
from kern.periodes import eerste_van_maand
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad
from plaatsingen import gepland, overzicht, toegang
from plaatsingen.models import Plaatsing
from plaatsingen.overzicht import Kaart, Maandbeeld
from plaatsingen.stappen import maand as maandstappen
from plaatsingen.views import hulp, tabel


@daad("uren.namens")
@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    """Van wie er uren in te vullen zijn, op code. Standaard wie nu loopt of pas gedaan is; `?alle=ja`: iedereen."""
    nu = timezone.localdate()
    einde = Coalesce("beeindigd_op", "tot")
    plaatsingen = toegang.in_te_vullen(request.actor).filter(van__lte=nu).annotate(einddag=einde)
    if "alle" not in request.GET:
        plaatsingen = plaatsingen.filter(einddag__gte=eerste_van_maand(eerste_van_maand(nu) - timedelta(days=1)))
    plaatsingen = plaatsingen.order_by(F("deelnemer__code"), "van", "pk")
    context = {"pagina": pagina(request, plaatsingen), "alle": "alle" in request.GET, "maand": eerste_van_maand(nu)}
    return render(request, "plaatsingen/namens_lijst.html", context)


@daad("uren.namens")
@require_http_methods(["GET", "HEAD", "POST"])
def maand(request: HttpRequest, pk: int, maand: date) -> HttpResponse:
    """Elke dag van de maand in één tabel; wat niet lukt houdt zijn reden."""
    nu = timezone.localdate()
    plaatsing = get_object_or_404(gepland.met_week(toegang.in_te_vullen(request.actor), nu), pk=pk)
    alle = overzicht.maanden(plaatsing, nu)
    if maand not in alle:
        return redirect("plaatsingen:namens", plaatsing.pk, min(max(maand, alle[0]), alle[-1]))
    beeld, kaarten = _kaarten(plaatsing, maand, nu)
    uitslag = tabel.Uitslag()
    if request.method == "POST":
        for kaart in kaarten:
            kaart.form = tabel.formulier(kaart, _naam(kaart), request.POST)
        uitslag = tabel.bewaar(request, kaarten)
        tabel.meld(request, uitslag, "dag", "dagen")
        if not uitslag.fouten:
            return redirect("plaatsingen:namens", plaatsing.pk, maand)
        beeld, kaarten = _kaarten(plaatsing, maand, nu)
    tabel.zet_formulieren(kaarten, uitslag.fouten, _naam, kies_gepland="gepland" in request.GET and not uitslag.fouten)
    hulp.lees_namen([plaatsing], "uren invullen namens de mentor")
    plek = alle.index(maand)
    context = {
        "plaatsing": plaatsing,
        "beeld": beeld,
        "maand": maand,
        "kaarten": kaarten,
        "niet_gemeld": hulp.niet_gemeld(plaatsing, maand),
        "fouten": [kaart for kaart in kaarten if kaart.form.errors],
        "vorige": alle[plek - 1] if plek else None,
        "volgende": alle[plek + 1] if plek + 1 < len(alle) else None,
        "kan_gepland": any(k.gepland and not k.prestaties for k in kaarten) and "gepland" not in request.GET,
    }
    return render(request, "plaatsingen/namens.html", context)


def _kaarten(plaatsing: Plaatsing, maand: date, nu: date) -> tuple[Maandbeeld, list[Kaart]]:
    beeld = overzicht.maandbeeld(plaatsing, maand, nu)
    kaarten = [Kaart(plaatsing, dag.datum, beeld.stand, list(dag.prestaties)) for dag in beeld.dagen]
    gepland.kleed_aan(kaarten, nu)
    return beeld, kaarten


def _naam(kaart: Kaart) -> str:
    return f"d{kaart.dag.isoformat()}"


@daad("uren.namens")
@require_POST
def doorsturen(request: HttpRequest, pk: int, maand: date) -> HttpResponse:
    """De maand doorsturen namens de mentor; op de maandstaat staat wie dat deed."""
    plaatsing = get_object_or_404(toegang.in_te_vullen(request.actor), pk=pk)
    try:
        staat = maandstappen.doorsturen(request.actor, plaatsing, maand)
    except Geweigerd as geweigerd:
        messages.error(request, geweigerd.zin)
        return redirect("plaatsingen:namens", plaatsing.pk, maand)
    messages.success(request, f"{opmaak.maand(maand).capitalize()} is doorgestuurd namens de mentor.")
    return redirect(reverse("plaatsingen:maandstaat", args=[staat.pk]))
