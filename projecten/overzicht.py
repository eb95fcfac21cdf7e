"""Wat uit overleg, overeenkomsten en prospecten volgt: hun stand op een dag, en wat op iemand wacht."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from organisaties.toegang import Actor
from projecten.enums import OvereenkomstStand, OverlegStand
from projecten.models import Actiepunt, Overeenkomst, Overleg
from projecten.toegang import actiepunten

DREMPELS = (90, 30)  # dagen voor het einde: dan vraagt een overeenkomst aandacht


@dataclass(frozen=True)
class Aflopend:
    """Een overeenkomst die binnenkort eindigt en nog niet verlengd is. `drempel`: de laatst voorbije van DREMPELS."""

    overeenkomst: Overeenkomst
    dagen: int
    drempel: int


def aflopende_overeenkomsten(bestuur_id: int, dag: date) -> list[Aflopend]:
    """Wat op die dag binnen 90 (of 30) dagen eindigt, de eerste eerst; de laatste dag telt mee. Eén vraag."""
    rijen = Overeenkomst.objects.filter(lopend_af(dag), ~_verlengd(), bestuur=bestuur_id, tot__gte=dag).select_related(
        "glowpartner", "bestuur"
    )
    return [_aflopend(rij, dag) for rij in rijen.order_by("tot", "pk")]


def lopend_af(dag: date) -> Q:
    return Q(tot__lte=dag + timedelta(days=max(DREMPELS)))


def _verlengd() -> Exists:
    return Exists(Overeenkomst.objects.filter(bestuur=OuterRef("bestuur"), vervangt=OuterRef("pk")))


def _aflopend(rij: Overeenkomst, dag: date) -> Aflopend:
    assert rij.tot is not None  # `lopend_af` liet enkel rijen met een einde door
    dagen = (rij.tot - dag).days
    return Aflopend(rij, dagen, min(drempel for drempel in DREMPELS if dagen <= drempel))


def met_opvolger(rijen: QuerySet[Overeenkomst]) -> QuerySet[Overeenkomst]:
    """Zet `verlengd` op elke overeenkomst."""
    return rijen.annotate(verlengd=_verlengd())


def overeenkomststand(rij: Overeenkomst, dag: date) -> str:
    """De stand van een overeenkomst uit `met_opvolger`."""
    if rij.van > dag:
        return OvereenkomstStand.KOMT
    if rij.tot is None or rij.tot > dag + timedelta(days=max(DREMPELS)):
        return OvereenkomstStand.LOOPT
    if rij.verlengd:
        return OvereenkomstStand.VERLENGD
    return OvereenkomstStand.LOOPT_AF if rij.tot >= dag else OvereenkomstStand.VOORBIJ


def overlegstand(overleg: Overleg, dag: date) -> str:
    if overleg.afgelast_op:
        return OverlegStand.AFGELAST
    if overleg.datum == dag:
        return OverlegStand.VANDAAG
    return OverlegStand.KOMT if overleg.datum > dag else OverlegStand.GEWEEST


def met_punten(rijen: QuerySet[Overleg]) -> QuerySet[Overleg]:
    """Zet `punten` en `open_punten` op elk overleg: hoeveel actiepunten deze actor ervan ziet."""
    return rijen.annotate(
        punten=Count("actiepunten", distinct=True),
        open_punten=Count("actiepunten", filter=Q(actiepunten__gedaan_op=None), distinct=True),
    )


def open_actiepunten(actor: Actor) -> QuerySet[Actiepunt]:
    """Wat deze persoon nog te doen heeft, het dringendste eerst; zonder datum achteraan."""
    return actiepunten(actor).filter(gedaan_op=None).order_by("tegen", "pk")


def actiepunten_tegen(bestuur_id: int, tot: date) -> QuerySet[Actiepunt]:
    """Open actiepunten van een bestuur die ten laatste op die dag klaar moeten zijn: om aan te herinneren."""
    punten = Actiepunt.objects.filter(bestuur=bestuur_id, gedaan_op=None, tegen__lte=tot, overleg__afgelast_op=None)
    return punten.select_related("overleg", "lidmaatschap__gebruiker", "glowpartner").order_by("tegen", "pk")
