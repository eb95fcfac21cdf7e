"""Wat HR hoort van wat een GLOW-partner deed: zijn stap plande de taak, hier staat het bestuur als context."""

from berichten.stappen import aan_rol
from leerwerkplekken import brieven
from leerwerkplekken.enums import Antwoord
from leerwerkplekken.models import Aanbod, Aanbodvraag
from organisaties.enums import Rol
from taken.register import verwerker
from taken.uitvoering import Werk


@verwerker("leerwerkplekken.antwoord")
def antwoord(werk: Werk, aanbod_id: int, keer: int) -> None:
    """Een partner weigerde een aanbod. Is het intussen vernieuwd of toch aanvaard, dan is er ander nieuws."""
    with werk.afronden():
        rijen = Aanbod.objects.select_related("leerwerkplek__bestuur", "glowpartner")
        rij = rijen.filter(pk=aanbod_id, keer=keer, antwoord=Antwoord.GEWEIGERD).first()
        if rij is not None:
            aan_rol(rij.bestuur_id, Rol.HR, brieven.geweigerd(rij))


@verwerker("leerwerkplekken.vraag")
def vraag(werk: Werk, vraag_id: int) -> None:
    with werk.afronden():
        rijen = Aanbodvraag.objects.select_related("aanbod__leerwerkplek__bestuur", "glowpartner")
        gesteld = rijen.get(pk=vraag_id)
        aan_rol(gesteld.bestuur_id, Rol.HR, brieven.vraag(gesteld))
