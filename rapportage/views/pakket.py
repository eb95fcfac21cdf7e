"""Bewijspakketten: vragen, volgen, ophalen."""

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
from rapportage.forms import PakketForm
from rapportage.views import gevraagd

PAKKET = gevraagd.Ding(
    ("pakket", "pakketten"),
    "bewijspakket.maken",
    toegang.pakketten,
    scherm="rapportage:pakket",
    lijst="rapportage:pakketten",
    annuleer="rapportage:annuleer",
    opnieuw="rapportage:opnieuw",
    ophalen="rapportage:ophalen",
)


@daad("bewijspakket.ophalen")
def pakketten(request: HttpRequest) -> HttpResponse:
    """De pakketten van dit bestuur, en (coördinator) een nieuw vragen."""
    if request.method == "POST":
        eis(request.actor, PAKKET.maken)
    form = _formulier(request) if request.actor.mag(PAKKET.maken) else None
    if form and request.method == "POST" and form.is_valid():
        if not herbevestig.onlangs(request):
            return herbevestig.vraag(request, _ingevuld(form))
        if rij := gevraagd.vraag(request, PAKKET, form, stappen.vraag_pakket):
            return redirect(PAKKET.scherm, rij.pk)
    if als_werkmap(request):
        return gevraagd.werkmap_van(request, PAKKET)
    return render(request, "rapportage/pakketten.html", {"form": form, **gevraagd.lijst(request, PAKKET)})


def _formulier(request: HttpRequest) -> PakketForm:
    projecten = toegang.projecten(request.actor)
    eerste = list(projecten[:2])
    begin = {
        "project": request.GET.get("project") or (eerste[0].pk if len(eerste) == 1 else None),
        "peildatum": request.GET.get("peildatum") or timezone.localdate(),
    }
    return PakketForm(request.POST or None, projecten=projecten, initial=begin)


def _ingevuld(form: PakketForm) -> str:
    """De pagina met wat ingevuld was, voor na de bevestiging."""
    keuze = {"project": form.cleaned_data["project"].pk, "peildatum": f"{form.cleaned_data['peildatum']:%d/%m/%Y}"}
    return f"{reverse('rapportage:pakketten')}?{urlencode(keuze)}"


@daad("bewijspakket.ophalen")
def pakket(request: HttpRequest, pk: int) -> HttpResponse:
    return gevraagd.scherm(request, PAKKET, pk, "rapportage/pakket.html")


@require_POST
@daad("bewijspakket.maken")
def annuleer(request: HttpRequest, pk: int) -> HttpResponse:
    return gevraagd.annuleer(request, PAKKET, pk)


@require_POST
@daad("bewijspakket.maken")
def opnieuw(request: HttpRequest, pk: int) -> HttpResponse:
    return gevraagd.opnieuw(request, PAKKET, pk)


@daad("bewijspakket.ophalen")
@herbevestig.nodig
def ophalen(request: HttpRequest, pk: int) -> HttpResponse:
    return gevraagd.ophalen(request, PAKKET, pk)
