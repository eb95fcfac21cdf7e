"""Een plaatsvervanger aanduiden en dat vroeger beëindigen. Wat intussen getekend werd, verandert daardoor niet."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from logboek.stappen import schrijf
from organisaties.enums import Rol, Vervangbaar
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Lidmaatschap, Plaatsvervanging
from organisaties.toegang import Actor, eis, geldig


def _mag_voor(door: Actor, voor: Lidmaatschap) -> None:
    """De beheerder voor iedereen; een directeur of leidinggevende voor de eigen afwezigheid."""
    if door.mag("plaatsvervanging.regelen"):
        return
    eis(door, "plaatsvervanging.eigen")
    if door.lidmaatschap is None or door.lidmaatschap.pk != voor.pk:
        raise PermissionDenied("plaatsvervanging.eigen: enkel voor jezelf")


def duid_aan(
    door: Actor,
    *,
    voor: Lidmaatschap,
    plaatsvervanger: Lidmaatschap,
    hoedanigheid: str,
    van: date,
    tot: date,
    referentie: str,
) -> Plaatsvervanging:
    """Geweigerd met elke reden: rol ontbreekt, geen toegang, periode voorbij, overlap, geen schriftelijke opdracht."""
    _mag_voor(door, voor)
    if redenen := _bezwaren(voor, plaatsvervanger, hoedanigheid, van, tot, timezone.localdate()):
        raise Geweigerd.om(redenen)
    with grenzen():
        rij = Plaatsvervanging.objects.create(
            bestuur_id=door.bestuur_id,
            voor=voor,
            plaatsvervanger=plaatsvervanger,
            hoedanigheid=hoedanigheid,
            van=van,
            tot=tot,
            referentie=referentie.strip(),
        )
        schrijf(
            door,
            "plaatsvervanging.aangeduid",
            rij,
            voor=voor.pk,
            plaatsvervanger=plaatsvervanger.pk,
            hoedanigheid=str(hoedanigheid),
            van=str(van),
            tot=str(tot),
        )
    return rij


def _bezwaren(
    voor: Lidmaatschap, plaatsvervanger: Lidmaatschap, hoedanigheid: str, van: date, tot: date, vandaag: date
) -> list[tuple[str, str | None]]:
    redenen: list[tuple[str, str | None]] = []
    if hoedanigheid not in voor.rollen:
        woord = Vervangbaar(hoedanigheid).label
        redenen.append((f"{voor.gebruiker.volledige_naam} is geen {woord}. Kies wat die wel is.", "hoedanigheid"))
    actief = Lidmaatschap.objects.filter(geldig(vandaag), pk=plaatsvervanger.pk).exists()
    if not actief or Rol.CONTROLEUR in plaatsvervanger.rollen:
        redenen.append(("Deze persoon kan niet tekenen. Kies iemand met toegang.", "plaatsvervanger"))
    if van <= tot < vandaag:
        redenen.append(("Deze periode is voorbij. Kies een einddatum vanaf vandaag.", "tot"))
    return redenen


def beeindig(door: Actor, rij: Plaatsvervanging) -> Plaatsvervanging:
    """Vanaf nu tekent de plaatsvervanger niet meer. Twee keer beëindigen is één keer."""
    with grenzen():
        rij = Plaatsvervanging.objects.select_for_update(of=("self",)).select_related("voor").get(pk=rij.pk)
        _mag_voor(door, rij.voor)
        if rij.beeindigd_op is None:
            rij.beeindigd_op = timezone.now()
            rij.save(update_fields=["beeindigd_op"])
            schrijf(door, "plaatsvervanging.beeindigd", rij)
    return rij
