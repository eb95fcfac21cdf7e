"""Wat de pagina en de lijst van plaatsingen tonen: wat er ontbreekt, en per maand gepland en ingevuld. Enkel lezen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.urls import reverse

from kern.onderdelen import Taakregel
from kern.opmaak import datum_woord
from kern.periodes import laatste_van_maand, maanden_tussen
from plaatsingen import overzicht, regels
from plaatsingen.enums import SoortAfwijking, Verloop, Voorwaarde
from plaatsingen.models import Afwijking, Maandstaat, Plaatsing, Prestatie, Startvoorwaarde, Werkdag
from plaatsingen.patroon import Maandplan
from plaatsingen.stappen.patroon import vooruitzicht

KORT = {
    Voorwaarde.WERKAFSPRAKEN: "Werkafspraken",
    Voorwaarde.WES_OVEREENKOMST: "WES-overeenkomst",
    Voorwaarde.ARBEIDSONGEVALLEN: "Verzekering",
    Voorwaarde.DIMONA: "Dimona",
}
UITLEG = {
    Voorwaarde.WERKAFSPRAKEN: "Laad ze ondertekend op, of leg ze voor aan de GLOW-partner.",
    Voorwaarde.WES_OVEREENKOMST: "Laad de ondertekende overeenkomst op.",
    Voorwaarde.ARBEIDSONGEVALLEN: "Noteer sinds wanneer de arbeidsongevallenverzekering loopt.",
    Voorwaarde.DIMONA: "Noteer wanneer de aangifte gebeurd is.",
}


# --- de lijst


def met_stand(plaatsingen: QuerySet[Plaatsing]) -> QuerySet[Plaatsing]:
    """Voegt toe: `einddag`, `voorwaarden` (aantal in orde), `toegelaten` (afwijking) en `met_patroon`."""
    eigen = {"bestuur": OuterRef("bestuur"), "plaatsing": OuterRef("pk")}
    in_orde = Startvoorwaarde.objects.filter(soort__in=Voorwaarde.values, **eigen).order_by().values("plaatsing")
    return plaatsingen.annotate(
        einddag=Coalesce("beeindigd_op", "tot"),
        voorwaarden=Coalesce(Subquery(in_orde.annotate(n=Count("pk")).values("n")), 0),
        toegelaten=Exists(Afwijking.objects.filter(soort=SoortAfwijking.START, **eigen)),
        met_patroon=Exists(Werkdag.objects.filter(**eigen)),
    )


def in_verloop(status: str, vandaag: date) -> Q:
    """De plaatsingen met die stand, voor een filter op `met_stand`."""
    return {
        Verloop.GEPLAND: Q(van__gt=vandaag),
        Verloop.LOPEND: Q(van__lte=vandaag, einddag__gte=vandaag),
        Verloop.BEEINDIGD: Q(einddag__lt=vandaag),
    }[Verloop(status)]


def in_maand(maand: date) -> Q:
    return Q(van__lte=laatste_van_maand(maand), einddag__gte=maand)


def kleed_aan(rijen: Sequence[Plaatsing], vandaag: date) -> Sequence[Plaatsing]:
    """Zet op elke rij van `met_stand` haar `verloop` en wat er `ontbreekt` (zinnen; een beëindigde mist niets meer)."""
    for rij in rijen:
        rij.verloop = regels.verloop(rij.van, rij.einde, vandaag)
        rij.ontbreekt = [] if rij.verloop == Verloop.BEEINDIGD else _tekort(rij)
    return rijen


def _tekort(rij) -> list[str]:
    nodig = len(Voorwaarde)
    vragen = [
        (rij.voorwaarden >= nodig or rij.toegelaten, f"{nodig - rij.voorwaarden} van {nodig} voor de start"),
        (rij.met_patroon, "weekpatroon"),
        (rij.begeleider_naam, "trajectbegeleider"),
        (rij.leerwerkplek.mentor_id, "mentor"),
    ]
    return [zin for klopt, zin in vragen if not klopt]


# --- de pagina van één plaatsing


@dataclass(frozen=True)
class Maandregel:
    """Eén maand: wat gepland is, wat ingevuld is (deze plaatsing; `stand` telt ook een andere), en haar maandstaat."""

    maand: date
    plan: Maandplan | None
    minuten: int
    stand: overzicht.Stand
    begonnen: bool
    boven: int = 0  # minuten boven het maximum, buiten elk totaal

    @property
    def staat(self) -> Maandstaat | None:
        return self.stand.staat


def maandregels(plaatsing: Plaatsing, vandaag: date) -> list[Maandregel]:
    plannen = {plan.maand: plan for plan in plan_van(plaatsing, list(plaatsing.werkdagen.all()))}
    gewerkt = Prestatie.objects.filter(plaatsing=plaatsing).order_by().values_list(TruncMonth("datum"))
    minuten = dict(gewerkt.annotate(som=Sum("minuten")))
    boven = dict(
        Afwijking.objects.filter(plaatsing=plaatsing, soort=SoortAfwijking.BOVEN_MAXIMUM)
        .order_by()
        .values_list("maand", "minuten")
    )
    alle = maanden_tussen(plaatsing.van, plaatsing.einde)
    standen = overzicht.standen_van(plaatsing, alle)
    return [Maandregel(m, plannen.get(m), minuten.get(m, 0), standen[m], m <= vandaag, boven.get(m, 0)) for m in alle]


def plan_van(plaatsing: Plaatsing, werkdagen: Sequence[Werkdag]) -> list[Maandplan]:
    """Het vooruitzicht van dit weekpatroon (bewaard of net ingevuld); leeg zonder patroon."""
    if not werkdagen:
        return []
    return vooruitzicht(
        plaatsing.leerwerkplek.project.oproep,
        werkdagen,
        plaatsing.van,
        plaatsing.einde,
        bestuur_id=plaatsing.bestuur_id,
        plaatsing=plaatsing,
    )


@dataclass(frozen=True)
class Stap:
    """Eén voorwaarde voor de start, met wie ze wanneer in orde zette."""

    soort: Voorwaarde
    rij: Startvoorwaarde | None

    @property
    def naam(self) -> str:
        return KORT[self.soort]


def voorwaarden(plaatsing: Plaatsing) -> list[Stap]:
    rijen = Startvoorwaarde.objects.filter(plaatsing=plaatsing).select_related("door__gebruiker", "document")
    per_soort = {rij.soort: rij for rij in rijen}
    return [Stap(soort, per_soort.get(soort.value)) for soort in Voorwaarde]


def taken(plaatsing: Plaatsing, stappen: Sequence[Stap], mag_bewerken: bool) -> list[Taakregel]:
    """De voorwaarden als takenlijst: klaar met wie en wanneer, of wat te doen."""
    return [_taak(plaatsing, stap, mag_bewerken) for stap in stappen]


def _taak(plaatsing: Plaatsing, stap: Stap, mag_bewerken: bool) -> Taakregel:
    url = reverse("plaatsingen:voorwaarde", args=[plaatsing.pk, stap.soort.value]) if mag_bewerken else ""
    if stap.rij is None:
        return Taakregel(stap.naam, "te_doen", url, UITLEG[stap.soort])
    door = f", genoteerd door {stap.rij.door.gebruiker.volledige_naam}" if stap.rij.door else ""
    return Taakregel(stap.naam, "klaar", url, f"In orde sinds {datum_woord(stap.rij.in_orde_op)}{door}")
