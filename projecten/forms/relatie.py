"""Velden die overleg, overeenkomsten en prospecten delen: met wie, wie van het bestuur, één per regel."""

from collections.abc import Iterable

from django import forms

from kern.formulieren import Tekstvlak
from organisaties.models import GlowPartner, Lidmaatschap
from projecten.enums import Met


class LidKeuze(forms.ModelChoiceField):
    """Iemand van het bestuur, met de functie erbij."""

    def label_from_instance(self, lid: Lidmaatschap) -> str:
        return naam_en_functie(lid)


def naam_en_functie(lid: Lidmaatschap) -> str:
    naam = lid.gebruiker.volledige_naam
    return f"{naam} ({lid.functie})" if lid.functie else naam


class LedenKeuze(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, lid: Lidmaatschap) -> str:
        return naam_en_functie(lid)


class MetField(forms.ChoiceField):
    """Met wie: een GLOW-partner of een vast woord → (met, glowpartner)."""

    def __init__(self, *, vast: Iterable[str] = (Met.VDAB, Met.WIJK_WERKEN, Met.ANDERE), **opties):
        self.vast, self.partners = [Met(waarde) for waarde in vast], {}
        zinnen = {"required": "Kies met wie.", "invalid_choice": "Kies iemand uit de lijst."}
        opties.setdefault("error_messages", zinnen)
        super().__init__(**opties)

    def zet_partners(self, partners: Iterable[GlowPartner], leeg: str = "Kies…") -> None:
        self.partners = {str(partner.pk): partner for partner in partners}
        self.choices = [
            ("", leeg),
            *((nummer, partner.naam) for nummer, partner in self.partners.items()),
            *((met.value, "Andere" if met == Met.ANDERE else met.label) for met in self.vast),
        ]

    def prepare_value(self, value: object) -> object:
        """Een paar (met, glowpartner) uit een rij, of wat er getypt werd."""
        if isinstance(value, tuple | list):
            met, partner = value
            return str(getattr(partner, "pk", partner)) if partner else met
        return value

    def clean(self, value: object) -> tuple[str, GlowPartner | None] | None:
        gekozen = super().clean(value)
        if not gekozen:
            return None
        partner = self.partners.get(gekozen)
        return (Met.GLOW.value, partner) if partner else (gekozen, None)


class RegelsField(forms.CharField):
    """Eén per regel → lijst zonder lege regels en opsommingstekens."""

    def __init__(self, *, per_regel: int, hoogstens: int = 30, rijen: int = 4, **opties):
        self.per_regel, self.hoogstens = per_regel, hoogstens
        opties.setdefault("widget", Tekstvlak(attrs={"rows": rijen}))
        super().__init__(max_length=12_000, required=False, **opties)

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: object) -> list[str]:
        regels = [regel.strip().lstrip("-•*").strip() for regel in super().clean(value).splitlines()]
        regels = [regel for regel in regels if regel]
        if len(regels) > self.hoogstens:
            raise forms.ValidationError(f"Noem er hoogstens {self.hoogstens}.")
        for regel in regels:
            if len(regel) > self.per_regel:
                raise forms.ValidationError(f"“{regel[:30]}…” is te lang. Gebruik hoogstens {self.per_regel} tekens.")
        return regels
