"""Formulieren van kandidaten. Een leeg vakje is een antwoord: de regel zegt dan wat er niet klopt, met haar bron."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone

from kandidaten.enums import Hindernis, Reden, Stand
from kandidaten.stappen.voorstellen import Criteria, Persoon
from kern.formulieren import DatumField, Formulier, TijdField
from kern.lijst import Filtervelden
from kern.opmaak import hoofdletter
from organisaties.models import GlowPartner
from plaatsingen.enums import Indicator
from plaatsingen.models import Deelnemer

WIE = ("code", "voornaam", "naam")
VOORWAARDEN = ("uitkeringsgerechtigd", "werkzoekend_sinds", "intensieve_begeleiding", "indicatoren")


class PersoonForm(Formulier, forms.Form):
    """Wat een partner over iemand bevestigt, en niets meer."""

    groepen = (("Wie", WIE), ("Wat je bevestigt", VOORWAARDEN))

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Jullie eigen code voor deze persoon. In lijsten en mails staat enkel die.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "Vul een code in, bijvoorbeeld K-2025-014."},
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
    uitkeringsgerechtigd = forms.BooleanField(
        label="Deze persoon heeft recht op een werkloosheidsuitkering", required=False
    )
    werkzoekend_sinds = DatumField(label="Werkzoekend sinds")
    intensieve_begeleiding = forms.BooleanField(
        label="Deze persoon heeft nood aan intensieve begeleiding", required=False
    )
    indicatoren = forms.MultipleChoiceField(
        label="Waaruit blijkt die nood?",
        help_text="Minstens één. Het bestuur ziet dat je dit bevestigde, niet wat je aanduidde.",
        choices=[(i.value, hoofdletter(i.label)) for i in Indicator],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].kort = True
        self.fields["werkzoekend_sinds"].laatst = timezone.localdate()
        for naam in ("uitkeringsgerechtigd", "intensieve_begeleiding", "indicatoren"):
            self.fields[naam].zonder_merk = True

    @property
    def criteria(self) -> Criteria:
        """Na `is_valid()`."""
        return Criteria(**{veld: self.cleaned_data[veld] for veld in VOORWAARDEN})

    @property
    def persoon(self) -> Persoon:
        return Persoon(**{veld: self.cleaned_data[veld].strip() for veld in WIE})


def beginwaarden(deelnemer: Deelnemer, indicatoren: list[str]) -> dict:
    """Een deelnemer als beginwaarden van PersoonForm."""
    velden = [*WIE, *VOORWAARDEN[:3]]
    return {veld: getattr(deelnemer, veld) for veld in velden} | {"indicatoren": indicatoren}


class VoorstelForm(PersoonForm):
    """Iemand voorstellen voor één plek. Wie de partner al kent, heeft al een code en een naam."""

    knop = "Kandidaat voorstellen"
    groepen = (("Wie", WIE), ("Wanneer", ("start",)), ("Wat je bevestigt", VOORWAARDEN))

    start = DatumField(label="Kan starten vanaf", help_text="De eerste dag waarop deze persoon kan beginnen.")

    def __init__(self, *args, bekend: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if bekend:
            self.groepen = self.groepen[1:]
            for naam in WIE:
                del self.fields[naam]


class IntakeForm(Formulier, forms.Form):
    knop = "Intake bevestigen"
    datum = DatumField(label="Dag")
    uur = TijdField(label="Uur", help_text="Bijvoorbeeld 14:30.")
    plaats = forms.CharField(
        label="Plaats",
        max_length=200,
        help_text="Het adres, en naar wie de kandidaat vraagt.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul in waar de intake doorgaat."},
    )


class WeigerForm(Formulier, forms.Form):
    knop = "Weigeren"
    reden = forms.ChoiceField(
        label="Waarom?",
        help_text="De GLOW-partner leest deze reden.",
        choices=[(r.value, hoofdletter(r.label)) for r in Reden],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een reden.", "invalid_choice": "Kies een reden uit de lijst."},
    )
    nota = forms.CharField(
        label="Korte nota",
        required=False,
        max_length=150,
        help_text="Schrijf niets over gezondheid, gezin of verleden.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class KandidatenFilter(Filtervelden):
    """Welke kandidaturen HR ziet: standaard wat op een beslissing wacht."""

    TE_DOEN, ALLE = "te_doen", "alle"
    stand = forms.ChoiceField(
        label="Status", required=False, choices=((TE_DOEN, "Te behandelen"), *Stand.choices, (ALLE, "Alle"))
    )
    plek = forms.ChoiceField(label="Leerwerkplek", required=False)
    partner = forms.ChoiceField(label="GLOW-partner", required=False)

    def __init__(self, *args, plekken: list[tuple[int, str]], partners: list[GlowPartner], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plek"].choices = [("", "Alle"), *((str(pk), naam) for pk, naam in plekken)]
        self.fields["partner"].choices = [("", "Alle"), *((str(p.pk), p.naam) for p in partners)]
        if len(partners) < 2 and "partner" not in self.data:  # niets te kiezen
            del self.fields["partner"]


class MijnFilter(Filtervelden):
    """Welke van de eigen kandidaten een partner ziet: standaard alle."""

    LOPEND = "lopend"
    stand = forms.ChoiceField(
        label="Status", required=False, choices=(("", "Alle"), (LOPEND, "Lopend"), *Stand.choices)
    )
    bestuur = forms.ChoiceField(label="Bestuur", required=False)

    def __init__(self, *args, besturen: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bestuur"].choices = [("", "Alle"), *((str(pk), naam) for pk, naam in besturen)]


def eerste_dag(vandaag: date, beschikbaar_van: date | None, bezet_tot: date | None) -> date:
    """Het voorstel bij *Kan starten vanaf*: vandaag, of de dag waarop de plek opengaat of weer vrij is."""
    dagen = [vandaag, beschikbaar_van or vandaag, bezet_tot + timedelta(days=1) if bezet_tot else vandaag]
    return max(dagen)


class LeegFilter(Filtervelden):
    hinder = forms.ChoiceField(label="Wat in de weg staat", required=False, choices=(("", "Alle"), *Hindernis.choices))
    partner = forms.ChoiceField(label="GLOW-partner", required=False)

    def __init__(self, *args, partners: list[GlowPartner], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", "Alle"), *((str(p.pk), p.naam) for p in partners)]
