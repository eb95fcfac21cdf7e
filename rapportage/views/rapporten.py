"""Het ESF-rapport als verzegelde PDF, van één project of van alle: vragen, volgen, ophalen."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from aanmelding import herbevestig
from kern.lijst import als_werkmap
from organisaties.toegang import eis
from organisaties.verzoek import daad
from rapportage import stappen, toegang
from rapportage.forms import RapportForm
from rapportage.views import gevraagd

RAPPORT = gevraagd.Ding(
    ("rapport", "rapporten"),
    "rapport.maken",
    toegang.rapporten,
    scherm="rapportage:rapport",
    lijst="rapportage:rapporten",
    annuleer="rapportage:rapport_annuleer",
    opnieuw="rapportage:rapport_opnieuw",
    ophalen="rapportage:rapport_ophalen",
)


@daad("voortgang.zien")
def rapporten(request: HttpRequest) -> HttpResponse:
    """De gemaakte rapporten, en (coördinator) een nieuw laten maken."""
    if request.method == "POST":
        eis(request.actor, RAPPORT.maken)
    form = _formulier(request) if request.actor.mag(RAPPORT.maken) else None
    if form and request.method == "POST" and form.is_valid():
        if not herbevestig.onlangs(request):
            return herbevestig.vraag(request, _ingevuld(form))
        if rij := gevraagd.vraag(request, RAPPORT, form, stappen.vraag_rapport):
            return redirect(RAPPORT.scherm, rij.pk)
    if als_werkmap(request):
        return gevraagd.werkmap_van(request, RAPPORT)
    return render(request, "rapportage/rapporten.html", {"form": form, **gevraagd.lijst(request, RAPPORT)})


def _formulier(request: HttpRequest) -> RapportForm:
    begin = {
        "project": request.GET.get("project"),
        "peildatum": request.GET.get("peildatum") or timezone.localdate(),
        "toen_gekend": bool(request.GET.get("toen_gekend")),
    }
    return RapportForm(request.POST or None, projecten=toegang.projecten(request.actor), initial=begin)


def _ingevuld(form: RapportForm) -> str:
    """De pagina met wat ingevuld was, voor na de bevestiging."""
    gekozen = form.cleaned_data
    keuze = {"peildatum": f"{gekozen['peildatum']:%d/%m/%Y}"}
    keuze |= {"project": gekozen["project"].pk} if gekozen["project"] else {}
    keuze |= {"toen_gekend": "on"} if gekozen["toen_gekend"] else {}
    return f"{reverse('rapportage:rapporten')}?{urlencode(keuze)}"


@daad("voortgang.zien")
def rapport(request: HttpRequest, pk: int) -> HttpResponse:
    return gevraagd.scherm(request, RAPPORT, pk, "rapportage/rapport.html")


@require_POST
@daad("rapport.maken")
def annuleer(request: HttpRequest, pk: int) -> HttpResponse:
    return gevraagd.annuleer(request, RAPPORT, pk)


@require_POST
@daad("rapport.maken")
def opnieuw(request: HttpRequest, pk: int) -> HttpResponse:
    return gevraagd.opnieuw(request, RAPPORT, pk)


@daad("voortgang.zien")
@herbevestig.nodig
def ophalen(request: HttpRequest, pk: int) -> HttpResponse:
    return gevraagd.ophalen(request, RAPPORT, pk)
