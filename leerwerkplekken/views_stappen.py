"""De stappen van de takenlijst: elk een formulier dat toont wat er staat, en bewaart wat jij wijzigt."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from leerwerkplekken import stappen
from leerwerkplekken.forms import (
    GEGEVENS,
    GegevensForm,
    MentorForm,
    PlanForm,
    RollenForm,
    TakenForm,
)
from leerwerkplekken.mentorkeuze import kiesbaar, toon
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.regels import SECTIES, matrix_bezwaren
from leerwerkplekken.standaard import LETTERS
from leerwerkplekken.views import haal_plek, keuzelijsten
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad


def _terug(plek: Leerwerkplek) -> str:
    return reverse("leerwerkplekken:takenlijst", args=[plek.pk])


def _stap(
    request: HttpRequest, plek: Leerwerkplek, sectie: str, form, bewaar: Callable[..., object], **extra
) -> HttpResponse:
    """Toont het formulier van een stap, of bewaart het en gaat terug naar de takenlijst."""
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            bewaar(request.actor, plek, **form.waarden())
            messages.success(request, f"{SECTIES[sectie]} bewaard.")
            return redirect(_terug(plek))
    inhoud = {"form": form, "plek": plek, "naam": SECTIES[sectie], "sectie": sectie, "terug_url": _terug(plek)}
    return render(request, extra.pop("sjabloon", "leerwerkplekken/stap.html"), inhoud | extra)


@daad("leerwerkplek.bewerken")
def gegevens(request: HttpRequest, pk: int) -> HttpResponse:
    plek = haal_plek(request, pk)
    staat = {veld: getattr(plek, veld) for veld in GEGEVENS}
    form = GegevensForm(request.POST or None, staat=staat, terug_url=_terug(plek), **keuzelijsten(request))
    return _stap(request, plek, "gegevens", form, stappen.wijzig)


@daad("leerwerkplek.bewerken")
def taken(request: HttpRequest, pk: int) -> HttpResponse:
    plek = haal_plek(request, pk)
    form = TakenForm(request.POST or None, staat=TakenForm.staat_van(plek), terug_url=_terug(plek))
    return _stap(request, plek, "taken", form, stappen.wijzig)


@daad("leerwerkplek.bewerken")
def mentor(request: HttpRequest, pk: int) -> HttpResponse:
    """Kies een mentor. `?mentor=` toont er een zonder te bewaren (htmx, bij het kiezen)."""
    plek = haal_plek(request, pk)
    mentoren = kiesbaar(request.actor, plek)
    form = MentorForm(
        request.POST or None,
        staat={"mentor": plek.mentor},
        mentoren=mentoren,
        toon_url=request.path,
        terug_url=_terug(plek),
    )
    gekozen = (request.POST or request.GET).get("mentor", "" if request.GET else str(plek.mentor_id or ""))
    keuze = mentoren.filter(pk=gekozen).first() if gekozen.isdigit() and len(gekozen) < 19 else None
    return _stap(
        request,
        plek,
        "mentor",
        form,
        stappen.wijzig,
        sjabloon="leerwerkplekken/mentor.html",
        keuze=toon(keuze, plek, timezone.localdate()) if keuze else None,
    )


@daad("leerwerkplek.bewerken")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    plek = haal_plek(request, pk)
    staat = {veld: getattr(plek.plan, veld) for veld in PlanForm.STANDAARD}
    form = PlanForm(request.POST or None, staat=staat, terug_url=_terug(plek))
    return _stap(request, plek, "plan", form, _bewaar_teksten)


def _bewaar_teksten(door, plek: Leerwerkplek, **teksten) -> None:
    stappen.bewaar_plan(door, plek, nagekeken=False, **teksten)  # de rollen blijven "standaard" tot iemand ze nakijkt


@daad("leerwerkplek.bewerken")
def rollen(request: HttpRequest, pk: int) -> HttpResponse:
    plek = haal_plek(request, pk)
    form = RollenForm(request.POST or None, staat=RollenForm.staat_van(plek.plan.matrix), terug_url=_terug(plek))
    return _stap(
        request,
        plek,
        "rollen",
        form,
        stappen.bewaar_plan,
        sjabloon="leerwerkplekken/rollen.html",
        letters=LETTERS.items(),
        bezwaren=matrix_bezwaren(plek.plan.matrix),
    )
