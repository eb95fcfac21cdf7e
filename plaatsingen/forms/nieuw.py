"""Een deelnemer registreren en een plaatsing maken."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html

from kern import opmaak
from kern.formulieren import DatumField, Formulier
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Mentor
from organisaties.models import GlowPartner
from plaatsingen import regels
from plaatsingen.enums import Indicator
from plaatsingen.forms.patroon import PatroonVelden
from plaatsingen.forms.velden import MentorKeuze, TelefoonField
from plaatsingen.models import Deelnemer
from projecten.models import Oproep
from projecten.regels import Grenzen, grenzen

CODE = r"^[A-Za-z0-9._-]{1,40}\Z"
CODE_FOUT = "Gebruik letters, cijfers, punt, streepje of liggend streepje."
BEGELEIDER = ("begeleider_naam", "begeleider_telefoon", "begeleider_email")


def codeveld(help_text: str) -> forms.RegexField:
    veld = forms.RegexField(
        CODE, label="Code", max_length=40, help_text=help_text, error_messages={"invalid": CODE_FOUT}
    )
    veld.kort = True
    return veld


class DeelnemerForm(Formulier, forms.Form):
    """Zo weinig mogelijk: wie, via welke partner, en wat die partner bevestigde."""

    knop = "Deelnemer registreren"
    groepen = (
        ("Wie is het?", ("glowpartner", "code", "voornaam", "naam")),
        (
            "Wat de GLOW-partner bevestigde",
            ("uitkeringsgerechtigd", "werkzoekend_sinds", "intensieve_begeleiding", "indicatoren"),
        ),
    )
    glowpartner = forms.ModelChoiceField(queryset=GlowPartner.objects.none(), label="GLOW-partner")
    code = codeveld("Zo heet de deelnemer in lijsten en in het rapport.")
    voornaam = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    naam = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    uitkeringsgerechtigd = forms.BooleanField(label="Heeft recht op een werkloosheidsuitkering", required=False)
    werkzoekend_sinds = DatumField(label="Werkzoekend sinds")
    intensieve_begeleiding = forms.BooleanField(label="Heeft intensieve begeleiding nodig", required=False)
    indicatoren = forms.MultipleChoiceField(
        label="Waaruit dat blijkt",
        choices=[(keuze.value, opmaak.hoofdletter(keuze.label)) for keuze in Indicator],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Duid aan wat de partner schriftelijk bevestigde. Na het bewaren ziet enkel de partner dit nog.",
    )

    def __init__(self, *args, partners: QuerySet[GlowPartner], vandaag: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["glowpartner"].queryset = partners
        self.fields["werkzoekend_sinds"].laatst = vandaag
        self.fields["indicatoren"].zonder_merk = True


class DeelnemerKeuze(forms.ModelChoiceField):
    """Op code: de naam staat op de pagina van één persoon."""

    def label_from_instance(self, deelnemer: Deelnemer) -> str:
        return f"{deelnemer.code} · {deelnemer.glowpartner.naam}"


class PlekKeuze(forms.ModelChoiceField):
    def label_from_instance(self, plek: Leerwerkplek) -> str:
        bezet = f" · bezet tot {opmaak.datum_kort(plek.bezet_tot)}" if plek.bezet_tot else ""
        return f"{plek.code} {plek.functie}{bezet}"


class BegeleidingVelden(forms.Form):
    vervangend_mentor = MentorKeuze(
        queryset=Mentor.objects.none(),
        label="Vervangende mentor",
        required=False,
        empty_label="Niemand",
        help_text="Kan alles wat de mentor kan, ook uren invullen.",
    )
    begeleider_naam = forms.CharField(
        label="Trajectbegeleider", max_length=160, required=False, help_text="De vaste persoon bij de GLOW-partner."
    )
    begeleider_telefoon = TelefoonField(
        label="Telefoon van de trajectbegeleider", required=False, help_text="Staat op de kaart van de mentor."
    )
    begeleider_email = forms.EmailField(
        label="E-mail van de trajectbegeleider",
        max_length=254,
        required=False,
        help_text="Krijgt meteen bericht van een afwezigheid.",
        error_messages={"invalid": "Vul een geldig e-mailadres in, bijvoorbeeld an.peeters@partner.be."},
    )

    def __init__(self, *args, mentoren: QuerySet[Mentor], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vervangend_mentor"].queryset = mentoren

    def begeleiding(self) -> dict:
        return {naam: self.cleaned_data[naam] for naam in ("vervangend_mentor", *BEGELEIDER)}


class PlaatsingForm(PatroonVelden, BegeleidingVelden, Formulier, forms.Form):
    """Wie, waar, wanneer en hoeveel. Zonder weekpatroon kan de mentor niet *Zoals gepland* tikken."""

    deelnemer = DeelnemerKeuze(queryset=Deelnemer.objects.none())
    leerwerkplek = PlekKeuze(queryset=Leerwerkplek.objects.none())
    code = codeveld("Voorgesteld; je mag een eigen code kiezen.")
    van = DatumField(label="Van")
    tot = DatumField(label="Tot en met", required=False)
    uren_per_maand = forms.IntegerField(
        label="Uren per maand",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "3"}),
        help_text="32 tot 64.",
        error_messages={"invalid": "Vul een getal in van 32 tot 64."},
    )

    def __init__(self, *args, deelnemers, plekken, oproep: Oproep | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.oproep = oproep
        self.fields["deelnemer"].queryset, self.fields["leerwerkplek"].queryset = deelnemers, plekken
        veld = self.fields["uren_per_maand"]
        veld.kort, veld.eenheid = True, "u"
        self.fields["tot"].zonder_merk = True
        self.fields["tot"].help_text = ten_laatste(self.uiterste)

    @property
    def grenzen(self) -> Grenzen | None:
        van = self._dag("van")
        plek = self._plek()
        oproep = plek.project.oproep if plek else self.oproep
        return grenzen(oproep, van) if oproep and van else None

    @property
    def uiterste(self) -> date | None:
        """De laatste dag die bij de gekozen begindatum mag; None zolang er geen is."""
        van, op = self._dag("van"), self.grenzen
        return regels.uiterste_tot(van, op) if van and op else None

    def _dag(self, naam: str) -> date | None:
        try:
            return self.fields[naam].to_python(self[naam].value())
        except forms.ValidationError:
            return None

    def _plek(self) -> Leerwerkplek | None:
        try:
            return self.fields["leerwerkplek"].to_python(self["leerwerkplek"].value())
        except forms.ValidationError:
            return None

    def clean_tot(self) -> date | None:
        return self.cleaned_data["tot"] or self.uiterste

    def periode(self) -> tuple[date, date] | None:
        """Voor het vooruitzicht, ook als er elders nog iets ontbreekt: van en tot (leeg: de uiterste dag)."""
        van, tot = self._dag("van"), self._dag("tot") or self.uiterste
        return (van, tot) if van and tot and van <= tot and (tot - van).days < 400 else None


def ten_laatste(uiterste: date | None) -> str:
    """De grens als datum, bij het veld; htmx vervangt ze terwijl iemand de begindatum intikt."""
    if uiterste is None:
        tekst = "Hoogstens zes maanden (bron 001). Leeg: zo lang als mag."
    else:
        tekst = f"Ten laatste {opmaak.datum_woord(uiterste)}: hoogstens zes maanden (bron 001). Leeg: die dag."
    return format_html('<span id="ten-laatste">{}</span>', tekst)
