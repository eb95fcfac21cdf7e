"""Een mentor vertrekt: plekken, deelnemers en vervangingen gaan in één daad naar anderen."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from leerwerkplekken import stappen as plekstappen
from leerwerkplekken.models import Leerwerkplek
from logboek.stappen import schrijf
from mentoren import stappen as mentorstappen
from mentoren.models import Mentor
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from plaatsingen import overdracht
from plaatsingen.models import Plaatsing


def draag_over(
    door: Actor,
    mentor: Mentor,
    *,
    op: date,
    plekken: Mapping[int, Mentor],
    vervanger: Mentor | None = None,
) -> Mentor:
    """Alles of niets: elke plek (nummer → nieuwe mentor), wie er geplaatst is, en waar de mentor vervangt.

    `vervanger` vervangt voortaan waar deze mentor vervangt; zonder staat daar niemand meer. Geweigerd als een plek
    geen nieuwe mentor heeft of als die zelf vertrokken is. De fiches blijven gelden (besluit: signaal).
    """
    eis(door, "mentor.bewerken")
    vandaag = timezone.localdate()
    with grenzen():
        mentor = mentorstappen.vertrekt(door, mentor, op=op)  # neemt het slot: twee keer klikken doet het één keer
        kiesbaar = set(overdracht.kiesbaar(mentor.bestuur_id, vandaag, mentor.pk).values_list("pk", flat=True))
        for nieuw in [*plekken.values(), *([vervanger] if vervanger else [])]:
            if nieuw.pk not in kiesbaar:
                raise Geweigerd("Kies een mentor die in dienst is.", "mentor")
        over = list(overdracht.plekken(mentor, vandaag))
        if vergeten := [plek.code for plek in over if plek.pk not in plekken]:
            raise Geweigerd(f"Kies ook een mentor voor {', '.join(vergeten)}.", "mentor")
        _vervangingen(door, mentor, vervanger, vandaag)
        for plek in over:
            _plek(door, plek, plekken[plek.pk], vandaag)
        schrijf(door, "mentor.overgedragen", mentor, plekken=[plek.code for plek in over], op=str(op))
    return mentor


def _plek(door: Actor, plek: Leerwerkplek, nieuw: Mentor, vandaag: date) -> None:
    """De plek naar de nieuwe mentor; was die er vervanger, dan is er daar geen vervanger meer."""
    eigen = Plaatsing.objects.filter(bestuur=plek.bestuur_id, leerwerkplek=plek, vervangend_mentor=nieuw)
    for plaatsing in overdracht.nog_te_gaan(eigen, vandaag).order_by("pk"):
        _vervang(door, plaatsing, None)
    plekstappen.wijzig(door, plek, mentor=nieuw)


def _vervangingen(door: Actor, mentor: Mentor, vervanger: Mentor | None, vandaag: date) -> None:
    for plaatsing in overdracht.vervangt(mentor, vandaag):
        zelfde = vervanger is not None and plaatsing.leerwerkplek.mentor_id == vervanger.pk
        _vervang(door, plaatsing, None if zelfde else vervanger)


def _vervang(door: Actor, plaatsing: Plaatsing, vervanger: Mentor | None) -> None:
    plaatsing.vervangend_mentor = vervanger
    plaatsing.save(update_fields=["vervangend_mentor"])
    schrijf(door, "plaatsing.begeleiding", plaatsing, velden=["vervangend_mentor"])
