"""De kern van elke manier van ondertekenen: de handtekening, wat er met de versies gebeurt, logboek en berichten.

Wie haar roept (`stappen`, en de taak die een eigen handtekening nakijkt) heeft het recht en de fiche al nagekeken, en
houdt de fiche op slot.
"""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from fiches import melden
from fiches.enums import LOPEND, VERKLARING, Aanleverstatus, Status
from fiches.models import OP_PAPIER, Aanlevering, Fiche, Handtekening, Tekenronde
from logboek.stappen import schrijf
from organisaties.enums import Tekenwijze
from organisaties.models import Lidmaatschap
from organisaties.toegang import Actor
from taken.stappen import plan

VOORAF = "Op papier ondertekend vóór de ingebruikname van deze toepassing. De scan is het bewijs."


def teken_af(door: Actor, fiche: Fiche, *, ronde: Tekenronde | None = None, **gegevens: Any) -> Handtekening:
    """Legt de handtekening vast; de vorige ondertekende versie wordt `vervangen` (besluit 3).

    `gegevens`: de velden van de handtekening.
    `ronde`: deze fiche is er een van meer die samen getekend worden; die ronde handelt de berichten zelf af.
    """
    handtekening = Handtekening.objects.create(
        bestuur_id=fiche.bestuur_id, fiche=fiche, inhoud_sha256=fiche.inhoud_sha256, **gegevens
    )
    Fiche.objects.filter(
        bestuur=fiche.bestuur_id, leerwerkplek=fiche.leerwerkplek_id, status=Status.ONDERTEKEND
    ).update(status=Status.VERVANGEN)
    fiche.status = Status.ONDERTEKEND
    fiche.save(update_fields=["status"])
    laat_vervallen(fiche)
    schrijf(
        door,
        "fiche.ondertekend",
        fiche,
        versie=fiche.versie,
        wijze=str(handtekening.wijze),
        hoedanigheid=str(handtekening.hoedanigheid),
        plaatsvervanging=handtekening.gezag.get("plaatsvervanging", {}).get("nummer"),
        sha256=fiche.inhoud_sha256,
        **({"ronde": ronde.pk} if ronde else {}),
    )
    plan("fiches.verzegel", fiche.pk, bestuur_id=fiche.bestuur_id)
    if ronde is None:
        melden.ondertekend(fiche.bestuur_id, fiche)
    return handtekening


def laat_vervallen(fiche: Fiche) -> None:
    """Wat nog klaarlag om deze versie anders te ondertekenen, hoeft niet meer."""
    rijen = Aanlevering.objects.filter(bestuur=fiche.bestuur_id, fiche=fiche, status__in=LOPEND)
    for rij in rijen.order_by("pk"):
        rij.status = Aanleverstatus.VERVALLEN
        rij.save(update_fields=["status"])
        melden.aanlevering_voorbij(rij)


def uit_aanlevering(
    door: Actor, rij: Aanlevering, fiche: Fiche, *, tweede: Lidmaatschap | None = None, op: datetime | None = None
) -> Handtekening:
    """De handtekening uit wat opgeladen werd. `tweede`: wie bevestigde; leeg bij een geldige eigen handtekening.

    `op`: het ogenblik van een eigen handtekening; van papier telt de dag die op de fiche staat.
    """
    papier = rij.wijze in OP_PAPIER
    zin = VOORAF if rij.wijze == Tekenwijze.VOORAF else VERKLARING
    return teken_af(
        door,
        fiche,
        wijze=rij.wijze,
        ondertekenaar=rij.ondertekenaar,
        hoedanigheid=rij.hoedanigheid,
        naam=rij.naam,
        functie=rij.functie,
        organisatie=rij.organisatie,
        gezag=rij.gezag,
        verklaring=zin.format(hoedanigheid=rij.als, organisatie=rij.organisatie),
        ondertekend_op=op or ogenblik(rij.getekend_op),
        scan=rij.bestand if papier else None,
        opgeladen_door=rij.door,
        bevestigd_door=tweede,
        bevestigd_op=timezone.localdate() if tweede else None,
    )


def ogenblik(dag: date | None) -> datetime:
    """Nu, of het midden van een opgegeven dag (daarvan kennen we het uur niet)."""
    return timezone.now() if dag is None else timezone.make_aware(datetime.combine(dag, time(12)))
