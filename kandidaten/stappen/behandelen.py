"""Wat HR beslist: een intake plannen, aanvaarden of weigeren. Eerst de plek op slot, dan de kandidatuur."""

from collections import defaultdict
from datetime import date, time

from django.utils import timezone

from kandidaten import regels
from kandidaten.enums import Reden, Status
from kandidaten.models import OPEN, Kandidatuur
from kandidaten.stappen import gedeeld
from leerwerkplekken.enums import Status as PlekStatus
from leerwerkplekken.models import Leerwerkplek
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.toegang import Actor, eis
from plaatsingen import indicaties
from plaatsingen.regels import toelaatbaarheid
from projecten.regels import Grenzen, Uitkomst
from projecten.regels import grenzen as oproepgrenzen
from taken.stappen import plan


def plan_intake(door: Actor, kandidatuur: Kandidatuur, *, datum: date, uur: time, plaats: str) -> Kandidatuur:
    """Spreekt een intake af, of verzet ze. De partner krijgt elke afspraak één keer per mail."""
    eis(door, "kandidaat.behandelen")
    regels.eis(regels.intake(datum, uur, timezone.now()))
    if not plaats.strip():
        raise Geweigerd("Vul in waar de intake doorgaat.", "plaats")
    with grenzen():
        kandidatuur = gedeeld.neem(kandidatuur)
        gedeeld.eis_niet_geplaatst(kandidatuur)
        if kandidatuur.status != Status.INTAKE:
            gedeeld.eis_overgang(kandidatuur, Status.INTAKE)
        afspraak = {"intake_datum": datum, "intake_uur": uur, "intake_plaats": plaats.strip()}
        if all(getattr(kandidatuur, veld) == waarde for veld, waarde in afspraak.items()):
            return kandidatuur  # twee keer gestuurd
        nr = kandidatuur.intake_nr + 1
        gedeeld.zet(door, kandidatuur, Status.INTAKE, intake_nr=nr, **afspraak)
        gedeeld.meld(kandidatuur, "intake", nr)
    return kandidatuur


def aanvaard(door: Actor, kandidatuur: Kandidatuur) -> Kandidatuur:
    """Aanvaardt een kandidaat en houdt de plek voor die persoon vrij. De eerste wint: wie tegelijk een ander aanvaardt,
    krijgt een zin. De andere open kandidaturen van de plek zijn meteen geweigerd, en hun partners horen het."""
    eis(door, "kandidaat.behandelen")
    dag = timezone.localdate()
    with grenzen():
        plek = gedeeld.neem_plek(kandidatuur)
        kandidatuur = gedeeld.neem(kandidatuur)
        gedeeld.eis_overgang(kandidatuur, Status.AANVAARD)
        gedeeld.eis_niet_geplaatst(kandidatuur)
        op = oproepgrenzen(plek.project.oproep, dag, plek.bestuur_id)
        _eis_toelaatbaar(plek, kandidatuur, op)
        gedeeld.ruim_op(door, plek, kandidatuur, dag)
        gedeeld.eis_open_plek(plek, kandidatuur)
        tot = regels.reservatie_tot(dag, op)
        gedeeld.zet(door, kandidatuur, Status.AANVAARD, aanvaard_op=dag, gereserveerd_tot=tot)
        gedeeld.meld(kandidatuur, "aanvaard")
        _weiger_anderen(door, plek, kandidatuur, dag)
    return kandidatuur


def _eis_toelaatbaar(plek: Leerwerkplek, kandidatuur: Kandidatuur, op: Grenzen) -> None:
    if plek.status == PlekStatus.GESLOTEN:
        raise Geweigerd("Deze plek is gesloten. Heropen ze eerst.")
    regels.eis(voorwaarden(kandidatuur, op))


def voorwaarden(kandidatuur: Kandidatuur, op: Grenzen) -> list[Uitkomst]:
    """Elke voorwaarde op de dag waarop deze kandidaat kan starten, zoals de partner ze nu bevestigt."""
    deelnemer, bevestigd = kandidatuur.deelnemer, indicaties.bevestiging(kandidatuur.deelnemer)
    return toelaatbaarheid(
        uitkeringsgerechtigd=deelnemer.uitkeringsgerechtigd,
        werkzoekend_sinds=deelnemer.werkzoekend_sinds,
        intensieve_begeleiding=deelnemer.intensieve_begeleiding,
        indicatoren=bevestigd.aantal if bevestigd else 0,
        start=kandidatuur.start,
        grenzen=op,
    )


def _weiger_anderen(door: Actor, plek: Leerwerkplek, gekozen: Kandidatuur, dag: date) -> None:
    """Elke partner krijgt één mail, met al zijn kandidaten voor deze plek."""
    andere = Kandidatuur.objects.filter(bestuur=plek.bestuur_id, leerwerkplek=plek, status__in=OPEN)
    per_partner: dict[int, list[int]] = defaultdict(list)
    for rij in andere.exclude(pk=gekozen.pk).select_for_update(of=("self",)).order_by("pk"):
        _sluit(door, rij, Reden.PLEK_INGENOMEN, "", dag)
        per_partner[rij.glowpartner_id].append(rij.pk)
    for nummers in per_partner.values():
        plan("kandidaten.ingenomen", *nummers, bestuur_id=plek.bestuur_id)


def weiger(door: Actor, kandidatuur: Kandidatuur, *, reden: str, nota: str = "") -> Kandidatuur:
    """Weigert een kandidaat, ook na het aanvaarden maar niet na het plaatsen. De partner krijgt de reden in woorden."""
    eis(door, "kandidaat.behandelen")
    regels.eis(regels.weigering(reden, nota))
    with grenzen():
        kandidatuur = gedeeld.neem(kandidatuur)
        gedeeld.eis_overgang(kandidatuur, Status.GEWEIGERD)
        gedeeld.eis_niet_geplaatst(kandidatuur)
        _sluit(door, kandidatuur, reden, nota.strip(), timezone.localdate())
        gedeeld.meld(kandidatuur, "geweigerd")
    return kandidatuur


def _sluit(door: Actor, kandidatuur: Kandidatuur, reden: str, nota: str, dag: date) -> None:
    gedeeld.zet(
        door,
        kandidatuur,
        Status.GEWEIGERD,
        weiger_reden=reden,
        weiger_nota=nota,
        afgesloten_op=dag,
        gereserveerd_tot=None,
    )
