"""Het dossier van één plek, voor de controleur. Wat hij opent, ophaalt of bij naam ziet, staat in het leesboek."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from beheer import verhaal
from controles import dossier as dossiers
from controles import toegang
from controles.models import Vraag
from documenten.http import antwoord
from documenten.models import Document
from fiches.enums import SoortBlad
from fiches.models import FicheBlad, Handtekening
from kern.nummers import nummer
from leerwerkplekken.models import Leerwerkplek
from logboek.stappen import lees
from organisaties.verzoek import daad


def _plek(request: HttpRequest, pk: int) -> Leerwerkplek:
    return get_object_or_404(toegang.plekken(request.actor), pk=pk)


@daad("controle.uitvoeren")
@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Alles van één plek. Een POST is *Toon naam*: de naam van één deelnemer, één keer, en dat wordt genoteerd."""
    plek = _plek(request, pk)
    lees([plek], doel="controle: dossier")
    toon = _toon_naam(request, plek) if request.method == "POST" else 0
    d = dossiers.maak(request.actor, plek, toon)
    controle = toegang.eigen_controles(request.actor).filter(project=plek.project_id).first()
    return render(request, "controles/dossier.html", {"d": d, "plek": plek, "controle": controle})


def _toon_naam(request: HttpRequest, plek: Leerwerkplek) -> int:
    pk = nummer(request.POST.get("plaatsing", ""))
    plaatsing = get_object_or_404(toegang.plaatsingen(request.actor).filter(leerwerkplek=plek), pk=pk)
    lees([plaatsing.deelnemer], doel="controle: toon naam")
    return plaatsing.pk


@daad("controle.uitvoeren")
@require_safe
def geschiedenis(request: HttpRequest, pk: int) -> HttpResponse:
    """Wat er met de plek, haar fiches en de vragen erover gebeurde, in woorden."""
    plek = _plek(request, pk)
    lees([plek], doel="controle: geschiedenis")
    hoort = verhaal.van_plek(plek)
    for fiche in toegang.fiches(request.actor).filter(leerwerkplek=plek).defer("inhoud").order_by("pk"):
        hoort |= verhaal.van_fiche(fiche)
    for vraag in toegang.vragen(request.actor).filter(leerwerkplek=plek):
        hoort |= verhaal.van(vraag.pk, Vraag)
    context = verhaal.bladzijde(request, hoort) | {
        "soort": "Leerwerkplek",
        "titel": str(plek),
        "adres": reverse("controles:dossier", args=[pk]),
    }
    return render(request, "werkblad/geschiedenis.html", context)


@daad("controle.uitvoeren")
@require_safe
def fiche(request: HttpRequest, pk: int) -> HttpResponse:
    """De verzegelde PDF van een versie; `?scan` geeft wat op papier getekend is."""
    rij = get_object_or_404(toegang.fiches(request.actor), pk=pk)
    if "scan" in request.GET:
        tekens = Handtekening.objects.filter(fiche=rij, scan__isnull=False).select_related("scan")
        document = next((h.scan for h in tekens), None)
    else:
        bladen = FicheBlad.objects.filter(fiche=rij, soort=SoortBlad.VERZEGELD).select_related("document")
        document = next((blad.document for blad in bladen), None)
    return _bestand(request, document, [rij], "controle: fiche")


@daad("controle.uitvoeren")
@require_safe
def certificaat(request: HttpRequest, pk: int) -> HttpResponse:
    deelname = get_object_or_404(toegang.certificaten(request.actor), pk=pk)
    return _bestand(request, deelname.certificaat, [deelname], "controle: certificaat")


@daad("controle.uitvoeren")
@require_safe
def urenstaat(request: HttpRequest, pk: int) -> HttpResponse:
    """De verzegelde urenstaat van een maand, de jongste of `?versie=`. Ze noemt de deelnemer: wordt genoteerd."""
    versies = toegang.urenstaten(request.actor).filter(staat=pk, urenstaat__isnull=False)
    if gevraagd := request.GET.get("versie", ""):
        versies = versies.filter(versie=nummer(gevraagd))
    versie = versies.first()
    if versie is None:
        raise Http404
    return _bestand(request, versie.urenstaat, [versie.staat.plaatsing.deelnemer], "controle: urenstaat")


def _bestand(request: HttpRequest, document: Document | None, gelezen: list, doel: str) -> HttpResponse:
    if document is None:
        raise Http404
    lees(gelezen, doel=doel)
    return antwoord(document, bijlage="bijlage" in request.GET)
