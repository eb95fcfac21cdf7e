from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from kern.formulieren import DatumField, Formulier, Tekstvlak
from kern.gelijktijdig import Bewaakt
from kern.lijst import Filtervelden
from mentoren.models import Mentor
from projecten.enums import Blok
from projecten.models import Subsidieproject


class PeildatumForm(Filtervelden):
    """Op welke dag de cijfers gelden (GET). Leeg is vandaag."""

    peildatum = DatumField(label="Peildatum", required=False, help_text="Wat na deze dag gebeurde, telt niet mee.")

    toen_gekend = forms.BooleanField(
        label="Zoals toen gekend",
        required=False,
        help_text="Enkel wat op die dag ook al geregistreerd was.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["peildatum"].laatst = timezone.localdate()


class PakketForm(Formulier, forms.Form):
    """Voor welk project, met de stand op welke dag."""

    knop = "Bewijspakket maken"
    project = forms.ModelChoiceField(Subsidieproject.objects.none(), label="Project", empty_label="Kies een project")
    peildatum = DatumField(label="Peildatum", help_text="Wat na deze dag gebeurde, telt niet mee.")

    def __init__(self, *args, projecten: QuerySet[Subsidieproject], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projecten


class RapportForm(Formulier, forms.Form):
    """Het ESF-rapport van één project of van alle samen, met de stand op welke dag en in welke kijk."""

    knop = "Rapport maken"
    project = forms.ModelChoiceField(
        Subsidieproject.objects.none(), label="Project", required=False, empty_label="Alle projecten samen"
    )
    peildatum = DatumField(label="Peildatum", help_text="Wat na deze dag gebeurde, telt niet mee.")
    toen_gekend = forms.BooleanField(
        label="Zoals toen gekend", required=False, help_text="Enkel wat op die dag ook al geregistreerd was."
    )

    def __init__(self, *args, projecten: QuerySet[Subsidieproject], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projecten
        self.fields["project"].zonder_merk = True  # leeg is ook een keuze: alle


def _tekst(label: str, uitleg: str, rijen: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=uitleg,
        required=False,
        max_length=4000,
        widget=Tekstvlak(attrs={"rows": rijen}),
        error_messages={"max_length": "Hou het bij 4.000 tekens."},
    )


class PubliekForm(Bewaakt, Formulier, forms.Form):
    """Wat iedereen over een project leest. De getallen tellen we zelf; dit zijn de teksten eromheen."""

    groepen = (
        ("Wie mag ze lezen", ("publiek",)),
        ("Wat staat erop", ("publieke_blokken",)),
        ("Teksten", ("inleiding", "doelgroep", "acties", "achtergrond", "contact")),
    )
    publiek = forms.BooleanField(
        label="Iedereen mag deze pagina lezen, zonder aan te melden",
        required=False,
        help_text="Staat dit uit, dan bestaat het adres voor niemand.",
    )
    publieke_blokken = forms.MultipleChoiceField(
        label="Blokken",
        choices=[(blok.value, blok.label.capitalize()) for blok in Blok],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="De logobanner, de titel en de periode staan er altijd.",
    )
    inleiding = _tekst("Doel", "Waarvoor dient het project?")
    doelgroep = _tekst("Voor wie", "Voor welke werkzoekenden?")
    acties = _tekst("Acties", "Eén actie per regel. De resultaten tellen we zelf.", 6)
    achtergrond = _tekst("Achtergrond", "Wat een lezer verder moet weten.")
    contact = _tekst("Contact", "Een dienst met adres of telefoon. Geen naam van een persoon.", 3)

    def clean_publieke_blokken(self) -> list[str]:
        """In de volgorde van de pagina."""
        gekozen = set(self.cleaned_data["publieke_blokken"])
        return [blok for blok in Blok.values if blok in gekozen]


class MentorForm(Filtervelden):
    """Welke mentor zou vertrekken (GET); rekent enkel, verandert niets."""

    mentor = forms.ModelChoiceField(
        Mentor.objects.none(),
        label="Mentor",
        empty_label="Kies een mentor",
        error_messages={"invalid_choice": "Kies een mentor uit de lijst."},
    )

    def __init__(self, *args, mentoren: Sequence[Mentor], **kwargs):
        super().__init__(*args, **kwargs)
        rijen = Mentor.objects.filter(pk__in=[m.pk for m in mentoren])
        self.fields["mentor"].queryset = rijen.select_related("lidmaatschap__gebruiker").order_by("code", "pk")
        self.fields["mentor"].label_from_instance = lambda m: f"{m.code} {m.naam}"
