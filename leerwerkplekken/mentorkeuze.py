"""Wie mentor van een plek kan worden, met wat telt bij de keuze: leidinggevende, opgeleid of niet, aantal plekken."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kern.opmaak import meervoud
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Leiding, Mentor
from mentoren.regels import leiding_op, met_opgeleid, plekken_per_mentor
from mentoren.toegang import zichtbaar_voor
from organisaties.enums import Rol
from organisaties.models import Lidmaatschap
from organisaties.toegang import Actor, geldig
from projecten.regels import grenzen


@dataclass(frozen=True)
class Keuze:
    """Wat HR moet weten over een mentor voor deze plek. `signaal`: leeg, of waarom het er te veel zijn."""

    mentor: Mentor
    leidinggevende: str
    opgeleid: bool
    plekken: int
    signaal: str


def kiesbaar(actor: Actor, plek: Leerwerkplek) -> QuerySet[Mentor]:
    """Mentoren in dienst (en wie het nu is), met `is_opgeleid`, `aantal` andere open plekken en `geleid_door`."""
    vandaag = timezone.localdate()
    anders = Leerwerkplek.objects.filter(bestuur=OuterRef("bestuur"), mentor=OuterRef("pk"))
    tel = anders.exclude(status=Status.GESLOTEN).exclude(pk=plek.pk).order_by().values("mentor")
    leiding = Leiding.objects.filter(leiding_op(vandaag)).select_related("leidinggevende__gebruiker")
    in_dienst = Q(vertrokken_op=None) | Q(vertrokken_op__gt=vandaag) | Q(pk=plek.mentor_id)
    return (
        met_opgeleid(zichtbaar_voor(actor).filter(in_dienst), vandaag)
        .annotate(aantal=Coalesce(Subquery(tel.annotate(n=Count("pk")).values("n")), 0))
        .prefetch_related(Prefetch("leiding", leiding, to_attr="geleid_door"))
        .order_by("lidmaatschap__gebruiker__voornaam", "lidmaatschap__gebruiker__naam", "pk")
    )


def begeleiders(plek: Leerwerkplek) -> QuerySet[Lidmaatschap]:
    """Wie werkplekbegeleider kan zijn: wie vandaag toegang heeft tot dit bestuur, en wie het nu is. Geen controleur."""
    leden = Lidmaatschap.objects.filter(bestuur=plek.bestuur_id).exclude(rollen__contains=[Rol.CONTROLEUR])
    return (
        leden.filter(geldig(timezone.localdate()) | Q(pk=plek.begeleider_id))
        .select_related("gebruiker")
        .order_by("gebruiker__voornaam", "gebruiker__naam", "pk")
    )


def omschrijving(mentor: Mentor) -> str:
    """De tekst in de keuzelijst: 'An Peeters · Groendienst · opgeleid · 2 plekken'."""
    leiding = mentor.geleid_door[0] if mentor.geleid_door else None
    delen = [
        mentor.naam,
        mentor.dienst,
        "opgeleid" if mentor.is_opgeleid else "nog niet opgeleid",
        meervoud(mentor.aantal, "andere plek", "andere plekken"),
        "" if leiding else "zonder leidinggevende",
    ]
    return " · ".join(deel for deel in delen if deel)


def toon(mentor: Mentor, plek: Leerwerkplek, dag: date) -> Keuze:
    """Een mentor uit `kiesbaar` als keuze voor deze plek; de plek zelf telt mee."""
    aantal = mentor.aantal + 1
    uitkomst = plekken_per_mentor(aantal, grenzen(plek.project.oproep, dag, plek.bestuur_id))
    leiding = mentor.geleid_door[0].leidinggevende.gebruiker.volledige_naam if mentor.geleid_door else ""
    return Keuze(mentor, leiding, mentor.is_opgeleid, aantal, "" if uitkomst.ok else uitkomst.uitleg)
