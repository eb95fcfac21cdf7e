"""Nakijken en indienen: alles wat in de fiche komt, met een weg terug naar elke stap."""

from collections import defaultdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from fiches import blad_inhoud, stappen, verschil
from fiches.enums import Aanleverstatus
from fiches.models import Aanlevering
from fiches.stappen.aanleveren import vooraf_bezwaar
from fiches.toegang import versies_van
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.regels import SECTIES
from leerwerkplekken.toegang import zichtbaar_voor
from organisaties.enums import Tekenwijze
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad


@daad("fiche.indienen")
def nakijken(request: HttpRequest, plek_pk: int) -> HttpResponse:
    """GET toont wat ingediend zou worden en wat ontbreekt; POST dient in."""
    plek = get_object_or_404(zichtbaar_voor(request.actor).select_related("bestuur"), pk=plek_pk)
    redenen: list[str] = []
    if request.method == "POST":
        try:
            fiche = stappen.indienen(request.actor, plek)
        except Geweigerd as geweigerd:
            redenen = [zin for zin, _ in geweigerd.alle]
        else:
            messages.success(
                request,
                f"Fiche {fiche.code}, versie {fiche.versie}, is ingediend. "
                "De leidinggevende, HR of de algemeen directeur kan ze nu ondertekenen.",
            )
            return redirect("fiches:fiche", fiche.pk)
    return render(request, "fiches/nakijken.html", {**_voorstel(plek), "redenen": redenen})


def _voorstel(plek: Leerwerkplek) -> dict:
    voorstel = stappen.stel_voor(plek, timezone.localdate())
    nu = blad_inhoud.van_inhoud(voorstel.inhoud)
    if voorstel.geldig:
        nu = verschil.vergeleken(nu, blad_inhoud.van_fiche(voorstel.geldig))
    tekort = defaultdict(list)
    for ontbreekt in voorstel.ontbreekt:
        tekort[ontbreekt.sectie].append(ontbreekt.zin)
    versies = list(versies_van(plek))
    vooraf = Tekenwijze.VOORAF in plek.bestuur.wijzen and not vooraf_bezwaar(plek)
    return {
        "vooraf": vooraf,
        "aangeleverd": _aangeleverd(plek) if vooraf else None,
        "plek": plek,
        "blad": nu,
        "voorstel": voorstel,
        "secties": [(sectie, tekort.get(sectie.sleutel, [])) for sectie in nu.secties],
        "elders": [zin for sleutel, zinnen in tekort.items() if sleutel not in SECTIES for zin in zinnen],
        "kan": not voorstel.ontbreekt and not voorstel.bezwaar,
        "versies": versies,
        "terug": versies[0] if versies and versies[0].teruggestuurd_reden else None,
    }


def _aangeleverd(plek: Leerwerkplek) -> Aanlevering | None:
    """De laatste scan van een fiche van vóór de ingebruikname, als die wacht of geweigerd is."""
    rijen = Aanlevering.objects.filter(bestuur=plek.bestuur_id, leerwerkplek=plek, wijze=Tekenwijze.VOORAF)
    rijen = rijen.select_related("door__gebruiker", "beoordeeld_door__gebruiker")
    return rijen.exclude(status=Aanleverstatus.VERVALLEN).order_by("-pk").first()
