"""Manieren van ondertekenen: wat het bestuur toelaat, en wat elke manier bewijst."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from beheer.forms import TekenwijzenForm
from beheer.stappen import tekenwijzen as stappen
from documenten.zegel import vertrouwenslijst
from documenten.zegel.vertrouwenslijst import LijstFout
from organisaties.enums import Tekenwijze
from organisaties.formulieren import weiger_in
from organisaties.models import Bestuur
from organisaties.verzoek import daad


@daad("instellingen.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def tekenwijzen(request: HttpRequest) -> HttpResponse:
    rijen = Bestuur.objects.filter(pk=request.actor.bestuur_id)
    bestuur = (rijen.select_for_update(no_key=True) if request.method == "POST" else rijen).get()
    lijst, waarom_niet = _lijst()
    staat = {f"teken_{wijze}": wijze in bestuur.wijzen for wijze in Tekenwijze}
    staat |= {"ingebruikname": bestuur.in_gebruik_sinds}
    terug_url = reverse("beheer:instellingen")
    form = TekenwijzenForm(request.POST or None, staat=staat, waarom_niet=waarom_niet, terug_url=terug_url)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            waarden = form.waarden()
            wijzen = {str(wijze) for wijze in Tekenwijze if waarden[f"teken_{wijze}"]}
            stappen.kies(request.actor, wijzen=wijzen, ingebruikname=waarden["ingebruikname"])
            messages.success(request, "De manieren van ondertekenen zijn bewaard.")
            return redirect(terug_url)
    context = {"form": form, "lijst": lijst, "waarom_niet": waarom_niet, "nu": timezone.now()}
    context["verouderd"] = bool(lijst and lijst.verouderd(timezone.now()))
    return render(request, "beheer/tekenwijzen.html", context)


def _lijst() -> tuple[vertrouwenslijst.Lijst | None, str]:
    try:
        return vertrouwenslijst.lijst(), ""
    except LijstFout as fout:
        return None, str(fout)
