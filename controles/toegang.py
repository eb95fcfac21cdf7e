"""Wat een controleur ziet (zijn lopende controles, meer niet), en wat het bestuur van alle controles ziet."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from controles.models import Vraag
from fiches.models import Fiche
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Deelname
from organisaties.enums import Rol
from organisaties.toegang import Actor
from plaatsingen.models import MaandstaatVersie, Plaatsing
from rapportage import selecties
from rapportage.models import Controle
from rapportage.toegang import eigen_controles, projecten


def controles(actor: Actor) -> QuerySet[Controle]:
    """De controleur: de eigen controles die vandaag lopen. Het bestuur: alle, ook wat voorbij of ingetrokken is."""
    if Rol.CONTROLEUR in actor.rollen:
        return eigen_controles(actor)
    if not actor.mag("controle.zien"):
        return Controle.objects.none()
    rijen = Controle.objects.filter(bestuur_id=actor.bestuur_id)
    return rijen.select_related("project__oproep", "project__organisatie", "lidmaatschap").order_by("-van", "-pk")


def vragen(actor: Actor) -> QuerySet[Vraag]:
    """De vragen van de controles die deze actor ziet; de jongste controle eerst."""
    rijen = Vraag.objects.filter(bestuur_id=actor.bestuur_id, controle__in=controles(actor).order_by().values("pk"))
    return rijen.select_related("controle__project", "leerwerkplek").order_by("-controle", "-nummer")


def plekken(actor: Actor) -> QuerySet[Leerwerkplek]:
    """Elke plek van de projecten die deze controleur vandaag controleert, ook wat niet telt."""
    if not actor.mag("controle.uitvoeren"):
        return Leerwerkplek.objects.none()
    rijen = Leerwerkplek.objects.filter(
        bestuur_id=actor.bestuur_id, project__in=eigen_controles(actor).order_by().values("project")
    )
    return rijen.select_related("organisatie", "project", "mentor__lidmaatschap__gebruiker", "begeleider__gebruiker")


def fiches(actor: Actor) -> QuerySet[Fiche]:
    """Alle versies van de fiches van die plekken."""
    rijen = Fiche.objects.filter(bestuur_id=actor.bestuur_id, leerwerkplek__in=plekken(actor).order_by().values("pk"))
    return rijen.select_related("leerwerkplek")


def plaatsingen(actor: Actor) -> QuerySet[Plaatsing]:
    """De plaatsingen op die plekken; de naam van de deelnemer toont enkel wie ze vraagt."""
    rijen = Plaatsing.objects.filter(
        bestuur_id=actor.bestuur_id, leerwerkplek__in=plekken(actor).order_by().values("pk")
    )
    return rijen.select_related("deelnemer", "leerwerkplek", "glowpartner").order_by("van", "code", "pk")


def urenstaten(actor: Actor) -> QuerySet[MaandstaatVersie]:
    """De bevestigde versies van de maanden van die plaatsingen, de jongste versie eerst."""
    rijen = MaandstaatVersie.objects.filter(
        bestuur_id=actor.bestuur_id, staat__plaatsing__in=plaatsingen(actor).order_by().values("pk")
    )
    return rijen.defer("inhoud").select_related("staat__plaatsing__deelnemer", "urenstaat").order_by("-versie", "-pk")


def certificaten(actor: Actor) -> QuerySet[Deelname]:
    """Certificaten van de mentoren die voor het project tellen, of bij een plek of fiche ervan staan."""
    vandaag = timezone.localdate()
    eigen = list(projecten(actor)) if actor.mag("controle.uitvoeren") else []
    if not eigen:
        return Deelname.objects.none()
    peilingen = selecties.peil(eigen, vandaag)
    tellend = [kandidaat.mentor.pk for rij in selecties.mentoren(peilingen).values() for kandidaat in rij]
    van_plek = Q(mentor__in=plekken(actor).order_by().exclude(mentor=None).values("mentor"))
    van_fiche = Q(mentor__in=fiches(actor).order_by().values("mentor"))
    rijen = Deelname.objects.filter(
        Q(mentor__in=tellend) | van_plek | van_fiche, bestuur_id=actor.bestuur_id, certificaat__isnull=False
    )
    return rijen.select_related("mentor__lidmaatschap__gebruiker", "opleiding", "certificaat").order_by("pk")
