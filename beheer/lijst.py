"""De lijst van personen: filters, volgorde en uitvoer; en hoe het met de mail van elke uitnodiging staat."""

from collections.abc import Sequence

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from beheer.enums import Stand, Toegang
from beheer.models import Partneruitnodiging, Uitgenodigd
from beheer.regels import VAN_EEN_BESTUUR, stand, toegang
from kern.lijst import Filtervelden
from kern.opmaak import opsomming
from kern.tabel import Tabel
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap
from organisaties.toegang import geldig
from taken.enums import Status
from taken.models import Taak

KOLOMMEN = {
    "naam": ["gebruiker__naam", "gebruiker__voornaam", "pk"],
    "organisatie": ["organisatie__naam", "gebruiker__naam", "gebruiker__voornaam", "pk"],
}
ALLES = "alles"


class PersoonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Naam, e-mailadres of functie", method="zoek")
    rol = django_filters.ChoiceFilter(
        label="Rol", choices=[(rol.value, rol.label) for rol in VAN_EEN_BESTUUR], empty_label="Alle", method="met_rol"
    )
    toegang = django_filters.ChoiceFilter(
        label="Toegang",
        choices=[("zonder", "geen toegang meer"), (ALLES, "met en zonder toegang")],
        empty_label="Met toegang",
        method="met_toegang",
    )

    class Meta:
        model = Lidmaatschap
        fields: list[str] = []
        form = Filtervelden

    def zoek(self, leden: QuerySet[Lidmaatschap], _naam: str, tekst: str) -> QuerySet[Lidmaatschap]:
        for woord in tekst.split():
            leden = leden.filter(
                Q(gebruiker__voornaam__icontains=woord)
                | Q(gebruiker__naam__icontains=woord)
                | Q(gebruiker__email__icontains=woord)
                | Q(functie__icontains=woord)
            )
        return leden

    def met_rol(self, leden: QuerySet[Lidmaatschap], _naam: str, rol: str) -> QuerySet[Lidmaatschap]:
        return leden.filter(rollen__contains=[rol])

    def met_toegang(self, leden: QuerySet[Lidmaatschap], _naam: str, keuze: str) -> QuerySet[Lidmaatschap]:
        return leden  # zie filter_queryset: ook zonder keuze is er een

    def filter_queryset(self, queryset: QuerySet[Lidmaatschap]) -> QuerySet[Lidmaatschap]:
        leden = super().filter_queryset(queryset)
        keuze = self.form.cleaned_data.get("toegang")
        if keuze == ALLES:
            return leden
        nu = geldig(timezone.localdate())
        return leden.exclude(nu) if keuze else leden.filter(nu)


def met_woorden(leden: Sequence[Lidmaatschap]) -> None:
    """Zet `rolnamen` en `toegang_nu` op elk lidmaatschap."""
    vandaag = timezone.localdate()
    for lid in leden:
        lid.rolnamen = [Rol(rol).label for rol in lid.rollen]
        lid.toegang_nu = toegang(lid, vandaag)


def tabel(leden: Sequence[Lidmaatschap]) -> Tabel:
    koppen = ["Voornaam", "Naam", "E-mailadres", "Rollen", "Organisatie", "Functie", "Tot en met", "Toegang"]
    met_woorden(leden)
    rijen = [
        [
            lid.gebruiker.voornaam,
            lid.gebruiker.naam,
            lid.gebruiker.email,
            opsomming(lid.rolnamen),
            lid.organisatie.naam if lid.organisatie else "",
            lid.functie,
            lid.tot,
            Toegang(lid.toegang_nu).label,
        ]
        for lid in leden
    ]
    return Tabel("Personen", "Personen", koppen, rijen)


def met_stand(rijen: Sequence[Uitgenodigd]) -> None:
    """Zet `stand` en `hapert` op elke uitnodiging; de taken van allemaal komen in één query.

    `hapert`: de mailserver nam de mail nog niet aan, en er wordt opnieuw geprobeerd.
    """
    nu = timezone.now()
    taken = {tuple(taak.argumenten): taak for taak in _taken(rijen)} if rijen else {}
    for rij in rijen:
        taak = taken.get(_argumenten(rij))
        rij.stand, rij.hapert = stand(rij, nu), False
        if taak is not None and taak.status == Status.MISLUKT:
            rij.stand = Stand.MISLUKT
        elif taak is not None and taak.status in (Status.WACHT, Status.BEZIG):
            rij.stand, rij.hapert = Stand.ONDERWEG, bool(taak.fout)


def _argumenten(rij: Uitgenodigd) -> tuple[int, ...]:
    eigen = (rij.pk, rij.zending)
    return (rij.glowpartner_id, *eigen) if isinstance(rij, Partneruitnodiging) else eigen


def _taken(rijen: Sequence[Uitgenodigd]) -> QuerySet[Taak]:
    van_partner = isinstance(rijen[0], Partneruitnodiging)
    naam = "beheer.partneruitnodiging" if van_partner else "beheer.uitnodiging"
    gezocht = Taak.objects.filter(naam=naam, argumenten__in=[list(_argumenten(rij)) for rij in rijen])
    return gezocht.order_by("pk")
