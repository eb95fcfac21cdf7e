"""Formulieren van het lokaal sociaal beleid: een per soort rij."""

from django import forms
from django.utils import timezone

from kern.formulieren import DatumField, EuroField, Formulier, Tekstvlak
from kern.gelijktijdig import Bewaakt
from organisaties.models import Organisatie
from projecten.enums import Meting, Regierol, SoortMaatregel, SoortOpdracht
from projecten.regels import meting_van
from projecten.stappen.beleid import LAATST, VROEGST

ANDERS = "anders"


def _woord(label: str, lengte: int, uitleg: str = "", **anders) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=lengte, help_text=uitleg, widget=widget, **anders)


def aantal(label: str, uitleg: str = "", **anders) -> forms.IntegerField:
    fouten = {
        "invalid": "Vul een heel getal in, bijvoorbeeld 10.",
        "min_value": "Vul nul of meer in.",
        "max_value": "Dit getal is te groot. Kijk na hoeveel nullen er staan.",
    }
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label,
        help_text=uitleg,
        min_value=0,
        max_value=100_000_000,
        widget=widget,
        error_messages=fouten,
        **anders,
    )


class Regels(forms.CharField):
    """Een lijst, één per regel; elk deel heeft hoogstens `per` tekens."""

    widget = Tekstvlak

    def __init__(self, *, per: int, **kwargs):
        self.per = per
        super().__init__(required=False, max_length=8000, **kwargs)
        self.widget.attrs["rows"] = 4

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: object) -> list[str]:
        delen = [deel.strip() for deel in super().clean(value).splitlines() if deel.strip()]
        if any(len(deel) > self.per for deel in delen):
            raise forms.ValidationError(f"Een regel telt hoogstens {self.per} tekens. Kort ze in.")
        return list(dict.fromkeys(delen))


class MetJaar(Bewaakt, Formulier, forms.Form):
    """Basis: een rij van een jaar."""

    jaar = forms.IntegerField(
        label="Jaar",
        min_value=VROEGST,
        max_value=LAATST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"Vul een jaar in tussen {VROEGST} en {LAATST}, bijvoorbeeld 2024."
        ),
    )


class MaatregelForm(MetJaar):
    soort = forms.ChoiceField(label="Maatregel", choices=[("", "Kies…"), *SoortMaatregel.choices])
    plekken = aantal("Aantal plekken in dat jaar")
    doel = aantal("Doel voor dat jaar", "Bijvoorbeeld 10 voor artikel 60.", required=False)
    uitvoerder = forms.ModelChoiceField(Organisatie.objects.none(), label="Uitvoerder", required=False)
    activiteiten = Regels(per=120, label="Lijst van activiteiten", help_text="Voor wijk-werken. Eén per regel.")
    field_order = ("soort", "jaar", "plekken", "doel", "uitvoerder", "activiteiten")

    def __init__(self, *args, bestuur_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        rijen = Organisatie.objects.filter(bestuur=bestuur_id).order_by("naam", "pk")
        self.fields["uitvoerder"].queryset, self.fields["uitvoerder"].empty_label = rijen, "Het bestuur zelf"


class DoelForm(MetJaar):
    """`meting` kiest wat het systeem telt; anders typt men de indicator, met een cijfer en zijn bron."""

    groepen = (
        ("Doel en actie", ("doel", "actie")),
        ("Indicator", ("meting", "indicator", "jaar", "streefcijfer")),
        ("Enkel bij een andere indicator", ("realisatie", "bron")),
    )
    doel = _woord("Doel", 200, "Uit het lokaal sociaal beleidsplan.")
    actie = _woord("Actie", 200)
    meting = forms.ChoiceField(
        label="Wat meet je?",
        choices=[("", "Kies…"), *((m.value, m.label.capitalize()) for m in Meting), (ANDERS, "Iets anders")],
        help_text="Wat in de lijst staat, tellen we zelf.",
    )
    indicator = _woord("Welke andere indicator?", 200, "Enkel als je iets anders koos.", required=False)
    streefcijfer = aantal("Streefcijfer", required=False)
    realisatie = aantal("Realisatie", "Hoeveel is het geworden?", required=False)
    bron = _woord("Bron", 120, "Waar het cijfer vandaan komt, bijvoorbeeld: jaarverslag IGO.", required=False)

    def clean(self) -> dict:
        gegevens = super().clean()
        meting, indicator = gegevens.get("meting"), gegevens.get("indicator", "").strip()
        if meting == ANDERS and not indicator:
            self.add_error("indicator", "Vul in wat je meet.")
        elif meting and meting != ANDERS and gegevens.get("realisatie") is not None:
            self.add_error("realisatie", "Dit cijfer tellen we zelf. Laat het leeg of kies iets anders.")
        return gegevens

    def waarden(self) -> dict:
        gegevens = super().waarden()
        meting = gegevens.pop("meting")
        if meting != ANDERS:
            gegevens |= {"indicator": meting, "realisatie": None, "bron": ""}
        return gegevens

    @staticmethod
    def keuze(indicator: str, bron: str) -> dict:
        """De beginwaarden van de twee velden voor een bewaarde indicator."""
        meting = None if bron else meting_van(indicator)
        return {"meting": meting.value, "indicator": ""} if meting else {"meting": ANDERS, "indicator": indicator}


class ActieForm(MetJaar):
    soort = forms.ChoiceField(label="Soort actie", choices=[("", "Kies…"), *Regierol.choices])
    omschrijving = _woord("Wat doe je?", 200)
    partners = Regels(per=120, label="Partners", help_text="Organisaties, één per regel.")
    gedaan_op = DatumField(label="Gebeurd op", required=False, help_text="Leeg zolang de actie nog moet gebeuren.")
    field_order = ("soort", "jaar", "omschrijving", "partners", "gedaan_op")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gedaan_op"].laatst = timezone.localdate()


class GemeenteForm(Bewaakt, Formulier, forms.Form):
    naam = _woord("Gemeente", 80)
    inwoners = aantal("Aantal inwoners")


class OpdrachtForm(MetJaar):
    onderwerp = _woord("Onderwerp", 200)
    soort = forms.ChoiceField(label="Soort opdracht", choices=[("", "Kies…"), *SoortOpdracht.choices])
    uitvoerder = _woord("Uitvoerder", 120, "De onderneming of organisatie.", required=False)
    bedrag = EuroField(label="Bedrag", required=False)
    field_order = ("onderwerp", "soort", "jaar", "uitvoerder", "bedrag")
