"""Eén kandidaat, voor HR: nakijken, intake plannen, aanvaarden, weigeren, reserveren."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kandidaten import regels, toegang, woorden
from kandidaten.enums import Stand, Status
from kandidaten.forms import IntakeForm, WeigerForm
from kandidaten.models import OPEN, Kandidatuur
from kandidaten.stand import met_plaatsing, plekstanden, reservatie_loopt, stand
from kandidaten.stappen import behandelen, reserveren
from kern.onderdelen import Rij
from kern.opmaak import datum_woord, opsomming
from logboek.stappen import lees
from organisaties.formulieren import probeer, weiger_in
from organisaties.verzoek import daad
from plaatsingen import indicaties
from projecten.regels import Grenzen, grenzen


def _haal(request: HttpRequest, pk: int) -> Kandidatuur:
    return get_object_or_404(met_plaatsing(toegang.zichtbaar_voor(request.actor)), pk=pk)


def _grenzen(kandidatuur: Kandidatuur) -> Grenzen:
    return grenzen(kandidatuur.leerwerkplek.project.oproep, timezone.localdate(), kandidatuur.bestuur_id)


def _andere(kandidatuur: Kandidatuur):
    """De andere kandidaten voor deze plek die nog niet geweigerd of ingetrokken zijn."""
    rijen = Kandidatuur.objects.filter(
        bestuur=kandidatuur.bestuur_id, leerwerkplek=kandidatuur.leerwerkplek_id, afgesloten_op=None
    )
    return met_plaatsing(rijen.exclude(pk=kandidatuur.pk).select_related("deelnemer", "glowpartner")).order_by("pk")


@daad("kandidaat.behandelen")
@require_safe
def kandidatuur(request: HttpRequest, pk: int) -> HttpResponse:
    """De naam van de kandidaat staat hier: wie ze leest, staat in het leesboek."""
    k, dag = _haal(request, pk), timezone.localdate()
    lees([k.deelnemer], "kandidaat nakijken")
    bevestigd, nu = indicaties.bevestiging(k.deelnemer), stand(k, dag)
    voorwaarden = woorden.voorwaarden(behandelen.voorwaarden(k, _grenzen(k)))
    context = {
        "k": k,
        "stand": nu,
        "rijen": _rijen(k, nu),
        "voorwaarden": voorwaarden,
        "voldoet": all(v.ok for v in voorwaarden),
        "bevestigd": bevestigd,
        "andere": [{"k": ander, "stand": stand(ander, dag)} for ander in _andere(k)],
        "plekstand": plekstanden([k.leerwerkplek], dag).get(k.leerwerkplek_id),
        "te_beslissen": k.status in OPEN and not k.plaatsing,
        "te_plaatsen": nu in (Stand.AANVAARD, Stand.VERLOPEN),
        "gereserveerd": reservatie_loopt(k, dag) and not k.plaatsing,
    }
    return render(request, "kandidaten/kandidatuur.html", context)


def _rijen(k: Kandidatuur, nu: str) -> list[Rij]:
    rijen = [
        Rij("Leerwerkplek", f"{k.leerwerkplek.code} {k.leerwerkplek.functie}"),
        Rij("GLOW-partner", f"{k.glowpartner.naam}, {k.glowpartner.email}"),
        Rij("Kan starten vanaf", datum_woord(k.start)),
        Rij("Voorgesteld op", datum_woord(k.voorgesteld_op)),
    ]
    rijen += [
        Rij(label, waarde)
        for label, waarde in (
            ("Intake", woorden.afspraak(k)),
            ("Aanvaard op", datum_woord(k.aanvaard_op) if k.aanvaard_op else ""),
            ("Reden", woorden.reden(k) if nu == Stand.GEWEIGERD else ""),
            ("Afgesloten op", datum_woord(k.afgesloten_op) if k.afgesloten_op else ""),
            ("Behandeld door", k.behandeld_door.gebruiker.volledige_naam if k.behandeld_door else ""),
        )
        if waarde
    ]
    return rijen


def _doe(request: HttpRequest, k: Kandidatuur, stap: Callable[[], Kandidatuur], gelukt: str) -> HttpResponse:
    """Neemt een stap na bevestiging, en zegt op de pagina van de kandidaat wat er gebeurde of waarom niet."""
    return probeer(request, stap, gelukt, "kandidaten:kandidatuur", k.pk)


@daad("kandidaat.behandelen")
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    k = _haal(request, pk)
    begin = {"datum": k.intake_datum, "uur": k.intake_uur, "plaats": k.intake_plaats or _waar(k)}
    form = IntakeForm(request.POST or None, initial=begin, terug_url=reverse("kandidaten:kandidatuur", args=[pk]))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            na = behandelen.plan_intake(request.actor, k, **form.cleaned_data)
            messages.success(
                request, f"Intake van {k.deelnemer.code}: {woorden.afspraak(na)}. De partner krijgt een mail."
            )
            return redirect("kandidaten:kandidatuur", pk)
    titel = f"Intake van {k.deelnemer.code} {'verzetten' if k.status == Status.INTAKE else 'plannen'}"
    return _formulier(request, k, form, titel, "De GLOW-partner krijgt de afspraak per mail, zonder naam.")


def _waar(k: Kandidatuur) -> str:
    return k.leerwerkplek.adres or k.leerwerkplek.organisatie.adres


def _formulier(request: HttpRequest, k: Kandidatuur, form, titel: str, uitleg: str) -> HttpResponse:
    return render(request, "kandidaten/formulier.html", {"k": k, "form": form, "titel": titel, "uitleg": uitleg})


@daad("kandidaat.behandelen")
def aanvaard(request: HttpRequest, pk: int) -> HttpResponse:
    k = _haal(request, pk)
    if request.method == "POST":
        zin = f"{k.deelnemer.code} is aanvaard. De plek blijft gereserveerd; maak nu de plaatsing."
        return _doe(request, k, lambda: behandelen.aanvaard(request.actor, k), zin)
    tot = regels.reservatie_tot(timezone.localdate(), _grenzen(k))
    anderen = [ander.deelnemer.code for ander in _andere(k) if ander.status in OPEN]
    rijen = [
        Rij("Leerwerkplek", f"{k.leerwerkplek.code} {k.leerwerkplek.functie}"),
        Rij("Gereserveerd tot en met", datum_woord(tot)),
        Rij(
            "Andere kandidaten", f"{opsomming(anderen)}: geweigerd, met een mail aan hun partner" if anderen else "Geen"
        ),
    ]
    uitleg = "De GLOW-partner krijgt een mail. De plek is daarna enkel voor deze kandidaat."
    return _vraag(request, k, "aanvaarden", uitleg, rijen, "Aanvaarden")


def _vraag(
    request, k: Kandidatuur, wat: str, uitleg: str, rijen: list[Rij], knop: str, *, gevaar=False
) -> HttpResponse:
    context = {
        "titel": f"{k.deelnemer.code} {wat}?" if wat == "aanvaarden" else wat,
        "uitleg": uitleg,
        "rijen": rijen,
        "knop": knop,
        "gevaar": gevaar,
        "form": None,
        "terug_url": reverse("kandidaten:kandidatuur", args=[k.pk]),
    }
    return render(request, "bevestig.html", context)


@daad("kandidaat.behandelen")
def weiger(request: HttpRequest, pk: int) -> HttpResponse:
    k = _haal(request, pk)
    form = WeigerForm(request.POST or None, terug_url=reverse("kandidaten:kandidatuur", args=[pk]))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            behandelen.weiger(request.actor, k, **form.cleaned_data)
            messages.success(request, f"{k.deelnemer.code} is geweigerd. De partner krijgt de reden per mail.")
            return redirect("kandidaten:lijst")
    uitleg = "Dit kan je niet ongedaan maken. De GLOW-partner krijgt de reden per mail, zonder naam."
    return _formulier(request, k, form, f"{k.deelnemer.code} weigeren", uitleg)


@daad("kandidaat.behandelen")
def reserveer(request: HttpRequest, pk: int) -> HttpResponse:
    k = _haal(request, pk)
    if request.method == "POST":
        zin = f"De plek is gereserveerd voor {k.deelnemer.code}."
        return _doe(request, k, lambda: reserveren.reserveer(request.actor, k), zin)
    dag = timezone.localdate()
    grens = _grenzen(k)["reservatie_werkdagen"]
    rijen = [
        Rij("Leerwerkplek", f"{k.leerwerkplek.code} {k.leerwerkplek.functie}"),
        Rij(
            "Gereserveerd tot en met",
            f"{datum_woord(regels.reservatie_tot(dag, _grenzen(k)))} ({grens.waarde} werkdagen)",
        ),
    ]
    uitleg = "Niemand anders kan de plek intussen krijgen. Daarna komt ze vanzelf vrij."
    return _vraag(request, k, f"Plek reserveren voor {k.deelnemer.code}?", uitleg, rijen, "Plek reserveren")


@daad("kandidaat.behandelen")
def laat_los(request: HttpRequest, pk: int) -> HttpResponse:
    k = _haal(request, pk)
    if request.method == "POST":
        zin = f"De plek is niet meer gereserveerd voor {k.deelnemer.code}. De partner krijgt een mail."
        return _doe(request, k, lambda: reserveren.laat_los(request.actor, k), zin)
    rijen = [Rij("Leerwerkplek", f"{k.leerwerkplek.code} {k.leerwerkplek.functie}")]
    uitleg = "De plek is daarna vrij voor anderen. De kandidatuur blijft bestaan."
    wat = f"Reservatie voor {k.deelnemer.code} intrekken?"
    return _vraag(request, k, wat, uitleg, rijen, "Reservatie intrekken", gevaar=True)
