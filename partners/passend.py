"""Wat er nieuw bij zoekopdrachten past. Elke ochtend, per bestuur; opnieuw lopen stuurt niets dubbel.

Een zoekopdracht is van één persoon bij een partner, een bericht van een bestuur: daarom drie transacties na elkaar.
Valt er een weg tussen bericht en merk, dan houdt de sleutel van het bericht het tweede tegen.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import connection

from organisaties.isolatie import namens
from organisaties.models import Bestuur, GlowPartner
from partners import bord
from partners.forms import BordForm
from partners.models import Zoekopdracht
from partners.regels import Bordrij, past
from partners.stappen import zoeken as stappen

VERZOEK = "meld_zoekopdrachten"


def passende(zoek: Zoekopdracht, rijen: Sequence[Bordrij], dag: date) -> list[Bordrij]:
    """De plekken die bij deze zoekopdracht passen; geen enkele als een van haar keuzes niet (meer) bestaat."""
    form = BordForm(zoek.vraag, rijen=rijen)
    return [rij for rij in rijen if past(rij, form.cleaned_data, dag)] if form.is_valid() else []


def meld(bestuur_id: int, dag: date) -> int:
    """Laat elke persoon die zoekt weten welke plekken van dit bestuur er nieuw bij passen; geeft hun aantal."""
    with namens(bestuur=bestuur_id, verzoek=VERZOEK), connection.cursor() as c:
        c.execute("SELECT glowpartner_id, gebruiker_id FROM partner_zoekers()")
        zoekers = c.fetchall()
    return sum(_meld_aan(bestuur_id, partner, gebruiker, dag) for partner, gebruiker in zoekers)


def _meld_aan(bestuur_id: int, partner_id: int, gebruiker_id: int, dag: date) -> int:
    wie = {"gebruiker": gebruiker_id, "glowpartner": partner_id, "verzoek": VERZOEK}
    with namens(**wie):
        partner = GlowPartner.objects.get(pk=partner_id)
        rijen = bord.rijen(partner, dag)
        per_zoek = {
            zoek: [
                r
                for r in passende(zoek, rijen, dag)
                if r.plek.bestuur_id == bestuur_id and r.plek.pk not in zoek.gezien
            ]
            for zoek in Zoekopdracht.objects.filter(mailt=True)
        }
    per_plek: dict[int, list[str]] = defaultdict(list)
    plekken = {}
    for zoek, nieuw in per_zoek.items():
        for rij in nieuw:
            per_plek[rij.plek.pk].append(zoek.naam)
            plekken[rij.plek.pk] = rij
    if not plekken:
        return 0
    with namens(bestuur=bestuur_id, verzoek=VERZOEK):
        bestuur = Bestuur.objects.get(pk=bestuur_id)
        for pk, rij in plekken.items():
            stappen.meld(bestuur, partner, gebruiker_id, rij, per_plek[pk])
    with namens(**wie):
        for zoek, nieuw in per_zoek.items():
            if nieuw:
                stappen.markeer(zoek, [rij.plek.pk for rij in nieuw])
    return len(plekken)
