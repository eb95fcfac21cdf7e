"""Wie welke plaatsing hier ziet: HR alle, een mentor de eigen, een GLOW-partner wie via hem geplaatst is."""

from django.db.models import QuerySet

from evaluaties.models import Attest, Evaluatie
from organisaties.toegang import Actor
from plaatsingen.models import Plaatsing
from plaatsingen.toegang import eigen

HR = "uitstroom.noteren"  # wie dit mag, ziet elke plaatsing van het bestuur


def plaatsingen(actor: Actor) -> QuerySet[Plaatsing]:
    """De plaatsingen waarvan deze actor de evaluaties mag zien. Een partner krijgt ze zonder mentor en project."""
    if not actor.mag("evaluatie.zien"):
        return Plaatsing.objects.none()
    if actor.glowpartner:
        return Plaatsing.objects.filter(glowpartner=actor.glowpartner).select_related(
            "bestuur", "deelnemer", "leerwerkplek", "glowpartner"
        )
    met = ("bestuur", "deelnemer", "glowpartner", "leerwerkplek__mentor__lidmaatschap__gebruiker")
    if actor.mag(HR):
        return Plaatsing.objects.filter(bestuur_id=actor.bestuur_id).select_related(*met)
    return eigen(actor).select_related(*met)


def invulbaar(actor: Actor) -> QuerySet[Plaatsing]:
    """De plaatsingen waarvoor deze actor een evaluatie mag invullen."""
    return plaatsingen(actor) if actor.mag("evaluatie.invullen") else Plaatsing.objects.none()


def evaluaties(actor: Actor) -> QuerySet[Evaluatie]:
    """De evaluaties die deze actor mag lezen; een partner enkel de afgeronde (dat bewaakt ook de database)."""
    gevonden = Evaluatie.objects.filter(plaatsing__in=plaatsingen(actor).values("pk"))
    if actor.glowpartner:
        return gevonden.filter(status="afgerond").select_related(
            "bestuur", "plaatsing__deelnemer", "plaatsing__leerwerkplek"
        )
    return gevonden.select_related(
        "bestuur", "plaatsing__deelnemer", "plaatsing__leerwerkplek", "stem_door__gebruiker",
        "besproken_door__gebruiker", "afgerond_door__gebruiker",
    )  # fmt: skip


def attesten(actor: Actor) -> QuerySet[Attest]:
    """De attesten die deze actor mag ophalen."""
    if not actor.mag("attest.ophalen"):
        return Attest.objects.none()
    return Attest.objects.filter(plaatsing__in=plaatsingen(actor).values("pk")).select_related("plaatsing__deelnemer")
