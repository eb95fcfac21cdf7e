"""Overleg als bewijs van de relatie: wat plaatsvond telt, in elke vorm van het rapport hetzelfde."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projecten.models import Overleg, Subsidieproject
from projecten.stappen import actiepunten
from projecten.stappen import overleg as stappen
from rapportage import rapport, tabellen
from rapportage.cijfers import bereken

pytestmark = pytest.mark.django_db


def test_wat_plaatsvond_telt_met_agenda_besluiten_en_actiepunten(huis, plan):
    vandaag = timezone.localdate()
    with huis.binnen():
        Overleg.objects.all().update(afgelast_op=timezone.now(), afgelast_reden="opzet")
        project = Subsidieproject.objects.select_related("oproep").get()
        Subsidieproject.objects.filter(pk=project.pk).update(
            van=vandaag - timedelta(days=9), tot=vandaag + timedelta(9)
        )
        project.refresh_from_db()
        hr = huis.actor("hr")
        eerste = stappen.noteer_verslag(hr, plan(-5, onderwerp="een"), verslag="", besluiten=["a", "b"])
        punt = actiepunten.voeg_toe(hr, eerste, wat="x", wie="Jo")
        actiepunten.voeg_toe(hr, eerste, wat="y", wie="Jo")
        actiepunten.vink_af(hr, punt, gedaan=True)
        plan(0, onderwerp="vandaag")
        plan(-1, onderwerp="met vdab", met="vdab", glowpartner=None)
        plan(-10, onderwerp="voor het project")
        plan(1, onderwerp="moet nog komen")  # ook met een peildatum in de toekomst is dit nog geen bewijs
        stappen.last_af(hr, plan(-2, onderwerp="afgelast"), reden="ziek")
        (cijfers,) = bereken([project], vandaag + timedelta(days=5))
        alle = {tabel.naam: tabel for tabel in tabellen.alle(cijfers)}
        assert [rij[2:7] for rij in alle["overleg"].rijen] == [
            ("een", 2, 2, 2, 1),
            ("met vdab", 2, 0, 0, 0),
            ("vandaag", 2, 0, 0, 0),
        ]
        per_wie = alle["relatie"].rijen
        assert [(rij[0], rij[1], rij[4]) for rij in per_wie] == [(huis.partner.naam, 2, 2), ("VDAB", 1, 0)]
        totaal = next(rij[1] for rij in alle["resultaten"].rijen if rij[0] == "Overlegmomenten")
        assert totaal == len(alle["overleg"].rijen) == sum(rij[1] for rij in per_wie) == 3
        op_papier = rapport._op_papier(alle["overleg"], rapport.PAPIER)
        assert [kop["tekst"] for kop in op_papier["koppen"]][-2:] == ["Agendapunten", "Besluiten"]
        assert len(op_papier["rijen"]) == 3
        (eerder,) = bereken([project], vandaag - timedelta(days=2))
        assert [o.onderwerp for o in eerder.overleg] == ["een"]
