"""Wat op de achtergrond loopt of opgegeven werd."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from beheer.stappen import taken as stappen
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad
from taken.enums import Status
from taken.models import Taak

NAMEN = {
    "fiches.leeskopie": "Leeskopie van een fiche maken",
    "fiches.verzegel": "Fiche verzegelen",
    "rapportage.bewijspakket": "Bewijspakket maken",
    "beheer.uitnodiging": "Uitnodiging mailen",
}


@daad("taken.beheren")
def taken(request: HttpRequest) -> HttpResponse:
    """Wat op de achtergrond loopt of opgegeven werd. De tabel is globaal: hier enkel die van het eigen bestuur."""
    rijen = Taak.objects.filter(bestuur_id=request.actor.bestuur_id).exclude(status=Status.KLAAR)
    pagina = Paginator(rijen.order_by("-gepland_op", "-pk"), 50).get_page(request.GET.get("pagina"))
    for taak in pagina:
        taak.wat = NAMEN.get(taak.naam, taak.naam)
    return render(request, "beheer/taken.html", {"pagina": pagina})


@require_POST
@daad("taken.beheren")
def opnieuw(request: HttpRequest, pk: int) -> HttpResponse:
    taak = get_object_or_404(Taak, pk=pk, bestuur_id=request.actor.bestuur_id)
    try:
        stappen.probeer_opnieuw(request.actor, taak)
        messages.success(request, "De taak wordt opnieuw geprobeerd. Kijk straks of ze klaar is.")
    except Geweigerd as fout:
        messages.warning(request, fout.zin)
    return redirect("beheer:taken")
