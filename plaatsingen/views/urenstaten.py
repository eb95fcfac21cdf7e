"""De urenstaat ophalen, en *Bevestigde uren*: wat een GLOW-partner overneemt in de eigen registratie bij VDAB."""

import json

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from aanmelding import herbevestig
from documenten import huisstijl
from documenten.http import antwoord as document
from kern.lijst import pagina
from kern.nummers import nummer
from kern.tabel import Duur, Tabel, als_csv, als_xlsx
from kern.uitvoer import antwoord, antwoord_csv
from logboek.stappen import lees
from organisaties.verzoek import daad
from plaatsingen import toegang
from plaatsingen.enums import SoortPrestatie
from plaatsingen.forms.maand import BevestigdFilter
from plaatsingen.models import Maandstaat, MaandstaatVersie
from plaatsingen.views import hulp

AFWEZIG = [soort for soort in SoortPrestatie if soort != SoortPrestatie.GEWERKT]


@daad("urenstaat.ophalen")
@require_safe
def urenstaat(request: HttpRequest, pk: int) -> HttpResponse:
    """De verzegelde urenstaat van deze maandstaat: de nieuwste, of `?versie=`. Noemt een deelnemer: wordt genoteerd."""
    versies = toegang.versies(request.actor).filter(staat=pk).order_by("-versie")
    vraag = request.GET.get("versie", "")
    if vraag:
        versies = versies.filter(versie=nummer(vraag))
    versie = get_object_or_404(versies.defer("inhoud")[:1])
    if versie.urenstaat is None:
        messages.info(request, "De urenstaat wordt nog gemaakt. Probeer over een minuut opnieuw.")
        return redirect(_terug(request, versie.staat))
    lees([versie.staat.plaatsing.deelnemer], doel="urenstaat ophalen")
    return document(versie.urenstaat, bijlage="bijlage" in request.GET)


def _terug(request: HttpRequest, staat: Maandstaat) -> str:
    if request.actor.glowpartner:
        return reverse("plaatsingen:bevestigd")
    if request.actor.mag("maandstaat.bevestigen"):
        return reverse("plaatsingen:maandstaat", args=[staat.pk])
    return hulp.maand_url(staat.plaatsing, staat.maand)


def wil_bestand(request: HttpRequest) -> bool:
    return request.GET.get("vorm") in ("xlsx", "csv")


@daad("uren.uitwisselen")
@herbevestig.nodig(wanneer=wil_bestand)
@require_safe
def bevestigd(request: HttpRequest) -> HttpResponse:
    """De bevestigde maanden van de eigen deelnemers, over de besturen heen; per maand de nieuwste versie.

    De lijst toont codes; het bestand ook de naam, en dat wordt genoteerd.
    """
    nieuwer = MaandstaatVersie.objects.filter(staat=OuterRef("staat"), versie__gt=OuterRef("versie"))
    versies = toegang.versies(request.actor).filter(~Exists(nieuwer))
    filter_ = _filter(request, versies)
    versies = _gefilterd(versies, filter_).order_by("-staat__maand", "bestuur__naam", "staat__plaatsing__code", "pk")
    if wil_bestand(request):
        return _bestand(request, list(versies))
    context = {"pagina": pagina(request, versies.defer("inhoud")), "filter": filter_}
    return render(request, "plaatsingen/bevestigd.html", context)


def _filter(request: HttpRequest, versies: QuerySet[MaandstaatVersie]) -> BevestigdFilter:
    """De keuzes zijn de maanden en besturen die voorkomen, in één query."""
    voor = set(versies.order_by().values_list("staat__maand", "bestuur", "bestuur__naam").distinct())
    besturen = sorted({(naam, pk) for _, pk, naam in voor})
    return BevestigdFilter(
        request.GET or None,
        maanden=sorted({maand for maand, *_ in voor}, reverse=True),
        besturen=[(pk, naam) for naam, pk in besturen],
    )


def _gefilterd(versies: QuerySet[MaandstaatVersie], filter_: BevestigdFilter) -> QuerySet[MaandstaatVersie]:
    if not filter_.is_valid():
        return versies
    if maand := hulp.maand_van(filter_.cleaned_data["maand"]):
        versies = versies.filter(staat__maand=maand)
    if bestuur := filter_.cleaned_data["bestuur"]:
        versies = versies.filter(bestuur=bestuur)
    return versies


def _bestand(request: HttpRequest, versies: list[MaandstaatVersie]) -> HttpResponse:
    lees({v.staat.plaatsing.deelnemer_id: v.staat.plaatsing.deelnemer for v in versies}.values(), "uren exporteren")
    lijst, nu = tabel(versies), timezone.localtime()
    naam = f"bevestigde-uren-{nu:%Y-%m-%d}"
    if request.GET["vorm"] == "csv":
        return antwoord_csv(naam, als_csv(lijst))
    stijl = huisstijl.voor(None)
    voorblad = [
        stijl.banner_tekst,
        stijl.fonds_tekst,
        f"Bevestigde uren van deelnemers van {request.actor.glowpartner.naam}",
        "Elke rij is een maand die het bestuur bevestigde. Wordt een maand verbeterd, dan stijgt haar versie.",
    ]
    return antwoord(naam, als_xlsx("Bevestigde uren", voorblad, [lijst], nu))


def tabel(versies: list[MaandstaatVersie]) -> Tabel:
    """Een rij per bevestigde maand; de dagen komen uit de bevroren inhoud."""
    koppen = [
        "Deelnemer", "Voornaam", "Naam", "Bestuur", "Leerwerkplek", "Organisatie", "Maand", "Uren", "Minuten",
        "Dagen gewerkt", *(f"Dagen {soort.label}" for soort in AFWEZIG), "Bevestigd op", "Versie",
    ]  # fmt: skip
    return Tabel("bevestigde-uren", "Bevestigde uren", koppen, [_rij(versie) for versie in versies])


def _rij(versie: MaandstaatVersie) -> list[object]:
    inhoud, deelnemer = json.loads(versie.inhoud), versie.staat.plaatsing.deelnemer
    totalen = inhoud["totalen"]
    return [
        deelnemer.code,
        deelnemer.voornaam,
        deelnemer.naam,
        versie.bestuur.naam,
        inhoud["leerwerkplek"]["functie"],
        inhoud["leerwerkplek"]["organisatie"],
        inhoud["maand"],
        Duur(versie.minuten),
        versie.minuten,
        totalen["dagen_gewerkt"],
        *(totalen["afwezig"].get(soort.value, 0) for soort in AFWEZIG),
        versie.bevestigd_op,
        versie.versie,
    ]
