"""De publieke projectpagina: voor iedereen, en de keuzes van de beheerder erachter."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad
from rapportage import publiek as werk
from rapportage import stappen, toegang
from rapportage.forms import PubliekForm

VELDEN = ("publiek", "publieke_blokken", "inleiding", "doelgroep", "acties", "achtergrond", "contact")


@require_safe
def pagina(request: HttpRequest, bestuur: str, code: str) -> HttpResponse:
    """Wat een project is en hoe ver het staat, zonder aanmelden. Niet openbaar gemaakt is een 404, zoals onbestaand."""
    adres = werk.zoek(bestuur, code)
    if adres is None:
        raise Http404
    return _toon(request, werk.lees(adres, timezone.localdate()), voorbeeld=False)


@daad("publiek.beheren")
@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    """Elk project, met of zijn pagina openbaar is."""
    projecten = list(toegang.publieke(request.actor))
    return render(request, "rapportage/publieke_lijst.html", {"projecten": projecten})


@daad("publiek.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def beheer(request: HttpRequest, pk: int) -> HttpResponse:
    """Kiezen wat erop staat en of iedereen ze mag lezen."""
    rijen = toegang.publieke(request.actor)
    project = get_object_or_404(rijen.select_for_update(of=("self",)) if request.method == "POST" else rijen, pk=pk)
    staat = {veld: getattr(project, veld) for veld in VELDEN}
    form = PubliekForm(request.POST or None, staat=staat, terug_url=reverse("rapportage:publiek_lijst"))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            project = stappen.publiceer(request.actor, project, **form.waarden())
            zin = "Iedereen kan de pagina lezen." if project.publiek else "De pagina is niet openbaar."
            messages.success(request, f"Bewaard. {zin}")
            return redirect("rapportage:publiek_beheer", pk)
    return render(request, "rapportage/publiek_beheer.html", {"form": form, "project": project})


@daad("publiek.beheren")
@require_safe
def voorbeeld(request: HttpRequest, pk: int) -> HttpResponse:
    """De pagina zoals ze eruitziet, ook als ze niet openbaar is."""
    project = get_object_or_404(toegang.publieke(request.actor), pk=pk)
    return _toon(request, werk.maak(project, timezone.localdate()), voorbeeld=True, pk=pk)


def _toon(request: HttpRequest, p: werk.Pagina, *, voorbeeld: bool, pk: int = 0) -> HttpResponse:
    onvindbaar = voorbeeld or p.demo
    inhoud = {"p": p, "huisstijl": p.stijl, "voorbeeld": voorbeeld, "pk": pk, "noindex": onvindbaar}
    antwoord = render(request, "rapportage/publiek.html", inhoud)
    if onvindbaar:  # een zoekmachine toont enkel wat echt en openbaar is
        antwoord["X-Robots-Tag"] = "noindex"
    patch_cache_control(antwoord, private=True, no_cache=True)  # de server bewaart; wie herlaadt ziet elke wijziging
    return antwoord
