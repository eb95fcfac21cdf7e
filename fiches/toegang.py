from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from fiches.enums import Aanleverstatus, Status
from fiches.models import Aanlevering, Fiche, Handtekening
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Leiding
from mentoren.regels import leiding_op
from organisaties.enums import Rol, Vervangbaar
from organisaties.models import Lidmaatschap
from organisaties.toegang import Actor

ALLES = frozenset({Rol.HR, Rol.DIRECTEUR, Rol.COORDINATOR})


def _geleid_door(actor: Actor, dag: date) -> Q:
    leiding = Leiding.objects.filter(leiding_op(dag), mentor=OuterRef("mentor"), leidinggevende=actor.lidmaatschap)
    return Q(Exists(leiding))


def _wacht_op(lid: Lidmaatschap, hoedanigheid: str, dag: date) -> Q:
    """Wat die dag op deze persoon wacht in die hoedanigheid, om door een plaatsvervanger getekend te worden.

    De fiches waarvan die zelf de mentor is, horen daar niet bij (`regels.gezag`).
    """
    wacht = Q(status=Status.TER_ONDERTEKENING) & ~_is_mentor(lid)
    if hoedanigheid == Vervangbaar.DIRECTEUR:
        return wacht
    leiding = Leiding.objects.filter(leiding_op(dag), mentor=OuterRef("mentor"), leidinggevende=lid)
    return wacht & Q(Exists(leiding))


def _in_andermans_plaats(actor: Actor) -> Q:
    """Wat op iemand wacht die deze persoon vandaag vervangt; niets als dat niemand is."""
    dag, alles = timezone.localdate(), Q(pk__in=[])
    for vervanging in actor.vervangt:
        alles |= _wacht_op(vervanging.voor, vervanging.hoedanigheid, dag)
    return alles


def _is_mentor(lid: Lidmaatschap) -> Q:
    return Q(mentor__lidmaatschap=lid) | Q(leerwerkplek__mentor__lidmaatschap=lid)


def zichtbaar_voor(actor: Actor) -> QuerySet[Fiche]:
    """HR, directeur en coördinator zien alle fiches van het bestuur; een leidinggevende die van de eigen
    mentoren en wat zelf ondertekend werd; een plaatsvervanger ook wat op de vervangene wacht."""
    fiches = Fiche.objects.filter(bestuur_id=actor.bestuur_id).select_related(
        "leerwerkplek__organisatie", "leerwerkplek__project", "mentor__lidmaatschap__gebruiker"
    )
    if not actor.mag("fiche.zien") or actor.lidmaatschap is None:
        return fiches.none()
    if actor.rollen & ALLES:
        return fiches
    zelf = Handtekening.objects.filter(fiche=OuterRef("pk"), ondertekenaar=actor.lidmaatschap)
    eigen = Q(Exists(zelf)) | _in_andermans_plaats(actor)
    if Rol.LEIDINGGEVENDE in actor.rollen:
        eigen |= _geleid_door(actor, timezone.localdate())
    return fiches.filter(eigen)


def te_ondertekenen(actor: Actor) -> QuerySet[Fiche]:
    """Wat deze persoon nu kan aftekenen. De mentor van de plek valt er altijd uit."""
    if not actor.mag("fiche.ondertekenen") or actor.lidmaatschap is None:
        return Fiche.objects.none()
    fiches = zichtbaar_voor(actor).filter(status=Status.TER_ONDERTEKENING)
    fiches = fiches.exclude(_is_mentor(actor.lidmaatschap))
    if not actor.rollen & {Rol.HR, Rol.DIRECTEUR}:
        fiches = fiches.filter(_geleid_door(actor, timezone.localdate()) | _in_andermans_plaats(actor))
    return fiches.order_by("ingediend_op", "pk")


def te_verbeteren(actor: Actor) -> QuerySet[Fiche]:
    """Wat teruggestuurd werd en nog geen nieuwe versie kreeg: werk voor wie fiches indient."""
    if not actor.mag("fiche.indienen"):
        return Fiche.objects.none()
    nieuwer = Fiche.objects.filter(
        bestuur=OuterRef("bestuur"), leerwerkplek=OuterRef("leerwerkplek"), versie__gt=OuterRef("versie")
    )
    teruggestuurd = zichtbaar_voor(actor).filter(~Exists(nieuwer), status=Status.TERUGGESTUURD)
    return teruggestuurd.select_related("teruggestuurd_door__gebruiker").order_by("teruggestuurd_op", "pk")


def ondertekend_door(actor: Actor) -> QuerySet[Handtekening]:
    """Wat deze persoon zelf aftekende, het laatste eerst."""
    if actor.lidmaatschap is None:
        return Handtekening.objects.none()
    zelf = Handtekening.objects.filter(bestuur_id=actor.bestuur_id, ondertekenaar=actor.lidmaatschap)
    return zelf.select_related("fiche").order_by("-ondertekend_op", "-pk")


def versies_van(plek: Leerwerkplek) -> QuerySet[Fiche]:
    """Alle versies van de fiche van een plek, de nieuwste eerst; voor wie die plek of fiche mag zien."""
    versies = Fiche.objects.filter(bestuur_id=plek.bestuur_id, leerwerkplek=plek)
    tekens = Handtekening.objects.select_related("opgeladen_door__gebruiker", "bevestigd_door__gebruiker")
    return versies.prefetch_related(Prefetch("handtekeningen", tekens)).order_by("-versie")


def aanleveringen(actor: Actor) -> QuerySet[Aanlevering]:
    """Wat opgeladen werd: alles voor wie bevestigt; anders het eigene, en wat bij een zichtbare fiche hoort."""
    rijen = Aanlevering.objects.filter(bestuur_id=actor.bestuur_id).select_related(
        "leerwerkplek__organisatie", "leerwerkplek__mentor", "leerwerkplek__bestuur", "fiche__bestuur", "fiche__mentor",
        "bestand", "klaar", "door__gebruiker", "beoordeeld_door__gebruiker", "ondertekenaar__gebruiker",
    )  # fmt: skip
    if not actor.mag("fiche.zien") or actor.lidmaatschap is None:
        return rijen.none()
    if actor.mag("fiche.bevestigen"):
        return rijen
    return rijen.filter(Q(door=actor.lidmaatschap) | Q(fiche__in=zichtbaar_voor(actor).values("pk")))


def te_bevestigen(actor: Actor) -> QuerySet[Aanlevering]:
    """Wat op deze persoon als tweede persoon wacht: niet wat die zelf oplaadde, niet op een plek waar die mentor is."""
    if not actor.mag("fiche.bevestigen") or actor.lidmaatschap is None:
        return Aanlevering.objects.none()
    wachtend = aanleveringen(actor).filter(status=Aanleverstatus.TE_BEVESTIGEN)
    mentor = Q(leerwerkplek__mentor__lidmaatschap=actor.lidmaatschap) | Q(
        fiche__mentor__lidmaatschap=actor.lidmaatschap
    )
    niet = Q(door=actor.lidmaatschap) | mentor
    return wachtend.exclude(pk__in=Aanlevering.objects.filter(niet).values("pk")).order_by("pk")
