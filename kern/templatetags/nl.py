"""Opmaak in sjablonen: `{{ fiche.datum|datum }}`, `{{ minuten|uren }}`. Leeg (None of '') wordt een streepje."""

from collections.abc import Callable

from django import template

from kern import opmaak

register = template.Library()
LEEG = "–"


def _filter(naam: str, functie: Callable) -> None:
    register.filter(naam, lambda waarde: LEEG if waarde is None or waarde == "" else functie(waarde), is_safe=False)


_FILTERS: dict[str, Callable] = {
    "datum": opmaak.datum_lang,
    "datum_woord": opmaak.datum_woord,
    "datum_kort": opmaak.datum_kort,
    "maand": opmaak.maand,
    "tijd": opmaak.tijd,
    "tijdstip": opmaak.tijdstip,
    "uren": opmaak.uren,
    "uren_invoer": opmaak.uren_invoer,
    "euro": opmaak.euro,
    "getal": opmaak.getal,
    "kbo": opmaak.kbo,
    "opsomming": opmaak.opsomming,
    "hoofdletter": opmaak.hoofdletter,
    "grootte": opmaak.grootte,
}
for _naam, _functie in _FILTERS.items():
    _filter(_naam, _functie)


@register.simple_tag
def meervoud(aantal: int, enkel: str, veel: str) -> str:
    """`{% meervoud n "fiche" "fiches" %}` → '3 fiches'."""
    return opmaak.meervoud(aantal, enkel, veel)
