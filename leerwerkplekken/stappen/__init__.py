"""Leerwerkplekken maken, wijzigen, kopiëren, aanbieden en sluiten. De status volgt uit wat er staat."""

from leerwerkplekken.stappen.aanbod import bied_aan, bied_samen_aan
from leerwerkplekken.stappen.gedeeld import werk_status_bij
from leerwerkplekken.stappen.plan import begin_afspraak, bewaar_afspraak, bewaar_plan
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
from leerwerkplekken.stappen.sjabloon import maak_sjabloon, maak_van_sjabloon, verwijder_sjabloon, wijzig_sjabloon
from leerwerkplekken.stappen.standaard import bewaar_partnerafspraken, bewaar_standaard, pas_standaard_toe

__all__ = [
    "CODE",
    "GEKOPIEERD",
    "begin_afspraak",
    "bewaar_afspraak",
    "bewaar_partnerafspraken",
    "bewaar_plan",
    "bewaar_standaard",
    "bied_aan",
    "bied_samen_aan",
    "heropen",
    "kopieer",
    "maak",
    "maak_sjabloon",
    "maak_van_sjabloon",
    "pas_standaard_toe",
    "sluit",
    "verwijder_sjabloon",
    "volgende_code",
    "werk_status_bij",
    "wijzig",
    "wijzig_sjabloon",
]
