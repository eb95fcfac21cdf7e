"""Wie een bewijspakket of rapport ophaalde en wanneer, uit het logboek: daar staat elk ophalen, nergens anders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from logboek.models import Leesregel
from organisaties.models import Gebruiker, Lidmaatschap
from rapportage.models import Gevraagd

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


def _regels(rijen: Sequence[Gevraagd]) -> QuerySet[Leesregel]:
    """De leesregels van deze rijen: minstens één, alle van hetzelfde model en bestuur."""
    label, sleutels = rijen[0]._meta.label_lower, [rij.pk for rij in rijen]
    return Leesregel.objects.filter(bestuur=rijen[0].bestuur_id, ding=label, sleutel__in=sleutels, doel=DOEL)


def van(rij: Gevraagd) -> list[Ophaling]:
    """De laatste vijftig, de nieuwste eerst: met naam en functie, en verder niets over die persoon."""
    regels = list(_regels([rij]).order_by("-op", "-pk")[:HOOGSTENS])
    wie = {regel.gebruiker_id for regel in regels}
    namen = {g.pk: g.volledige_naam for g in Gebruiker.objects.filter(pk__in=wie)}
    leden = Lidmaatschap.objects.filter(bestuur=rij.bestuur_id, gebruiker__in=wie).order_by("pk")
    functies = {lid.gebruiker_id: lid.functie for lid in leden}
    return [
        Ophaling(namen.get(r.gebruiker_id, "de installatie"), functies.get(r.gebruiker_id, ""), r.op) for r in regels
    ]


def samen(gevraagd: Iterable[Gevraagd]) -> dict[int, Samen]:
    """Per rij (pk) hoe vaak het opgehaald werd en wanneer het laatst, in één vraag."""
    rijen = list(gevraagd)
    if not rijen:
        return {}
    geteld = _regels(rijen).order_by().values("sleutel")
    return {
        r["sleutel"]: Samen(r["aantal"], r["laatst"]) for r in geteld.annotate(aantal=Count("pk"), laatst=Max("op"))
    }
