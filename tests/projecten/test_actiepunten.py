"""Actiepunten: wie ze krijgt, wie ze afvinkt, en wat een GLOW-partner er (ook met eigen SQL) niet mee kan."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from berichten.models import Bericht
from organisaties.isolatie import Geweigerd
from projecten import toegang
from projecten.models import Actiepunt, Genodigde, Overleg
from projecten.overzicht import open_actiepunten
from projecten.stappen import actiepunten as stappen
from projecten.stappen import overleg as overleg_stappen
from projecten.stappen.overleg import Tafel
from taken.models import Taak
from taken.uitvoering import voer_uit

pytestmark = pytest.mark.django_db


@pytest.fixture
def punten(huis, plan):
    with huis.binnen():
        overleg, hr = plan(-1), huis.actor("hr")
        van_mentor = stappen.voeg_toe(hr, overleg, wat="Bellen", wie=huis.leden["mentor"], tegen=date(2023, 5, 1))
        return overleg, van_mentor, stappen.voeg_toe(hr, overleg, wat="Mailen", wie=huis.partner)


def test_wie_het_opneemt_krijgt_bericht(huis, punten):
    with huis.binnen():
        overleg = punten[0]
        stappen.voeg_toe(huis.actor("hr"), overleg, wat="Zelf", wie=huis.leden["hr"])  # jezelf hoef je niets te melden
        stappen.voeg_toe(huis.actor("hr"), overleg, wat="Extern", wie="Jo Van Buiten")
        berichten = Bericht.objects.filter(soort="overleg").order_by("pk")
        assert [b.ontvanger.email for b in berichten] == ["mentor@aa.example", "glow@aa.example"]
        assert "Bellen Tegen 1 mei 2023." in berichten[0].alineas
        stappen.wijzig(huis.actor("hr"), punten[1], wat="Bellen", wie=huis.leden["directeur"], tegen=None)
        assert Bericht.objects.filter(ontvanger=huis.leden["directeur"].gebruiker, soort="overleg").count() == 1


def test_afvinken_mag_wie_het_opneemt_of_beheert(huis, punten, partner, als_partner):
    _, van_mentor, van_partner = punten
    with huis.binnen():
        assert [p.pk for p in open_actiepunten(huis.actor("mentor"))] == [van_mentor.pk]
        with pytest.raises(PermissionDenied):
            stappen.vink_af(huis.actor("directeur"), van_mentor, gedaan=True)
        punt = stappen.vink_af(huis.actor("mentor"), van_mentor, gedaan=True)
        assert punt.gedaan_op == timezone.localdate()
        assert not open_actiepunten(huis.actor("mentor")).exists()
        assert stappen.vink_af(huis.actor("hr"), punt, gedaan=False).gedaan_op is None
    with als_partner():
        assert [p.pk for p in open_actiepunten(partner)] == [van_partner.pk]
        with pytest.raises(Geweigerd, match="verwijderd"):  # bestaat voor hem niet
            stappen.vink_af(partner, van_mentor, gedaan=True)
        stappen.vink_af(partner, van_partner, gedaan=True)
        stappen.vink_af(partner, van_partner, gedaan=True)  # dubbel geklikt
    taken = Taak.objects.filter(naam="projecten.actiepunt_gedaan")
    assert taken.count() == 1


def test_wie_het_overleg_plande_hoort_dat_de_partner_klaar_is(huis, punten, partner, als_partner):
    with als_partner():
        stappen.vink_af(partner, punten[2], gedaan=True)
    taak = Taak.objects.get(naam="projecten.actiepunt_gedaan")
    voer_uit(taak.pk)
    with huis.binnen():
        bericht = Bericht.objects.get(onderwerp__startswith="Actiepunt gedaan")
        assert bericht.ontvanger == huis.leden["hr"].gebruiker and bericht.alineas[-1] == "Mailen"


def test_een_partner_verandert_er_verder_niets_aan(huis, punten, partner, als_partner):
    """Ook niet met eigen SQL: de rij van een ander bestaat niet, en van de eigen rij enkel `gedaan_op`."""
    with als_partner():
        eigen = Actiepunt.objects.filter(pk=punten[2].pk)
        for anders in ({"wat": "niets"}, {"tegen": date(2030, 1, 1)}, {"wie": "x"}):
            with pytest.raises(IntegrityError, match="beheert het bestuur"), transaction.atomic():
                eigen.update(**anders)
        assert eigen.update(gedaan_op=date(2023, 5, 2)) == 1  # positieve controle
        assert Actiepunt.objects.filter(pk=punten[1].pk).update(gedaan_op=date(2023, 5, 2)) == 0
        assert Actiepunt.objects.count() == 1 and Overleg.objects.filter(pk=punten[0].pk).update(plaats="x") == 0


def test_een_partner_leest_enkel_waar_hij_bij_is(huis, bb, punten, plan, partner, als_partner):
    with huis.binnen():
        plan(2, met="vdab", glowpartner=None, onderwerp="Zonder hem")
        mee = plan(3, met="vdab", glowpartner=None, onderwerp="Met hem erbij", partners=[huis.partner])
    with bb.binnen():
        Overleg.objects.create(bestuur=bb.bestuur, datum=date(2023, 1, 9), met="vdab", onderwerp="Elders")
    with als_partner():
        gezien = toegang.overleg(partner).order_by("pk")
        assert [o.onderwerp for o in gezien] == ["Opvolging groendienst", "Met hem erbij"]
        assert Overleg.objects.count() == 2  # de database, zonder filter
        assert set(Genodigde.objects.values_list("glowpartner", flat=True)) == {huis.partner.pk}
    with huis.binnen():
        velden = {"datum": mee.datum, "met": "vdab", "glowpartner": None, "onderwerp": "Met hem erbij"}
        overleg_stappen.wijzig(huis.actor("hr"), mee, Tafel(), **velden)
    with als_partner():
        assert Overleg.objects.count() == 1


def test_een_partner_met_een_actiepunt_blijft_aan_tafel(huis, plan):
    with huis.binnen():
        overleg = plan(-1, met="vdab", glowpartner=None)
        with pytest.raises(Geweigerd, match="niet bij dit overleg") as fout:
            stappen.voeg_toe(huis.actor("hr"), overleg, wat="x", wie=huis.partner)
        assert fout.value.veld == "wie"
        erbij = plan(-2, met="vdab", glowpartner=None, partners=[huis.partner])
        stappen.voeg_toe(huis.actor("hr"), erbij, wat="x", wie=huis.partner)
        with pytest.raises(Geweigerd, match="actiepunt van dit overleg"):
            overleg_stappen.wijzig(huis.actor("hr"), erbij, Tafel())


def test_van_een_afgelast_overleg_blijft_niets_over(huis, plan):
    with huis.binnen():
        overleg = plan(1)
        punt = stappen.voeg_toe(huis.actor("hr"), overleg, wat="x", wie=huis.leden["mentor"])
        overleg_stappen.last_af(huis.actor("hr"), overleg, reden="ziekte")
        assert not open_actiepunten(huis.actor("mentor")).exists()
        with pytest.raises(Geweigerd, match="afgelast"):
            stappen.vink_af(huis.actor("mentor"), punt, gedaan=True)
