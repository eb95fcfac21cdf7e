"""*Hele ploeg*: elke deelnemer van deze mentor op één scherm, één keer bewaren."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kern import kalender
from organisaties.verzoek import daad
from plaatsingen import gepland, overzicht
from plaatsingen.forms.dag import DagKeuzeForm
from plaatsingen.overzicht import Kaart
from plaatsingen.toegang import eigen
from plaatsingen.views import hulp, tabel

NET_BEWAARD = "ploeg_bewaard"  # in de sessie: wat net bewaard is, voor *Ongedaan maken*


@daad("uren.invoeren")
@require_http_methods(["GET", "HEAD", "POST"])
def ploeg(request: HttpRequest) -> HttpResponse:
    """Eén dag van iedereen. Lukt een rij niet, dan blijft staan wat er ingetikt was, met de reden erbij."""
    nu = timezone.localdate()
    keuze = DagKeuzeForm(request.GET if "dag" in request.GET else None, vandaag=nu)
    dag = keuze.cleaned_data["dag"] if keuze.is_valid() else nu
    kaarten, uitslag = _kaarten(request, dag, nu), tabel.Uitslag()
    if request.method == "POST":
        for kaart in kaarten:
            kaart.form = tabel.formulier(kaart, _naam(kaart), request.POST)
        uitslag = tabel.bewaar(request, kaarten)
        tabel.meld(request, uitslag, "deelnemer", "deelnemers")
        request.session[NET_BEWAARD] = uitslag.bewaard
        if not uitslag.fouten:
            return redirect(f"{reverse('plaatsingen:ploeg')}?dag={dag.isoformat()}")
        kaarten = _kaarten(request, dag, nu)
    tabel.zet_formulieren(kaarten, uitslag.fouten, _naam, kies_gepland="gepland" in request.GET and not uitslag.fouten)
    hulp.lees_namen([kaart.plaatsing for kaart in kaarten], "uren van de hele ploeg invullen")
    return render(request, "plaatsingen/ploeg.html", _context(request, kaarten, dag, nu))


def _kaarten(request: HttpRequest, dag: date, nu: date) -> list[Kaart]:
    kaarten = overzicht.kaarten(gepland.met_week(eigen(request.actor), nu), dag)
    gepland.kleed_aan(kaarten, nu)
    return kaarten


def _naam(kaart: Kaart) -> str:
    return f"p{kaart.plaatsing.pk}"


def _context(request: HttpRequest, kaarten: list[Kaart], dag: date, nu: date) -> dict:
    open_ = [kaart for kaart in kaarten if kaart.kan_erbij and (not kaart.prestaties or kaart.form.errors)]
    return {
        "dag": dag,
        "vandaag": nu,
        "gisteren": nu - timedelta(days=1),
        "signaal": kalender.signaal(dag),
        "kaarten": kaarten,
        "open": open_,
        "fouten": [kaart for kaart in kaarten if kaart.form.errors],
        "net_bewaard": request.session.pop(NET_BEWAARD, []),
        "kan_gepland": any(kaart.gepland for kaart in open_) and "gepland" not in request.GET,
    }
