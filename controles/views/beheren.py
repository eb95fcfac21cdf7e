"""De controles van het bestuur (of die van de controleur zelf), en uitnodigen, wijzigen en intrekken."""

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aanmelding import herbevestig
from controles import toegang
from controles.enums import Status
from controles.forms import ControleForm, EindeForm
from controles.models import Steekproef, Vraag
from controles.stappen import beheren
from documenten import werkmap
from kern.lijst import als_werkmap, pagina
from kern.nummers import nummer
from kern.onderdelen import Rij
from kern.opmaak import datum_woord
from kern.tabel import Tabel
from organisaties.formulieren import probeer, weiger_in
from organisaties.verzoek import daad
from projecten.models import Subsidieproject
from rapportage import tellen
from rapportage.models import Controle


@daad("controle.zien")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    rijen = toegang.controles(request.actor).annotate(
        aantal_vragen=Count("vragen"), te_antwoorden=Count("vragen", filter=Q(vragen__status=Status.OPEN))
    )
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _tabel(list(rijen)))
    context = {
        "pagina": pagina(request, rijen),
        "vandaag": timezone.localdate(),
        "mag_maken": request.actor.mag("controle.maken"),
        "zelf": request.actor.mag("controle.uitvoeren"),
    }
    return render(request, "controles/lijst.html", context)


def _tabel(rijen: list[Controle]) -> Tabel:
    koppen = ("Project", "Controleur", "Van", "Tot en met", "Ingetrokken op", "Vragen", "Te antwoorden")
    return Tabel(
        "controles",
        "Controles",
        koppen,
        [
            (
                rij.project.code,
                rij.volledige_naam,
                rij.van,
                rij.tot,
                timezone.localdate(rij.ingetrokken_op) if rij.ingetrokken_op else None,
                rij.aantal_vragen,
                rij.te_antwoorden,
            )
            for rij in rijen
        ],
    )


@daad("controle.zien")
@require_safe
def controle(request: HttpRequest, pk: int) -> HttpResponse:
    """Eén controle: project, doelen en resultaten, steekproeven en vragen."""
    rij, actor, dag = _haal(request, pk), request.actor, timezone.localdate()
    (c,) = tellen.tel([rij.project], dag) if actor.mag("voortgang.zien") else (None,)
    steekproeven = Steekproef.objects.filter(controle=rij).select_related("getrokken_door__gebruiker")
    context = {
        "controle": rij,
        "project": rij.project,
        "c": c,
        "zelf": actor.mag("controle.uitvoeren"),
        "steekproeven": steekproeven,
        "vragen": _vragen(rij),
        "loopt": rij.ingetrokken_op is None and rij.van <= dag <= rij.tot,
        "mag_maken": actor.mag("controle.maken") and rij.ingetrokken_op is None,
        "uitnodiging": beheren.wachtende_uitnodiging(rij) if actor.mag("controle.maken") else None,
    }
    return render(request, "controles/controle.html", context)


def _vragen(rij: Controle) -> QuerySet[Vraag]:
    return Vraag.objects.filter(controle=rij).select_related("leerwerkplek").order_by("-nummer")[:10]


def _haal(request: HttpRequest, pk: int) -> Controle:
    return get_object_or_404(toegang.controles(request.actor), pk=pk)


@daad("controle.maken")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: HttpRequest) -> HttpResponse:
    projecten = Subsidieproject.objects.filter(bestuur=request.actor.bestuur_id).order_by("code", "pk")
    begin = {"van": timezone.localdate(), "project": request.GET.get("project")}
    form = ControleForm(request.POST or None, projecten=projecten, initial=begin, terug_url=reverse("controles:lijst"))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            rij, nieuw_ = beheren.maak(request.actor, **form.cleaned_data)
            zin = f"{rij.volledige_naam} krijgt een mail." if nieuw_ else "Deze controle bestond al."
            messages.success(request, zin)
            return redirect("controles:controle", rij.pk)
    uitleg = "De controleur ziet enkel dit project, en leest enkel. Namen van deelnemers zijn afgeschermd."
    return render(request, "controles/formulier.html", _form(form, "Controleur uitnodigen", uitleg))


def _form(form, titel: str, uitleg: str = "", rij: Controle | None = None) -> dict:
    return {"form": form, "titel": titel, "uitleg": uitleg, "controle": rij}


@daad("controle.maken")
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: HttpRequest, pk: int) -> HttpResponse:
    rij = _haal(request, pk)
    form = EindeForm(
        request.POST or None,
        staat={"tot": rij.tot},
        initial={"tot": rij.tot},
        terug_url=reverse("controles:controle", args=[pk]),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            beheren.wijzig_einde(request.actor, rij, tot=form.cleaned_data["tot"])
            messages.success(request, f"De toegang loopt tot en met {datum_woord(form.cleaned_data['tot'])}.")
            return redirect("controles:controle", pk)
    return render(request, "controles/formulier.html", _form(form, "Periode wijzigen", "", rij))


@daad("controle.maken")
@require_http_methods(["GET", "HEAD", "POST"])
def trek_in(request: HttpRequest, pk: int) -> HttpResponse:
    rij = _haal(request, pk)
    if request.method == "POST":
        zin = "De controle is ingetrokken. De controleur ziet dit project niet meer."
        return probeer(request, lambda: beheren.trek_in(request.actor, rij), zin, "controles:controle", pk)
    context = {
        "titel": "Controle intrekken?",
        "uitleg": "De controleur ziet het project meteen niet meer. Vragen en antwoorden blijven staan.",
        "rijen": [
            Rij("Project", f"{rij.project.code} {rij.project.titel}"),
            Rij("Controleur", f"{rij.volledige_naam}, {rij.email}"),
            Rij("Periode", f"van {datum_woord(rij.van)} tot en met {datum_woord(rij.tot)}"),
        ],
        "knop": "Intrekken",
        "gevaar": True,
        "form": None,
        "terug_url": reverse("controles:controle", args=[pk]),
    }
    return render(request, "bevestig.html", context)


@daad("controle.maken")
@require_POST
def stuur_opnieuw(request: HttpRequest, pk: int) -> HttpResponse:
    rij, gezien = _haal(request, pk), nummer(request.POST.get("zending", ""))
    zin = f"{rij.email} krijgt een nieuwe mail. De vorige link werkt niet meer."
    return probeer(
        request, lambda: beheren.stuur_opnieuw(request.actor, rij, gezien=gezien), zin, "controles:controle", pk
    )
