"""Vragen en antwoorden: de controleur stelt, sluit af en heropent; HR en de coördinator antwoorden."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aanmelding import herbevestig
from controles import toegang
from controles.enums import Soort, Status
from controles.forms import AfsluitForm, AntwoordForm, HeropenForm, VraagForm, VragenFilter
from controles.models import Regel, Vraag
from controles.stappen import antwoorden, uitvoeren
from controles.views.steekproef import eigen
from documenten import werkmap
from kern.lijst import pagina
from kern.nummers import nummer
from kern.tabel import Tabel, als_csv
from kern.uitvoer import antwoord_csv
from leerwerkplekken.models import Leerwerkplek
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad

MET_REGELS = Prefetch("regels", Regel.objects.select_related("door__gebruiker").order_by("pk"))


def als_bestand(request: HttpRequest) -> bool:
    return request.GET.get("vorm") in ("xlsx", "csv")


@daad("controle.zien")
@require_safe
@herbevestig.nodig(wanneer=als_bestand)
def lijst(request: HttpRequest) -> HttpResponse:
    """Alle vragen, met filter en export."""
    alle = toegang.controles(request.actor)
    filter_ = VragenFilter(request.GET or None, controles=list(alle))
    rijen = toegang.vragen(request.actor).prefetch_related(MET_REGELS)
    if filter_.is_valid():
        keuze = {veld: waarde for veld, waarde in filter_.cleaned_data.items() if waarde}
        rijen = rijen.filter(**keuze)
    if als_bestand(request):
        return _bestand(request, list(rijen))
    context = {"pagina": pagina(request, rijen), "filter": filter_, "gefilterd": bool(request.GET)}
    return render(request, "controles/vragen.html", context)


def tabel(vragen: list[Vraag]) -> Tabel:
    """Elke regel van elk gesprek."""
    koppen = ("Project", "Controleur", "Vraag", "Leerwerkplek", "Status", "Wat", "Wanneer", "Wie", "Tekst")
    return Tabel(
        "gesprek",
        "Vragen en antwoorden",
        koppen,
        [
            (
                v.controle.project.code,
                v.controle.volledige_naam,
                v.nummer,
                v.leerwerkplek.code if v.leerwerkplek else "",
                v.get_status_display(),
                regel.soort,
                timezone.localdate(regel.vastgelegd_op),
                regel.door.gebruiker.volledige_naam,
                regel.tekst,
            )
            for v in vragen
            for regel in v.regels.all()
        ],
    )


def _overzicht(vragen: list[Vraag]) -> Tabel:
    """Eén rij per vraag, zoals op het scherm."""
    koppen = ("Project", "Controleur", "Vraag", "Leerwerkplek", "Status", "Gesteld op")
    return Tabel(
        "vragen",
        "Vragen",
        koppen,
        [
            (
                v.controle.project.code,
                v.controle.volledige_naam,
                v.nummer,
                v.leerwerkplek.code if v.leerwerkplek else "",
                v.get_status_display(),
                timezone.localdate(v.vastgelegd_op),
            )
            for v in vragen
        ],
    )


def _bestand(request: HttpRequest, vragen: list[Vraag]) -> HttpResponse:
    if request.GET["vorm"] == "csv":
        return antwoord_csv("vragen", als_csv(tabel(vragen)))
    return werkmap.van_lijst(request.actor, _overzicht(vragen), tabel(vragen))


@daad("controle.zien")
@require_http_methods(["GET", "HEAD", "POST"])
def vraag(request: HttpRequest, pk: int) -> HttpResponse:
    """Het gesprek over één vraag; wie antwoordt of afsluit, doet dat hieronder."""
    rij = _haal(request, pk)
    soort, stap, zin = _wat_kan(request, rij)
    form = soort(request.POST or None, terug_url=reverse("controles:vragen")) if soort else None
    if form and request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stap(request.actor, rij, form.cleaned_data["tekst"])
            messages.success(request, zin)
            return redirect("controles:vraag", pk)
    context = {
        "vraag": rij,
        "titel": f"Vraag {rij.nummer}",
        "controle": rij.controle,
        "regels": [(regel, Soort(regel.soort).label) for regel in rij.regels.all()],
        "form": form,
        "zelf": request.actor.mag("controle.uitvoeren"),
        "mag_plek": request.actor.mag("leerwerkplek.zien"),
        "mag_heropenen": request.actor.mag("controle.uitvoeren") and rij.status != Status.OPEN,
    }
    return render(request, "controles/vraag.html", context)


def _wat_kan(request: HttpRequest, rij: Vraag):
    """Het formulier, de stap en de zin voor wie hier iets kan doen."""
    if rij.status == Status.AFGESLOTEN and request.method != "POST":  # wie intussen typte, houdt zijn tekst
        return None, None, ""
    if request.actor.mag("controle.uitvoeren"):
        return AfsluitForm, uitvoeren.sluit_af, "De vraag is afgesloten."
    if request.actor.mag("controle.beantwoorden"):
        return AntwoordForm, antwoorden.antwoord, "Je antwoord is verstuurd."
    return None, None, ""


def _haal(request: HttpRequest, pk: int) -> Vraag:
    return get_object_or_404(toegang.vragen(request.actor).prefetch_related(MET_REGELS), pk=pk)


@daad("controle.uitvoeren")
@require_http_methods(["GET", "HEAD", "POST"])
def heropen(request: HttpRequest, pk: int) -> HttpResponse:
    rij = _haal(request, pk)
    form = HeropenForm(request.POST or None, terug_url=reverse("controles:vraag", args=[pk]))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            uitvoeren.heropen(request.actor, rij, form.cleaned_data["tekst"])
            messages.success(request, "De vraag staat weer open. HR en de coördinator krijgen een bericht.")
            return redirect("controles:vraag", pk)
    context = {"form": form, "titel": f"Vraag {rij.nummer} heropenen", "uitleg": "", "controle": rij.controle}
    return render(request, "controles/formulier.html", context)


@daad("controle.uitvoeren")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: HttpRequest, pk: int) -> HttpResponse:
    """Een vraag over de hele controle, of met `?plek=` over één plek van het project."""
    controle = eigen(request, pk)
    plek = _plek(request, controle.project_id)
    terug = reverse("controles:dossier", args=[plek.pk]) if plek else reverse("controles:controle", args=[pk])
    form = VraagForm(request.POST or None, terug_url=terug)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            nummer = uitvoeren.stel(request.actor, controle, form.cleaned_data["tekst"], plek)
            messages.success(request, "Je vraag is gesteld. HR en de coördinator krijgen een bericht.")
            return redirect("controles:vraag", nummer)
    waarover = f"Over leerwerkplek {plek.code}, {plek.functie}." if plek else "Over de hele controle."
    context = {"form": form, "titel": "Vraag stellen", "uitleg": waarover, "controle": controle}
    return render(request, "controles/formulier.html", context)


def _plek(request: HttpRequest, project_id: int) -> Leerwerkplek | None:
    gevraagd = request.GET.get("plek", "")
    if not gevraagd:
        return None
    return get_object_or_404(toegang.plekken(request.actor).filter(project=project_id), pk=nummer(gevraagd))
