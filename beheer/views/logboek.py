"""Het logboek van het bestuur: daden, wijzigingen en blikken in woorden, en hoe ver het bewaakt is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aanmelding import herbevestig
from beheer.logboekfilter import LogboekFilter
from beheer.woorden import Namen, daad_zin, per_label, vraag_alles, zinnen
from documenten import huisstijl
from kern import opmaak
from kern.lijst import als_werkmap
from kern.nummers import nummer
from kern.tabel import Tabel, als_xlsx
from kern.uitvoer import antwoord
from logboek.keten import stand
from logboek.models import Gebeurtenis, Leesregel, Wijziging
from logboek.schema import gelogde_modellen
from organisaties.verzoek import daad

PER_PAGINA = 50
UITVOER_MAX = 5000


@dataclass(frozen=True)
class Regel:
    wanneer: datetime
    wie: str
    zinnen: list[str]
    waarover: str


@daad("logboek.zien")
@herbevestig.nodig(wanneer=als_werkmap)
@require_safe
def logboek(request: HttpRequest) -> HttpResponse:
    bestuur = request.actor.bestuur
    filter_ = LogboekFilter(request.GET or None, bestuur_id=bestuur.pk)
    rijen = filter_.rijen(bestuur.pk)
    if als_werkmap(request):
        return _uitvoer(request, rijen)
    if voor := nummer(request.GET.get("voor", "")):
        rijen = rijen.filter(pk__lt=voor)
    gevonden = list(rijen[: PER_PAGINA + 1])
    inhoud = {
        "filter": filter_,
        "boek": filter_.boek_nu,
        "regels": in_woorden(gevonden[:PER_PAGINA]),
        "ouder": gevonden[PER_PAGINA - 1].pk if len(gevonden) > PER_PAGINA else None,
        "voor": voor,
        "stand": stand(bestuur.pk),
        "uitvoer_max": UITVOER_MAX,
    }
    return render(request, "beheer/logboek.html", inhoud)


def in_woorden(regels: list[Any]) -> list[Regel]:
    """Elke regel als zin met namen; het aantal query's hangt niet af van het aantal regels."""
    namen = Namen()
    vraag_alles(namen, regels)
    return [
        Regel(regel.op, namen.wie(regel.gebruiker_id), _zinnen(regel, namen), _waarover(regel, namen))
        for regel in regels
    ]


def _zinnen(regel: Gebeurtenis | Leesregel | Wijziging, namen: Namen) -> list[str]:
    if isinstance(regel, Wijziging):
        return zinnen(regel, namen)
    if isinstance(regel, Gebeurtenis):
        return [daad_zin(regel)]
    return [f"las: {regel.doel}"]


def _waarover(regel: Gebeurtenis | Leesregel | Wijziging, namen: Namen) -> str:
    if isinstance(regel, Wijziging):
        model = next((m for m in gelogde_modellen() if m._meta.db_table == regel.tabel), None)
    else:
        model = per_label(regel.ding)
    return namen.noem(model, regel.sleutel)


def _uitvoer(request: HttpRequest, rijen: QuerySet) -> HttpResponse:
    regels = in_woorden(list(rijen[:UITVOER_MAX]))
    tabel = Tabel(
        "Logboek",
        "Logboek",
        ["Dag", "Uur", "Wie", "Wat", "Waarover"],
        [
            [timezone.localdate(r.wanneer), opmaak.tijd(r.wanneer), r.wie, "; ".join(r.zinnen), r.waarover]
            for r in regels
        ],
    )
    stijl = huisstijl.voor(request.actor.bestuur)
    voorblad = [
        stijl.banner_tekst,
        stijl.fonds_tekst,
        f"Logboek van {stijl.bestuur_naam}, hoogstens {UITVOER_MAX} regels",
    ]
    return antwoord("logboek", als_xlsx("Logboek", voorblad, [tabel], timezone.localtime()))
