from django.db.models import QuerySet

from organisaties.toegang import Actor
from plaatsingen.models import Maandstaat, Plaatsing


def _met_alles(plaatsingen: QuerySet[Plaatsing]) -> QuerySet[Plaatsing]:
    return plaatsingen.select_related(
        "deelnemer", "leerwerkplek__project__oproep", "leerwerkplek__mentor__lidmaatschap__gebruiker", "glowpartner"
    )


def eigen(actor: Actor) -> QuerySet[Plaatsing]:
    """De plaatsingen waarvan deze persoon nu de mentor is."""
    if not actor.mag("uren.invoeren") or actor.lidmaatschap is None:
        return Plaatsing.objects.none()
    return _met_alles(
        Plaatsing.objects.filter(bestuur_id=actor.bestuur_id, leerwerkplek__mentor__lidmaatschap=actor.lidmaatschap)
    )


def zichtbaar_voor(actor: Actor) -> QuerySet[Plaatsing]:
    """Plaatsingen die deze actor mag zien: HR en coördinator alle, een mentor de eigen, een partner de zijne."""
    if actor.glowpartner:
        return _met_alles(Plaatsing.objects.filter(glowpartner=actor.glowpartner))
    if actor.mag("maandstaat.bevestigen") or actor.mag("plaatsing.bewerken"):
        return _met_alles(Plaatsing.objects.filter(bestuur_id=actor.bestuur_id))
    return eigen(actor)


def maandstaten(actor: Actor) -> QuerySet[Maandstaat]:
    """De maandstaten die deze actor mag bevestigen of terugsturen."""
    if not actor.mag("maandstaat.bevestigen"):
        return Maandstaat.objects.none()
    return Maandstaat.objects.filter(bestuur_id=actor.bestuur_id).select_related(
        "plaatsing__deelnemer",
        "plaatsing__leerwerkplek__project__oproep",
        "plaatsing__leerwerkplek__mentor__lidmaatschap__gebruiker",
        "doorgestuurd_door__gebruiker",
        "bevestigd_door__gebruiker",
    )


def dossiers(actor: Actor) -> QuerySet[Plaatsing]:
    """De plaatsingen met hun afspraken, voor wie ze opvolgt: HR en coördinator, enkel van het eigen bestuur."""
    if not actor.mag("plaatsing.zien") or not actor.bestuur_id:
        return Plaatsing.objects.none()
    return _met_alles(Plaatsing.objects.filter(bestuur_id=actor.bestuur_id))
