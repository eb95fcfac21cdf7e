"""Wat nog naar een persoon verwijst, voor wie de toegang wil intrekken."""

from dataclasses import dataclass

from django.utils import timezone

from fiches.toegang import te_ondertekenen
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Leerwerkplek
from mentoren.models import Leiding
from mentoren.regels import leiding_op
from organisaties.models import Lidmaatschap, Plaatsvervanging
from organisaties.toegang import als_lid
from plaatsingen.models import Plaatsing


@dataclass(frozen=True)
class Verband:
    zin: str
    namen: tuple[str, ...]


def van(lid: Lidmaatschap) -> list[Verband]:
    """Open plekken en plaatsingen als mentor, mentoren die deze persoon leidt, wachtende fiches, plaatsvervangingen."""
    vandaag = timezone.localdate()
    plekken = Leerwerkplek.objects.filter(bestuur=lid.bestuur_id, mentor__lidmaatschap=lid).order_by("code")
    plaatsingen = Plaatsing.objects.filter(
        bestuur=lid.bestuur_id, leerwerkplek__mentor__lidmaatschap=lid, tot__gte=vandaag, beeindigd_op=None
    )
    geleid = Leiding.objects.filter(leiding_op(vandaag), bestuur=lid.bestuur_id, leidinggevende=lid)
    alle = [
        Verband(
            "Mentor van deze open leerwerkplekken. Geef ze een andere mentor.",
            tuple(f"{p.code} {p.functie}" for p in plekken.exclude(status=Status.GESLOTEN)),
        ),
        Verband(
            "Volgt de uren op van deze plaatsingen. Niemand anders kan ze invoeren.",
            tuple(plaatsingen.order_by("code").values_list("code", flat=True)),
        ),
        Verband(
            "Direct leidinggevende van deze mentoren. Duid een andere aan.",
            tuple(rij.mentor.naam for rij in geleid.select_related("mentor__lidmaatschap__gebruiker").order_by("pk")),
        ),
        Verband(
            "Kan deze fiches nu ondertekenen.",
            tuple(f.code for f in te_ondertekenen(als_lid(lid))),
        ),
        Verband("Heeft een rol in deze plaatsvervangingen. Die gelden dan niet meer.", _vervangingen(lid)),
    ]
    return [verband for verband in alle if verband.namen]


def _vervangingen(lid: Lidmaatschap) -> tuple[str, ...]:
    rijen = Plaatsvervanging.objects.filter(bestuur=lid.bestuur_id, tot__gte=timezone.localdate(), beeindigd_op=None)
    rijen = rijen.select_related("voor__gebruiker", "plaatsvervanger__gebruiker").order_by("van", "pk")
    return tuple(
        f"{rij.plaatsvervanger.gebruiker.volledige_naam} voor {rij.voor.gebruiker.volledige_naam}"
        for rij in rijen
        if lid.pk in (rij.voor_id, rij.plaatsvervanger_id)
    )
