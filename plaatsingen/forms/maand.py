"""Formulieren van maandstaten: terugsturen, verbeteren, en de keuzes van de lijsten."""

from datetime import date

from django import forms

from kern import opmaak
from kern.formulieren import Formulier, Tekstvlak
from kern.lijst import Filtervelden
from plaatsingen.enums import MaandStatus


class TerugForm(Formulier, forms.Form):
    knop = "Terugsturen"
    reden = forms.CharField(
        label="Waarom stuur je de maand terug?",
        help_text="De mentor leest dit bovenaan de maand.",
        max_length=300,
        widget=Tekstvlak(attrs={"rows": 3}),
        error_messages={"required": "Zeg wat de mentor moet aanpassen."},
    )


class VerbeterForm(Formulier, forms.Form):
    knop = "Maand heropenen"
    reden = forms.CharField(
        label="Waarom heropen je deze maand?",
        help_text="De mentor leest dit, en het staat op de nieuwe urenstaat. Noem geen namen en niets over gezondheid.",
        max_length=300,
        widget=Tekstvlak(attrs={"rows": 3}),
        error_messages={"required": "Zeg wat er verbeterd moet worden."},
    )


class AfsluitFilter(Filtervelden):
    """Welke organisatie en welke maand."""

    organisatie = forms.ChoiceField(label="Organisatie", required=False)
    maand = forms.ChoiceField(label="Maand", required=False)

    def __init__(self, *args, maanden: list[date], organisaties: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["maand"].choices = [(f"{m:%Y-%m}", opmaak.maand(m).capitalize()) for m in maanden]
        self.fields["organisatie"].choices = [("", "Alle"), *((str(pk), naam) for pk, naam in organisaties)]


class BevestigdFilter(Filtervelden):
    """Voor een GLOW-partner: welk bestuur en welke maand."""

    bestuur = forms.ChoiceField(label="Bestuur", required=False)
    maand = forms.ChoiceField(label="Maand", required=False)

    def __init__(self, *args, maanden: list[date], besturen: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["maand"].choices = [("", "Alle"), *((f"{m:%Y-%m}", opmaak.maand(m).capitalize()) for m in maanden)]
        self.fields["bestuur"].choices = [("", "Alle"), *((str(pk), naam) for pk, naam in besturen)]


class MaandstaatFilter(Filtervelden):
    """Welke maandstaten: standaard wat te bevestigen is."""

    TE_DOEN, ALLE = MaandStatus.DOORGESTUURD.value, "alle"
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=(
            (TE_DOEN, "Na te kijken"),
            (MaandStatus.BEVESTIGD.value, "Bevestigd"),
            (MaandStatus.OPEN.value, "Teruggestuurd of nog open"),
            (ALLE, "Alle"),
        ),
    )
    maand = forms.ChoiceField(label="Maand", required=False)
    mentor = forms.ChoiceField(label="Mentor", required=False)

    def __init__(self, *args, maanden: list[date], mentoren: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["maand"].choices = [("", "Alle"), *((f"{m:%Y-%m}", opmaak.maand(m)) for m in maanden)]
        self.fields["mentor"].choices = [("", "Alle"), *((str(pk), naam) for pk, naam in mentoren)]
