"""Formulieren van prospecten en hun contactmomenten."""

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from kern.formulieren import DatumField, Formulier, Tekstvlak
from kern.gelijktijdig import Bewaakt
from kern.lijst import Filtervelden
from organisaties.enums import SoortOrganisatie
from organisaties.models import Lidmaatschap
from projecten.enums import ProspectStatus
from projecten.forms.relatie import LidKeuze


class ProspectForm(Bewaakt, Formulier, forms.Form):
    groepen = (
        ("De organisatie", ("organisatie_naam", "soort", "contact", "opmerking")),
        ("Wat volgt", ("volgende_stap", "volgende_op", "opvolger")),
    )
    organisatie_naam = forms.CharField(
        label="Naam van de organisatie",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul de naam van de organisatie in."},
    )
    soort = forms.ChoiceField(choices=[("", "Kies…"), *SoortOrganisatie.choices])
    contact = forms.CharField(
        label="Contactpersoon",
        max_length=200,
        required=False,
        help_text="Naam en telefoon of e-mailadres.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    opmerking = forms.CharField(max_length=4000, required=False, widget=Tekstvlak(attrs={"rows": 3}))
    volgende_stap = forms.CharField(
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld: rondleiding in de keuken.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    volgende_op = DatumField(label="Wanneer", required=False)
    opvolger = LidKeuze(label="Wie volgt dit op?", queryset=Lidmaatschap.objects.none(), required=False)

    def __init__(self, *args, leden: QuerySet[Lidmaatschap], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opvolger"].queryset, self.fields["opvolger"].empty_label = leden, "Nog niemand"

    def clean(self) -> dict:
        gegevens = super().clean()
        if gegevens.get("volgende_op") and not gegevens.get("volgende_stap", "").strip():
            self.add_error("volgende_stap", "Vul in wat er die dag gebeurt.")
        return gegevens


class ContactForm(Formulier, forms.Form):
    knop = "Contact bewaren"
    datum = DatumField(label="Datum")
    nota = forms.CharField(
        label="Wat hoorde je?",
        max_length=2000,
        widget=Tekstvlak(attrs={"rows": 3}),
        error_messages={"required": "Vul in wat je hoorde of afsprak."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"datum": timezone.localdate()}, **kwargs)
        self.fields["datum"].laatst = timezone.localdate()


class ProspectFilter(Filtervelden):
    MIJN, TE_DOEN = "mijn", "te_doen"
    q = forms.CharField(label="Naam of contactpersoon", required=False, max_length=100)
    status = forms.ChoiceField(required=False, choices=(("", "Alle"), *ProspectStatus.choices))
    soort = forms.ChoiceField(required=False, choices=(("", "Alle"), *SoortOrganisatie.choices))
    opvolging = forms.ChoiceField(
        required=False,
        choices=(("", "Alle"), (MIJN, "Ik volg op"), (TE_DOEN, "Volgende stap is aan de beurt")),
    )
