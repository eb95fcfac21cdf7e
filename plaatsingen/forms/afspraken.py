"""Afspraken van een plaatsing wijzigen: weekpatroon, begeleiding, voorwaarden, en toch laten starten."""

from datetime import date

from django import forms
from django.utils import timezone

from kern.formulieren import DatumField, Formulier
from kern.gelijktijdig import Bewaakt
from mentoren.forms import BestandField
from plaatsingen.forms.nieuw import BegeleidingVelden
from plaatsingen.forms.patroon import PatroonVelden
from plaatsingen.forms.velden import MentorKeuze, goedkeurder, reden
from plaatsingen.stappen.start import MET_DOCUMENT


class PatroonForm(PatroonVelden, Formulier, forms.Form):
    uren_per_maand = forms.IntegerField(
        label="Uren per maand",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "3"}),
        help_text="32 tot 64.",
        error_messages={"invalid": "Vul een getal in van 32 tot 64."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["uren_per_maand"].kort, self.fields["uren_per_maand"].eenheid = True, "u"


class BegeleidingForm(Bewaakt, BegeleidingVelden, Formulier, forms.Form):
    groepen = (
        ("Op de werkvloer", ("vervangend_mentor",)),
        ("Bij de GLOW-partner", ("begeleider_naam", "begeleider_telefoon", "begeleider_email")),
    )


class VoorwaardeForm(Formulier, forms.Form):
    """Sinds wanneer iets in orde is; voor twee voorwaarden met het ondertekende document."""

    knop = "In orde zetten"
    in_orde_op = DatumField(label="In orde sinds")
    bestand = BestandField(label="Ondertekend document")

    def __init__(self, *args, soort: str, vandaag: date, **kwargs):
        super().__init__(*args, initial={"in_orde_op": vandaag}, **kwargs)
        self.fields["in_orde_op"].laatst = vandaag
        if soort not in MET_DOCUMENT:
            del self.fields["bestand"]

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        if self.errors and self.files and "bestand" in self.fields and "bestand" not in self.errors:
            self.add_error("bestand", "Kies het bestand opnieuw.")
        return gegevens


class TochStartenForm(Formulier, forms.Form):
    knop = "Toch laten starten"

    def __init__(self, *args, leden, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["goedgekeurd_door"], self.fields["reden"] = goedkeurder(leden), reden()


class VertrokkenForm(Formulier, forms.Form):
    """Wanneer een mentor vertrok, en per plek wie ze overneemt."""

    knop = "Nakijken"
    vertrokken_op = DatumField(label="Vertrokken op")

    def __init__(self, *args, plekken, mentoren, vervangt: bool, **kwargs):
        vandaag = timezone.localdate()
        super().__init__(*args, initial={"vertrokken_op": vandaag}, **kwargs)
        self.fields["vertrokken_op"].laatst = vandaag
        self.plekken = list(plekken)
        if len(self.plekken) > 1:
            self.fields["allemaal"] = MentorKeuze(
                queryset=mentoren,
                label="Nieuwe mentor voor alle plekken",
                required=False,
                empty_label="Per plek kiezen",
                help_text="Hieronder kan je voor een plek iemand anders kiezen.",
            )
        for plek in self.plekken:
            self.fields[f"plek_{plek.pk}"] = veld = MentorKeuze(
                queryset=mentoren,
                label=f"{plek.code} {plek.functie}",
                required=False,
                empty_label="Zoals hierboven" if len(self.plekken) > 1 else "Kies…",
            )
            veld.zonder_merk = True
        if vervangt:
            self.fields["vervanger"] = MentorKeuze(
                queryset=mentoren,
                label="Nieuwe vervangende mentor",
                required=False,
                empty_label="Niemand",
                help_text="Waar deze mentor nu vervangt.",
            )

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        for plek in self.plekken:
            if not (gegevens.get(f"plek_{plek.pk}") or gegevens.get("allemaal")):
                self.add_error(f"plek_{plek.pk}", "Kies wie deze plek overneemt.")
        return gegevens

    def verdeling(self) -> dict:
        """Na `is_valid()`: plek → nieuwe mentor."""
        gegevens = self.cleaned_data
        return {plek: gegevens[f"plek_{plek.pk}"] or gegevens.get("allemaal") for plek in self.plekken}
