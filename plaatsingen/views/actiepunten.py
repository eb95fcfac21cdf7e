"""Actiepunten: bij een overleg beheren, en de eigen lijst van wie ze opneemt."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aanmelding import herbevestig
from documenten import werkmap
from kern.lijst import als_werkmap, pagina
from kern.tabel import Tabel
from organisaties.formulieren import probeer, weiger_in
from organisaties.verzoek import daad
from plaatsingen.forms.overleg import PuntFilter
from plaatsingen.views.overleg import haal
from projecten import toegang
from projecten.forms.overleg import ActiepuntForm
from projecten.models import Actiepunt, Overleg
from projecten.overzicht import open_actiepunten
from projecten.stappen import actiepunten as stappen
from projecten.stappen.overleg import aan_tafel


@daad("actiepunt.afvinken")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def mijn(request: HttpRequest) -> HttpResponse:
    """Wat op deze persoon (of zijn GLOW-partner) staat, het dringendste eerst."""
    filter_ = PuntFilter(request.GET or None)
    stand = (filter_.cleaned_data.get("stand") if filter_.is_valid() else "") or PuntFilter.OPEN
    rijen = open_actiepunten(request.actor)
    if stand != PuntFilter.OPEN:
        rijen = toegang.actiepunten(request.actor).order_by("-gedaan_op", "tegen", "pk")
    if stand == PuntFilter.GEDAAN:
        rijen = rijen.exclude(gedaan_op=None)
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _tabel(list(rijen)))
    inhoud = {
        "pagina": pagina(request, rijen),
        "filter": filter_,
        "stand": stand,
        "vandaag": timezone.localdate(),
        "is_partner": request.actor.glowpartner is not None,
    }
    return render(request, "overleg/mijn.html", inhoud)


def _tabel(punten: list[Actiepunt]) -> Tabel:
    koppen = ("Wat", "Uit overleg", "Datum", "Bestuur", "Tegen", "Gedaan op")
    rijen = [(p.wat, p.overleg.onderwerp, p.overleg.datum, p.bestuur.naam, p.tegen, p.gedaan_op) for p in punten]
    return Tabel("actiepunten", "Mijn actiepunten", koppen, rijen)


def _form(request: HttpRequest, overleg: Overleg, **anders) -> ActiepuntForm:
    partners = [rij.glowpartner for rij in aan_tafel(overleg) if rij.glowpartner]
    if overleg.glowpartner and overleg.glowpartner not in partners:  # ingelezen overleg heeft geen genodigden
        partners.insert(0, overleg.glowpartner)
    return ActiepuntForm(
        request.POST or None,
        leden=toegang.leden(overleg.bestuur_id),
        partners=partners,
        terug_url=reverse("overleg:overleg", args=[overleg.pk]),
        **anders,
    )


@daad("overleg.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: HttpRequest, pk: int) -> HttpResponse:
    overleg = haal(request, pk)
    form = _form(request, overleg)
    form.knop = "Actiepunt toevoegen"
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            punt = stappen.voeg_toe(request.actor, overleg, **form.waarden)
            messages.success(request, f"Het actiepunt voor {punt.voor} staat erbij.")
            return redirect("overleg:overleg", pk)
    return _toon(request, form, "Nieuw actiepunt", overleg)


def _punt(request: HttpRequest, pk: int) -> Actiepunt:
    """Een actiepunt van een overleg dat deze actor mag zien; anders 404."""
    rijen = Actiepunt.objects.filter(overleg__in=toegang.overleg(request.actor).values("pk"))
    return get_object_or_404(rijen.select_related("overleg__glowpartner"), pk=pk)


@daad("overleg.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: HttpRequest, pk: int) -> HttpResponse:
    punt = _punt(request, pk)
    gekozen = f"p{punt.glowpartner_id}" if punt.glowpartner_id else f"l{punt.lidmaatschap_id}"
    begin = {"wat": punt.wat, "wie": "" if punt.wie else gekozen, "ander": punt.wie, "tegen": punt.tegen}
    form = _form(request, punt.overleg, initial=begin)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.wijzig(request.actor, punt, **form.waarden)
            messages.success(request, "Het actiepunt is bewaard.")
            return redirect("overleg:overleg", punt.overleg_id)
    return _toon(request, form, "Actiepunt wijzigen", punt.overleg)


@daad("overleg.bewerken")
@require_POST
def verwijder(request: HttpRequest, pk: int) -> HttpResponse:
    punt = _punt(request, pk)
    return probeer(
        request,
        lambda: stappen.verwijder(request.actor, punt),
        "Het actiepunt is verwijderd.",
        "overleg:overleg",
        punt.overleg_id,
    )


@daad("actiepunt.afvinken")
@require_POST
def afvinken(request: HttpRequest, pk: int) -> HttpResponse:
    """`gedaan=ja` sluit het, al het andere zet het weer open; daarna terug waar je was."""
    punt, gedaan = _punt(request, pk), request.POST.get("gedaan") == "ja"
    terug = ("overleg:mijn",) if "mijn" in request.POST else ("overleg:overleg", punt.overleg_id)
    return probeer(
        request,
        lambda: stappen.vink_af(request.actor, punt, gedaan=gedaan),
        "Het actiepunt is gedaan." if gedaan else "Het actiepunt staat weer open.",
        *terug,
    )


def _toon(request: HttpRequest, form: ActiepuntForm, titel: str, overleg: Overleg) -> HttpResponse:
    inhoud = {"form": form, "titel": titel, "overleg": overleg, "uitleg": f"Uit het overleg “{overleg.onderwerp}”."}
    return render(request, "overleg/formulier.html", inhoud)
