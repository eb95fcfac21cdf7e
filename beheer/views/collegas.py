"""De mensen van een GLOW-partner: wie er werkt, wie uitgenodigd is, en wat er gebeurde."""

from django.contrib import messages
from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from beheer import toegang
from beheer.forms import CollegaForm
from beheer.lijst import met_stand
from beheer.models import Partnergebeurtenis, Partneruitnodiging
from beheer.stappen import collegas as stappen
from beheer.views.opnieuw import stuur_opnieuw
from kern.lijst import pagina
from kern.onderdelen import Moment, Rij
from organisaties.formulieren import probeer, weiger_in
from organisaties.models import Gebruiker, Partnerlid
from organisaties.verzoek import daad, eis_partner

RECENT = 10
WOORDEN = {
    "toegevoegd": "{wie} kwam erbij",
    "ingetrokken": "De toegang van {wie} is ingetrokken",
    "hersteld": "{wie} kreeg de toegang terug",
    "gewijzigd": "De functie van {wie} is gewijzigd",
    "verwijderd": "{wie} is verwijderd",
}


def _haal(request: HttpRequest, pk: int) -> Partnerlid:
    return get_object_or_404(toegang.collegas(request.actor), pk=pk)


def _haal_uitnodiging(request: HttpRequest, pk: int) -> Partneruitnodiging:
    return get_object_or_404(Partneruitnodiging, pk=pk, glowpartner=request.actor.glowpartner)


@daad("collegas.beheren")
def lijst(request: HttpRequest) -> HttpResponse:
    eis_partner(request)
    leden = toegang.collegas(request.actor).alias(weg=Case(When(ingetrokken_op=None, then=0), default=1))
    open_ = list(toegang.partneruitnodigingen(request.actor))
    met_stand(open_)
    context = {
        "pagina": pagina(request, leden.order_by("weg", "gebruiker__naam", "gebruiker__voornaam", "pk")),
        "uitnodigingen": open_,
        "momenten": _momenten(toegang.partnergebeurtenissen(request.actor)),
    }
    return render(request, "beheer/collegas.html", context)


def _momenten(rijen: QuerySet[Partnergebeurtenis]) -> list[Moment]:
    """De laatste wijzigingen in woorden; de namen komen er nu pas bij."""
    met_namen = rijen.annotate(wie=_naam("gebruiker_id"), wie_door=_naam("door_id"))[:RECENT]
    return [
        Moment(WOORDEN[rij.wat].format(wie=rij.wie or "iemand"), rij.wie_door or "de installatie", rij.op)
        for rij in met_namen
    ]


def _naam(veld: str) -> Subquery:
    wie = Gebruiker.objects.filter(pk=OuterRef(veld)).order_by("pk")
    return Subquery(wie.values(volledig=Concat("voornaam", Value(" "), "naam"))[:1])


@daad("collegas.beheren")
def nieuw(request: HttpRequest) -> HttpResponse:
    eis_partner(request)
    form = CollegaForm(request.POST or None, terug_url=reverse("beheer:collegas"))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            rij = stappen.nodig_uit(request.actor, **form.cleaned_data)
            messages.success(request, f"{rij.volledige_naam} is uitgenodigd. De mail vertrekt zo meteen.")
            return redirect("beheer:collegas")
    return render(request, "beheer/collega.html", {"form": form, "titel": "Collega uitnodigen"})


@require_POST
@daad("collegas.beheren")
def opnieuw(request: HttpRequest, pk: int) -> HttpResponse:
    return stuur_opnieuw(request, _haal_uitnodiging(request, pk), stappen.stuur_opnieuw, "beheer:collegas")


@daad("collegas.beheren")
def uitnodiging_intrekken(request: HttpRequest, pk: int) -> HttpResponse:
    rij = _haal_uitnodiging(request, pk)
    if request.method == "POST":
        gelukt = f"De uitnodiging voor {rij.email} is ingetrokken. De link werkt niet meer."
        return probeer(request, lambda: stappen.trek_uitnodiging_in(request.actor, rij), gelukt, "beheer:collegas")
    titel, uitleg = f"Uitnodiging voor {rij.email} intrekken?", "De link in de mail werkt dan niet meer."
    return _vraag(request, titel, uitleg, [Rij("Naam", rij.volledige_naam)], "Uitnodiging intrekken")


@daad("collegas.beheren")
def intrekken(request: HttpRequest, pk: int) -> HttpResponse:
    lid = _haal(request, pk)
    naam = lid.gebruiker.volledige_naam
    if request.method == "POST":
        gelukt = f"{naam} heeft geen toegang meer voor {request.actor.glowpartner.naam}."
        return probeer(request, lambda: stappen.trek_in(request.actor, lid), gelukt, "beheer:collegas")
    titel = f"Toegang van {naam} intrekken?"
    uitleg = "Deze persoon ziet dan niets meer van wat aan jullie aangeboden is. Teruggeven kan altijd."
    rijen = [Rij("E-mailadres", lid.gebruiker.email), Rij("Functie", lid.functie)]
    return _vraag(request, titel, uitleg, rijen, "Toegang intrekken")


def _vraag(request: HttpRequest, titel: str, uitleg: str, rijen: list[Rij], knop: str) -> HttpResponse:
    context = {"titel": titel, "uitleg": uitleg, "rijen": rijen, "knop": knop, "gevaar": True, "form": None}
    return render(request, "bevestig.html", context | {"terug_url": reverse("beheer:collegas")})


@require_POST
@daad("collegas.beheren")
def teruggeven(request: HttpRequest, pk: int) -> HttpResponse:
    lid = _haal(request, pk)
    stappen.geef_terug(request.actor, lid)
    messages.success(request, f"{lid.gebruiker.volledige_naam} heeft opnieuw toegang.")
    return redirect("beheer:collegas")
