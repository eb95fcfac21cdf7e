"""Overleg: de lijst, de pagina, en wat HR en coördinator ermee doen. Een genodigde leest waar hij bij is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aanmelding import herbevestig
from documenten import werkmap
from kern import ical
from kern.lijst import als_werkmap, pagina, volgorde
from kern.nummers import nummer
from kern.opmaak import datum_woord, meervoud
from leerwerkplekken.models import Leerwerkplek
from organisaties.formulieren import probeer, weiger_in
from organisaties.verzoek import daad
from plaatsingen import overlegdossier
from plaatsingen.forms.overleg import OverlegFilter, OverlegMetKoppelingForm
from plaatsingen.models import Plaatsing
from plaatsingen.stappen.overleg import koppel
from projecten import toegang, uitnodiging
from projecten.enums import Met
from projecten.forms.overleg import AfgelastForm, VerslagForm
from projecten.models import Overleg
from projecten.overzicht import met_punten, overlegstand
from projecten.stappen import overleg as stappen

KOLOMMEN = {
    "nieuwste": ["-datum", "-uur", "-pk"],
    "datum": ["datum", "uur", "pk"],
    "onderwerp": ["onderwerp", "datum", "pk"],
    "open": ["open_punten", "datum", "pk"],
}
AFSPRAAK = ("onderwerp", "datum", "uur", "einduur", "plaats", "agenda")


def haal(request: HttpRequest, pk: int) -> Overleg:
    """Het overleg, of 404 buiten het bereik van wie kijkt. Bij een POST op slot."""
    rijen = toegang.overleg(request.actor)
    return get_object_or_404(rijen.select_for_update(of=("self",)) if request.method == "POST" else rijen, pk=pk)


@daad("overleg.zien")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    actor, vandaag = request.actor, timezone.localdate()
    partner = actor.glowpartner is not None
    filter_ = OverlegFilter(request.GET or None, partners=None if partner else toegang.partners(actor.bestuur_id))
    rijen = met_punten(filter_.pas_toe(toegang.overleg(actor), vandaag))
    rijen = rijen.order_by(*volgorde(request, KOLOMMEN, "nieuwste"))
    if als_werkmap(request):
        return werkmap.van_lijst(actor, overlegdossier.tabel(rijen, vandaag, partner=partner))
    bladzijde = pagina(request, rijen)
    bladzijde.object_list = [(o, overlegstand(o, vandaag)) for o in bladzijde.object_list]
    inhoud = {
        "pagina": bladzijde,
        "filter": filter_,
        "is_partner": partner,
        "mag_bewerken": actor.mag("overleg.bewerken"),
        "gefilterd": filter_.is_bound and any(getattr(filter_, "cleaned_data", {}).values()),
    }
    return render(request, "overleg/lijst.html", inhoud)


def _form(request: HttpRequest, **anders) -> OverlegMetKoppelingForm:
    bestuur = request.actor.bestuur_id
    return OverlegMetKoppelingForm(
        request.POST or None,
        partners=toegang.partners(bestuur),
        leden=toegang.leden(bestuur),
        plekken=Leerwerkplek.objects.filter(bestuur=bestuur),
        plaatsingen=Plaatsing.objects.filter(bestuur=bestuur),
        **anders,
    )


def _ingevuld(form: OverlegMetKoppelingForm) -> tuple[dict, stappen.Tafel, dict]:
    """De afspraak, wie erbij is, en waarover het gaat."""
    gegevens = form.waarden()
    met, partner = gegevens["met"]
    afspraak = {veld: gegevens[veld] for veld in AFSPRAAK} | {"met": met, "glowpartner": partner}
    tafel = stappen.Tafel(tuple(gegevens["leden"]), tuple(gegevens.get("partners", ())), tuple(gegevens["anderen"]))
    return afspraak, tafel, {"plekken": gegevens["plekken"], "plaatsingen": gegevens["plaatsingen"]}


@daad("overleg.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: HttpRequest) -> HttpResponse:
    form = _form(request, staat={}, initial=_begin(request), terug_url=reverse("overleg:lijst"))
    form.knop = "Overleg bewaren"
    if request.method == "POST" and form.is_valid():
        afspraak, tafel, waarover = _ingevuld(form)
        with weiger_in(form):
            overleg = stappen.plan(request.actor, request.actor.bestuur, tafel, **afspraak)
            koppel(request.actor, overleg, **waarover)
            komt = overleg.datum >= timezone.localdate()
            messages.success(request, f"Het overleg is bewaard.{' Nodig nu iedereen uit.' if komt else ''}")
            return redirect("overleg:overleg", overleg.pk)
    return _toon(request, form, "Nieuw overleg", uitleg="Plan een overleg, of noteer er een dat al geweest is.")


def _begin(request: HttpRequest) -> dict:
    """Van een plek of plaatsing komend staat die er al; bij een plaatsing ook haar GLOW-partner."""
    begin: dict = {"leden": [request.actor.lidmaatschap.pk] if request.actor.lidmaatschap else []}
    bestuur = request.actor.bestuur_id
    for sleutel, veld, model in (("plek", "plekken", Leerwerkplek), ("plaatsing", "plaatsingen", Plaatsing)):
        ding = model.objects.filter(bestuur=bestuur, pk=nummer(request.GET.get(sleutel, ""))).first()
        if ding is not None:
            begin[veld] = [ding.code]
        if isinstance(ding, Plaatsing):
            begin["met"] = (Met.GLOW, ding.glowpartner_id)
    return begin


@daad("overleg.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: HttpRequest, pk: int) -> HttpResponse:
    overleg = haal(request, pk)
    tafel = list(stappen.aan_tafel(overleg))
    leden = [rij for rij in tafel if rij.lidmaatschap]
    partners = [rij for rij in tafel if rij.glowpartner and rij.glowpartner_id != overleg.glowpartner_id]
    anderen = [(rij.naam, rij.email) for rij in tafel if rij.naam]
    koppelingen = {
        "plekken": [p.code for p in overlegdossier.plekken(request.actor, overleg)],
        "plaatsingen": [p.code for p in overlegdossier.plaatsingen(request.actor, overleg)],
    }
    form = _form(
        request,
        staat={veld: getattr(overleg, veld) for veld in AFSPRAAK}
        | {"met": overleg.met_wie, "leden": [rij.wie for rij in leden], "partners": [rij.wie for rij in partners]}
        | {"anderen": [", ".join(paar) for paar in anderen]}
        | koppelingen,
        initial={
            "met": (overleg.met, overleg.glowpartner),
            "leden": [rij.lidmaatschap_id for rij in leden],
            "partners": [rij.glowpartner_id for rij in partners],
            "anderen": anderen,
        },
        terug_url=reverse("overleg:overleg", args=[pk]),
    )
    if request.method == "POST" and form.is_valid():
        afspraak, nieuwe_tafel, waarover = _ingevuld(form)
        with weiger_in(form):
            stappen.wijzig(request.actor, overleg, nieuwe_tafel, **afspraak)
            koppel(request.actor, overleg, **waarover)
            zin = " Wie uitgenodigd was, krijgt bericht." if overleg.uitgenodigd_op else ""
            messages.success(request, f"Het overleg is bewaard.{zin}")
            return redirect("overleg:overleg", pk)
    return _toon(request, form, "Overleg wijzigen", overleg)


@daad("overleg.zien")
@require_safe
def overleg(request: HttpRequest, pk: int) -> HttpResponse:
    gevonden, actor, vandaag = haal(request, pk), request.actor, timezone.localdate()
    inhoud = {
        "d": overlegdossier.dossier(actor, gevonden, vandaag),
        "overleg": gevonden,
        "vandaag": vandaag,
        "is_partner": actor.glowpartner is not None,
        "lid": actor.lidmaatschap,
        "mag_bewerken": actor.mag("overleg.bewerken") and not gevonden.afgelast_op,
        "kan_uitnodigen": gevonden.datum >= vandaag and not gevonden.afgelast_op,
        "kan_verslag": gevonden.datum <= vandaag,
        "ziet_alles": actor.mag("overleg.alle"),
        "ziet_plekken": actor.mag("leerwerkplek.zien"),
        "ziet_plaatsingen": actor.mag("plaatsing.zien"),
    }
    inhoud["nog_uit_te_nodigen"] = sum(rij.uitgenodigd_op is None for rij in inhoud["d"].genodigden)
    return render(request, "overleg/overleg.html", inhoud)


@daad("overleg.bewerken")
@require_POST
def nodig_uit(request: HttpRequest, pk: int) -> HttpResponse:
    gevonden = haal(request, pk)
    return probeer(
        request,
        lambda: stappen.nodig_uit(request.actor, gevonden),
        "De uitnodigingen zijn vertrokken.",
        "overleg:overleg",
        pk,
    )


@daad("overleg.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def verslag(request: HttpRequest, pk: int) -> HttpResponse:
    gevonden = haal(request, pk)
    form = VerslagForm(
        request.POST or None,
        staat={"verslag": gevonden.verslag, "besluiten": gevonden.besluiten},
        terug_url=reverse("overleg:overleg", args=[pk]),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.noteer_verslag(request.actor, gevonden, **form.waarden())
            messages.success(request, "Het verslag is bewaard. Zet wat nog moet gebeuren bij de actiepunten.")
            return redirect("overleg:overleg", pk)
    return _toon(request, form, "Verslag", gevonden)


@daad("overleg.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def afgelasten(request: HttpRequest, pk: int) -> HttpResponse:
    gevonden = haal(request, pk)
    form = AfgelastForm(request.POST or None, terug_url=reverse("overleg:overleg", args=[pk]))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.last_af(request.actor, gevonden, **form.cleaned_data)
            messages.success(request, "Het overleg is afgelast.")
            return redirect("overleg:overleg", pk)
    aantal = stappen.aan_tafel(gevonden).exclude(uitgenodigd_op=None).count()
    uitleg = "Dit is niet ongedaan te maken. Het overleg telt dan niet mee in het rapport."
    if aantal and gevonden.datum >= timezone.localdate():
        uitleg += f" {meervoud(aantal, 'genodigde krijgt', 'genodigden krijgen')} bericht."
    return _toon(request, form, "Overleg afgelasten", gevonden, uitleg)


@daad("overleg.zien")
@require_safe
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """De afspraak als bestand, om zelf in de agenda te zetten."""
    gevonden = haal(request, pk)
    methode = ical.AFGELAST if gevonden.afgelast_op else ical.BLAD
    bestand = ical.bestand(uitnodiging.afspraak(gevonden), methode=methode, moment=timezone.now())
    reactie = HttpResponse(bestand.inhoud, content_type=f"text/calendar; charset=utf-8; method={methode}")
    reactie["Content-Disposition"] = f'attachment; filename="overleg-{gevonden.datum.isoformat()}.ics"'
    reactie["Cache-Control"] = "private, no-store"
    return reactie


def _toon(request: HttpRequest, form, titel: str, overleg: Overleg | None = None, uitleg: str = "") -> HttpResponse:
    if overleg and not uitleg:
        uitleg = f"{overleg.onderwerp}, {datum_woord(overleg.datum)}."
    inhoud = {"form": form, "titel": titel, "uitleg": uitleg, "overleg": overleg}
    return render(request, "overleg/formulier.html", inhoud)
