"""Een plek aanbieden aan een GLOW-partner."""

from datetime import date

from django.utils import timezone

from leerwerkplekken.enums import Status
from leerwerkplekken.models import Aanbod, Leerwerkplek
from leerwerkplekken.stappen.gedeeld import slot, werk_status_bij
from leerwerkplekken.stappen.plan import begin_afspraak
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import GlowPartner
from organisaties.toegang import Actor, eis


def bied_aan(door: Actor, plek: Leerwerkplek, glowpartner: GlowPartner, *, op: date | None = None) -> Aanbod:
    """Noteert dat de plek op die dag aan deze GLOW-partner aangeboden werd: zelf bewijs voor ESF (bron 000)."""
    eis(door, "leerwerkplek.bewerken")
    op = op or timezone.localdate()
    if op > timezone.localdate() and not door.installatie:
        raise Geweigerd("Deze datum ligt in de toekomst. Vul de dag in waarop je de plek aanbood.", "aangeboden_op")
    with grenzen():
        plek = slot(plek)
        if plek.status == Status.GESLOTEN:
            raise Geweigerd("Deze plek is gesloten. Heropen ze eerst.", "glowpartner")
        aanbod = Aanbod.objects.create(
            bestuur=plek.bestuur, leerwerkplek=plek, glowpartner=glowpartner, aangeboden_op=op
        )
        begin_afspraak(plek, glowpartner)
        schrijf(door, "leerwerkplek.aangeboden", plek, glowpartner=glowpartner.pk, op=str(op))
        werk_status_bij(door, plek)
    return aanbod
