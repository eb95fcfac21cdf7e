"""Formulieren voor mentoren: een bestaand personeelslid of iemand nieuw, leiding, opleiding en certificaat."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from documenten.formulieren import BestandField, MetBestand
from kern.formulieren import DatumField, Formulier
from kern.gelijktijdig import Bewaakt
from kern.opmaak import datum_woord
from mentoren.models import Opleiding
from organisaties.models import Lidmaatschap, Organisatie

NIEUW = ("voornaam", "naam", "email")


class LidKeuze(forms.ModelChoiceField):
    def label_from_instance(self, lid: Lidmaatschap) -> str:
        naam = lid.gebruiker.volledige_naam
        return f"{naam} ({lid.functie})" if lid.functie else naam


class PersoonForm(Formulier, forms.Form):
    """Iemand uit de lijst óf een nieuwe persoon. `gekozen` zegt na controle welke van de twee."""

    persoon = LidKeuze(queryset=Lidmaatschap.objects.none(), required=False, empty_label="Niemand uit de lijst")
    voornaam = forms.CharField(max_length=80, required=False)
    naam = forms.CharField(max_length=80, required=False)
    email = forms.EmailField(
        label="E-mailadres",
        required=False,
        max_length=254,
        help_text="Met dit adres meldt de persoon zich later aan.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Vul een geldig e-mailadres in, bijvoorbeeld an.peeters@gemeente.be."},
    )

    def __init__(self, *args, personen: QuerySet[Lidmaatschap], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["persoon"].queryset = personen
        for naam in ("persoon", *NIEUW):
            self.fields[naam].zonder_merk = True

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        ingevuld = [veld for veld in NIEUW if self.data.get(self.add_prefix(veld), "").strip()]
        if gegevens.get("persoon") and ingevuld:
            self.add_error("persoon", "Kies iemand uit de lijst of vul een nieuwe persoon in, niet allebei.")
        elif not gegevens.get("persoon") and not ingevuld and "persoon" not in self.errors:
            self.add_error("persoon", "Kies iemand uit de lijst, of vul hieronder een nieuwe persoon in.")
        elif ingevuld:
            for veld, zin in zip(NIEUW, ("de voornaam", "de naam", "het e-mailadres"), strict=True):
                if veld not in ingevuld:
                    self.add_error(veld, f"Vul {zin} in.")
        return gegevens


class MentorForm(PersoonForm):
    knop = "Mentor maken"
    groepen = (
        ("Wie is het?", ("persoon",)),
        ("Of iemand nieuw", NIEUW),
        ("Waar en onder wie", ("organisatie", "dienst", "leidinggevende", "vanaf")),
    )
    organisatie = forms.ModelChoiceField(queryset=Organisatie.objects.none())
    dienst = forms.CharField(max_length=120, required=False, help_text="Bijvoorbeeld groendienst.")
    leidinggevende = LidKeuze(
        queryset=Lidmaatschap.objects.none(),
        label="Direct leidinggevende",
        required=False,
        empty_label="Dat vul ik later in",
        help_text="Deze persoon mag de fiches van de mentor aftekenen.",
    )
    vanaf = DatumField(label="Leidinggevende sinds", required=False)

    def __init__(self, *args, organisaties, leden: QuerySet[Lidmaatschap], **kwargs):
        begin = {"vanaf": timezone.localdate()} | kwargs.pop("initial", {})
        super().__init__(*args, initial=begin, **kwargs)
        self.fields["organisatie"].queryset = organisaties
        self.fields["leidinggevende"].queryset = leden


class WijzigForm(Bewaakt, Formulier, forms.Form):
    organisatie = forms.ModelChoiceField(queryset=Organisatie.objects.none())
    dienst = forms.CharField(max_length=120, required=False)

    def __init__(self, *args, organisaties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisatie"].queryset = organisaties


class LeidingForm(PersoonForm):
    groepen = (("Wie is het?", ("persoon",)), ("Of iemand nieuw", NIEUW), ("Sinds wanneer", ("vanaf",)))
    vanaf = DatumField(label="Vanaf", help_text="De vorige leidinggevende stopt de dag ervoor.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"vanaf": timezone.localdate()}, **kwargs)


class MetOndertekenaar(MetBestand):
    """Een certificaat van vóór de ingebruikname vraagt ook wie het ondertekende; een tweede persoon bevestigt de scan.

    `vooraf`: de dag van ingebruikname, of None waar het bestuur zulke scans niet toelaat.
    """

    VELDEN = ("ondertekenaar", "hoedanigheid")
    ondertekenaar = forms.CharField(label="Wie ondertekende het?", max_length=160, required=False)
    hoedanigheid = forms.CharField(
        label="Als wat?",
        max_length=120,
        required=False,
        help_text="Bijvoorbeeld lesgever of verantwoordelijke vorming.",
    )

    def __init__(self, *args, vooraf: date | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.vooraf = vooraf
        if vooraf is None:
            for naam in self.VELDEN:
                del self.fields[naam]
        else:
            op = datum_woord(vooraf)
            self.fields["ondertekenaar"].help_text = f"Enkel voor een certificaat van vóór {op}."
            for naam in self.VELDEN:
                self.fields[naam].zonder_merk = True

    def clean(self) -> dict:
        gegevens = self.cleaned_data
        dag = gegevens.get("certificaat_datum")
        if self.vooraf and dag and dag < self.vooraf and gegevens.get("bestand"):
            for naam, zin in zip(self.VELDEN, ("wie het ondertekende", "als wat die tekende"), strict=True):
                if not gegevens.get(naam):
                    self.add_error(naam, f"Vul in {zin}: dit certificaat is van vóór de ingebruikname.")
        return super().clean()


class DeelnameForm(MetOndertekenaar):
    """Deelname aan een bestaande opleiding of een nieuwe, met of zonder certificaat."""

    NIEUWE = ("titel", "code", "aanbieder", "datum", "uren")
    groepen = (
        ("Welke opleiding?", ("opleiding",)),
        ("Of een nieuwe opleiding", NIEUWE),
        ("Deelname en certificaat", ("aanwezig", "certificaat_datum", *MetOndertekenaar.VELDEN, "bestand")),
    )
    opleiding = forms.ModelChoiceField(
        queryset=Opleiding.objects.none(), required=False, empty_label="Geen uit de lijst"
    )
    titel = forms.CharField(max_length=150, required=False)
    code = forms.CharField(max_length=40, required=False, help_text="Kort en uniek, bijvoorbeeld MO2.")
    aanbieder = forms.CharField(max_length=150, required=False, label="Wie geeft de opleiding?")
    datum = DatumField(required=False, label="Datum van de opleiding")
    uren = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=999,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_decimal_places"), "Vul een aantal uren in, bijvoorbeeld 7,5."
        ),
    )
    aanwezig = forms.BooleanField(label="Aanwezig op de opleiding", required=False, initial=True)
    certificaat_datum = DatumField(
        label="Datum van het certificaat",
        required=False,
        help_text="Zonder bestand is dit een toezegging. Die telt nog niet.",
    )
    bestand = BestandField(label="Certificaat van deelname", required=False)

    def __init__(self, *args, opleidingen: QuerySet[Opleiding], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opleiding"].queryset = opleidingen
        self.fields["uren"].eenheid, self.fields["uren"].kort, self.fields["code"].kort = "u", True, True
        for naam in ("opleiding", "titel", "code", "datum"):
            self.fields[naam].zonder_merk = True
        if not opleidingen:
            del self.fields["opleiding"]
            self.groepen = (("Welke opleiding?", self.NIEUWE), *self.groepen[2:])

    def clean(self) -> dict:
        gegevens = self.cleaned_data
        nieuw = [v for v in self.NIEUWE if self.data.get(self.add_prefix(v), "").strip()]
        if gegevens.get("opleiding") and nieuw:
            self.add_error("opleiding", "Kies een opleiding uit de lijst of vul een nieuwe in, niet allebei.")
        elif not gegevens.get("opleiding"):
            self._eis_nieuwe(nieuw)
        if gegevens.get("bestand") and not gegevens.get("certificaat_datum") and "certificaat_datum" not in self.errors:
            self.add_error("certificaat_datum", "Vul de datum in die op het certificaat staat.")
        if gegevens.get("certificaat_datum") and not gegevens.get("aanwezig"):
            self.add_error("aanwezig", "Een certificaat van deelname kan enkel wie aanwezig was.")
        return super().clean()

    def _eis_nieuwe(self, ingevuld: list[str]) -> None:
        if not ingevuld and "opleiding" in self.fields:
            self.add_error("opleiding", "Kies een opleiding, of vul hieronder een nieuwe in.")
            return
        for veld, zin in (("titel", "de titel"), ("code", "een code"), ("datum", "de datum van de opleiding")):
            if veld not in ingevuld:
                self.add_error(veld, f"Vul {zin} in.")


class CertificaatForm(MetOndertekenaar):
    knop = "Certificaat opladen"
    groepen = ((None, ("certificaat_datum", *MetOndertekenaar.VELDEN, "bestand")),)
    certificaat_datum = DatumField(label="Datum van het certificaat", help_text="Die op het certificaat staat.")
    bestand = BestandField(label="Certificaat van deelname")
