"""Een bestand in een formulier: het type blijkt uit de inhoud."""

from django import forms

from documenten.opladen import Opgeladen, keur
from kern.formulieren import Formulier, Tekstvlak
from organisaties.isolatie import Geweigerd

HERKIES = "Kies het bestand opnieuw."


class BestandField(forms.FileField):
    """Een PDF, JPEG of PNG van hoogstens 10 MB → Opgeladen; het type blijkt uit de inhoud."""

    def __init__(self, **opties):
        super().__init__(
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"}),
            help_text="PDF, JPEG of PNG, hoogstens 10 MB.",
            **opties,
        )

    def clean(self, data, initial=None) -> Opgeladen | None:
        bestand = super().clean(data, initial)
        if not bestand:
            return None
        try:
            return keur(bestand, "bestand")
        except Geweigerd as geweigerd:
            raise forms.ValidationError(geweigerd.zin) from geweigerd


class MetBestand(Formulier, forms.Form):
    """Een browser onthoudt een gekozen bestand niet: na een fout elders vraagt het veld er opnieuw om."""

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        self.vraag_bestand_opnieuw()
        return gegevens

    def vraag_bestand_opnieuw(self) -> None:
        if self.errors and self.files and "bestand" not in self.errors:
            self.add_error("bestand", HERKIES)


class ScanWeigeren(Formulier, forms.Form):
    """De tweede persoon weigert een scan; wie oplaadde krijgt de reden."""

    knop = "Weigeren"

    reden = forms.CharField(
        label="Waarom weiger je?",
        help_text="Wie oplaadde, leest dit. Hoogstens 500 tekens.",
        max_length=500,
        error_messages={"required": "Zeg waarom je de scan weigert."},
        widget=Tekstvlak(attrs={"rows": 4}),
    )
