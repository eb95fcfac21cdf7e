"""Wat een mentor die vertrekt achterlaat: plekken, plaatsingen en waar hij vervangt. Enkel lezen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from leerwerkplekken.enums import Status
from leerwerkplekken.models import Leerwerkplek
from mentoren import plekken as mentorplekken
from mentoren.models import Mentor
from mentoren.regels import plekken_per_mentor
from plaatsingen.models import Plaatsing
from projecten.regels import Uitkomst, grenzen


def nog_te_gaan(plaatsingen: QuerySet[Plaatsing], vandaag: date) -> QuerySet[Plaatsing]:
    """Lopend of gepland op die dag."""
    return plaatsingen.alias(einddag=Coalesce("beeindigd_op", "tot")).filter(einddag__gte=vandaag)


def plekken(mentor: Mentor, vandaag: date) -> QuerySet[Leerwerkplek]:
    """De plekken die een andere mentor nodig hebben: niet gesloten, of met iemand die er nog geplaatst is."""
    nog = nog_te_gaan(Plaatsing.objects.filter(bestuur=OuterRef("bestuur"), leerwerkplek=OuterRef("pk")), vandaag)
    rijen = Leerwerkplek.objects.filter(~Q(status=Status.GESLOTEN) | Exists(nog), bestuur=mentor.bestuur_id)
    return rijen.filter(mentor=mentor).select_related("project__oproep", "organisatie").order_by("code", "pk")


def geplaatst(mentor: Mentor, vandaag: date) -> QuerySet[Plaatsing]:
    """Wie deze mentor nu begeleidt of zal begeleiden."""
    rijen = Plaatsing.objects.filter(bestuur=mentor.bestuur_id, leerwerkplek__mentor=mentor)
    return nog_te_gaan(rijen, vandaag).select_related("deelnemer", "leerwerkplek").order_by("code", "pk")


def vervangt(mentor: Mentor, vandaag: date) -> QuerySet[Plaatsing]:
    """Plaatsingen waar deze mentor vervangt."""
    rijen = Plaatsing.objects.filter(bestuur=mentor.bestuur_id, vervangend_mentor=mentor)
    return nog_te_gaan(rijen, vandaag).select_related("leerwerkplek", "deelnemer").order_by("code", "pk")


def kiesbaar(bestuur_id: int, vandaag: date, behalve: int | None = None) -> QuerySet[Mentor]:
    """Mentoren in dienst, op naam."""
    rijen = Mentor.objects.filter(Q(vertrokken_op=None) | Q(vertrokken_op__gt=vandaag), bestuur=bestuur_id)
    return (
        rijen.exclude(pk=behalve)
        .select_related("lidmaatschap__gebruiker")
        .order_by("lidmaatschap__gebruiker__voornaam", "lidmaatschap__gebruiker__naam", "pk")
    )


@dataclass(frozen=True)
class Last:
    """Hoeveel open plekken een mentor na de overdracht heeft, en of dat boven de richtlijn is (bron 002)."""

    mentor: Mentor
    nu: int
    erbij: int
    uitkomst: Uitkomst


def lasten(verdeling: Mapping[Leerwerkplek, Mentor], vandaag: date) -> list[Last]:
    """Per nieuwe mentor wat de overdracht met het aantal plekken doet; een signaal, het houdt niets tegen."""
    nieuwe = {mentor.pk: mentor for mentor in verdeling.values()}
    if not nieuwe:
        return []
    eerste = next(iter(verdeling))
    op = grenzen(eerste.project.oproep, vandaag, eerste.bestuur_id)
    van_nu = mentorplekken.per_mentor(eerste.bestuur_id, nieuwe)
    uit = []
    for pk, mentor in nieuwe.items():
        nu = sum(plek.open for plek in van_nu.get(pk, ()))
        erbij = sum(1 for plek, m in verdeling.items() if m.pk == pk and plek.status != Status.GESLOTEN)
        uit.append(Last(mentor, nu, erbij, plekken_per_mentor(nu + erbij, op)))
    return uit
