"""*Vandaag*: een kaart per deelnemer. En één dag van één deelnemer: invullen, wijzigen, verwijderen."""

from datetime import date, timedelta

from django.contrib import messages
from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from kern import kalender
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad
from plaatsingen import gepland, overzicht, regels, toegang
from plaatsingen.forms.dag import DagForm, DagKeuzeForm, als_tekst, beginwaarden
from plaatsingen.models import Plaatsing, Prestatie
from plaatsingen.overzicht import Kaart
from plaatsingen.stappen import uren as stappen
from plaatsingen.toegang import eigen
from plaatsingen.views import hulp


def _formulier(kaart: Kaart, data=None, initial: dict | None = None) -> DagForm:
    """Bij wijzigen komt wat er staat weer vrij."""
    rest = kaart.stand.rest + sum(prestatie.minuten for prestatie in kaart.prestaties if initial)
    maximum = kaart.stand.dagmaximum
    return DagForm(data, prefix=f"p{kaart.plaatsing.pk}", initial=initial, dagmaximum=maximum, rest=rest)


@daad("uren.invoeren")
@require_http_methods(["GET", "HEAD", "POST"])
def vandaag(request: HttpRequest) -> HttpResponse:
    nu = timezone.localdate()
    keuze = DagKeuzeForm(request.GET if "dag" in request.GET else None, vandaag=nu)
    dag = keuze.cleaned_data["dag"] if keuze.is_valid() else nu
    wacht = Exists(toegang.niet_aanvaard(request.actor))  # meegevraagd: meestal is er niets
    plaatsingen = gepland.met_week(eigen(request.actor), nu).annotate(w_niet_aanvaard=wacht)
    kaarten = overzicht.kaarten(plaatsingen, dag)
    gepland.kleed_aan(kaarten, nu)
    fout = None
    if request.method == "POST":
        kaart = _gekozen(kaarten, request.POST.get("plaatsing", ""))
        fout = _formulier(kaart, request.POST)
        if hulp.bewaar(request, kaart.plaatsing, dag, fout):
            return redirect(f"{reverse('plaatsingen:vandaag')}?dag={dag.isoformat()}#{kaart.anker}")
        kaart.form = fout
    _kleed_aan(kaarten, hulp.bewaard(request))
    kijk = not kaarten or kaarten[0].plaatsing.w_niet_aanvaard
    niet_aanvaard = list(toegang.niet_aanvaard(request.actor)) if kijk else []
    for inzending in niet_aanvaard:
        inzending.eigen = toegang.is_eigen(request.actor, inzending.plaatsing)
    namen = [kaart.plaatsing for kaart in kaarten] + [i.plaatsing for i in niet_aanvaard if i.eigen]
    hulp.lees_namen(namen, "uren invullen")
    context = {
        "dag": dag,
        "dag_iso": dag.isoformat(),
        "signaal": kalender.signaal(dag),
        "vandaag": nu,
        "gisteren": nu - timedelta(days=1),
        "keuze": keuze,
        "kaarten": kaarten,
        "niet_aanvaard": niet_aanvaard,
        "form": fout or keuze,
        "volgende": None if kaarten else eigen(request.actor).filter(van__gt=dag).order_by("van").first(),
    }
    return render(request, "plaatsingen/vandaag.html", context)


def _gekozen(kaarten: list[Kaart], waarde: str) -> Kaart:
    for kaart in kaarten:
        if str(kaart.plaatsing.pk) == waarde:
            return kaart
    raise Http404


def _kleed_aan(kaarten: list[Kaart], bewaard: dict | None) -> None:
    """Elke kaart een formulier, en de net bewaarde haar bevestiging."""
    for kaart in kaarten:
        kaart.form = kaart.form or _formulier(kaart)
        if bewaard and bewaard["plaatsing"] == kaart.plaatsing.pk:
            kaart.bewaard = bewaard


def _eigen(request: HttpRequest, pk: int) -> Plaatsing:
    return get_object_or_404(gepland.met_week(eigen(request.actor), timezone.localdate()), pk=pk)


def _kaart(plaatsing: Plaatsing, dag: date, prestaties: list[Prestatie] | None = None) -> Kaart:
    if prestaties is None:
        rijen = Prestatie.objects.filter(plaatsing=plaatsing, datum=dag).select_related(overzicht.INVOERDER)
        prestaties = overzicht.van(plaatsing, list(rijen))
    kaart = Kaart(plaatsing, dag, overzicht.standen([plaatsing], dag)[plaatsing.pk], prestaties)
    gepland.kleed_aan([kaart], timezone.localdate())
    return kaart


@daad("uren.invoeren")
@require_http_methods(["GET", "HEAD", "POST"])
def dag(request: HttpRequest, pk: int, datum: date) -> HttpResponse:
    """Eén dag van één deelnemer, vanuit *Mijn maand*: wat er staat, en er iets bij zetten."""
    plaatsing = _eigen(request, pk)
    if not plaatsing.van <= datum <= min(plaatsing.einde, timezone.localdate()):
        raise Http404
    kaart = _kaart(plaatsing, datum)
    kaart.form = _formulier(kaart, request.POST or None)
    if request.method == "POST" and hulp.bewaar(request, plaatsing, datum, kaart.form):
        return redirect(hulp.terug_naar(request, plaatsing, datum))
    hulp.lees_namen([plaatsing], "uren invullen")
    context = {"kaart": kaart, "form": kaart.form, "terug_url": hulp.maand_url(plaatsing, datum)}
    return render(request, "plaatsingen/dag.html", context)


@daad("uren.invoeren")
@require_GET
def meter(request: HttpRequest, pk: int, datum: date) -> HttpResponse:
    """De meter met wat er bij zou komen, terwijl iemand kiest (htmx). Klopt de invoer niet: zonder."""
    plaatsing = _eigen(request, pk)
    kaart = _kaart(plaatsing, datum, [])
    form = _formulier(kaart, request.GET)
    extra = regels.minuten_van(form.invoer(datum))[0] if form.is_valid() else 0
    return render(request, "plaatsingen/_meter.html", {"kaart": kaart, "extra": extra})


@daad("uren.invoeren")
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: HttpRequest, pk: int) -> HttpResponse:
    prestatie = hulp.prestatie_van(eigen(request.actor).values("pk"), pk)
    terug_url = hulp.terug_naar(request, prestatie.plaatsing, prestatie.datum)
    kaart = _kaart(_eigen(request, prestatie.plaatsing_id), prestatie.datum, [prestatie])
    kaart.form = _formulier(kaart, request.POST or None, beginwaarden(prestatie))
    if request.method == "POST" and hulp.pas_aan(request, prestatie, kaart.form):
        return redirect(terug_url)
    hulp.lees_namen([prestatie.plaatsing], "uren wijzigen")
    context = {"kaart": kaart, "prestatie": prestatie, "form": kaart.form, "terug_url": terug_url}
    return render(request, "plaatsingen/wijzig.html", context | {"terug": hulp.terug(request)})


@daad("uren.invoeren")
@require_http_methods(["GET", "HEAD", "POST"])
def verwijder(request: HttpRequest, pk: int) -> HttpResponse:
    """Verwijderen na een vraag, of (POST) een net bewaarde invoer ongedaan maken."""
    mag = eigen(request.actor).values("pk")
    ongedaan = "ongedaan" in request.POST
    if ongedaan and not Prestatie.objects.filter(pk=pk, plaatsing__in=mag).exists():
        messages.info(request, "Er is niets meer ongedaan te maken.")
        return redirect("plaatsingen:vandaag")
    prestatie = hulp.prestatie_van(mag, pk)
    plaatsing, datum = prestatie.plaatsing, prestatie.datum
    terug_url = hulp.terug_naar(request, plaatsing, datum)
    if request.method == "POST":
        return _verwijder(request, prestatie, ongedaan, terug_url)
    hulp.lees_namen([plaatsing], "uren verwijderen")
    context = {"prestatie": prestatie, "terug_url": terug_url, "terug": hulp.terug(request)}
    return render(request, "plaatsingen/verwijder.html", context)


def _verwijder(request: HttpRequest, prestatie: Prestatie, ongedaan: bool, terug_url: str) -> HttpResponse:
    plaatsing, datum = prestatie.plaatsing, prestatie.datum
    try:
        stappen.verwijder(request.actor, prestatie)
    except Geweigerd as geweigerd:
        messages.error(request, geweigerd.zin)
        return redirect(terug_url)
    if ongedaan:
        hulp.onthoud(request, prestatie, "Ongedaan gemaakt")
    else:
        opnieuw = reverse("plaatsingen:dag", args=[plaatsing.pk, datum])
        hulp.onthoud(request, prestatie, "Verwijderd", opnieuw, als_tekst(prestatie))
    return redirect(terug_url)
