"""Welke manieren van ondertekenen het bestuur toelaat, en sinds wanneer het deze toepassing gebruikt."""

from datetime import date

from django.utils import timezone

from documenten.zegel import vertrouwenslijst
from logboek.stappen import schrijf
from organisaties.enums import Tekenwijze
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur
from organisaties.toegang import Actor, eis

VELDEN = [f"teken_{wijze}" for wijze in Tekenwijze]


def kies(door: Actor, *, wijzen: set[str], ingebruikname: date) -> Bestuur:
    """Wat al getekend is, blijft. Geweigerd zonder manier voor nieuwe fiches, met een dag in de toekomst, en met een
    eigen certificaat zolang de installatie geen vertrouwenslijst heeft."""
    eis(door, "instellingen.beheren")
    if not wijzen - {Tekenwijze.VOORAF}:
        raise Geweigerd("Laat minstens één manier toe om een nieuwe fiche te ondertekenen.", "teken_toepassing")
    if ingebruikname > timezone.localdate():
        raise Geweigerd("Deze dag moet nog komen. Kies vandaag of vroeger.", "ingebruikname")
    with grenzen():
        bestuur = Bestuur.objects.select_for_update(no_key=True).get(pk=door.bestuur_id)
        nieuw = Tekenwijze.CERTIFICAAT in wijzen - bestuur.wijzen
        if nieuw and (waarom := vertrouwenslijst.waarom_niet()):
            raise Geweigerd(waarom, "teken_certificaat")
        for wijze in Tekenwijze:
            setattr(bestuur, f"teken_{wijze}", wijze in wijzen)
        bestuur.ingebruikname = ingebruikname
        bestuur.save(update_fields=[*VELDEN, "ingebruikname"])
        schrijf(
            door, "instellingen.tekenwijzen", bestuur, wijzen=sorted(bestuur.wijzen), ingebruikname=str(ingebruikname)
        )
    return bestuur
