from django.db.models import QuerySet

from mentoren.enums import Scanstatus
from mentoren.models import Certificaatscan, Mentor
from organisaties.toegang import Actor


def zichtbaar_voor(actor: Actor) -> QuerySet[Mentor]:
    """De mentoren die deze actor mag zien: die van het eigen bestuur, met de juiste rol."""
    if not actor.mag("mentor.zien"):
        return Mentor.objects.none()
    return Mentor.objects.filter(bestuur_id=actor.bestuur_id).select_related("lidmaatschap__gebruiker", "organisatie")


def scans(actor: Actor) -> QuerySet[Certificaatscan]:
    """Scans van certificaten: voor wie mentoren ziet of als tweede persoon bevestigt."""
    rijen = Certificaatscan.objects.filter(bestuur_id=actor.bestuur_id).select_related(
        "deelname__mentor__lidmaatschap__gebruiker", "deelname__mentor__organisatie", "deelname__opleiding", "document",
        "door__gebruiker",
    )  # fmt: skip
    return rijen if actor.mag("mentor.zien") or actor.mag("fiche.bevestigen") else rijen.none()


def scans_te_bevestigen(actor: Actor) -> QuerySet[Certificaatscan]:
    """Wat op deze persoon als tweede persoon wacht: niet wat die zelf oplaadde, en niet het eigen certificaat."""
    if not actor.mag("fiche.bevestigen") or actor.lidmaatschap is None:
        return Certificaatscan.objects.none()
    wachtend = scans(actor).filter(status=Scanstatus.TE_BEVESTIGEN)
    return (
        wachtend.exclude(door=actor.lidmaatschap)
        .exclude(deelname__mentor__lidmaatschap=actor.lidmaatschap)
        .order_by("pk")
    )
