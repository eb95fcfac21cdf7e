"""Twee mensen (of twee tabbladen), één formulier: wat intussen gewijzigd werd, overschrijft niemand ongemerkt.

    class GegevensForm(Bewaakt, Formulier, forms.Form): ...
    form = GegevensForm(request.POST or None, staat={"functie": plek.functie})

De view leest `staat` onder een slot (`select_for_update`); zo komt er niets tussen nakijken en bewaren.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model

INTUSSEN = "Iemand wijzigde dit intussen. Wat je typte staat hieronder nog. Bewaar opnieuw als dat moet gelden."


def _zuiver(waarde: object) -> object:
    return waarde.pk if isinstance(waarde, Model) else waarde


def _afdruk(waarde: object) -> str:
    return hashlib.sha256(json.dumps(_zuiver(waarde), default=str).encode()).hexdigest()[:8]


def merkteken(staat: Mapping[str, object]) -> str:
    """Een korte afdruk per veld van wat er bewaard is: verandert een veld, dan verandert zijn stuk mee."""
    return ".".join(_afdruk(waarde) for waarde in staat.values())


class Bewaakt(forms.BaseForm):
    """Mixin vóór `Formulier`. `staat`: wat er nu bewaard is, per veld; het zijn ook de beginwaarden.

    Een lege staat is iets nieuws: daar kan niemand iets aan wijzigen.
    """

    def __init__(self, *args, staat: Mapping[str, object], **kwargs):
        self.staat = staat
        kwargs["initial"] = {**staat, **kwargs.get("initial", {}), "gezien": merkteken(staat)}
        super().__init__(*args, **kwargs)
        self.fields["gezien"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        nu, toen = merkteken(self.staat), gegevens.get("gezien", "")
        if self.staat and toen != nu:
            self.add_error(None, INTUSSEN)
            for zin in self._gewijzigd(toen.split("."), nu.split(".")):
                self.add_error(None, zin)
            oud: Any = self.data  # een QueryDict, of een dict in een test
            self.data = getypt = oud.copy()
            getypt[self.add_prefix("gezien")] = nu  # wie nu nog eens bewaart, kiest daar bewust voor
        return gegevens

    def waarden(self) -> dict:
        """De gecontroleerde velden, zonder het merkteken."""
        return {veld: waarde for veld, waarde in self.cleaned_data.items() if veld != "gezien"}

    def _gewijzigd(self, toen: list[str], nu: list[str]) -> list[str]:
        """Wat er nu staat in de velden die een ander wijzigde; bij een onbekend merkteken zegt dit niets."""
        if len(toen) != len(nu):
            return []
        anders = [veld for veld, was, is_ in zip(self.staat, toen, nu, strict=True) if was != is_]
        return [f"Nu bewaard bij “{self[veld].label}”: {_toon(self.staat[veld])}." for veld in anders]


def _toon(waarde: object) -> str:
    if waarde in (None, "", []):
        return "niets"
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, date):
        return f"{waarde:%d/%m/%Y}"
    tekst = ", ".join(map(str, waarde)) if isinstance(waarde, list | tuple) else str(waarde)
    return tekst if len(tekst) <= 120 else f"{tekst[:120]}…"
