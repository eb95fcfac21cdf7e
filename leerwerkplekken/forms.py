"""Eén formulier per stap van de takenlijst. Wat nog ontbreekt mag leeg: dan blijft de plek een concept."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils import timezone

from kern.formulieren import DatumField, Formulier
from kern.gelijktijdig import Bewaakt
from leerwerkplekken import standaard
from leerwerkplekken.mentorkeuze import omschrijving
from leerwerkplekken.models import Leerwerkplek
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
        label=label, required=False, max_length=LANG, widget=forms.Textarea(attrs={"rows": rijen}), **opties
    )


class RegelsField(forms.CharField):
    """Eén per regel → lijst zonder lege regels, opsommingstekens en dubbels."""

    def __init__(self, *, per_regel: int, hoogstens: int = 30, **opties):
        self.per_regel, self.hoogstens = per_regel, hoogstens
        opties.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(max_length=LANG * 2, **opties)

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: object) -> list[str]:
        regels = [regel.strip().lstrip("-•*").strip() for regel in super().clean(value).splitlines()]
        uniek = list({regel.casefold(): regel for regel in reversed(regels) if regel}.values())[::-1]
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


class TakenForm(Bewaakt, Formulier, forms.Form):
    taken = RegelsField(
        label="Taken",
        per_regel=200,
        required=False,
        help_text="Eén taak per regel. Je hebt er minstens één nodig voor de fiche.",
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
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["taken"].zonder_merk = self.fields["gangbaar"].zonder_merk = True

    @staticmethod
    def staat_van(plek: Leerwerkplek) -> dict:
        return {
            "taken": plek.taken,
            "gangbaar": [c for c in COMPETENTIES if c in plek.competenties],
            "eigen": [c for c in plek.competenties if c not in COMPETENTIES],
        }

    def waarden(self) -> dict:
        gekozen = super().waarden()
        eigen = [c for c in gekozen["eigen"] if c not in gekozen["gangbaar"]]
        return {"taken": gekozen["taken"], "competenties": [*gekozen["gangbaar"], *eigen]}


class MentorKeuze(forms.ModelChoiceField):
    """Elke mentor met wat telt bij de keuze (zie mentorkeuze.py)."""

    def label_from_instance(self, mentor) -> str:
        return omschrijving(mentor)


class MentorForm(Bewaakt, Formulier, forms.Form):
    mentor = MentorKeuze(queryset=None, label="Mentor", required=False, empty_label="Nog geen mentor")

    def __init__(self, *args, mentoren, toon_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = mentoren
        self.fields["mentor"].zonder_merk = True
        self.fields["mentor"].widget.attrs |= {
            "hx-get": toon_url, "hx-trigger": "change", "hx-target": "#mentorvak", "hx-select": "#mentorvak",
            "hx-swap": "outerHTML",
        }  # fmt: skip


class PlanForm(Bewaakt, Formulier, forms.Form):
    informatie = tekstvak("Informatie voor de deelnemer")
    onthaal = tekstvak("Onthaal")
    veiligheid = tekstvak("Veiligheid")
    werkafspraken = tekstvak("Werkafspraken met de GLOW-partner")
    STANDAARD = {
        "informatie": standaard.INFORMATIE,
        "onthaal": standaard.ONTHAAL,
        "veiligheid": standaard.VEILIGHEID,
        "werkafspraken": standaard.WERKAFSPRAKEN,
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for naam, tekst in self.STANDAARD.items():
            self.fields[naam].zonder_merk = True
            if self.staat[naam] == tekst:
                self.fields[naam].help_text = "Dit is de standaardtekst. Pas aan wat hier anders is."


class RollenForm(Bewaakt, Formulier, forms.Form):
    """De governance matrix: per onderwerp en per rol één letter. Onvolledig bewaren mag."""

    KEUZES = [("", "geen"), *((letter, f"{letter} {uitleg}") for letter, uitleg in standaard.LETTERS.items())]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for nummer, onderwerp in enumerate(standaard.ONDERWERPEN):
            for rol, naam in standaard.ROLLEN.items():
                veld = forms.ChoiceField(choices=self.KEUZES, required=False, label=f"{onderwerp}: {naam}")
                veld.zonder_merk, veld.widget.attrs["class"] = True, "form-select"
                self.fields[f"o{nummer}_{rol}"] = veld

    @staticmethod
    def staat_van(matrix: Iterable[Mapping[str, str]]) -> dict:
        rijen = {rij["onderwerp"]: rij for rij in matrix}
        return {
            f"o{nummer}_{rol}": rijen.get(onderwerp, {}).get(rol, "")
            for nummer, onderwerp in enumerate(standaard.ONDERWERPEN)
            for rol in standaard.ROLLEN
        }

    @property
    def onderwerpen(self) -> list[tuple[str, list]]:
        """Per onderwerp de velden, met hun rol: [(onderwerp, [(rol, veld), …]), …]."""
        return [
            (onderwerp, [(naam, self[f"o{nummer}_{rol}"]) for rol, naam in standaard.ROLLEN.items()])
            for nummer, onderwerp in enumerate(standaard.ONDERWERPEN)
        ]

    def waarden(self) -> dict:
        gekozen = super().waarden()
        return {
            "matrix": [
                {"onderwerp": onderwerp, **{rol: gekozen[f"o{nummer}_{rol}"] for rol in standaard.ROLLEN}}
                for nummer, onderwerp in enumerate(standaard.ONDERWERPEN)
            ]
        }


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
