"""Prospecten: elke overgang van de tabel en geen andere, contacten, en van toegezegd naar een organisatie."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from organisaties.isolatie import Geweigerd
from organisaties.models import Organisatie
from projecten.enums import OVERGANGEN, ProspectStatus
from projecten.models import Contactmoment, Prospect
from projecten.stappen import prospecten as stappen

pytestmark = pytest.mark.django_db


def maak(huis, status="verkend", naam="vzw De Stap", **anders):
    prospect = stappen.voeg_toe(huis.actor("hr"), huis.bestuur, organisatie_naam=naam, soort="vzw", **anders)
    Prospect.objects.filter(pk=prospect.pk).update(status=status)
    return prospect


@pytest.mark.parametrize(("van", "naar"), list(product(ProspectStatus, ProspectStatus)))
def test_overgangen(huis, van, naar):
    with huis.binnen():
        prospect = maak(huis, van)
        if van == naar or (van, naar) in OVERGANGEN:
            assert stappen.zet_status(huis.actor("coordinator"), prospect, naar).status == naar
        else:
            with pytest.raises(Geweigerd, match="gaat niet van"):
                stappen.zet_status(huis.actor("hr"), prospect, naar)


def test_contact_niet_in_de_toekomst_en_niet_dubbel(huis):
    vandaag = timezone.localdate()
    with huis.binnen():
        prospect = maak(huis)
        stappen.noteer_contact(huis.actor("hr"), prospect, datum=vandaag, nota="Gebeld")
        for datum, veld in ((vandaag, "nota"), (vandaag + timedelta(days=1), "datum")):
            with pytest.raises(Geweigerd) as fout:
                stappen.noteer_contact(huis.actor("hr"), prospect, datum=datum, nota="Gebeld")
            assert fout.value.veld == veld
        assert Contactmoment.objects.count() == 1
        with pytest.raises(Geweigerd, match="al in de lijst"):
            maak(huis, naam="VZW de stap")


def test_van_toegezegd_naar_een_organisatie(huis):
    """Een bestaande op naam, anders een nieuwe met een vrije code; twee keer klikken maakt er één."""
    with huis.binnen():
        hr = huis.actor("hr")
        prospect = maak(huis)
        with pytest.raises(Geweigerd, match="nog niets toe"):
            stappen.maak_organisatie(hr, prospect)
        stappen.zet_status(hr, prospect, "toegezegd")
        Organisatie.objects.create(bestuur=huis.bestuur, code="VZW-de-stap", naam="Een andere", soort="vzw")
        organisatie = stappen.maak_organisatie(hr, prospect)
        assert (organisatie.naam, organisatie.code, organisatie.soort) == ("vzw De Stap", "vzw-de-stap-2", "vzw")
        assert stappen.maak_organisatie(hr, prospect) == organisatie
        bestaand = maak(huis, "toegezegd", naam=huis.organisatie.naam.upper())
        assert stappen.maak_organisatie(hr, bestaand) == huis.organisatie
        with pytest.raises(PermissionDenied):  # een coördinator maakt geen plekken
            stappen.maak_organisatie(huis.actor("coordinator"), prospect)


@pytest.mark.parametrize("rol", ["mentor", "controleur", "leidinggevende"])
def test_enkel_hr_en_coordinator(huis, rol):
    with huis.binnen():
        prospect = maak(huis)
        for stap in (
            lambda: stappen.zet_status(huis.actor(rol), prospect, "toegezegd"),
            lambda: stappen.wijzig(huis.actor(rol), prospect, contact="x"),
            lambda: stappen.noteer_contact(huis.actor(rol), prospect, datum=timezone.localdate(), nota="x"),
        ):
            with pytest.raises(PermissionDenied):
                stap()
