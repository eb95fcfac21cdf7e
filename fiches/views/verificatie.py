"""De publieke pagina achter de QR-code van een fiche."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from fiches.enums import Status
from fiches.models import OP_PAPIER
from fiches.verificatie import NIVEAUS, Verificatie, zoek
from kern.onderdelen import Rij
from kern.opmaak import datum_woord, tijdstip
from organisaties.enums import Tekenwijze


class Oordeel(NamedTuple):
    kleur: str
    icoon: str
    woord: str
    kop: str
    uitleg: str


def verificatie(request: HttpRequest, token: str) -> HttpResponse:
    """Geldt deze fiche nog? Zonder aanmelden en zonder namen; een onbekend token is een 404."""
    gevonden = zoek(token)
    if gevonden is None:
        raise Http404
    context = {
        "fiche": gevonden,
        "oordeel": oordeel(gevonden),
        "rijen": rijen(gevonden),
        "testzegel": bool(gevonden.looptijd and gevonden.looptijd.is_test),
    }
    antwoord = render(request, "fiches/verificatie.html", context)
    antwoord["X-Robots-Tag"] = "noindex"
    patch_cache_control(antwoord, private=True, max_age=30)  # wie herlaadt, mag dezelfde zien; een proxy bewaart niets
    return antwoord


def oordeel(fiche: Verificatie) -> Oordeel:
    if fiche.status == Status.VERVANGEN:
        uitleg = f"Deze versie geldt niet meer. Vraag {fiche.bestuur} naar versie {fiche.vervangen_door}."
        return Oordeel("letop", "letop", "Let op", f"Vervangen door versie {fiche.vervangen_door}", uitleg)
    if fiche.status == Status.TERUGGESTUURD:
        return Oordeel("fout", "fout", "Niet geldig", "Teruggestuurd", "Deze versie is niet ondertekend.")
    if fiche.status == Status.INGETROKKEN:
        return Oordeel("fout", "fout", "Niet geldig", "Ingetrokken", "HR trok deze versie in. Ze is niet getekend.")
    if fiche.status == Status.TER_ONDERTEKENING:
        return Oordeel("info", "klok", "Nog niet geldig", "Ter ondertekening", "Deze versie is nog niet ondertekend.")
    if not fiche.document_sha256:
        return Oordeel("info", "klok", "Even wachten", "Ondertekend, het zegel volgt", "Kom over enkele minuten terug.")
    return Oordeel("goed", "goed", "Geldig", "Ondertekend en verzegeld", "Deze versie is de geldige.")


def rijen(fiche: Verificatie) -> list[Rij]:
    looptijd = fiche.looptijd
    alle = [
        Rij("Versie", str(fiche.versie)),
        Rij("Ondertekend op", _ondertekend(fiche)),
        Rij("Manier", Tekenwijze(fiche.wijze).label if fiche.wijze else ""),
        Rij("Verzegeld op", tijdstip(fiche.verzegeld_op) if fiche.verzegeld_op else ""),
        Rij("Hoedanigheid", fiche.hoedanigheid_woord),
        Rij("Inhoud-sha256", fiche.inhoud_sha256),
        Rij("Sha256 van de PDF", fiche.document_sha256 or ""),
        Rij("Niveau van het zegel", _niveau(fiche)),
        Rij("Zegel geldig tot", tijdstip(looptijd.geldig_tot) if looptijd else ""),
    ]
    return [rij for rij in alle if not rij.leeg]


def _ondertekend(fiche: Verificatie) -> str:
    if fiche.ondertekend_op is None:
        return ""
    dag = fiche.wijze in OP_PAPIER  # van papier kennen we het uur niet
    return datum_woord(fiche.ondertekend_op) if dag else tijdstip(fiche.ondertekend_op)


def _niveau(fiche: Verificatie) -> str:
    niveau = fiche.zegel_niveau or ""
    return NIVEAUS.get(niveau, niveau)
