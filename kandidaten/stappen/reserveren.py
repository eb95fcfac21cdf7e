"""Een plek voor iemand vrijhouden: van de intake af, opnieuw na het verlopen, en weer loslaten."""

from datetime import date

from django.utils import timezone

from kandidaten import regels
from kandidaten.enums import Status
from kandidaten.models import Kandidatuur
from kandidaten.stand import met_plaatsing
from kandidaten.stappen import gedeeld
from logboek.stappen import schrijf
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Bestuur
from organisaties.toegang import Actor, eis, installatie
from projecten.regels import grenzen as oproepgrenzen


def reserveer(door: Actor, kandidatuur: Kandidatuur) -> Kandidatuur:
    """Houdt de plek voor deze kandidaat vrij vanaf vandaag; een lopende reservatie begint opnieuw te tellen."""
    eis(door, "kandidaat.behandelen")
    dag = timezone.localdate()
    with grenzen():
        plek = gedeeld.neem_plek(kandidatuur)
        gedeeld.ruim_op(door, plek, kandidatuur, dag)
        kandidatuur = gedeeld.neem(kandidatuur)
        gedeeld.eis_niet_geplaatst(kandidatuur)
        if kandidatuur.status not in (Status.INTAKE, Status.AANVAARD):
            raise Geweigerd("Reserveren kan vanaf een intake, en zolang de kandidatuur loopt.")
        gedeeld.eis_open_plek(plek, kandidatuur)
        op = oproepgrenzen(plek.project.oproep, dag, plek.bestuur_id)
        kandidatuur.gereserveerd_tot = regels.reservatie_tot(dag, op)
        kandidatuur.save(update_fields=["gereserveerd_tot"])
        schrijf(door, "kandidatuur.gereserveerd", kandidatuur, tot=str(kandidatuur.gereserveerd_tot))
    return kandidatuur


def laat_los(door: Actor, kandidatuur: Kandidatuur) -> Kandidatuur:
    """Trekt de reservatie in: de plek is weer vrij, de kandidatuur blijft. De partner hoort het."""
    eis(door, "kandidaat.behandelen")
    with grenzen():
        kandidatuur = gedeeld.neem(kandidatuur)
        if kandidatuur.gereserveerd_tot is None:
            raise Geweigerd("De plek was al niet meer gereserveerd. Er is niets veranderd.")
        gedeeld.eis_niet_geplaatst(kandidatuur)
        kandidatuur.gereserveerd_tot = None
        kandidatuur.save(update_fields=["gereserveerd_tot"])
        schrijf(door, "kandidatuur.reservatie_ingetrokken", kandidatuur)
        gedeeld.meld(kandidatuur, "losgelaten")
    return kandidatuur


def verloop(bestuur: Bestuur) -> int:
    """Ruimt op wat voorbij is, voor één bestuur: reservaties voorbij hun dag, en kandidaturen die een plaatsing werden.

    Geeft hoeveel er wijzigden. Twee keer draaien doet niets meer.
    """
    door, dag = installatie(bestuur), timezone.localdate()
    te_zien = met_plaatsing(Kandidatuur.objects.filter(bestuur=bestuur, afgesloten_op=None))
    gedaan = 0
    for rij in te_zien.order_by("leerwerkplek", "pk"):
        if not _voorbij(rij, dag):
            continue
        with grenzen():
            gedeeld.neem_plek(rij)
            nu = gedeeld.neem(rij)
            if nu.open and _voorbij(nu, dag):
                gedeeld.laat_vallen(door, nu)
                gedaan += 1
    return gedaan


def _voorbij(kandidatuur: Kandidatuur, dag: date) -> bool:
    verlopen = kandidatuur.gereserveerd_tot is not None and kandidatuur.gereserveerd_tot < dag
    return verlopen or bool(kandidatuur.plaatsing)
