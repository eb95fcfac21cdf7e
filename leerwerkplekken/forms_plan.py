"""De formulieren van een plan van aanpak: van een plek, het standaardplan van het bestuur, een sjabloon per functie."""

from collections.abc import Iterable, Mapping, Sequence

from django import forms

from kern.formulieren import Formulier, Groep, Tekstvlak
from kern.gelijktijdig import Bewaakt
from leerwerkplekken import planstandaard
from leerwerkplekken.enums import Geschikt, Taalniveau
from leerwerkplekken.forms import RegelsField, Takenvelden, tekstvak
from leerwerkplekken.models import Functiesjabloon, Planinhoud
from leerwerkplekken.werkafspraken import Afspraak
from organisaties.models import GlowPartner

TEKSTEN = ("informatie", "onthaal", "veiligheid", "werkafspraken")  # nodig voor de fiche
A2 = "Schrijf eenvoudig (taalniveau A2): korte zinnen en gewone woorden. Wat doet de deelnemer, met wie, en wanneer?"
AFSPRAAK, PARTNER = "afspraak_", "partner_"


class PlanForm(Bewaakt, Formulier, forms.Form):
    """Het plan zonder de rollen. `afspraken`: met elke GLOW-partner aan wie de plek aangeboden is."""

    groepen: Sequence[Groep] = (
        ("Voor de deelnemer", ("informatie",)),
        ("Onthaal en veiligheid", ("onthaal", "veiligheid", "risicos", "beschermingsmiddelen")),
        ("Bereikbaar", ("bus", "fiets")),
        ("Voor wie", ("taalniveau", "geschikt", "geschikt_toelichting")),
        ("Werkafspraken", ("werkafspraken",)),
    )
    informatie = tekstvak("Informatie voor de deelnemer", 5, help_text=A2)
    onthaal = tekstvak("Onthaal")
    veiligheid = tekstvak("Veiligheid")
    risicos = RegelsField(
        label="Risico’s",
        per_regel=200,
        required=False,
        help_text="Eén per regel, bijvoorbeeld “snijden aan de haagschaar”.",
        widget=Tekstvlak(attrs={"rows": 3}),
    )
    beschermingsmiddelen = RegelsField(
        label="Beschermingsmiddelen (PBM)",
        per_regel=100,
        required=False,
        help_text="Eén per regel, bijvoorbeeld “veiligheidsschoenen”.",
        widget=Tekstvlak(attrs={"rows": 3}),
    )
    bus = tekstvak("Met de bus", 2, help_text="Halte en lijn, en hoeveel minuten stappen.")
    fiets = tekstvak("Met de fiets", 2, help_text="Bijvoorbeeld waar je de fiets veilig zet.")
    taalniveau = forms.ChoiceField(
        label="Hoeveel Nederlands is nodig?",
        choices=[("", "Nog niet gekozen"), *Taalniveau.choices],
        required=False,
        help_text="Volgens het Europees Referentiekader (ERK).",
    )
    geschikt = forms.MultipleChoiceField(
        label="Wat maakt de plek geschikt voor wie lang niet werkte?",
        choices=Geschikt.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    geschikt_toelichting = tekstvak("Meer daarover", 3)
    werkafspraken = tekstvak(
        "Met elke GLOW-partner", help_text="Hiermee beginnen de afspraken met een partner aan wie je de plek aanbiedt."
    )

    def __init__(self, *args, standaard: Mapping[str, object], afspraken: Iterable[Afspraak] = (), **kwargs):
        super().__init__(*args, **kwargs)
        for naam in TEKSTEN:
            veld = self.fields[naam]
            veld.zonder_merk = True
            if self.staat[naam] and self.staat[naam] == standaard.get(naam):
                veld.help_text = f"{veld.help_text} Dit is de standaardtekst. Pas aan wat hier anders is.".strip()
        for afspraak in afspraken:
            self._met_partner(AFSPRAAK, afspraak.glowpartner, f"Met {afspraak.glowpartner.naam}", verplicht=True)

    def _met_partner(self, soort: str, partner: GlowPartner, label: str, *, verplicht: bool = False, uitleg="") -> None:
        naam = f"{soort}{partner.pk}"
        self.fields[naam] = veld = tekstvak(label, help_text=uitleg)
        veld.zonder_merk = verplicht
        *eerste, (titel, velden) = self.groepen
        self.groepen = (*eerste, (titel, (*velden, naam)))

    @staticmethod
    def staat_van(bron: Planinhoud, afspraken: Iterable[Afspraak] = ()) -> dict:
        staat = planstandaard.velden(bron)
        del staat["matrix"]
        return staat | {f"{AFSPRAAK}{a.glowpartner.pk}": a.tekst for a in afspraken}

    def per_partner(self, soort: str) -> dict[int, str]:
        """Wat er per partner (nummer) anders is dan wat bewaard was."""
        return {
            int(naam.removeprefix(soort)): waarde
            for naam, waarde in self.cleaned_data.items()
            if naam.startswith(soort) and waarde != self.staat[naam]
        }

    def waarden(self) -> dict:
        """`plan`: de velden van het plan; `afspraken`: de gewijzigde, per partner."""
        gekozen = super().waarden()
        plan = {veld: gekozen[veld] for veld in PlanForm.base_fields}
        return {"plan": plan, "afspraken": self.per_partner(AFSPRAAK)}


class StandaardForm(PlanForm):
    """Waarmee elk nieuw plan begint, en per GLOW-partner waarmee de afspraken beginnen."""

    def __init__(self, *args, partners: Iterable[GlowPartner], **kwargs):
        super().__init__(*args, standaard={}, **kwargs)
        self.fields["werkafspraken"].help_text = "Hiermee beginnen de afspraken met elke partner."
        for naam in TEKSTEN:
            self.fields[naam].zonder_merk = False
        for partner in partners:
            self._met_partner(PARTNER, partner, f"Anders met {partner.naam}", uitleg="Leeg: zoals hierboven.")

    def waarden(self) -> dict:
        return {"plan": super().waarden()["plan"], "partners": self.per_partner(PARTNER)}


class SjabloonForm(PlanForm, Takenvelden):
    """Een sjabloon: wat een functie is, en het plan dat erbij hoort."""

    groepen = (
        ("De functie", ("naam", "functie", "uren_per_maand", "uurrooster", "vereisten")),
        ("Taken en competenties", ("taken", "leerdoelen", "gangbaar", "eigen")),
        *PlanForm.groepen,
    )
    GEWOON = ("naam", "functie", "uren_per_maand", "uurrooster", "vereisten")
    naam = forms.CharField(
        label="Naam van het sjabloon",
        max_length=120,
        error_messages={"required": "Vul een naam in, bijvoorbeeld “winkelmedewerker”."},
    )
    functie = forms.CharField(
        max_length=150, error_messages={"required": "Vul de functie in, bijvoorbeeld “medewerker groendienst”."}
    )
    uren_per_maand = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=744,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Vul een geheel getal in, bijvoorbeeld 48."
        ),
    )
    uurrooster = forms.CharField(max_length=300, required=False)
    vereisten = tekstvak("Vereisten", 3)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, standaard={}, **kwargs)
        self.fields["uren_per_maand"].eenheid, self.fields["uren_per_maand"].kort = "u", True
        for naam in ("taken", "gangbaar", *TEKSTEN):
            self.fields[naam].zonder_merk = False

    @staticmethod
    def staat_van(bron: Functiesjabloon, afspraken: Iterable[Afspraak] = ()) -> dict:
        gewoon = {veld: getattr(bron, veld) for veld in SjabloonForm.GEWOON}
        return gewoon | Takenvelden.staat_van(bron) | PlanForm.staat_van(bron)

    def waarden(self) -> dict:
        gekozen = Bewaakt.waarden(self)
        return self.met_competenties(gekozen)


class SjabloonNaamForm(Formulier, forms.Form):
    """De naam van een nieuw sjabloon, gemaakt van een plek."""

    knop = "Sjabloon maken"
    naam = forms.CharField(
        label="Naam van het sjabloon",
        max_length=120,
        help_text="Zo vind je het terug bij een nieuwe plek.",
        error_messages={"required": "Vul een naam in, bijvoorbeeld “winkelmedewerker”."},
    )
