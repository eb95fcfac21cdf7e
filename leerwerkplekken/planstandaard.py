"""Waarmee een nieuw plan van aanpak begint: de standaard van het bestuur, of anders die van het huis."""

from typing import Any

from django.db.models import QuerySet

from leerwerkplekken import standaard
from leerwerkplekken.enums import Status
from leerwerkplekken.models import PLAN_VELDEN, Partnerafspraak, Planinhoud, Planstandaard, PlanVanAanpak


def velden(bron: Planinhoud) -> dict[str, Any]:
    """De inhoud van een plan, van een sjabloon of van de standaard: veld → waarde."""
    return {veld: getattr(bron, veld) for veld in PLAN_VELDEN}


def van(bestuur_id: int) -> dict[str, Any]:
    """Het standaardplan van dit bestuur, per veld; zonder eigen keuze `standaard.PLAN`."""
    eigen = Planstandaard.objects.filter(bestuur=bestuur_id).first()
    return velden(eigen) if eigen else dict(standaard.PLAN)


def afspraken(bestuur_id: int) -> dict[int, str]:
    """Per GLOW-partner (nummer) waarmee de werkafspraken beginnen; wie ontbreekt, begint met die van de plek."""
    return dict(Partnerafspraak.objects.filter(bestuur=bestuur_id).values_list("glowpartner", "tekst"))


def nog_standaard(bestuur_id: int) -> QuerySet[PlanVanAanpak]:
    """De plannen van open plekken die nog niemand nakeek, op code."""
    plannen = PlanVanAanpak.objects.filter(bestuur=bestuur_id, standaard=True)
    return plannen.exclude(leerwerkplek__status=Status.GESLOTEN).order_by("leerwerkplek__code", "pk")
