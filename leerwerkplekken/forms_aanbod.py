"""Formulieren van het aanbod: aanbieden, antwoorden, vragen, weigeren, en de filters van de lijst."""

from django import forms
from django.utils import timezone

from kern.formulieren import DatumField, Formulier, Tekstvlak
from kern.lijst import Filtervelden
from kern.opmaak import hoofdletter
from leerwerkplekken.enums import Aanbodstand, Antwoord, Weigerreden
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.stappen.aanbod import LANG
from organisaties.models import GlowPartner


class PlekKeuze(forms.ModelMultipleChoiceField):
    def label_from_instance(self, plek) -> str:
        return f"{hoofdletter(plek.functie)} ({plek.code})"


class AanbiedForm(Formulier, forms.Form):
    """Welke plekken, aan wie, en wat je erbij schrijft. Daarna kijkt HR na wat er vertrekt."""

    knop = "Nakijken"
    plekken = PlekKeuze(
        queryset=Leerwerkplek.objects.none(),
        label="Leerwerkplekken",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vink minstens één plek aan."},
    )
    partners = forms.ModelMultipleChoiceField(
        queryset=GlowPartner.objects.none(),
        label="GLOW-partners",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vink minstens één GLOW-partner aan."},
    )
    boodschap = forms.CharField(
        label="Bericht",
        required=False,
        max_length=LANG,
        help_text="Elke partner leest dit. Schrijf geen naam van een deelnemer.",
        widget=Tekstvlak(attrs={"rows": 4}),
    )
    aangeboden_op = DatumField(
        label="Aangeboden op", help_text="Bood je ze vroeger al aan, bijvoorbeeld op een overleg? Vul dan die dag in."
    )

    def __init__(self, *args, plekken, partners, **kwargs):
        kwargs["initial"] = {"aangeboden_op": timezone.localdate()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["plekken"].queryset, self.fields["partners"].queryset = plekken, partners


class BeantwoordForm(Formulier, forms.Form):
    knop = "Antwoord versturen"
    antwoord = forms.CharField(
        label="Jouw antwoord",
        max_length=LANG,
        help_text="De GLOW-partner krijgt dit als bericht. Schrijf geen naam van een deelnemer.",
        widget=Tekstvlak(attrs={"rows": 5}),
        error_messages={"required": "Schrijf een antwoord."},
    )


class VraagForm(Formulier, forms.Form):
    knop = "Vraag versturen"
    vraag = forms.CharField(
        label="Je vraag",
        max_length=LANG,
        help_text="HR van het bestuur krijgt ze als bericht. Schrijf geen naam van een deelnemer.",
        widget=Tekstvlak(attrs={"rows": 4}),
        error_messages={"required": "Schrijf je vraag."},
    )


class WeigerAanbodForm(Formulier, forms.Form):
    knop = "Versturen"
    reden = forms.ChoiceField(
        label="Waarom stel je niemand voor?",
        help_text="Het bestuur leest deze reden en kan de plek aanpassen.",
        choices=[(r.value, hoofdletter(r.label)) for r in Weigerreden],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een reden.", "invalid_choice": "Kies een reden uit de lijst."},
    )
    nota = forms.CharField(
        label="Korte nota",
        required=False,
        max_length=150,
        help_text="Schrijf niets over een deelnemer.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    gezien = forms.CharField(widget=forms.HiddenInput, required=False)  # het antwoord dat er stond


VOORSTEL = "voorstel"  # ook dat is *zoekt kandidaten*; HR registreert daarna wie het is
WEIGERT = "geweigerd:"  # met de reden erachter: zo is er één keuze, en geen veld dat soms moet


class NoteerForm(Formulier, forms.Form):
    """Wat een partner aan de telefoon of per mail antwoordde."""

    knop = "Antwoord bewaren"
    antwoord = forms.ChoiceField(
        label="Wat antwoordde de partner?",
        choices=[
            (Antwoord.AANVAARD.value, "Zoekt kandidaten"),
            (VOORSTEL, "Stelt meteen iemand voor"),
            *((f"{WEIGERT}{reden.value}", f"Heeft niemand: {reden.label}") for reden in Weigerreden),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat de partner antwoordde.", "invalid_choice": "Kies uit de lijst."},
    )
    nota = forms.CharField(
        label="Korte nota",
        required=False,
        max_length=150,
        help_text="Enkel als de partner niemand heeft. Schrijf niets over een deelnemer.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    naam = forms.CharField(
        label="Naam van wie antwoordde",
        max_length=120,
        help_text="De persoon bij de partner.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul in wie van de partner antwoordde."},
    )
    op = DatumField(label="Beantwoord op")
    gezien = forms.CharField(widget=forms.HiddenInput, required=False)  # het antwoord dat er stond

    @property
    def gegevens(self) -> dict:
        """Wat de stap vraagt: het antwoord, met de reden apart; een voorstel is *zoekt kandidaten*."""
        gekozen = self.cleaned_data["antwoord"]
        weigert = gekozen.startswith(WEIGERT)
        return self.cleaned_data | {
            "antwoord": Antwoord.GEWEIGERD.value if weigert else Antwoord.AANVAARD.value,
            "reden": gekozen.removeprefix(WEIGERT) if weigert else "",
        }


class AanbodFilter(Filtervelden):
    q = forms.CharField(label="Functie of code", required=False)
    stand = forms.ChoiceField(label="Stand", required=False, choices=(("", "Alle"), *Aanbodstand.choices))
    vraag = forms.ChoiceField(
        label="Vragen", required=False, choices=(("", "Alle"), ("open", "wacht op antwoord"), ("ja", "met een vraag"))
    )
    partner = forms.ModelChoiceField(
        queryset=GlowPartner.objects.none(), label="GLOW-partner", required=False, empty_label="Alle"
    )

    def __init__(self, *args, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners
