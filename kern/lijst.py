"""Wat elke lijst nodig heeft: filters, volgorde en bladzijden, alle uit het adres, zodat *Terug* ze behoudt."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGINA = 50


class Filtervelden(forms.Form):
    """Formulier voor een FilterSet (`Meta.form`): geen "(niet verplicht)", en een lege keuze heet "Alle"."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        veld: Any  # `zonder_merk` leest alleen ons sjabloon
        for veld in self.fields.values():
            veld.zonder_merk = True
            veld.widget.attrs.setdefault("autocomplete", "off")


def volgorde(vraag: HttpRequest, kolommen: Mapping[str, Sequence[str]], standaard: str) -> list[str]:
    """De velden voor `order_by`, uit `?sorteer=naam` of `?sorteer=-naam`; iets onbekends wordt de standaard."""
    keuze = vraag.GET.get("sorteer", "")
    velden = kolommen.get(keuze.removeprefix("-"))
    if velden is None:
        keuze, velden = standaard, kolommen[standaard]
    om = keuze.startswith("-")
    return [f"-{veld}" if om else veld for veld in velden]


def pagina(vraag: HttpRequest, rijen: QuerySet | Sequence, per: int = PER_PAGINA) -> Page:
    """De bladzijde uit `?pagina=`; een onbestaand nummer geeft de dichtste."""
    return Paginator(rijen, per).get_page(vraag.GET.get("pagina"))


def als_werkmap(vraag: HttpRequest) -> bool:
    """Of de lijst als werkmap (XLSX) gevraagd wordt: `?vorm=xlsx`."""
    return vraag.GET.get("vorm") == "xlsx"
