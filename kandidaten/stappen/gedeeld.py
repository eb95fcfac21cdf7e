"""Wat de stappen van een kandidatuur delen: sloten in vaste volgorde (eerst de plek), de status, en wie het hoort."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from kandidaten import (
    regels,
)
from kandidaten.enums import Nieuws, Status
from kandidaten.models import Kandidatuur
from kandidaten.stand import met_plaatsing
from leerwerkplekken.models import Leerwerkplek
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd
from organisaties.toegang import Actor
from taken.stappen import plan


def neem_plek(kandidatuur: Kandidatuur) -> Leerwerkplek:
    """De plek op slot: wie er nog iets over beslist, wacht. Altijd vóór de kandidatuur zelf."""
    rijen = Leerwerkplek.objects.select_for_update(of=("self",)).select_related("project__oproep")
    return rijen.get(pk=kandidatuur.leerwerkplek_id, bestuur=kandidatuur.bestuur_id)


def neem(kandidatuur: Kandidatuur) -> Kandidatuur:
    """De kandidatuur op slot, zoals ze nu is, met `plaatsing`."""
    rijen = Kandidatuur.objects.select_for_update(of=("self",)).select_related("deelnemer", "bestuur")
    return met_plaatsing(rijen).get(pk=kandidatuur.pk)


def eis_overgang(kandidatuur: Kandidatuur, naar: str) -> None:
    regels.eis([regels.nog_te_beslissen(kandidatuur.status, naar)])


def eis_niet_geplaatst(kandidatuur: Kandidatuur) -> None:
    if kandidatuur.plaatsing:
        raise Geweigerd("Deze persoon is al geplaatst. Beëindig zo nodig de plaatsing.")


def zet(door: Actor, kandidatuur: Kandidatuur, naar: str, **velden) -> Kandidatuur:
    """Zet de status (mag dezelfde zijn) en de velden; wie van HR dat deed staat erbij."""
    van, velden = kandidatuur.status, velden | {"status": naar}
    if door.lidmaatschap is not None:
        velden["behandeld_door"] = door.lidmaatschap
    for veld, waarde in velden.items():
        setattr(kandidatuur, veld, waarde)
    kandidatuur.save(update_fields=list(velden))
    schrijf(door, f"kandidatuur.{naar}", kandidatuur, van=van, naar=naar)
    return kandidatuur


def laat_vallen(door: Actor, kandidatuur: Kandidatuur) -> None:
    """Een reservatie voorbij haar laatste dag: de plek komt vrij, partner en HR horen het één keer.

    Wie intussen geplaatst is had ze niet meer nodig: dat is een afgeronde kandidatuur, en niemand hoort iets.
    """
    if kandidatuur.plaatsing:
        dag, aanvaard_op = timezone.localdate(), kandidatuur.aanvaard_op or timezone.localdate()
        zet(door, kandidatuur, Status.AANVAARD, aanvaard_op=aanvaard_op, afgesloten_op=dag, gereserveerd_tot=None)
        return
    kandidatuur.vervallen_op, kandidatuur.gereserveerd_tot = kandidatuur.gereserveerd_tot, None
    kandidatuur.save(update_fields=["gereserveerd_tot", "vervallen_op"])
    schrijf(door, "kandidatuur.reservatie_vervallen", kandidatuur, op=str(kandidatuur.vervallen_op))
    meld(kandidatuur, "vervallen")
    meld_hr(kandidatuur, Nieuws.VERVALLEN)


def ruim_op(door: Actor, plek: Leerwerkplek, voor: Kandidatuur, dag: date) -> None:
    """Reservaties van anderen die niet meer gelden, voor er opnieuw over de plek beslist wordt. De plek is op slot."""
    rijen = _andere_reservaties(plek, voor)
    for kandidatuur in met_plaatsing(rijen).order_by("pk"):
        if kandidatuur.plaatsing or (kandidatuur.gereserveerd_tot and kandidatuur.gereserveerd_tot < dag):
            laat_vallen(door, kandidatuur)


def meld(kandidatuur: Kandidatuur, wat: str, *nummers: int) -> None:
    """Een mail aan de GLOW-partner, uit de transactie van de stap: één keer, ook als de werker even weg is."""
    plan(f"kandidaten.{wat}", kandidatuur.pk, *nummers, bestuur_id=kandidatuur.bestuur_id)


def meld_hr(kandidatuur: Kandidatuur, nieuws: Nieuws) -> None:
    plan("kandidaten.aan_hr", kandidatuur.pk, nieuws.value, bestuur_id=kandidatuur.bestuur_id)


def _andere_reservaties(plek: Leerwerkplek, voor: Kandidatuur) -> QuerySet[Kandidatuur]:
    rijen = Kandidatuur.objects.filter(bestuur=plek.bestuur_id, leerwerkplek=plek, gereserveerd_tot__isnull=False)
    return rijen.exclude(pk=voor.pk)


def eis_open_plek(plek: Leerwerkplek, voor: Kandidatuur) -> None:
    """Niemand anders heeft de plek; na `ruim_op`, met de plek op slot."""
    if wie := _andere_reservaties(plek, voor).select_related("deelnemer").first():
        raise Geweigerd(
            f"Deze plek is gereserveerd voor {wie.deelnemer.code}, tot en met {wie.gereserveerd_tot:%d/%m/%Y}."
            " Trek die reservatie eerst in."
        )
