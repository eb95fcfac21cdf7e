from django import forms

from fiches.enums import Bevestiging
from fiches.regels import Gezag
from fiches.selectie import Gezien, Verdeling
from fiches.stappen import verklaring
from kern.formulieren import Formulier


class OndertekenForm(Formulier, forms.Form):
    """Kies de hoedanigheid door te kiezen wat je verklaart; is er maar één, dan staat die vast.

    Het wachtwoord staat er enkel voor wie niet net bevestigde en geen andere manier heeft.
    """

    knop = "Ondertekenen"

    hoedanigheid = forms.ChoiceField(label="Wat verklaar je?", widget=forms.RadioSelect)
    wachtwoord = forms.CharField(
        label="Je wachtwoord",
        help_text="Vul het opnieuw in, zodat niemand anders in jouw naam tekent.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    inhoud_sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, gezag: list[Gezag], organisatie: str, bevestiging: Bevestiging, **kwargs):
        super().__init__(*args, **kwargs)
        self.bevestiging = bevestiging
        if bevestiging != Bevestiging.WACHTWOORD:
            del self.fields["wachtwoord"]
        keuze = self.fields["hoedanigheid"]
        keuze.choices = [(g.sleutel, verklaring(g, organisatie)) for g in gezag]
        self.enige_verklaring = ""
        if len(gezag) == 1:
            keuze.widget, keuze.initial = forms.HiddenInput(), gezag[0].sleutel
            self.enige_verklaring = keuze.choices[0][1]


class SamenForm(Formulier, forms.Form):
    """Meer fiches samen aftekenen: kies hoe, als er iets te kiezen valt, en bewijs één keer wie je bent.

    Wat op het scherm stond (`gezien`) en de sleutel van dit formulier (`sleutel`) komen verborgen mee.
    """

    knop = "Ondertekenen"

    hoedanigheid = forms.ChoiceField(label="Wat verklaar je?", widget=forms.RadioSelect)
    wachtwoord = forms.CharField(
        label="Je wachtwoord",
        help_text="Vul het één keer in. Het geldt voor al deze fiches.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    gezien = forms.CharField(widget=forms.HiddenInput)
    sleutel = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, verdelingen: list[Verdeling], organisatie: str, bevestiging: Bevestiging, **kwargs):
        super().__init__(*args, **kwargs)
        self.bevestiging = bevestiging
        if bevestiging != Bevestiging.WACHTWOORD:
            del self.fields["wachtwoord"]
        keuze = self.fields["hoedanigheid"]
        keuze.choices = [(v.sleutel, " ".join(v.zinnen(organisatie))) for v in verdelingen]
        self.enige = verdelingen[0] if len(verdelingen) == 1 else None
        self.zinnen = self.enige.zinnen(organisatie) if self.enige else []
        if self.enige:
            keuze.widget, keuze.initial = forms.HiddenInput(), self.enige.sleutel

    def clean_gezien(self) -> list[Gezien]:
        try:
            gezien = [Gezien.uit(deel) for deel in self.cleaned_data["gezien"].split()]
        except ValueError:
            raise forms.ValidationError("Dit formulier is niet volledig. Herlaad de pagina en teken opnieuw.") from None
        return list({g.fiche: g for g in gezien}.values())


class TerugstuurForm(Formulier, forms.Form):
    knop = "Terugsturen"

    reden = forms.CharField(
        label="Wat moet er anders?",
        help_text="HR leest dit. Hoogstens 500 tekens.",
        max_length=500,
        error_messages={"required": "Zeg waarom je de fiche terugstuurt."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class IntrekForm(Formulier, forms.Form):
    knop = "Intrekken"

    reden = forms.CharField(
        label="Waarom trek je ze in?",
        help_text="Dit staat bij de fiche. Hoogstens 500 tekens.",
        max_length=500,
        error_messages={"required": "Zeg waarom je de fiche intrekt."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
