"""Wie mag wat. `daden.ACTEN` is de enige tabel van rol × daad; elke stap begint met `eis(door, daad)`."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from organisaties.daden import ACTEN, VERVANGBAAR, vraagt_tweede_factor
from organisaties.enums import Rol
from organisaties.models import (
    Bestuur,
    Gebruiker,
    GlowPartner,
    Lidmaatschap,
    Partnerlid,
    Plaatsvervanging,
)

__all__ = [
    "ACTEN", "Actor", "als_lid", "bepaal", "eis", "geldige_lidmaatschappen", "installatie", "vraagt_tweede_factor",
]  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """Namens wie gehandeld wordt: een persoon in een bestuur of bij een GLOW-partner, of de installatie zelf.

    De installatie (import, opdrachten) mag alles binnen haar bestuur; ze heeft geen lidmaatschap.
    """

    gebruiker: Gebruiker | None = None
    lidmaatschap: Lidmaatschap | None = None
    bestuur: Bestuur | None = None
    glowpartner: GlowPartner | None = None
    rollen: frozenset[str] = frozenset()
    installatie: bool = False
    keuzes: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def naam(self) -> str:
        return self.gebruiker.volledige_naam if self.gebruiker else "de installatie"

    @property
    def bestuur_naam(self) -> str:
        return self.bestuur.naam if self.bestuur else ""

    @property
    def organisatie_naam(self) -> str:
        if self.glowpartner:
            return self.glowpartner.naam
        if self.lidmaatschap and self.lidmaatschap.organisatie:
            return self.lidmaatschap.organisatie.naam
        return self.bestuur_naam

    @property
    def bestuur_id(self) -> int:
        return self.bestuur.pk if self.bestuur else 0

    @property
    def keuze(self) -> str:
        if self.glowpartner:
            return f"g{self.glowpartner.pk}"
        return f"b{self.bestuur.pk}" if self.bestuur else ""

    @cached_property
    def vervangt(self) -> tuple[Plaatsvervanging, ...]:
        """De plaatsvervangingen die vandaag lopen; elk verzoek leest ze opnieuw, en enkel als iets ervan afhangt."""
        return tuple(vervangingen(self.lidmaatschap, timezone.localdate())) if self.lidmaatschap else ()

    def mag(self, daad: str) -> bool:
        if self.installatie or ACTEN[daad] & self.rollen:
            return True
        return daad in VERVANGBAAR and any(v.hoedanigheid in ACTEN[daad] for v in self.vervangt)


def eis(door: Actor, daad: str) -> None:
    """PermissionDenied (403) als deze actor de daad niet mag stellen."""
    if not door.mag(daad):
        raise PermissionDenied(f"{daad}: niet voor deze rol")


def installatie(bestuur: Bestuur) -> Actor:
    return Actor(bestuur=bestuur, installatie=True)


def als_lid(lidmaatschap: Lidmaatschap) -> Actor:
    """De actor voor een lidmaatschap: wat die persoon mag, niets meer."""
    return Actor(
        gebruiker=lidmaatschap.gebruiker,
        lidmaatschap=lidmaatschap,
        bestuur=lidmaatschap.bestuur,
        rollen=frozenset(lidmaatschap.rollen),
    )


def geldig(op: date, via: str = "") -> Q:
    """Voor een filter: lidmaatschappen die op die dag toegang geven. `via`: het pad ernaartoe, bv. `mentor__lid__`."""
    return Q(**{f"{via}ingetrokken_op": None}) & (Q(**{f"{via}tot": None}) | Q(**{f"{via}tot__gte": op}))


def vervangingen(lid: Lidmaatschap, op: date) -> list[Plaatsvervanging]:
    """Wie dit lid op die dag vervangt. Een opdracht geldt zolang de vervangene zelf toegang en die rol heeft."""
    lopend = Plaatsvervanging.objects.filter(
        geldig(op, "voor__"), bestuur=lid.bestuur_id, plaatsvervanger=lid, van__lte=op, tot__gte=op, beeindigd_op=None
    )
    rijen = lopend.select_related("voor__gebruiker").order_by("pk")
    return [rij for rij in rijen if rij.hoedanigheid in rij.voor.rollen]


def geldige_lidmaatschappen(gebruiker: Gebruiker, op: date | None = None):
    """Lidmaatschappen die op die dag gelden; een controleur verliest de toegang vanzelf na `tot`.

    Zonder de organisatie: vóór `isolatie.kies` is die niet te zien, en een JOIN zou "geen" onthouden.
    """
    dag = op or timezone.localdate()
    return (
        Lidmaatschap.objects.filter(geldig(dag), gebruiker=gebruiker)
        .select_related("bestuur")
        .order_by("bestuur__naam", "pk")
    )


def bepaal(gebruiker: Gebruiker, gekozen: str = "", kbo: list[str] | None = None) -> Actor:
    """Voor wie deze persoon nu handelt: de keuze in de sessie als ze nog geldt, anders de eerste.

    `kbo`: alleen besturen met een van deze ondernemingsnummers; een GLOW-partner heeft er geen en valt dan weg.

    Loopt binnen `isolatie.namens(gebruiker=…)`: zo telt een ingetrokken rol al bij het volgende verzoek.
    """
    leden = {f"b{lid.bestuur_id}": lid for lid in geldige_lidmaatschappen(gebruiker)}
    partners = {
        f"g{p.glowpartner_id}": p
        for p in Partnerlid.objects.filter(gebruiker=gebruiker, ingetrokken_op=None)
        .select_related("glowpartner")
        .order_by("pk")
    }
    if kbo is not None:
        leden = {k: lid for k, lid in leden.items() if lid.bestuur.kbo_nummer and lid.bestuur.kbo_nummer in kbo}
        partners = {}
    keuzes = tuple((k, lid.bestuur.naam) for k, lid in leden.items()) + tuple(
        (k, p.glowpartner.naam) for k, p in partners.items()
    )
    keuze = gekozen if gekozen in leden or gekozen in partners else next(iter(keuzes), ("", ""))[0]
    if keuze in leden:
        lid = leden[keuze]
        lid.gebruiker = gebruiker
        return Actor(gebruiker, lid, lid.bestuur, rollen=frozenset(lid.rollen), keuzes=keuzes)
    if keuze in partners:
        return Actor(
            gebruiker,
            glowpartner=partners[keuze].glowpartner,
            rollen=frozenset({Rol.GLOW}),
            keuzes=keuzes,
        )
    return Actor(gebruiker, keuzes=keuzes)
