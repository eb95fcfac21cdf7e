"""Filters en uitvoer van de lijst van plaatsingen."""

from collections.abc import Sequence
from datetime import date

import django_filters
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from kern import opmaak
from kern.lijst import Filtervelden
from kern.periodes import maanden_tussen
from kern.tabel import Tabel
from mentoren.models import Mentor
from plaatsingen import dossier
from plaatsingen.enums import Verloop
from plaatsingen.models import Plaatsing
from projecten.models import Subsidieproject

KOLOMMEN = {
    "code": ["code", "pk"],
    "deelnemer": ["deelnemer__code", "pk"],
    "plek": ["leerwerkplek__code", "van", "pk"],
    "van": ["van", "code", "pk"],
}


class PlaatsingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Code of functie", method="zoek")
    status = django_filters.ChoiceFilter(
        label="Status",
        choices=[(v, str(label).capitalize()) for v, label in Verloop.choices],
        empty_label="Alle",
        method="in_verloop",
    )
    mentor = django_filters.ChoiceFilter(label="Mentor", empty_label="Alle", method="van_mentor")
    project = django_filters.ModelChoiceFilter(
        field_name="leerwerkplek__project", queryset=Subsidieproject.objects.none(), label="Project", empty_label="Alle"
    )
    maand = django_filters.ChoiceFilter(label="Loopt in", empty_label="Alle", method="in_maand")

    class Meta:
        model = Plaatsing
        fields: list[str] = []
        form = Filtervelden

    def __init__(self, *args, bestuur_id: int, vandaag: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.vandaag = vandaag
        self.filters["project"].queryset = Subsidieproject.objects.filter(bestuur=bestuur_id)
        self.filters["mentor"].extra["choices"] = _mentoren(bestuur_id)
        self.filters["maand"].extra["choices"] = _maanden(bestuur_id)

    def zoek(self, rijen: QuerySet[Plaatsing], _naam: str, tekst: str) -> QuerySet[Plaatsing]:
        for woord in tekst.split():
            rijen = rijen.filter(
                Q(code__icontains=woord)
                | Q(deelnemer__code__icontains=woord)
                | Q(leerwerkplek__code__icontains=woord)
                | Q(leerwerkplek__functie__icontains=woord)
            )
        return rijen

    def in_verloop(self, rijen: QuerySet[Plaatsing], _naam: str, status: str) -> QuerySet[Plaatsing]:
        return rijen.filter(dossier.in_verloop(status, self.vandaag))

    def van_mentor(self, rijen: QuerySet[Plaatsing], _naam: str, mentor: str) -> QuerySet[Plaatsing]:
        return rijen.filter(Q(leerwerkplek__mentor=mentor) | Q(vervangend_mentor=mentor))

    def in_maand(self, rijen: QuerySet[Plaatsing], _naam: str, maand: str) -> QuerySet[Plaatsing]:
        return rijen.filter(dossier.in_maand(date.fromisoformat(f"{maand}-01")))


def _mentoren(bestuur_id: int) -> list[tuple[str, str]]:
    """Wie er iemand begeleidt, in één query."""
    gebruiker = "lidmaatschap__gebruiker"
    mentoren = Mentor.objects.filter(bestuur=bestuur_id).order_by(f"{gebruiker}__voornaam", f"{gebruiker}__naam", "pk")
    rijen = mentoren.values_list("pk", f"{gebruiker}__voornaam", f"{gebruiker}__naam")
    return [(str(pk), f"{voornaam} {naam}") for pk, voornaam, naam in rijen]


def _maanden(bestuur_id: int) -> list[tuple[str, str]]:
    """Elke maand waarin iemand geplaatst is of was, jongste eerst."""
    periodes = Plaatsing.objects.filter(bestuur=bestuur_id).order_by().annotate(eind=Coalesce("beeindigd_op", F("tot")))
    alle = {m for van, tot in periodes.values_list("van", "eind").distinct() for m in maanden_tussen(van, tot)}
    return [(f"{m:%Y-%m}", opmaak.maand(m).capitalize()) for m in sorted(alle, reverse=True)]


def tabel(rijen: Sequence[Plaatsing]) -> Tabel:
    """De lijst voor het werkblad: op code, zonder namen van deelnemers."""
    koppen = [
        "Plaatsing", "Deelnemer", "GLOW-partner", "Leerwerkplek", "Functie", "Mentor", "Van", "Tot", "Uiterste dag",
        "Uren per maand", "Status", "Ontbreekt",
    ]  # fmt: skip
    return Tabel(
        "Plaatsingen",
        "Plaatsingen",
        koppen,
        [
            [
                p.code,
                p.deelnemer.code,
                p.glowpartner.naam,
                p.leerwerkplek.code,
                p.leerwerkplek.functie,
                p.leerwerkplek.mentor.naam if p.leerwerkplek.mentor else "",
                p.van,
                p.einde,
                p.uiterste_tot,
                p.uren_per_maand,
                str(p.verloop.label),
                ", ".join(p.ontbreekt),
            ]
            for p in rijen
        ],
    )
