"""*Mijn maand*: de dagen van een deelnemer in een maand, en ze doorsturen."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kern import opmaak
from kern.nummers import nummer
from kern.onderdelen import Rij
from kern.periodes import eerste_van_maand, laatste_van_maand
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad
from plaatsingen import overzicht
from plaatsingen.forms.dag import VergetenDagForm
from plaatsingen.models import Plaatsing
from plaatsingen.overzicht import Maandbeeld
from plaatsingen.stappen import maand as stappen
from plaatsingen.toegang import eigen
from plaatsingen.views import hulp


@daad("uren.invoeren")
@require_safe
def maand(request: HttpRequest) -> HttpResponse:
    nu = timezone.localdate()
    plaatsingen = list(eigen(request.actor).filter(van__lte=nu).order_by("-van", "pk"))
    hulp.lees_namen(plaatsingen, "maand bekijken")
    if not plaatsingen:
        return render(
            request, "plaatsingen/maand_leeg.html", {"volgende": eigen(request.actor).order_by("van").first()}
        )
    plaatsing = _plaatsing(request, plaatsingen, nu)
    alle = overzicht.maanden(plaatsing, nu)
    gevraagd = hulp.maand_van(request.GET.get("maand", "")) or eerste_van_maand(nu)
    gekozen = min(max(gevraagd, alle[0]), alle[-1])
    beeld = overzicht.maandbeeld(plaatsing, gekozen, nu)
    vergeten = _vergeten_dag(request, beeld, nu)
    if vergeten.is_bound and vergeten.is_valid():
        return redirect("plaatsingen:dag", plaatsing.pk, vergeten.cleaned_data["dag"])
    plek = alle.index(gekozen)
    context = {
        "plaatsingen": sorted(plaatsingen, key=lambda p: (p.deelnemer.volledige_naam, p.pk)),
        "plaatsing": plaatsing,
        "beeld": beeld,
        "maand": gekozen,
        "vorige": alle[plek - 1] if plek else None,
        "volgende": alle[plek + 1] if plek + 1 < len(alle) else None,
        "vergeten": vergeten,
        "form": vergeten,
        "bewaard": hulp.bewaard(request),
    }
    return render(request, "plaatsingen/maand.html", context)


def _plaatsing(request: HttpRequest, plaatsingen: list[Plaatsing], nu: date) -> Plaatsing:
    """De gevraagde plaatsing (404 als ze niet van deze mentor is), anders een lopende."""
    if vraag := request.GET.get("plaatsing", ""):
        return get_object_or_404(eigen(request.actor), pk=nummer(vraag))
    return next((p for p in plaatsingen if p.einde >= nu), plaatsingen[0])


def _vergeten_dag(request: HttpRequest, beeld: Maandbeeld, nu: date) -> VergetenDagForm:
    vroegst = max(beeld.plaatsing.van, beeld.maand)
    laatst = min(beeld.plaatsing.einde, laatste_van_maand(beeld.maand), nu)
    return VergetenDagForm(request.GET if "dag" in request.GET else None, vroegst=vroegst, laatst=laatst)


@daad("maandstaat.doorsturen")
@require_http_methods(["GET", "HEAD", "POST"])
def doorsturen(request: HttpRequest, pk: int, maand: date) -> HttpResponse:
    plaatsing = get_object_or_404(eigen(request.actor), pk=pk)
    terug_url = hulp.maand_url(plaatsing, maand)
    if request.method == "POST":
        return _doorsturen(request, plaatsing, maand, terug_url)
    nu = timezone.localdate()
    beeld = overzicht.maandbeeld(plaatsing, maand, nu)
    if not beeld.stand.open or not beeld.prestaties:
        return redirect(terug_url)
    hulp.lees_namen([plaatsing], "maand doorsturen")
    einde = min(plaatsing.einde, laatste_van_maand(maand))
    context = {
        "beeld": beeld,
        "titel": f"{opmaak.maand(maand).capitalize()} doorsturen",
        "rijen": rijen(beeld),
        "knop": "Maand doorsturen",
        "loopt_nog": einde if einde > nu else None,
        "terug_url": terug_url,
    }
    return render(request, "plaatsingen/doorsturen.html", context)


def _doorsturen(request: HttpRequest, plaatsing: Plaatsing, maand: date, terug_url: str) -> HttpResponse:
    try:
        staat = stappen.doorsturen(request.actor, plaatsing, maand)
    except Geweigerd as geweigerd:
        messages.error(request, geweigerd.zin)
        return redirect(terug_url)
    if staat.is_bevestigd:
        messages.info(request, "Deze maand is al bevestigd.")
    else:
        messages.success(request, f"{opmaak.maand(maand).capitalize()} is doorgestuurd. HR kijkt de maand nu na.")
    return redirect(terug_url)


def rijen(beeld: Maandbeeld) -> list[Rij]:
    """De maand in enkele regels, voor wie doorstuurt en voor wie nakijkt."""
    gewerkt = f"{opmaak.uren(beeld.minuten)} op {opmaak.meervoud(beeld.gewerkte_dagen, 'dag', 'dagen')}"
    afwezig = [f"{label}: {opmaak.meervoud(n, 'dag', 'dagen')}" for label, n in beeld.afwezig]
    return [
        Rij("Deelnemer", f"{beeld.plaatsing.deelnemer.volledige_naam} ({beeld.plaatsing.deelnemer.code})"),
        Rij("Leerwerkplek", beeld.plaatsing.leerwerkplek.functie),
        Rij("Gewerkt", gewerkt),
        Rij("Afwezig", afwezig or "Geen dagen"),
    ]
