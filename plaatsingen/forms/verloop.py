"""Verlengen, vroeger stoppen, onderbreken, en uren boven het maximum."""

from datetime import date

from django import forms

from kern import opmaak
from kern.formulieren import DatumField, Formulier, UrenField
from plaatsingen.enums import RedenEinde, RedenOnderbreking
from plaatsingen.forms.velden import goedkeurder, reden

NIETS = [("", "Kies…")]


def _hoofdletter(keuzes) -> list[tuple[str, str]]:
    return NIETS + [(waarde, opmaak.hoofdletter(label)) for waarde, label in keuzes.choices]


class VerlengForm(Formulier, forms.Form):
    knop = "Verlengen"
    tot = DatumField(label="Nieuwe einddatum")

    def __init__(self, *args, uiterste: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tot"].help_text = f"Ten laatste {opmaak.datum_woord(uiterste)}: hoogstens zes maanden (bron 001)."


class StopForm(Formulier, forms.Form):
    """De laatste dag en waarom; de toelichting hoort niet over gezondheid te gaan."""

    knop = "Plaatsing stoppen"
    beeindigd_op = DatumField(label="Laatste dag")
    waarom = forms.ChoiceField(label="Waarom stopt de plaatsing?", choices=_hoofdletter(RedenEinde))
    toelichting = forms.CharField(
        max_length=120, required=False, help_text="Kort, en nooit over gezondheid. Dat hoort hier niet."
    )

    def __init__(self, *args, vroegst: date, laatst: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["beeindigd_op"].vroegst, self.fields["beeindigd_op"].laatst = vroegst, laatst

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        if gegevens.get("waarom") == RedenEinde.ANDERE and not gegevens.get("toelichting"):
            self.add_error("toelichting", "Zeg kort welke andere reden.")
        return gegevens

    @property
    def reden(self) -> str:
        delen = (str(RedenEinde(self.cleaned_data["waarom"]).label), self.cleaned_data["toelichting"].strip())
        return ": ".join(deel for deel in delen if deel)


class OnderbreekForm(Formulier, forms.Form):
    knop = "Onderbreking noteren"
    van = DatumField(label="Eerste dag zonder werk")
    tot = DatumField(label="Laatste dag zonder werk")
    waarom = forms.ChoiceField(
        label="Waarom?",
        choices=_hoofdletter(RedenOnderbreking),
        help_text="Is iemand ziek? Dan noteert de mentor een afwezigheid, geen onderbreking.",
    )

    def __init__(self, *args, vroegst: date, laatst: date, **kwargs):
        super().__init__(*args, **kwargs)
        for naam in ("van", "tot"):
            self.fields[naam].vroegst, self.fields[naam].laatst = vroegst, laatst

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        if gegevens.get("van") and gegevens.get("tot") and gegevens["tot"] < gegevens["van"]:
            self.add_error("tot", "De laatste dag ligt voor de eerste. Pas een van beide aan.")
        return gegevens


class HervatForm(Formulier, forms.Form):
    """Leeg: de hele onderbreking valt weg."""

    knop = "Onderbreking aanpassen"
    tot = DatumField(label="Nieuwe laatste dag zonder werk", required=False)

    def __init__(self, *args, vroegst: date, laatst: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tot"].vroegst, self.fields["tot"].laatst = vroegst, laatst
        self.fields["tot"].zonder_merk = True
        self.fields["tot"].help_text = "Laat leeg om de onderbreking helemaal weg te halen."


class BovenMaximumForm(Formulier, forms.Form):
    knop = "Afwijking noteren"
    maand = forms.ChoiceField(label="In welke maand?")
    uren = UrenField(
        label="Uren boven het maximum",
        minimum=15,
        maximum=6000,
        help_text="Enkel wat er bovenop het maximum gewerkt is. Bijvoorbeeld 3,5.",
    )

    def __init__(self, *args, maanden: list[date], leden, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["maand"].choices = [(f"{m:%Y-%m}", opmaak.maand(m).capitalize()) for m in reversed(maanden)]
        self.fields["goedgekeurd_door"], self.fields["reden"] = goedkeurder(leden), reden()
