"""Eén formulier per stap van de takenlijst. Wat nog ontbreekt mag leeg: dan blijft de plek een concept."""

from django import forms
from django.utils import timezone

from kern.formulieren import DatumField, Formulier, Tekstvlak
from kern.gelijktijdig import Bewaakt
from leerwerkplekken.mentorkeuze import omschrijving
from leerwerkplekken.models import Functiesjabloon, Leerwerkplek
from organisaties.models import GlowPartner, Organisatie
from projecten import regels
from projecten.models import Subsidieproject

COMPETENTIES = (
    "communiceren",
    "doorzetten",
    "instructies opvolgen",
    "leergierigheid",
    "op tijd komen",
    "samenwerken",
    "verantwoordelijkheid nemen",
    "zelfstandig werken",
)
GEGEVENS = (
    "functie", "code", "project", "organisatie", "dienst", "adres", "uren_per_maand", "uurrooster", "beschikbaar_van",
    "beschikbaar_tot", "additioneel", "additioneel_toelichting", "vereisten",
)  # fmt: skip
LANG = 4000  # tekens in een tekstvak
NODIG = "Nodig voor de fiche; mag later."


def tekstvak(label: str, rijen: int = 4, **opties) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LANG, widget=Tekstvlak(attrs={"rows": rijen}), **opties
    )


class RegelsField(forms.CharField):
    """Eén per regel → lijst zonder lege regels, opsommingstekens en dubbels."""

    def __init__(self, *, per_regel: int, hoogstens: int = 30, **opties):
        self.per_regel, self.hoogstens = per_regel, hoogstens
        opties.setdefault("widget", Tekstvlak(attrs={"rows": 5}))
        super().__init__(max_length=LANG * 2, **opties)

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: object) -> list[str]:
        regels = [regel.strip().lstrip("-•*").strip() for regel in super().clean(value).splitlines()]
        per_woord: dict[str, str] = {}
        for regel in filter(None, regels):
            per_woord.setdefault(regel.casefold(), regel)
        uniek = list(per_woord.values())
        if len(uniek) > self.hoogstens:
            raise forms.ValidationError(f"Noem er hoogstens {self.hoogstens}.")
        for regel in uniek:
            if len(regel) > self.per_regel:
                raise forms.ValidationError(f"“{regel[:30]}…” is te lang. Gebruik hoogstens {self.per_regel} tekens.")
        return uniek


def _ja_nee(waarde: str) -> bool:
    return waarde == "True"


class GegevensForm(Bewaakt, Formulier, forms.Form):
    """De gegevens van een plek; ook waarmee een nieuwe begint. Een lege code wordt de volgende van het project."""

    groepen = (
        ("Wat en waar", ("functie", "code", "project", "organisatie", "dienst", "adres")),
        ("Wanneer", ("uren_per_maand", "uurrooster", "beschikbaar_van", "beschikbaar_tot")),
        ("Bijkomend", ("additioneel", "additioneel_toelichting")),
        ("Wat de deelnemer moet kunnen", ("vereisten",)),
    )
    functie = forms.CharField(
        max_length=150,
        help_text="Bijvoorbeeld winkelmedewerker.",
        error_messages={"required": "Vul de functie in, bijvoorbeeld “medewerker groendienst”."},
    )
    code = forms.CharField(max_length=40)
    project = forms.ModelChoiceField(queryset=Subsidieproject.objects.none(), label="Subsidieproject")
    organisatie = forms.ModelChoiceField(queryset=Organisatie.objects.none(), help_text="Waar de deelnemer werkt.")
    dienst = forms.CharField(max_length=120, required=False, help_text="Bijvoorbeeld groendienst.")
    adres = forms.CharField(max_length=200, required=False, help_text="Leeg: het adres van de organisatie.")
    uren_per_maand = forms.IntegerField(
        required=False,
        help_text=f"32 tot en met 64 uur. {NODIG}",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}),
        error_messages={"invalid": "Vul een geheel getal in, bijvoorbeeld 48."},
    )
    uurrooster = forms.CharField(max_length=300, required=False, help_text="Bijvoorbeeld maandag, 9 tot 12 uur.")
    beschikbaar_van = DatumField(required=False, help_text=NODIG)
    beschikbaar_tot = DatumField(required=False)
    additioneel = forms.TypedChoiceField(
        label="Komt deze plek boven op de plekken in andere maatregelen?",
        help_text="Zoals artikel 60, tijdelijke werkervaring, wijk-werken, sociale economie en stages. " + NODIG,
        choices=[("True", "Ja"), ("False", "Nee")],
        coerce=_ja_nee,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    additioneel_toelichting = tekstvak("Waarom is ze bijkomend?", 3, help_text="Nodig voor de fiche als je ja kiest.")
    vereisten = tekstvak("Vereisten", 3, help_text="Bijvoorbeeld een rijbewijs of buiten kunnen werken.")

    def __init__(self, *args, projecten, organisaties, nieuw: bool = False, voorstel: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset, self.fields["organisatie"].queryset = projecten, organisaties
        self.fields["uren_per_maand"].eenheid, self.fields["uren_per_maand"].kort = "u", True
        self.fields["code"].kort = True
        for naam in ("uren_per_maand", "beschikbaar_van", "additioneel", "additioneel_toelichting", "code"):
            self.fields[naam].zonder_merk = True
        self.fields["code"].required = not nieuw
        if nieuw:
            self.fields["code"].help_text = f"Leeg: de volgende van het project{voorstel and f', nu {voorstel}'}."

    def clean(self) -> dict:
        """De uren meteen nakijken, zodat alle fouten samen verschijnen; de stap doet het nog eens."""
        gegevens = super().clean()
        if project := gegevens.get("project"):
            dag = gegevens.get("beschikbaar_van") or project.van
            uitkomst = regels.uren_per_maand(gegevens.get("uren_per_maand"), regels.grenzen(project.oproep, dag))
            if not uitkomst.ok:
                self.add_error("uren_per_maand", uitkomst.uitleg)
        return gegevens


class Takenvelden(forms.Form):
    """Taken, leerdoelen en competenties: van een plek, en van een sjabloon."""

    taken = RegelsField(
        label="Taken",
        per_regel=200,
        required=False,
        help_text="Eén taak per regel. Je hebt er minstens één nodig voor de fiche.",
    )
    leerdoelen = RegelsField(
        label="Leerdoelen",
        per_regel=200,
        required=False,
        help_text="Wat kan de deelnemer na de stage? Eén per regel, bijvoorbeeld “de kassa bedienen”.",
        widget=Tekstvlak(attrs={"rows": 4}),
    )
    gangbaar = forms.MultipleChoiceField(
        label="Competenties",
        help_text="Wat leert de deelnemer hier? Je hebt er minstens één nodig voor de fiche.",
        choices=[(c, c) for c in COMPETENTIES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    eigen = RegelsField(
        label="Andere competenties",
        per_regel=100,
        required=False,
        help_text="Eén per regel.",
        widget=Tekstvlak(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["taken"].zonder_merk = self.fields["gangbaar"].zonder_merk = True

    @staticmethod
    def staat_van(bron: Leerwerkplek | Functiesjabloon) -> dict:
        return {
            "taken": bron.taken,
            "leerdoelen": bron.leerdoelen,
            "gangbaar": [c for c in COMPETENTIES if c in bron.competenties],
            "eigen": [c for c in bron.competenties if c not in COMPETENTIES],
        }

    @staticmethod
    def met_competenties(gekozen: dict) -> dict:
        """De velden van het formulier, met `gangbaar` en `eigen` samen als `competenties`."""
        gangbaar, eigen = gekozen.pop("gangbaar"), gekozen.pop("eigen")
        return gekozen | {"competenties": [*gangbaar, *(c for c in eigen if c not in gangbaar)]}


class TakenForm(Bewaakt, Formulier, Takenvelden):
    def waarden(self) -> dict:
        return self.met_competenties(super().waarden())


class MentorKeuze(forms.ModelChoiceField):
    """Elke mentor met wat telt bij de keuze (zie mentorkeuze.py)."""

    def label_from_instance(self, mentor) -> str:
        return omschrijving(mentor)


class Begeleiderkeuze(forms.ModelChoiceField):
    def label_from_instance(self, lid) -> str:
        return f"{lid.gebruiker.volledige_naam}{f', {lid.functie}' if lid.functie else ''}"


class MentorForm(Bewaakt, Formulier, forms.Form):
    """De mentor, en waar gewenst een dagelijkse werkplekbegeleider: iemand met een account, of een naam en functie."""

    groepen = (
        (None, ("mentor",)),
        ("Werkplekbegeleider", ("begeleider", "begeleider_naam", "begeleider_functie")),
    )
    mentor = MentorKeuze(queryset=None, label="Mentor", required=False, empty_label="Nog geen mentor")
    begeleider = Begeleiderkeuze(
        queryset=None,
        label="Wie begeleidt dagelijks, naast de mentor?",
        help_text="Bijvoorbeeld een collega van de ploeg.",
        required=False,
        empty_label="Niemand met een account",
    )
    begeleider_naam = forms.CharField(label="Of de naam van wie geen account heeft", max_length=120, required=False)
    begeleider_functie = forms.CharField(label="Functie", max_length=120, required=False)

    def __init__(self, *args, mentoren, begeleiders, toon_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset, self.fields["begeleider"].queryset = mentoren, begeleiders
        self.fields["mentor"].zonder_merk = True
        self.fields["mentor"].widget.attrs |= {
            "hx-get": toon_url, "hx-trigger": "change", "hx-target": "#mentorvak", "hx-select": "#mentorvak",
            "hx-swap": "outerHTML",
        }  # fmt: skip

    @staticmethod
    def staat_van(plek: Leerwerkplek) -> dict:
        return {veld: getattr(plek, veld) for veld in ("mentor", "begeleider", "begeleider_naam", "begeleider_functie")}


class KopieForm(Formulier, forms.Form):
    """Hoeveel gelijke plekken, en aan wie ze meteen aangeboden worden. `volgende` vangt een dubbele verzending op."""

    knop = "Kopie maken"
    aantal = forms.IntegerField(
        label="Aantal gelijke plekken",
        min_value=1,
        max_value=50,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "2"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Kies 1 tot 50 kopieën."),
    )
    partners = forms.ModelMultipleChoiceField(
        queryset=GlowPartner.objects.none(),
        label="Meteen aanbieden aan",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    aangeboden_op = DatumField(
        required=False, label="Aangeboden op", help_text="Enkel nodig als je een partner aanvinkt."
    )
    volgende = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, partners, volgende: str, **kwargs):
        begin = {"aangeboden_op": timezone.localdate(), "volgende": volgende}
        super().__init__(*args, initial=begin, **kwargs)
        self.verwacht = volgende
        self.fields["aantal"].kort = True
        self.fields["aantal"].help_text = f"De eerste wordt {volgende}."
        self.fields["partners"].queryset = partners
        self.fields["aangeboden_op"].zonder_merk = True
        if not partners:
            del self.fields["partners"], self.fields["aangeboden_op"]

    def clean(self) -> dict:
        gegevens = super().clean() or self.cleaned_data
        if gegevens.get("volgende") != self.verwacht:
            zin = f"Er kwamen net plekken bij: de volgende is nu {self.verwacht}."
            self.add_error(None, f"{zin} Kijk na of je ze niet dubbel maakt.")
            self.data = self.data.copy()
            self.data["volgende"] = self.verwacht
        if gegevens.get("partners") and not gegevens.get("aangeboden_op") and "aangeboden_op" not in self.errors:
            self.add_error("aangeboden_op", "Vul de dag in waarop je ze aanbood.")
        return gegevens
