"""Wat een bestuur per oproep zelf kiest, waar geen bron het zegt. Elke keuze is een rij met haar begindatum."""

from datetime import date

from django.utils import timezone

from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from projecten import regels
from projecten.models import Oproep, OproepInstelling

VROEGER = "Kies vandaag of een latere dag. Wat al voorbij is, verandert niet meer."


def kies(door: Actor, oproep: Oproep, sleutel: str, *, waarde: int, vanaf: date) -> OproepInstelling:
    """Vanaf die dag geldt deze keuze; wat vroeger gold blijft gelden voor vroegere dagen.

    Dezelfde begindatum nog eens: die keuze was nog niet voorbij, en wordt vervangen (het logboek houdt beide).
    Geweigerd buiten de grenzen of vóór vandaag; KeyError bij een sleutel die geen keuze is.
    """
    eis(door, "instellingen.beheren")
    regels.eis(regels.keuze(sleutel, waarde))
    if vanaf < timezone.localdate():
        raise Geweigerd(VROEGER, "vanaf")
    with grenzen():
        rij, _ = OproepInstelling.objects.update_or_create(
            bestuur_id=door.bestuur_id, oproep=oproep, sleutel=sleutel, vanaf=vanaf, defaults={"waarde": waarde}
        )
        schrijf(door, "instellingen.oproep", rij, sleutel=sleutel, waarde=waarde, vanaf=str(vanaf))
    return rij
