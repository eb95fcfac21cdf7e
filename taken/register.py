"""Verwerkers bij naam. Een app registreert de hare in tasks.py: `@verwerker("fiches.verzegel")`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Verwerker:
    functie: Callable
    tijdslimiet: float  # seconden per poging
    pogingen: int


VERWERKERS: dict[str, Verwerker] = {}


def verwerker(naam: str, *, tijdslimiet: float | None = None, pogingen: int = 12) -> Callable[[Callable], Callable]:
    def registreer(functie: Callable) -> Callable:
        if naam in VERWERKERS:
            raise ValueError(f"verwerker {naam} bestaat al")
        VERWERKERS[naam] = Verwerker(functie, tijdslimiet or settings.TAKEN_TIJDSLIMIET, pogingen)
        return functie

    return registreer
