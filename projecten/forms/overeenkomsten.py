"""Formulieren van samenwerkingsovereenkomsten."""

from collections.abc import Iterable

from django import forms
from django.utils import timezone

from documenten.formulieren import BestandField, MetBestand
from kern.formulieren import DatumField
from kern.lijst import Filtervelden
from organisaties.models import GlowPartner
from projecten.enums import Met, OvereenkomstStand
from projecten.forms.relatie import MetField


class VerlengForm(MetBestand):
    """Periode, onderwerp en document; met wie ligt vast."""

    knop = "Verlenging bewaren"
    van = DatumField(label="Begint op")
    tot = DatumField(label="Loopt tot en met", required=False, help_text="Leeg: voor onbepaalde duur.")
    onderwerp = forms.CharField(
        max_length=200,
        help_text="Bijvoorbeeld: toeleiding en begeleiding van deelnemers.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul in waarover de overeenkomst gaat."},
    )
    getekend_op = DatumField(label="Getekend op", required=False)
    bestand = BestandField(label="Getekend document", required=False)

    def __init__(self, *args, heeft_document: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["getekend_op"].laatst = timezone.localdate()
        if heeft_document:
            self.fields["bestand"].help_text = "Enkel om te vervangen. PDF, JPEG of PNG, hoogstens 10 MB."

    def clean(self) -> dict:
        gegevens = self.cleaned_data
        van, tot = gegevens.get("van"), gegevens.get("tot")
        if van and tot and tot < van:
            self.add_error("tot", "De einddatum ligt voor de begindatum. Pas een van beide aan.")
        return super().clean()


class OvereenkomstForm(VerlengForm):
    knop = "Overeenkomst bewaren"
    groepen = (
        ("Met wie en waarover", ("met", "onderwerp")),
        ("Periode", ("van", "tot")),
        ("Document", ("getekend_op", "bestand")),
    )
    met = MetField(label="Met", vast=(Met.VDAB,))

    def __init__(self, *args, partners: Iterable[GlowPartner], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["met"].zet_partners(partners)


class OvereenkomstFilter(Filtervelden):
    stand = forms.ChoiceField(label="Stand", required=False, choices=(("", "Alle"), *OvereenkomstStand.choices))
    met = MetField(label="Met", required=False, vast=(Met.VDAB,))

    def __init__(self, *args, partners: Iterable[GlowPartner], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["met"].zet_partners(partners, leeg="Alle")
