"""Wat de stappen van een plek delen: het slot, en de status die volgt uit wat er staat."""

from django.utils import timezone

from leerwerkplekken.enums import Status
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.regels import ontbrekend
from logboek.stappen import schrijf
from organisaties.toegang import Actor


def slot(plek: Leerwerkplek) -> Leerwerkplek:
    rijen = Leerwerkplek.objects.select_for_update(of=("self",)).select_related("project__oproep", "mentor", "bestuur")
    return rijen.get(pk=plek.pk)


def zet(door: Actor, plek: Leerwerkplek, status: str) -> None:
    if plek.status != status:
        van, plek.status = plek.status, status
        plek.save(update_fields=["status", "gewijzigd_op"])
        schrijf(door, "leerwerkplek.status", plek, van=van, naar=status)


def werk_status_bij(door: Actor, plek: Leerwerkplek) -> None:
    """concept → klaar → aangeboden, naargelang wat er staat. Wat aangeboden werd, blijft aangeboden."""
    if plek.status in (Status.AANGEBODEN, Status.GESLOTEN):
        return
    plek.__dict__.pop("plan", None)  # het plan kan net gewijzigd zijn
    secties = {ontbreekt.sectie for ontbreekt in ontbrekend(plek, timezone.localdate())}
    if not secties:
        zet(door, plek, Status.AANGEBODEN)
    elif secties == {"aanbod"}:
        zet(door, plek, Status.KLAAR)
    else:
        zet(door, plek, Status.CONCEPT)
