"""Zoeken in het logboek: welk boek, wie, waarover, wanneer. Bladzijden op nummer, nooit een telling over alles."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from beheer.woorden import NAMEN, soortnaam
from kern.lijst import Filtervelden
from kern.velden import DatumField
from logboek.models import Gebeurtenis, Leesregel, Logregel, Wijziging
from logboek.schema import gelogde_modellen
from organisaties.models import Lidmaatschap

DADEN, WIJZIGINGEN, GELEZEN = "daden", "wijzigingen", "gelezen"
BOEKEN: dict[str, type[Logregel]] = {DADEN: Gebeurtenis, WIJZIGINGEN: Wijziging, GELEZEN: Leesregel}
INSTALLATIE = "installatie"


class LogboekFilter(Filtervelden):
    boek = forms.ChoiceField(
        label="Wat",
        required=False,
        choices=[(DADEN, "Wat iemand deed"), (WIJZIGINGEN, "Wat wijzigde"), (GELEZEN, "Wie iets las")],
    )
    wie = forms.ChoiceField(label="Wie", required=False)
    ding = forms.ChoiceField(label="Waarover", required=False)
    van = DatumField(label="Vanaf", required=False, help_text="")
    tot = DatumField(label="Tot en met", required=False, help_text="")
    code = forms.CharField(
        label="Code, bijvoorbeeld M001",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "text"}),
    )

    def __init__(self, *args, bestuur_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        leden = Lidmaatschap.objects.filter(bestuur=bestuur_id).order_by("gebruiker__naam", "gebruiker__voornaam", "pk")
        personen = leden.values_list("gebruiker", "gebruiker__voornaam", "gebruiker__naam")
        dingen = sorted((soortnaam(m).capitalize(), m._meta.label_lower) for m in gelogde_modellen() if m in NAMEN)
        self._keuze("wie", [(INSTALLATIE, "De installatie"), *((str(pk), f"{v} {n}") for pk, v, n in personen)])
        self._keuze("ding", [(label, naam) for naam, label in dingen])

    def _keuze(self, naam: str, keuzes: list[tuple[str, str]]) -> None:
        veld: Any = self.fields[naam]
        veld.choices = [("", "Alle"), *keuzes]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("code") and not gegevens.get("ding"):
            self.add_error("ding", "Kies waarover het gaat, dan zoekt de code in die lijst.")
        if gegevens.get("van") and gegevens.get("tot") and gegevens["van"] > gegevens["tot"]:
            self.add_error("tot", "Kies een dag na de eerste.")
        return gegevens

    @property
    def boek_nu(self) -> str:
        return (self.cleaned_data.get("boek") if self.is_bound and self.is_valid() else "") or DADEN

    def rijen(self, bestuur_id: int) -> QuerySet:
        """De regels die aan de vraag voldoen, de nieuwste eerst. Een ongeldige vraag vindt niets."""
        if self.is_bound and not self.is_valid():
            return Gebeurtenis.objects.none()
        model, gegevens = BOEKEN[self.boek_nu], self.cleaned_data if self.is_bound else {}
        waar = Q(bestuur=bestuur_id)
        if wie := gegevens.get("wie"):
            waar &= Q(gebruiker_id=None if wie == INSTALLATIE else int(wie))
        if dag := gegevens.get("van"):
            waar &= Q(op__gte=_begin(dag))
        if dag := gegevens.get("tot"):
            waar &= Q(op__lt=_begin(dag + timedelta(days=1)))
        if ding := gegevens.get("ding"):
            waar &= _ding(model, ding, gegevens.get("code", ""), bestuur_id)
        return model._default_manager.filter(waar).order_by("-pk")


def _begin(dag: date) -> datetime:
    return timezone.make_aware(datetime.combine(dag, time.min))


def _ding(boek: type[Logregel], label: str, code: str, bestuur_id: int) -> Q:
    model = next(m for m in gelogde_modellen() if m._meta.label_lower == label)
    waar = Q(tabel=model._meta.db_table) if boek is Wijziging else Q(ding=label)
    if not code:
        return waar
    if not any(veld.name == "code" for veld in model._meta.local_concrete_fields):
        return Q(pk=None)  # dit soort ding heeft geen code
    eigen = model._default_manager.filter(bestuur=bestuur_id, code__iexact=code)
    return waar & Q(sleutel__in=eigen.values("pk"))
