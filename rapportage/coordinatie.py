"""Wie een bestuur coördineert, zoals het op het rapport staat."""

from datetime import datetime

from django.utils import timezone

from berichten.herinneringen import leden_met
from kern.opmaak import opsomming
from organisaties.enums import Rol


def zin(bestuur_id: int, moment: datetime) -> str:
    """Wie op dat ogenblik coördineert en namens welke organisatie: die kan een andere zijn dan het bestuur (bron 003).

    Leeg als er niemand is. Leest de databank: binnen `isolatie.namens`.
    """
    dag = timezone.localdate(moment)
    leden = leden_met(bestuur_id, dag, Rol.COORDINATOR).select_related("gebruiker", "organisatie")
    wie = [f"{lid.gebruiker.volledige_naam}{f' ({lid.organisatie.naam})' if lid.organisatie else ''}" for lid in leden]
    return f"Coördinatie: {opsomming(wie)}." if wie else ""
