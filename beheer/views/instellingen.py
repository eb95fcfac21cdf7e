"""De instellingen van het bestuur, voor de beheerder."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from beheer.forms import InstellingenForm
from beheer.stappen import instellingen as stappen
from beheer.zegel import kaart
from logboek.models import Gebeurtenis
from organisaties.enums import Tekenwijze
from organisaties.formulieren import weiger_in
from organisaties.models import Bestuur, Gebruiker
from organisaties.verzoek import daad


@daad("instellingen.beheren")
def instellingen(request: HttpRequest) -> HttpResponse:
    rijen = Bestuur.objects.filter(pk=request.actor.bestuur_id)
    bestuur = (rijen.select_for_update(no_key=True) if request.method == "POST" else rijen).get()
    staat = {
        "tweede_factor": bestuur.tweede_factor,
        "reden": bestuur.tweede_factor_reden,
        "uitnodiging_dagen": bestuur.uitnodiging_dagen,
    }
    form = InstellingenForm(request.POST or None, staat=staat)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            nieuw = stappen.bewaar(request.actor, **form.waarden())
            if bestuur.tweede_factor and not nieuw.tweede_factor:
                messages.warning(request, "De tweede factor is niet meer verplicht. Zet ze weer aan zodra het kan.")
            else:
                messages.success(request, "De instellingen zijn bewaard.")
            return redirect("beheer:instellingen")
    context = {
        "form": form,
        "bestuur": bestuur,
        "wijzen": [wijze.label for wijze in Tekenwijze if wijze in bestuur.wijzen],
        "zegel": kaart(bestuur, timezone.localdate()),
        "laatst": None if bestuur.tweede_factor else _uitgezet(bestuur),
    }
    return render(request, "beheer/instellingen.html", context)


def _uitgezet(bestuur: Bestuur) -> dict | None:
    """Wie de tweede factor uitzette en wanneer, uit het logboek; None als ze bij het begin al uit stond (een demo)."""
    rij = Gebeurtenis.objects.filter(bestuur=bestuur, wat="instellingen.tweede_factor").order_by("-op", "-pk").first()
    if rij is None:
        return None
    wie = Gebruiker.objects.filter(pk=rij.gebruiker_id).first()
    return {"op": rij.op, "wie": wie.volledige_naam if wie else "de installatie"}
