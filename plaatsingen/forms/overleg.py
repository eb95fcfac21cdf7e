"""Overleg met wat erbij hoort in plaatsingen: waarover het ging, en de filters van de lijsten."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from kern.formulieren import DatumField
from kern.lijst import Filtervelden
from leerwerkplekken.models import Leerwerkplek
from organisaties.models import GlowPartner
from plaatsingen.models import Plaatsing
from projecten.enums import OverlegStand
from projecten.forms.overleg import OverlegForm
from projecten.forms.relatie import MetField
from projecten.models import Actiepunt, Overleg


class CodesField(forms.CharField):
    """Codes met een komma, spatie of nieuwe regel ertussen → dingen uit `bron`. Werkt ook met vijfhonderd plekken."""

    bron: QuerySet = Leerwerkplek.objects.none()

    def __init__(self, **opties):
        super().__init__(
            required=False, max_length=2000, widget=forms.TextInput(attrs={"autocomplete": "off"}), **opties
        )

    def prepare_value(self, value: object) -> object:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: object) -> list:
        codes = list(dict.fromkeys(super().clean(value).replace(",", " ").replace(";", " ").split()))
        gevonden = {ding.code.lower(): ding for ding in self.bron.filter(_een_van(codes))} if codes else {}
        if onbekend := [code for code in codes if code.lower() not in gevonden]:
            raise forms.ValidationError(f"“{onbekend[0][:40]}” bestaat niet. Kijk de code na.")
        return [gevonden[code] for code in dict.fromkeys(code.lower() for code in codes)]


def _een_van(codes: list[str]) -> Q:
    keuze = Q()
    for code in codes:
        keuze |= Q(code__iexact=code)
    return keuze


class OverlegMetKoppelingForm(OverlegForm):
    """De afspraak, met de plekken en plaatsingen waarover het gaat."""

    groepen = (*OverlegForm.groepen[:3], ("Waarover?", ("plekken", "plaatsingen")), OverlegForm.groepen[3])
    plekken = CodesField(label="Leerwerkplekken", help_text="De code, bijvoorbeeld OPW-01. Meer: een komma ertussen.")
    plaatsingen = CodesField(label="Plaatsingen", help_text="De code, bijvoorbeeld P001.")

    def __init__(self, *args, plekken: QuerySet[Leerwerkplek], plaatsingen: QuerySet[Plaatsing], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plekken"].bron, self.fields["plaatsingen"].bron = plekken, plaatsingen


class OverlegFilter(Filtervelden):
    """Welk overleg: met wie, wanneer, en of er nog iets openstaat. Een partner kiest zijn bestuur."""

    q = forms.CharField(label="Onderwerp", required=False, max_length=100)
    met = MetField(label="Met", required=False)
    stand = forms.ChoiceField(label="Stand", required=False, choices=(("", "Alle"), *OverlegStand.choices))
    van = DatumField(label="Vanaf", required=False, help_text="")
    tot = DatumField(label="Tot en met", required=False, help_text="")
    open = forms.ChoiceField(
        label="Actiepunten", required=False, choices=(("", "Alle"), ("ja", "Er staat nog iets open"))
    )

    def __init__(self, *args, partners: Iterable[GlowPartner] | None, **kwargs):
        super().__init__(*args, **kwargs)
        if partners is None:
            del self.fields["met"]
        else:
            self.fields["met"].zet_partners(partners, leeg="Alle")

    def pas_toe(self, rijen: QuerySet[Overleg], vandaag: date) -> QuerySet[Overleg]:
        """Wat niet te lezen is (een onmogelijke datum), filtert niet."""
        self.is_valid()
        gekozen = getattr(self, "cleaned_data", {})
        for woord in gekozen.get("q", "").split():
            rijen = rijen.filter(onderwerp__icontains=woord)
        if gekozen.get("met"):
            met, partner = gekozen["met"]
            mee = Q(genodigden__glowpartner=partner, genodigden__weg_op=None) if partner else Q(met=met)
            rijen = rijen.filter(mee | Q(met=met, glowpartner=partner)).distinct()
        if gekozen.get("van"):
            rijen = rijen.filter(datum__gte=gekozen["van"])
        if gekozen.get("tot"):
            rijen = rijen.filter(datum__lte=gekozen["tot"])
        if gekozen.get("open"):
            punten = Actiepunt.objects.filter(bestuur=OuterRef("bestuur"), overleg=OuterRef("pk"), gedaan_op=None)
            rijen = rijen.filter(Exists(punten), afgelast_op=None)
        return self._in_stand(rijen, gekozen.get("stand", ""), vandaag)

    def _in_stand(self, rijen: QuerySet[Overleg], stand: str, vandaag: date) -> QuerySet[Overleg]:
        if stand == OverlegStand.AFGELAST:
            return rijen.exclude(afgelast_op=None)
        vergelijk = {OverlegStand.KOMT: "gt", OverlegStand.VANDAAG: "exact", OverlegStand.GEWEEST: "lt"}.get(stand)
        return rijen.filter(afgelast_op=None, **{f"datum__{vergelijk}": vandaag}) if vergelijk else rijen


class PuntFilter(Filtervelden):
    """Eigen actiepunten: standaard wat openstaat."""

    OPEN, GEDAAN, ALLE = "open", "gedaan", "alle"
    stand = forms.ChoiceField(
        label="Stand", required=False, choices=((OPEN, "Open"), (GEDAAN, "Gedaan"), (ALLE, "Alle"))
    )
