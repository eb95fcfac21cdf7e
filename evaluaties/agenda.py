"""Evaluaties in de agenda van de mentor: de laatste dag waarop ze kunnen."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from berichten.agenda import Afspraak, afspraken
from evaluaties import overzicht
from evaluaties.enums import Stand
from kern.opmaak import datum_woord, hoofdletter
from organisaties.enums import Rol
from organisaties.toegang import Actor
from plaatsingen.agenda import gewijzigd, lopend
from plaatsingen.toegang import eigen

OPEN = (Stand.KOMT, Stand.TE_DOEN, Stand.TE_LAAT)


@afspraken
def te_doen(actor: Actor, van: date, tot: date) -> Iterator[Afspraak]:
    """Wat gedaan of gemist is, verdwijnt."""
    if Rol.MENTOR not in actor.rollen:
        return
    plaatsingen = list(lopend(eigen(actor), van, tot).order_by("pk"))
    laatst = gewijzigd(plaatsingen)
    for rij in overzicht.regels_van(plaatsingen, timezone.localdate()):
        if rij.wat.stand in OPEN and van <= rij.wat.uiterlijk <= tot:
            label = rij.wat.moment.label
            yield Afspraak(
                f"evaluatie-{rij.plaatsing.pk}-{rij.wat.moment}",
                f"{hoofdletter(label)} van {rij.plaatsing.deelnemer.code}: laatste dag",
                rij.wat.uiterlijk,
                rij.wat.uiterlijk,
                laatst[rij.plaatsing.pk],
                f"Kan vanaf {datum_woord(rij.wat.vanaf)}.",
                pad=reverse("evaluaties:plaatsing", args=[rij.plaatsing.pk]),
            )
