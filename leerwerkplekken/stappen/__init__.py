"""Leerwerkplekken maken, wijzigen, kopiëren, aanbieden en sluiten. De status volgt uit wat er staat."""

from leerwerkplekken.stappen.aanbod import bied_aan
from leerwerkplekken.stappen.gedeeld import werk_status_bij
from leerwerkplekken.stappen.plan import PLAN_VELDEN, bewaar_plan
from leerwerkplekken.stappen.plek import (
    CODE,
    GEKOPIEERD,
    heropen,
    kopieer,
    maak,
    sluit,
    volgende_code,
    wijzig,
)

__all__ = [
    "CODE",
    "GEKOPIEERD",
    "PLAN_VELDEN",
    "bewaar_plan",
    "bied_aan",
    "heropen",
    "kopieer",
    "maak",
    "sluit",
    "volgende_code",
    "werk_status_bij",
    "wijzig",
]
