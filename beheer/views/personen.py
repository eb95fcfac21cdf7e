"""Wie toegang heeft tot het bestuur: de lijst, één persoon, intrekken en teruggeven."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from aanmelding import herbevestig
from beheer import toegang, verband
from beheer.enums import Toegang
from beheer.forms import LidForm
from beheer.lijst import KOLOMMEN, PersoonFilter, met_woorden, tabel
from beheer.stappen import personen as stappen
from documenten import werkmap
from kern.lijst import als_werkmap, pagina, volgorde
from kern.onderdelen import Rij
from kern.opmaak import opsomming
from organisaties.formulieren import weiger_in
from organisaties.isolatie import Geweigerd
from organisaties.models import Lidmaatschap, Organisatie
from organisaties.verzoek import daad


def haal_lid(request: HttpRequest, pk: int) -> Lidmaatschap:
    """Het lidmaatschap, of 404 buiten het eigen bestuur. Bij een POST op slot."""
    rijen = toegang.leden(request.actor)
    if request.method == "POST":
        rijen = rijen.select_for_update(of=("self",))
    lid = get_object_or_404(rijen, pk=pk)
    met_woorden([lid])
    return lid


def organisaties(request: HttpRequest):
    return Organisatie.objects.filter(bestuur=request.actor.bestuur_id)


@daad("personen.zien")
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    alle = toegang.leden(request.actor).order_by(*volgorde(request, KOLOMMEN, "naam"))
    filter_ = PersoonFilter(request.GET, queryset=alle)
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, tabel(list(filter_.qs)))
    bladzijde = pagina(request, filter_.qs)
    met_woorden(bladzijde.object_list)
    open_ = toegang.uitnodigingen(request.actor).count()
    return render(request, "beheer/personen.html", {"filter": filter_, "pagina": bladzijde, "uitnodigingen": open_})


@daad("personen.beheren")
def persoon(request: HttpRequest, pk: int) -> HttpResponse:
    """Rollen, organisatie, functie en einddatum van één persoon."""
    lid = haal_lid(request, pk)
    form = LidForm(
        request.POST or None,
        staat={"rollen": lid.rollen, "organisatie": lid.organisatie, "functie": lid.functie, "tot": lid.tot},
        organisaties=organisaties(request),
        terug_url=reverse("beheer:personen"),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.wijzig(request.actor, lid, **form.waarden())
            messages.success(request, f"{lid.gebruiker.volledige_naam} is bewaard. Dat telt bij de volgende klik.")
            return redirect("beheer:personen")
    context = {
        "lid": lid,
        "form": form,
        "titel": lid.gebruiker.volledige_naam,
        "kan_aanmelden": toegang.kan_aanmelden(lid.gebruiker),
        "ingetrokken": lid.ingetrokken_op is not None,
        "ben_je_zelf": lid.pk == request.actor.lidmaatschap.pk,
    }
    return render(request, "beheer/persoon.html", context)


@daad("personen.beheren")
def intrekken(request: HttpRequest, pk: int) -> HttpResponse:
    """Vraagt bevestiging, met alles wat nog naar deze persoon verwijst."""
    lid = haal_lid(request, pk)
    naam, redenen = lid.gebruiker.volledige_naam, []
    if request.method == "POST":
        try:
            stappen.trek_in(request.actor, lid)
        except Geweigerd as geweigerd:
            redenen = [zin for zin, _ in geweigerd.alle]
        else:
            messages.success(request, f"{naam} heeft geen toegang meer tot {request.actor.bestuur_naam}.")
            return redirect("beheer:personen")
    if lid.toegang_nu == Toegang.INGETROKKEN:
        messages.info(request, f"De toegang van {naam} is al ingetrokken.")
        return redirect("beheer:persoon", lid.pk)
    context = {
        "lid": lid,
        "titel": f"Toegang van {naam} intrekken?",
        "redenen": redenen,
        "rijen": [
            Rij("Naam", naam),
            Rij("E-mailadres", lid.gebruiker.email),
            Rij("Rollen", opsomming(lid.rolnamen)),
        ],
        "verbanden": verband.van(lid),
        "knop": "Toegang intrekken",
        "gevaar": True,
        "form": None,
        "terug_url": reverse("beheer:persoon", args=[lid.pk]),
    }
    return render(request, "beheer/intrekken.html", context)


@require_POST
@daad("personen.beheren")
def teruggeven(request: HttpRequest, pk: int) -> HttpResponse:
    lid = haal_lid(request, pk)
    stappen.geef_terug(request.actor, lid)
    messages.success(request, f"{lid.gebruiker.volledige_naam} heeft opnieuw toegang. Kijk de rollen na.")
    return redirect("beheer:persoon", lid.pk)
