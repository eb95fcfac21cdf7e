"""De trajectbegeleider hoort van een afwezigheid: één keer, en ingetrokken of rechtgezet als ze niet klopte."""

from datetime import date

from plaatsingen.enums import AFWEZIG, MeldingStatus
from plaatsingen.models import Afwezigmelding, Plaatsing, Prestatie
from plaatsingen.tasks import MELD_AFWEZIG
from taken.stappen import plan

# Wat er met de melding gebeurt: {van: naar}; wat er niet staat, blijft.
NU_AFWEZIG = {
    MeldingStatus.INGETROKKEN: MeldingStatus.GEPLAND,
    MeldingStatus.RECHTGEZET: MeldingStatus.GEPLAND,
    MeldingStatus.RECHT_TE_ZETTEN: MeldingStatus.GEMELD,
}
NIET_MEER = {
    MeldingStatus.GEPLAND: MeldingStatus.INGETROKKEN,
    MeldingStatus.ZONDER_ADRES: MeldingStatus.INGETROKKEN,
    MeldingStatus.GEMELD: MeldingStatus.RECHT_TE_ZETTEN,
}
TE_MAILEN = (MeldingStatus.GEPLAND, MeldingStatus.RECHT_TE_ZETTEN)


def volg_op(plaatsing: Plaatsing, dag: date) -> None:
    """Na elke wijziging van een afwezige dag, in de transactie van die stap."""
    afwezig = Prestatie.objects.filter(
        bestuur=plaatsing.bestuur_id, plaatsing=plaatsing, datum=dag, soort__in=AFWEZIG
    ).exists()
    melding = (
        Afwezigmelding.objects.select_for_update()
        .filter(bestuur=plaatsing.bestuur_id, plaatsing=plaatsing, datum=dag)
        .first()
    )
    if melding is None:
        if not afwezig:
            return
        melding = Afwezigmelding(bestuur_id=plaatsing.bestuur_id, plaatsing=plaatsing, datum=dag)
        nieuw = MeldingStatus.GEPLAND
    else:
        oud = MeldingStatus(melding.status)
        nieuw = (NU_AFWEZIG if afwezig else NIET_MEER).get(oud, oud)
        if nieuw == oud:
            return
    _zet(melding, nieuw, adres=plaatsing.begeleider_email)


def _zet(melding: Afwezigmelding, status: MeldingStatus, *, adres: str) -> None:
    melding.status = status
    if status == MeldingStatus.GEPLAND and not adres:
        melding.status = MeldingStatus.ZONDER_ADRES
    melding.taak = None
    melding.save(update_fields=["status", "taak"] if melding.pk else None)
    if melding.status in TE_MAILEN:
        melding.taak = plan(MELD_AFWEZIG, melding.pk, bestuur_id=melding.bestuur_id).pk
        melding.save(update_fields=["taak"])
