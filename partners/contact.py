"""Wie je opbelt: per bestuur (voor een partner) of per partner (voor een bestuur). Enkel lezen."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import QuerySet

from organisaties.models import Bestuur, GlowPartner, Samenwerking
from organisaties.toegang import Actor
from partners.models import Kaart
from partners.toegang import contactkaarten, partnerkaarten
from plaatsingen.models import Plaatsing


@dataclass(frozen=True)
class Mentor:
    """De mentor van een plaatsing; het nummer staat er waar het bestuur een kaart met die naam maakte."""

    naam: str
    functie: str
    email: str
    vervangt: bool
    telefoon: str = ""


@dataclass
class Groep:
    """Eén bestuur of partner met zijn kaarten; bij een bestuur ook de mentoren van wie er nu geplaatst is."""

    naam: str
    algemeen: str = ""
    kaarten: list[Kaart] = field(default_factory=list)
    plaatsingen: list[tuple[Plaatsing, list[Mentor]]] = field(default_factory=list)


def voor_partner(actor: Actor, dag) -> list[Groep]:
    """Elk bestuur waarmee deze partner werkt."""
    besturen = Bestuur.objects.filter(
        pk__in=Samenwerking.objects.filter(glowpartner=actor.glowpartner).values("bestuur")
    )
    groepen = {b.pk: Groep(b.naam, b.contact) for b in besturen.order_by("naam", "pk")}
    for kaart in contactkaarten(actor):
        groepen[kaart.bestuur_id].kaarten.append(kaart)
    lopend = list(lopende(actor, dag))
    per_plaatsing = mentoren(lopend)
    for plaatsing in lopend:
        groep = groepen[plaatsing.bestuur_id]
        nummers = {kaart.naam.casefold(): kaart.telefoon for kaart in groep.kaarten}
        met_nummer = [
            Mentor(m.naam, m.functie, m.email, m.vervangt, nummers.get(m.naam.casefold(), ""))
            for m in per_plaatsing[plaatsing.pk]
        ]
        groep.plaatsingen.append((plaatsing, met_nummer))
    return list(groepen.values())


def lopende(actor: Actor, dag) -> QuerySet[Plaatsing]:
    """De plaatsingen van deze partner die lopen of nog komen."""
    rijen = Plaatsing.objects.filter(glowpartner=actor.glowpartner, tot__gte=dag, beeindigd_op=None)
    return rijen.select_related("deelnemer", "leerwerkplek").order_by("deelnemer__code", "pk")


def mentoren(plaatsingen: Sequence[Plaatsing]) -> dict[int, list[Mentor]]:
    """Per plaatsing van deze partner haar mentoren; de databank geeft enkel wie bij een eigen plaatsing hoort."""
    uit: dict[int, list[Mentor]] = defaultdict(list)
    with connection.cursor() as c:
        c.execute("SELECT * FROM partner_mentoren(%s::bigint[])", [[p.pk for p in plaatsingen]])
        for pk, *rest in c.fetchall():
            uit[pk].append(Mentor(*rest))
    return uit


def voor_bestuur(actor: Actor) -> list[Groep]:
    """Elke partner waarmee dit bestuur werkt."""
    partners = GlowPartner.objects.filter(
        pk__in=Samenwerking.objects.filter(bestuur=actor.bestuur_id).values("glowpartner")
    )
    groepen = {p.pk: Groep(p.naam, p.email) for p in partners.order_by("naam", "pk")}
    for kaart in partnerkaarten(actor):
        groepen[kaart.glowpartner_id].kaarten.append(kaart)
    return list(groepen.values())
