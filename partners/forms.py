"""Filters en formulieren van een GLOW-partner: het bord, zoekopdrachten, deelnemers en contactpersonen."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from kern.formulieren import DatumField, Formulier
from kern.lijst import Filtervelden
from kern.opmaak import hoofdletter
from kern.postcodes import Plaats, plaats
from leerwerkplekken.enums import Taalniveau
from partners.regels import ALLE, BEANTWOORD, NIEUW, NU, OPEN, Bordrij
from plaatsingen.forms.velden import TelefoonField

KM = ("5", "10", "15", "20", "30", "50")
ONBEKEND = {"invalid_choice": "Deze keuze is er niet meer. Kies opnieuw."}


class PostcodeField(forms.CharField):
    """Een postcode van vier cijfers; geeft de plaats."""

    def __init__(self, **kwargs):
        attrs = {"inputmode": "numeric", "maxlength": "4", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Plaats | None:
        tekst = super().clean(value)
        if not tekst:
            return None
        if gevonden := plaats(tekst):
            return gevonden
        raise forms.ValidationError("Deze postcode kennen we niet. Vul er een uit Vlaanderen of Brussel in.")


class BordForm(Filtervelden):
    """Welke aangeboden plekken een partner ziet; standaard wat vrij is of vrijkomt."""

    q = forms.CharField(label="Functie, taak of plaats", required=False, max_length=100)
    postcode = PostcodeField(label="Postcode", required=False)
    afstand = forms.ChoiceField(
        label="Hoogstens zo ver",
        required=False,
        choices=[("", "Hoe ver ook"), *((km, f"{km} km") for km in KM)],
        error_messages=ONBEKEND,
    )
    vrij = forms.ChoiceField(
        label="Vrij",
        required=False,
        choices=[("", "Vrij of komt vrij"), (NU, "Nu vrij"), (ALLE, "Ook wat niet vrij is")],
        error_messages=ONBEKEND,
    )
    vanaf = DatumField(label="Vrij op (dd/mm/jjjj)", required=False, help_text="")
    uren = forms.ChoiceField(
        label="Uren per maand",
        required=False,
        choices=[("", "Alle"), ("40", "Tot 40 u"), ("50", "41 tot 50 u"), ("64", "51 tot 64 u")],
        error_messages=ONBEKEND,
    )
    taal = forms.ChoiceField(
        label="Nederlands, hoogstens",
        required=False,
        choices=[
            ("", "Alle"),
            *((waarde, hoofdletter(label)) for waarde, label in Taalniveau.choices),
        ],
        error_messages=ONBEKEND,
    )
    antwoord = forms.ChoiceField(
        label="Antwoord",
        required=False,
        choices=[
            ("", "Alle"),
            (NIEUW, "Nog niet geopend"),
            (OPEN, "Nog te beantwoorden"),
            (BEANTWOORD, "Je vraag kreeg antwoord"),
        ],
        error_messages=ONBEKEND,
    )
    bestuur = forms.ChoiceField(label="Bestuur", required=False, error_messages=ONBEKEND)
    gemeente = forms.ChoiceField(label="Gemeente", required=False, error_messages=ONBEKEND)
    organisatie = forms.ChoiceField(label="Organisatie of district", required=False, error_messages=ONBEKEND)
    sorteer = forms.ChoiceField(
        label="Sorteer op",
        required=False,
        choices=[
            ("", "Afstand of nieuwste"),
            ("afstand", "Afstand"),
            ("nieuw", "Nieuwste eerst"),
            ("vrij", "Eerst vrij"),
        ],
        error_messages=ONBEKEND,
    )

    def __init__(self, *args, rijen: Iterable[Bordrij], **kwargs):
        super().__init__(*args, **kwargs)
        rijen = list(rijen)
        besturen = {(str(r.plek.bestuur_id), r.plek.bestuur.naam) for r in rijen}
        organisaties = {
            (str(r.plek.organisatie_id), f"{r.plek.organisatie.naam} ({r.plek.bestuur.naam})") for r in rijen
        }
        gemeenten = {(r.gemeente, r.gemeente) for r in rijen if r.gemeente}
        for naam, keuzes in (("bestuur", besturen), ("gemeente", gemeenten), ("organisatie", organisaties)):
            self.fields[naam].choices = [("", "Alle"), *sorted(keuzes, key=lambda keuze: (keuze[1], keuze[0]))]

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        ver = gegevens.get("afstand") or gegevens.get("sorteer") == "afstand"
        if ver and not gegevens.get("postcode") and "postcode" not in self.errors:
            self.add_error("postcode", "Vul een postcode in om op afstand te zoeken.")
        if "postcode" in self.errors:
            gegevens.pop("afstand", None)  # de rest van het filter telt wel
        return gegevens

    @property
    def vraag(self) -> dict[str, Any]:
        """De geldige velden; wat niet klopt, telt niet mee en staat met zijn fout op het scherm."""
        self.is_valid()
        return self.cleaned_data if self.is_bound else {}


# wat een zoekopdracht bewaart; of iemand al antwoordde is van de dag zelf
VELDEN = tuple(naam for naam in BordForm.base_fields if naam != "antwoord")


def genormaliseerd(vraag: MultiValueDict) -> dict[str, str]:
    """De ingevulde velden van het filter, om te bewaren: zonder lege waarden, bladzijde of iets anders."""
    waarden = {naam: str(vraag.get(naam, "")).strip()[:100] for naam in VELDEN}
    return {naam: waarde for naam, waarde in waarden.items() if waarde}


def in_woorden(form: BordForm) -> list[str]:
    """Wat het filter vraagt, veld per veld, zoals iemand het leest."""
    uit = []
    for naam, veld in form.fields.items():
        waarde = str(form.data.get(naam, ""))
        if waarde and naam != "sorteer":
            label = dict(veld.choices).get(waarde, waarde) if isinstance(veld, forms.ChoiceField) else waarde
            uit.append(f"{veld.label}: {label}")
    return uit


class ZoekopdrachtForm(Formulier, forms.Form):
    knop = "Bewaren"
    naam = forms.CharField(
        label="Naam",
        max_length=80,
        help_text="Bijvoorbeeld “groen in de buurt van Aalst”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Geef de zoekopdracht een naam."},
    )
    mailt = forms.BooleanField(
        label="Laat weten wanneer een nieuwe plek past",
        required=False,
        help_text="Je krijgt een bericht, en de mail zoals je bij je voorkeuren koos.",
    )


class KaartForm(Formulier, forms.Form):
    """Een contactpersoon: een naam, en minstens een nummer of een adres."""

    knop = "Bewaren"
    naam = forms.CharField(
        label="Naam", max_length=120, error_messages={"required": "Vul de naam in."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    functie = forms.CharField(
        label="Functie", max_length=120, required=False, help_text="Bijvoorbeeld “HR, voor afspraken over plekken”."
    )
    telefoon = TelefoonField(label="Telefoon van het werk", required=False)
    email = forms.EmailField(
        label="E-mailadres van het werk", max_length=254, required=False,
        error_messages={"invalid": "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.be."},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        if not self.errors and not (gegevens["telefoon"] or gegevens["email"]):
            self.add_error("telefoon", "Vul een telefoonnummer of een e-mailadres in.")
        return gegevens


class DeelnemerFilter(Filtervelden):
    """Welke van de eigen deelnemers een partner ziet."""

    stand = forms.ChoiceField(
        label="Stand",
        required=False,
        choices=[
            ("", "Alle"),
            ("lopend", "Nu geplaatst"),
            ("gepland", "Start binnenkort"),
            ("kandidaat", "Kandidaat"),
            ("beeindigd", "Plaatsing voorbij"),
            ("geen", "Zonder plek"),
        ],
        error_messages=ONBEKEND,
    )
    bestuur = forms.ChoiceField(label="Bestuur", required=False, error_messages=ONBEKEND)
    q = forms.CharField(label="Code of functie", required=False, max_length=60)

    def __init__(self, *args, besturen: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bestuur"].choices = [("", "Alle"), *((str(pk), naam) for pk, naam in besturen)]
