"""De lijst van mentoren: filters, volgorde en uitvoer."""

from datetime import date

import django_filters
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from kern.lijst import Filtervelden
from kern.tabel import Tabel
from mentoren import plekken
from mentoren.enums import Opgeleid
from mentoren.models import Deelname, Leiding, Mentor
from mentoren.regels import leiding_op, met_opleiding
from mentoren.toegang import zichtbaar_voor
from organisaties.models import Organisatie
from organisaties.toegang import Actor

KOLOMMEN = {
    "code": ["code", "pk"],
    "naam": ["lidmaatschap__gebruiker__voornaam", "lidmaatschap__gebruiker__naam", "pk"],
    "organisatie": ["organisatie__naam", "dienst", "code", "pk"],
}


ZONDER = "zonder"  # toegezegd of nog niet opgeleid: er is geen bestand


class MentorFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Naam, code of dienst", method="zoek")
    organisatie = django_filters.ModelChoiceFilter(
        queryset=Organisatie.objects.none(), label="Organisatie", empty_label="Alle"
    )
    opleiding = django_filters.ChoiceFilter(
        label="Opgeleid", choices=[(ZONDER, "Zonder certificaat"), *Opgeleid.choices], method="kies", empty_label="Alle"
    )

    class Meta:
        model = Mentor
        fields: list[str] = []
        form = Filtervelden

    def __init__(self, *args, bestuur_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["organisatie"].queryset = Organisatie.objects.filter(bestuur=bestuur_id)

    def kies(self, mentoren: QuerySet[Mentor], _naam: str, keuze: str) -> QuerySet[Mentor]:
        return mentoren.filter(is_opgeleid=False) if keuze == ZONDER else mentoren.filter(opleiding=keuze)

    def zoek(self, mentoren: QuerySet[Mentor], _naam: str, tekst: str) -> QuerySet[Mentor]:
        for woord in tekst.split():
            mentoren = mentoren.filter(
                Q(lidmaatschap__gebruiker__voornaam__icontains=woord)
                | Q(lidmaatschap__gebruiker__naam__icontains=woord)
                | Q(code__icontains=woord)
                | Q(dienst__icontains=woord)
            )
        return mentoren


def mentoren(actor: Actor, dag: date) -> QuerySet[Mentor]:
    """Alle zichtbare mentoren, met `opleiding` en `geleid_door` (de leiding van die dag, als lijst)."""
    leiding = Leiding.objects.filter(leiding_op(dag)).select_related("leidinggevende__gebruiker")
    vooraf = Deelname.objects.filter(bestuur=OuterRef("bestuur"), mentor=OuterRef("pk"), certificaat_vooraf=True)
    return met_opleiding(zichtbaar_voor(actor).annotate(vooraf=Exists(vooraf)), dag).prefetch_related(
        Prefetch("leiding", leiding.order_by("van", "pk"), to_attr="geleid_door")
    )


def met_plekken(actor: Actor, rijen: list[Mentor]) -> list[Mentor]:
    """Zet `open_plekken` op elke mentor, met één query voor allemaal."""
    gevonden = plekken.per_mentor(actor.bestuur_id, [mentor.pk for mentor in rijen])
    for mentor in rijen:
        mentor.open_plekken = [plek for plek in gevonden.get(mentor.pk, ()) if plek.open]
    return rijen


def leider(mentor: Mentor) -> str:
    return mentor.geleid_door[0].leidinggevende.gebruiker.volledige_naam if mentor.geleid_door else ""


def tabel(rijen: list[Mentor]) -> Tabel:
    """De lijst voor het werkblad: dezelfde kolommen als het scherm."""
    koppen = ["Code", "Naam", "Organisatie", "Dienst", "Direct leidinggevende", "Open plekken", "Opgeleid"]
    return Tabel(
        "Mentoren",
        "Mentoren",
        koppen,
        [
            [
                m.code,
                m.naam,
                m.organisatie.naam,
                m.dienst,
                leider(m),
                len(m.open_plekken),
                f"{Opgeleid(m.opleiding).label}{' (papier, vóór ingebruikname)' if m.vooraf else ''}",
            ]
            for m in rijen
        ],
    )
