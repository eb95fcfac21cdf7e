"""Weekpatroon en begeleiding van een plaatsing wijzigen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kern.formulieren import Formulier
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad
from plaatsingen import dossier, overdracht
from plaatsingen.forms.afspraken import BegeleidingForm, PatroonForm
from plaatsingen.models import Plaatsing
from plaatsingen.patroon import Maandplan
from plaatsingen.stappen import patroon as stappen
from plaatsingen.stappen import wijziging
from plaatsingen.stappen.uren import grenzen_van
from plaatsingen.views.plaatsingen import haal


def toon(request: HttpRequest, plaatsing: Plaatsing, form: Formulier, titel: str, sjabloon="formulier", **meer):
    """Een formulier over één plaatsing, met haar kruimels; de naam van de deelnemer staat er niet op."""
    return render(
        request, f"plaatsingen/{sjabloon}.html", {"plaatsing": plaatsing, "form": form, "titel": titel, **meer}
    )


def pagina_url(plaatsing: Plaatsing) -> str:
    return reverse("plaatsingen:plaatsing", args=[plaatsing.pk])


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def patroon(request: HttpRequest, pk: int) -> HttpResponse:
    """Eerst *Vooruitzicht tonen* (of vanzelf, met htmx), dan *Bewaren*; boven 64 uur weigert."""
    plaatsing = haal(request, pk)
    alleen_tonen = "peil" in request.GET
    data = request.GET if alleen_tonen else request.POST if request.method == "POST" else None
    form = PatroonForm(
        data,
        dagmaximum=grenzen_van(plaatsing, plaatsing.van).waarde("minuten_per_dag_max"),
        werkdagen=plaatsing.werkdagen.all(),
        initial={"uren_per_maand": plaatsing.uren_per_maand},
        terug_url=pagina_url(plaatsing),
    )
    if request.method == "POST" and form.is_valid() and "tonen" not in request.POST:
        with weiger_in(form):
            wijziging.wijzig_plaatsing(request.actor, plaatsing, uren_per_maand=form.cleaned_data["uren_per_maand"])
            stappen.zet_patroon(request.actor, plaatsing, form.werkdagen())
            messages.success(request, "Het weekpatroon is bewaard. De mentor kan nu “Zoals gepland” kiezen.")
            return redirect(pagina_url(plaatsing))
    plannen = _plannen(plaatsing, form)
    if alleen_tonen:
        return render(request, "plaatsingen/_vooruitzicht.html", {"plannen": plannen, "uiterste": None, "los": False})
    return toon(request, plaatsing, form, "Weekpatroon en uren", "patroon", plannen=plannen)


def _plannen(plaatsing: Plaatsing, form: PatroonForm) -> list[Maandplan]:
    if form.is_bound:
        form.is_valid()
    werkdagen = form.werkdagen() if form.is_bound else list(plaatsing.werkdagen.all())
    return dossier.plan_van(plaatsing, werkdagen)


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def begeleiding(request: HttpRequest, pk: int) -> HttpResponse:
    plaatsing = haal(request, pk)
    form = BegeleidingForm(
        request.POST or None,
        staat={veld: getattr(plaatsing, veld) for veld in stappen.BEGELEIDING},
        mentoren=overdracht.kiesbaar(plaatsing.bestuur_id, timezone.localdate(), plaatsing.leerwerkplek.mentor_id),
        terug_url=pagina_url(plaatsing),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.zet_begeleiding(request.actor, plaatsing, **form.begeleiding())
            messages.success(request, "De begeleiding is bewaard.")
            return redirect(pagina_url(plaatsing))
    return toon(request, plaatsing, form, "Begeleiding")
