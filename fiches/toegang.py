from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from fiches.enums import Status
from fiches.models import Fiche, Handtekening
from mentoren.models import Leiding
from mentoren.regels import leiding_op
from organisaties.enums import Rol
from organisaties.toegang import Actor

ALLES = frozenset({Rol.HR, Rol.DIRECTEUR, Rol.COORDINATOR, Rol.CONTROLEUR})


def _geleid_door(actor: Actor, dag: date) -> Q:
    leiding = Leiding.objects.filter(leiding_op(dag), mentor=OuterRef("mentor"), leidinggevende=actor.lidmaatschap)
    return Q(Exists(leiding))


def zichtbaar_voor(actor: Actor) -> QuerySet[Fiche]:
    """HR, directeur, coördinator en controleur zien alle fiches van het bestuur; een leidinggevende die van de eigen
    mentoren en wat zelf ondertekend werd."""
    fiches = Fiche.objects.filter(bestuur_id=actor.bestuur_id).select_related(
        "leerwerkplek__organisatie", "leerwerkplek__project", "mentor__lidmaatschap__gebruiker"
    )
    if not actor.mag("fiche.zien") or actor.lidmaatschap is None:
        return fiches.none()
    if actor.rollen & ALLES:
        return fiches
    zelf = Handtekening.objects.filter(fiche=OuterRef("pk"), ondertekenaar=actor.lidmaatschap)
    return fiches.filter(_geleid_door(actor, timezone.localdate()) | Q(Exists(zelf)))


def te_ondertekenen(actor: Actor) -> QuerySet[Fiche]:
    """Wat deze persoon nu kan aftekenen. De mentor van de plek valt er altijd uit."""
    if not actor.mag("fiche.ondertekenen") or actor.lidmaatschap is None:
        return Fiche.objects.none()
    fiches = zichtbaar_voor(actor).filter(status=Status.TER_ONDERTEKENING)
    fiches = fiches.exclude(mentor__lidmaatschap=actor.lidmaatschap)
    fiches = fiches.exclude(leerwerkplek__mentor__lidmaatschap=actor.lidmaatschap)
    if not actor.rollen & {Rol.HR, Rol.DIRECTEUR}:
        fiches = fiches.filter(_geleid_door(actor, timezone.localdate()))
    return fiches.order_by("ingediend_op", "pk")
