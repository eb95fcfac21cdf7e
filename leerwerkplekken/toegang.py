from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from leerwerkplekken.enums import Status
from leerwerkplekken.models import Aanbod, Functiesjabloon, Leerwerkplek
from mentoren.plekken import Plekregel
from organisaties.models import GlowPartner, Samenwerking
from organisaties.toegang import Actor


def zichtbaar_voor(actor: Actor) -> QuerySet[Leerwerkplek]:
    """De plekken die deze actor mag zien: van het eigen bestuur, of (GLOW-partner) wat hem aangeboden werd."""
    if actor.glowpartner:  # organisatie, project en mentor ziet een partner niet: geen join, of de plek valt weg
        return Leerwerkplek.objects.filter(aanbiedingen__glowpartner=actor.glowpartner)
    if not actor.mag("leerwerkplek.zien"):
        return Leerwerkplek.objects.none()
    plekken = Leerwerkplek.objects.select_related(
        "organisatie", "project__oproep", "mentor__lidmaatschap__gebruiker", "begeleider__gebruiker"
    )
    return plekken.filter(bestuur_id=actor.bestuur_id)


def sjablonen(actor: Actor) -> QuerySet[Functiesjabloon]:
    """De sjablonen van het eigen bestuur, voor wie plekken bewerkt; op naam."""
    if not actor.mag("leerwerkplek.bewerken"):
        return Functiesjabloon.objects.none()
    return Functiesjabloon.objects.filter(bestuur=actor.bestuur_id)


def per_mentor(bestuur_id: int, mentoren: Iterable[int]) -> dict[int, list[Plekregel]]:
    """De plekken van deze mentoren, op code, voor de schermen van mentoren (zie `mentoren.plekken`)."""
    gevonden: dict[int, list[Plekregel]] = defaultdict(list)
    rijen = Leerwerkplek.objects.filter(bestuur_id=bestuur_id, mentor__in=mentoren).order_by("code", "pk")
    for plek in rijen.select_related("begeleider__gebruiker"):
        naam, taak = plek.begeleiding
        begeleider = ", ".join(deel for deel in (naam, taak) if deel)
        open_ = plek.status != Status.GESLOTEN
        gevonden[plek.mentor_id].append(Plekregel(plek.pk, plek.code, plek.functie, plek.status, open_, begeleider))
    return gevonden


def partners_van(bestuur_id: int, dag: date) -> QuerySet[GlowPartner]:
    """De GLOW-partners waarmee dit bestuur op die dag samenwerkt, op naam."""
    loopt = (Q(van=None) | Q(van__lte=dag)) & (Q(tot=None) | Q(tot__gte=dag))
    samen = Samenwerking.objects.filter(loopt, bestuur=bestuur_id)
    return GlowPartner.objects.filter(pk__in=samen.values("glowpartner")).order_by("naam", "pk")


def aanbod(actor: Actor) -> QuerySet[Aanbod]:
    """Het aanbod dat deze actor mag zien: HR dat van het bestuur, een partner het zijne in elk bestuur."""
    if actor.glowpartner:  # wie het aanbood en in welk project ziet een partner niet: geen join
        return Aanbod.objects.filter(glowpartner=actor.glowpartner).select_related("leerwerkplek", "bestuur")
    if not actor.mag("leerwerkplek.bewerken"):
        return Aanbod.objects.none()
    rijen = Aanbod.objects.filter(bestuur_id=actor.bestuur_id)
    return rijen.select_related("leerwerkplek__organisatie", "glowpartner", "antwoord_door")
