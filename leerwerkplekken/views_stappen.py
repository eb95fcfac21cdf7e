"""De stappen van de takenlijst: elk een formulier dat toont wat er staat, en bewaart wat jij wijzigt."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kern.nummers import nummer
from leerwerkplekken import stappen
from leerwerkplekken.forms import GEGEVENS, GegevensForm, MentorForm, TakenForm
from leerwerkplekken.mentorkeuze import begeleiders, kiesbaar, toon
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.regels import SECTIES
from leerwerkplekken.views import haal_plek, keuzelijsten
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad


def terug_naar(plek: Leerwerkplek) -> str:
    return reverse("leerwerkplekken:takenlijst", args=[plek.pk])


def toon_stap(
    request: HttpRequest, plek: Leerwerkplek, sectie: str, form, bewaar: Callable[..., object], **extra
) -> HttpResponse:
    """Toont het formulier van een stap, of bewaart het en gaat terug naar de takenlijst."""
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            bewaar(request.actor, plek, **form.waarden())
            messages.success(request, f"{SECTIES[sectie]} bewaard.")
            return redirect(terug_naar(plek))
    inhoud = {"form": form, "plek": plek, "naam": SECTIES[sectie], "sectie": sectie, "terug_url": terug_naar(plek)}
    return render(request, extra.pop("sjabloon", "leerwerkplekken/stap.html"), inhoud | extra)


@daad("leerwerkplek.bewerken")
def gegevens(request: HttpRequest, pk: int) -> HttpResponse:
    plek = haal_plek(request, pk)
    staat = {veld: getattr(plek, veld) for veld in GEGEVENS}
    form = GegevensForm(request.POST or None, staat=staat, terug_url=terug_naar(plek), **keuzelijsten(request))
    return toon_stap(request, plek, "gegevens", form, stappen.wijzig)


@daad("leerwerkplek.bewerken")
def taken(request: HttpRequest, pk: int) -> HttpResponse:
    plek = haal_plek(request, pk)
    form = TakenForm(request.POST or None, staat=TakenForm.staat_van(plek), terug_url=terug_naar(plek))
    return toon_stap(request, plek, "taken", form, stappen.wijzig)


@daad("leerwerkplek.bewerken")
def mentor(request: HttpRequest, pk: int) -> HttpResponse:
    """Kies een mentor. `?mentor=` toont er een zonder te bewaren (htmx, bij het kiezen)."""
    plek = haal_plek(request, pk)
    mentoren = kiesbaar(request.actor, plek)
    form = MentorForm(
        request.POST or None,
        staat=MentorForm.staat_van(plek),
        mentoren=mentoren,
        begeleiders=begeleiders(plek),
        toon_url=request.path,
        terug_url=terug_naar(plek),
    )
    gekozen = (request.POST or request.GET).get("mentor", "" if request.GET else str(plek.mentor_id or ""))
    keuze = mentoren.filter(pk=nummer(gekozen)).first()
    return toon_stap(
        request,
        plek,
        "mentor",
        form,
        stappen.wijzig,
        sjabloon="leerwerkplekken/mentor.html",
        keuze=toon(keuze, plek, timezone.localdate()) if keuze else None,
    )
