"""Wie een bewijspakket ophaalde en wanneer, uit het logboek: elk ophalen staat daar, er is geen tweede boek."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from logboek.models import Leesregel
from organisaties.models import Gebruiker, Lidmaatschap
from rapportage.models import Bewijspakket

DOEL = "ophalen"
HOOGSTENS = 50


@dataclass(frozen=True)
class Ophaling:
    wie: str
    functie: str
    op: datetime


@dataclass(frozen=True)
class Samen:
    aantal: int
    laatst: datetime


def _regels(bestuur_id: int, pakketten: Iterable[int]) -> QuerySet[Leesregel]:
    label = Bewijspakket._meta.label_lower
    return Leesregel.objects.filter(bestuur=bestuur_id, ding=label, sleutel__in=pakketten, doel=DOEL)


def van(pakket: Bewijspakket) -> list[Ophaling]:
    """De laatste vijftig, de nieuwste eerst: met naam en functie, en verder niets over die persoon."""
    regels = list(_regels(pakket.bestuur_id, [pakket.pk]).order_by("-op", "-pk")[:HOOGSTENS])
    wie = {regel.gebruiker_id for regel in regels}
    namen = {g.pk: g.volledige_naam for g in Gebruiker.objects.filter(pk__in=wie)}
    leden = Lidmaatschap.objects.filter(bestuur=pakket.bestuur_id, gebruiker__in=wie).order_by("pk")
    functies = {lid.gebruiker_id: lid.functie for lid in leden}
    return [
        Ophaling(namen.get(r.gebruiker_id, "de installatie"), functies.get(r.gebruiker_id, ""), r.op) for r in regels
    ]


def samen(pakketten: Iterable[Bewijspakket]) -> dict[int, Samen]:
    """Per pakket (pk) hoe vaak het opgehaald werd en wanneer het laatst, in één vraag."""
    pakketten = list(pakketten)
    if not pakketten:
        return {}
    geteld = _regels(pakketten[0].bestuur_id, [p.pk for p in pakketten]).order_by().values("sleutel")
    return {
        r["sleutel"]: Samen(r["aantal"], r["laatst"]) for r in geteld.annotate(aantal=Count("pk"), laatst=Max("op"))
    }
