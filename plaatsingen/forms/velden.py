"""Velden en keuzelijsten die de formulieren van een plaatsing delen."""

import re

from django import forms

from kern.formulieren import Tekstvlak
from mentoren.models import Mentor
from organisaties.models import Lidmaatschap

TELEFOON = re.compile(r"(\+|00)?[0-9]{9,15}")


class TelefoonField(forms.CharField):
    """Een telefoonnummer zoals iemand het schrijft: 0470 12 34 56, 02/123.45.67 of +32 470 12 34 56."""

    kort = True

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}))
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: object) -> str:
        tekst = super().clean(value)
        if tekst and not TELEFOON.fullmatch(re.sub(r"[\s./()-]", "", tekst)):
            raise forms.ValidationError("Vul een telefoonnummer in, bijvoorbeeld 0470 12 34 56.", code="telefoon")
        return tekst


def bel(nummer: str) -> str:
    """Het nummer voor een tel:-link: enkel cijfers en een plus vooraan."""
    return re.sub(r"[^0-9+]", "", nummer)


class MentorKeuze(forms.ModelChoiceField):
    def label_from_instance(self, mentor: Mentor) -> str:
        return f"{mentor.naam} · {mentor.dienst}" if mentor.dienst else mentor.naam


class LidKeuze(forms.ModelChoiceField):
    def label_from_instance(self, lid: Lidmaatschap) -> str:
        naam = lid.gebruiker.volledige_naam
        return f"{naam} ({lid.functie})" if lid.functie else naam


def goedkeurder(leden) -> LidKeuze:
    return LidKeuze(
        queryset=leden,
        label="Wie keurde dit goed?",
        empty_label="Kies…",
        error_messages={"required": "Kies wie dit goedkeurde."},
        help_text="Een directeur, leidinggevende of collega van HR. Niet jezelf.",
    )


def reden() -> forms.CharField:
    return forms.CharField(
        label="Waarom?",
        help_text="Het rapport toont deze reden. Noem geen naam en niets over gezondheid.",
        max_length=300,
        widget=Tekstvlak(attrs={"rows": 3}),
        error_messages={"required": "Zeg waarom."},
    )
