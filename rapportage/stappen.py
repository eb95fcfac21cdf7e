"""Een bewijspakket vragen en annuleren. Wat ermee gebeurt, zegt de taak."""

from datetime import date

from django.utils import timezone

from kern.opmaak import datum_woord
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from projecten.models import Subsidieproject
from rapportage.models import Bewijspakket
from taken import stappen as taken
from taken.enums import OPEN
from taken.models import Taak


def vraag_pakket(door: Actor, project: Subsidieproject, peildatum: date) -> tuple[Bewijspakket, bool]:
    """Vraagt het pakket op een peildatum (niet voor de start, niet in de toekomst); de taak maakt het.

    Uit: het pakket, en of het nieuw is. Wordt er voor dit project en deze dag al een gemaakt, dan is het dat.
    """
    eis(door, "bewijspakket.maken")
    if peildatum > timezone.localdate():
        raise Geweigerd("Deze peildatum moet nog komen. Kies vandaag of vroeger.", "peildatum")
    if peildatum < project.van:
        begin = datum_woord(project.van)
        raise Geweigerd(f"Het project begint op {begin}. Kies die dag of later.", "peildatum")
    with grenzen():
        Subsidieproject.objects.select_for_update().get(pk=project.pk)  # twee tabbladen: de tweede ziet de eerste
        if bezig := _bezig(project, peildatum):
            return bezig, False
        pakket = Bewijspakket.objects.create(
            bestuur_id=project.bestuur_id, project=project, peildatum=peildatum, aangevraagd_door=door.lidmaatschap
        )
        taak = taken.plan("rapportage.bewijspakket", pakket.pk, bestuur_id=project.bestuur_id)
        pakket.taak_id = taak.pk
        pakket.save(update_fields=["taak_id"])
        schrijf(door, "bewijspakket.gevraagd", pakket, project=project.pk, peildatum=str(peildatum))
    return pakket, True


def _bezig(project: Subsidieproject, peildatum: date) -> Bewijspakket | None:
    gevraagd = Bewijspakket.objects.filter(
        bestuur=project.bestuur_id, project=project, peildatum=peildatum, document=None
    )
    open_ = Taak.objects.filter(pk__in=gevraagd.values_list("taak_id", flat=True), status__in=OPEN)
    return gevraagd.filter(taak_id__in=list(open_.values_list("pk", flat=True))).order_by("-pk").first()


def annuleer(door: Actor, pakket: Bewijspakket) -> bool:
    """Stopt een pakket dat nog niet klaar is; False als het al gedaan was."""
    eis(door, "bewijspakket.maken")
    gestopt = pakket.taak_id is not None and taken.annuleer(pakket.taak_id)
    if gestopt:
        schrijf(door, "bewijspakket.geannuleerd", pakket)
    return gestopt


def opnieuw(door: Actor, pakket: Bewijspakket) -> bool:
    """Een opgegeven pakket krijgt een nieuwe kans."""
    eis(door, "bewijspakket.maken")
    opnieuw_ = pakket.taak_id is not None and taken.opnieuw(pakket.taak_id)
    if opnieuw_:
        schrijf(door, "bewijspakket.opnieuw", pakket)
    return opnieuw_
