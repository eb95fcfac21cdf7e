"""Het standaardplan van het bestuur: waarmee elk nieuw plan van aanpak begint."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kern.opmaak import meervoud
from leerwerkplekken import planstandaard, standaard, stappen
from leerwerkplekken.forms_plan import PARTNER, StandaardForm
from leerwerkplekken.forms_rollen import RollenForm
from leerwerkplekken.models import Planstandaard
from leerwerkplekken.toegang import partners_van
from organisaties.formulieren import weiger_in
from organisaties.models import Bestuur
from organisaties.verzoek import daad

NAAR_DE_PLEKKEN = "Plekken die er al zijn, veranderen niet."


def _op_slot(request: HttpRequest) -> None:
    """Bij een POST: niemand wijzigt de standaard intussen, ook niet als er nog geen rij is."""
    if request.method == "POST":
        Bestuur.objects.select_for_update(no_key=True).get(pk=request.actor.bestuur_id)


@daad("planstandaard.beheren")
def plan(request: HttpRequest) -> HttpResponse:
    _op_slot(request)
    actor, met = request.actor, list(partners_van(request.actor.bestuur_id, timezone.localdate()))
    nu = planstandaard.van(actor.bestuur_id)
    afspraken = planstandaard.afspraken(actor.bestuur_id)
    staat = StandaardForm.staat_van(Planstandaard(**nu))
    form = StandaardForm(
        request.POST or None,
        staat=staat | {f"{PARTNER}{partner.pk}": afspraken.get(partner.pk, "") for partner in met},
        partners=met,
        terug_url=reverse("leerwerkplekken:standaard"),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            gekozen = form.waarden()
            stappen.bewaar_standaard(actor, actor.bestuur, **gekozen["plan"])
            stappen.bewaar_partnerafspraken(actor, actor.bestuur, gekozen["partners"])
            messages.success(request, f"Het standaardplan is bewaard. {NAAR_DE_PLEKKEN}")
            return redirect("leerwerkplekken:standaard")
    inhoud = {"form": form, "nog_standaard": planstandaard.nog_standaard(actor.bestuur_id).count()}
    return render(request, "leerwerkplekken/standaard.html", inhoud)


@daad("planstandaard.beheren")
def rollen(request: HttpRequest) -> HttpResponse:
    _op_slot(request)
    actor = request.actor
    terug = reverse("leerwerkplekken:standaard")
    form = RollenForm(
        request.POST or None,
        matrix=planstandaard.van(actor.bestuur_id)["matrix"],
        kolommen=standaard.rollen(begeleider=True),
        terug_url=terug,
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.bewaar_standaard(actor, actor.bestuur, **form.waarden())
            messages.success(request, f"De standaardrollen zijn bewaard. {NAAR_DE_PLEKKEN}")
            return redirect(terug)
    inhoud = {"form": form, "letters": standaard.LETTERS.items(), "terug_url": terug}
    return render(request, "leerwerkplekken/standaard_rollen.html", inhoud)


@daad("planstandaard.beheren")
def toepassen(request: HttpRequest) -> HttpResponse:
    """Het standaardplan op plekken die nog standaard zijn; altijd na bevestiging."""
    actor = request.actor
    terug = reverse("leerwerkplekken:standaard")
    if request.method == "POST":
        gewijzigd = stappen.pas_standaard_toe(actor, actor.bestuur)
        if gewijzigd:
            messages.success(request, f"{meervoud(len(gewijzigd), 'plek kreeg', 'plekken kregen')} het standaardplan.")
        else:
            messages.info(request, "Er was niets te wijzigen: elke plek volgt al de standaard of koos zelf.")
        return redirect(terug)
    codes = planstandaard.nog_standaard(actor.bestuur_id).values_list("leerwerkplek__code", flat=True)
    inhoud = {"codes": list(codes), "terug_url": terug}
    return render(request, "leerwerkplekken/standaard_toepassen.html", inhoud)
