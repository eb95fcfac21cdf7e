"""Formulieren van een controle."""

from django import forms
from django.db.models import QuerySet

from controles.enums import Status
from controles.models import TEKST
from kern.formulieren import DatumField, Formulier, Tekstvlak
from kern.gelijktijdig import Bewaakt
from kern.lijst import Filtervelden
from projecten.models import Subsidieproject
from rapportage.models import Controle

TE_LANG = {"max_length": "Hou het bij 2.000 tekens."}


class Projectkeuze(forms.ModelChoiceField):
    def label_from_instance(self, project: Subsidieproject) -> str:
        return f"{project.code} {project.titel}"


class ControleForm(Formulier, forms.Form):
    knop = "Uitnodigen"
    groepen = (("Wat", ("project", "van", "tot")), ("Wie", ("email", "voornaam", "naam")))
    project = Projectkeuze(queryset=Subsidieproject.objects.none(), label="Project")
    van = DatumField(label="Toegang van")
    tot = DatumField(label="Toegang tot en met", help_text="Daarna stopt de toegang vanzelf.")
    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Vul het e-mailadres in.",
            "invalid": "Vul een geldig e-mailadres in, bijvoorbeeld an.peeters@wse.be.",
        },
    )
    voornaam = forms.CharField(
        label="Voornaam",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul de voornaam in."},
    )
    naam = forms.CharField(
        label="Naam",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul de naam in."},
    )

    def __init__(self, *args, projecten: QuerySet[Subsidieproject], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projecten


class EindeForm(Bewaakt, Formulier, forms.Form):
    tot = DatumField(label="Toegang tot en met", help_text="Korter of langer. Telt meteen.")


class SteekproefForm(Formulier, forms.Form):
    knop = "Steekproef trekken"
    aantal = forms.IntegerField(
        label="Aantal plekken",
        min_value=1,
        max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Vul een aantal in van 1 tot en met 1000."
        ),
    )
    peildatum = DatumField(label="Peildatum", help_text="Getrokken wordt uit wat op deze dag telt.")
    zaad = forms.CharField(
        label="Zaad",
        max_length=40,
        required=False,
        help_text="Wij stellen er een voor. Een eigen woord of getal mag ook.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "Hou het zaad bij 40 tekens."},
    )


def _tekst(label: str, leeg: str, *, verplicht: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=TEKST,
        required=verplicht,
        widget=Tekstvlak(attrs={"rows": 4}),
        error_messages={"required": leeg} | TE_LANG,
    )


class VraagForm(Formulier, forms.Form):
    knop = "Vraag stellen"
    tekst = _tekst("Je vraag of opmerking", "Vul je vraag of opmerking in.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tekst"].help_text = "HR en de coördinator krijgen een bericht. Noem geen naam van een deelnemer."


class AntwoordForm(Formulier, forms.Form):
    knop = "Antwoorden"
    tekst = _tekst("Je antwoord", "Vul een antwoord in.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tekst"].help_text = "De controleur krijgt een mail. Noem geen naam van een deelnemer."


class AfsluitForm(Formulier, forms.Form):
    knop = "Afsluiten"
    tekst = _tekst("Slotwoord", "", verplicht=False)


class HeropenForm(Formulier, forms.Form):
    knop = "Heropenen"
    tekst = _tekst("Wat ontbreekt nog?", "Vul in wat nog ontbreekt.")


class VragenFilter(Filtervelden):
    status = forms.ChoiceField(
        label="Status", required=False, choices=(("", "Alle"), *((s.value, s.label.capitalize()) for s in Status))
    )
    controle = forms.ChoiceField(label="Controle", required=False)

    def __init__(self, *args, controles: list[Controle], **kwargs):
        super().__init__(*args, **kwargs)
        keuzes = [(str(c.pk), f"{c.project.code}, {c.volledige_naam}") for c in controles]
        self.fields["controle"].choices = [("", "Alle"), *keuzes]
        if len(controles) < 2 and "controle" not in self.data:  # niets te kiezen
            del self.fields["controle"]
