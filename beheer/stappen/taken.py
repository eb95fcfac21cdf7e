"""Daden van de beheerder op wat onder haar staat, met recht en logboek."""

from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd
from organisaties.toegang import Actor, eis
from taken import stappen as taken
from taken.models import Taak


def probeer_opnieuw(door: Actor, taak: Taak) -> None:
    """Geeft een opgegeven taak van het eigen bestuur een nieuwe kans."""
    eis(door, "taken.beheren")
    if taak.bestuur_id != door.bestuur_id or not taken.opnieuw(taak.pk):
        raise Geweigerd("Deze taak loopt al of is klaar. Herlaad de pagina.")
    schrijf(door, "taak.opnieuw", taak)
