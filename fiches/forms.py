from django import forms
from django.db.models import QuerySet

from documenten.formulieren import BestandField, MetBestand
from fiches.enums import Bevestiging, Hoedanigheid
from fiches.regels import Gezag
from fiches.selectie import Gezien, Verdeling
from fiches.stappen import verklaring
from kern.formulieren import DatumField, Formulier, Tekstvlak
from organisaties.enums import Tekenwijze
from organisaties.models import Lidmaatschap


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
        widget=Tekstvlak(attrs={"rows": 4}),
    )


class IntrekForm(Formulier, forms.Form):
    knop = "Intrekken"

    reden = forms.CharField(
        label="Waarom trek je ze in?",
        help_text="Dit staat bij de fiche. Hoogstens 500 tekens.",
        max_length=500,
        error_messages={"required": "Zeg waarom je de fiche intrekt."},
        widget=Tekstvlak(attrs={"rows": 4}),
    )


class KlaarzetForm(Formulier, forms.Form):
    """In welke hoedanigheid iemand met een eigen certificaat zal ondertekenen."""

    knop = "PDF klaarzetten"

    hoedanigheid = forms.ChoiceField(label="Wat verklaar je?", widget=forms.RadioSelect)
    inhoud_sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, gezag: list[Gezag], organisatie: str, **kwargs):
        super().__init__(*args, **kwargs)
        keuze = self.fields["hoedanigheid"]
        keuze.choices = [(g.sleutel, verklaring(g, organisatie)) for g in gezag]
        keuze.initial = gezag[0].sleutel if len(gezag) == 1 else None


class EigenForm(MetBestand):
    knop = "Ondertekende PDF opladen"

    bestand = BestandField(label="De PDF met je handtekening")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bestand"].help_text = "Een PDF van hoogstens 10 MB."
        self.fields["bestand"].widget.attrs["accept"] = ".pdf,application/pdf"


class LidKeuze(forms.ModelChoiceField):
    def label_from_instance(self, lid: Lidmaatschap) -> str:
        naam = lid.gebruiker.volledige_naam
        return f"{naam} ({lid.functie})" if lid.functie else naam


class PapierForm(MetBestand):
    """De scan van een op papier getekende versie: wie tekende, als wat en wanneer."""

    knop = "Scan opladen"
    ondertekenaar = LidKeuze(queryset=Lidmaatschap.objects.none(), label="Wie tekende?")
    hoedanigheid = forms.ChoiceField(label="Als wat?", choices=Hoedanigheid.choices, widget=forms.RadioSelect)
    datum = DatumField(label="Op welke dag?", help_text="De dag die bij de handtekening staat.")
    bestand = BestandField(label="Scan van de getekende fiche")

    def __init__(self, *args, leden: QuerySet[Lidmaatschap], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ondertekenaar"].queryset = leden


class VoorafForm(MetBestand):
    """De scan van een fiche die al getekend was. Wie tekende, hoort misschien niet meer bij het bestuur."""

    knop = "Scan opladen"
    naam = forms.CharField(label="Wie tekende?", max_length=160, help_text="Voornaam en naam, zoals op de fiche.")
    functie = forms.CharField(label="Functie", max_length=120, required=False)
    hoedanigheid = forms.ChoiceField(label="Als wat?", choices=Hoedanigheid.choices, widget=forms.RadioSelect)
    datum = DatumField(label="Op welke dag?", help_text="De dag die bij de handtekening staat.")
    bestand = BestandField(label="Scan van de getekende fiche")


VERGELEKEN = {
    Tekenwijze.PAPIER: "Ik heb de controlecode op de scan met die van deze versie vergeleken.",
    Tekenwijze.VOORAF: "Ik heb de scan vergeleken: de plek, de ondertekenaar en de dag kloppen.",
    Tekenwijze.CERTIFICAAT: "Ik heb de handtekening in de PDF nagekeken: ze is van deze persoon.",
}


class BevestigForm(Formulier, forms.Form):
    """Wat de tweede persoon bevestigt. Het vakje staat er enkel als de computer het niet zelf kon vaststellen."""

    knop = "Bevestigen"
    vergeleken = forms.BooleanField(error_messages={"required": "Kijk dit na en vink het aan."})
    inhoud_sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, wijze: str, code_gelezen: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vergeleken"].label = VERGELEKEN[Tekenwijze(wijze)]
        if code_gelezen:
            del self.fields["vergeleken"]
