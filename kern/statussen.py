"""Eén kaart van status naar woord, kleur en icoon. Elke app meldt de zijne aan, naast haar TextChoices:

    statussen.registreer("fiche", {FicheStatus.CONCEPT: ("Concept", "neutraal", "potlood"), …})

en een sjabloon schrijft `{% status "fiche" fiche.status %}`. De kleur zegt nooit iets alleen: het woord staat
er altijd.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kern.iconen import ICONEN

KLEUREN = frozenset({"neutraal", "info", "goed", "letop", "fout"})


@dataclass(frozen=True)
class StatusLabel:
    label: str
    kleur: str = "neutraal"
    icoon: str = ""

    def __post_init__(self) -> None:
        if self.kleur not in KLEUREN:
            raise ValueError(f"Onbekende kleur {self.kleur!r}; kies uit {sorted(KLEUREN)}.")
        if self.icoon and self.icoon not in ICONEN:
            raise ValueError(f"Onbekend icoon {self.icoon!r}; zie kern/iconen.py.")


_kaart: dict[str, dict[str, StatusLabel]] = {}


def registreer(soort: str, waarden: Mapping[str, StatusLabel | tuple[str, str, str]]) -> None:
    """Meld de statussen van `soort` aan. Een tweede, andere kaart voor dezelfde soort is een fout (ValueError)."""
    nieuw = {
        str(waarde): label if isinstance(label, StatusLabel) else StatusLabel(*label)
        for waarde, label in waarden.items()
    }
    if _kaart.setdefault(soort, nieuw) != nieuw:
        raise ValueError(f"De statussen van {soort!r} zijn al anders aangemeld.")


def label(soort: str, waarde: str) -> StatusLabel:
    """Het label van een status; KeyError met de naam als die nooit is aangemeld."""
    try:
        return _kaart[soort][str(waarde)]
    except KeyError:
        raise KeyError(
            f"Geen label voor status {waarde!r} van {soort!r}: kern.statussen.registreer ontbreekt."
        ) from None


def alle() -> dict[str, dict[str, StatusLabel]]:
    """Alle aangemelde statussen per soort, voor docs/statussen.md en tests."""
    return {soort: dict(waarden) for soort, waarden in _kaart.items()}


registreer(
    "stap",  # de stappen van een takenlijst
    {
        "klaar": ("Klaar", "goed", "goed"),
        "onvolledig": ("Onvolledig", "letop", "letop"),
        "te_doen": ("Nog te doen", "info", "potlood"),
        "kan_niet": ("Kan nog niet", "neutraal", "slot"),
        "niet_nodig": ("Niet nodig", "neutraal", "min"),
    },
)
