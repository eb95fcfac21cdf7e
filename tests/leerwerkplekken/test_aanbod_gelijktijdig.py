"""Op echte verbindingen: twee mensen van een partner antwoorden tegelijk, en HR trekt in terwijl de partner antwoordt."""

from threading import Barrier
from unittest import mock

import pytest
from django.db.utils import OperationalError

from leerwerkplekken.models import Aanbod
from leerwerkplekken.stappen import antwoord
from leerwerkplekken.stappen.aanbod import trek_aanbod_in
from organisaties.isolatie import Geweigerd
from tests.kandidaten.hulp import Opzet
from tests.plaatsingen.test_gelijktijdig import tegelijk

pytestmark = pytest.mark.django_db(transaction=True)


def zin_van(doe):
    try:
        doe()
        return ""
    except (Geweigerd, OperationalError) as fout:
        return str(fout)


def test_wie_tegelijk_antwoordt_en_intrekt(transactional_db, omvang):
    opzet = Opzet(plekken=3)

    collegas, weg, zonder = opzet.plekken

    def rij(plek):
        return Aanbod.objects.select_related("leerwerkplek").get(
            leerwerkplek=plek, glowpartner=opzet.partner.glowpartner
        )

    def weiger(plek, reden):
        with opzet.partner.binnen():
            antwoord.weiger(opzet.partner.actor, plek, reden=reden, gezien="")

    def trek_in(plek):
        with opzet.huis.binnen():
            trek_aanbod_in(opzet.hr, rij(plek))

    for _ in range(omvang(1, 10)):
        # twee collega's met een andere reden: één antwoord blijft staan, de ander krijgt een zin
        zinnen = tegelijk(2, lambda i, _: zin_van(lambda: weiger(collegas, ("taal", "uren")[i])))
        assert sorted(z for (z,) in zinnen) == ["", "Een collega antwoordde intussen. Kijk na wat er nu staat."]
        # HR trekt in terwijl de partner antwoordt: nooit een antwoord ná het intrekken
        (van_partner,), (van_hr,) = tegelijk(
            2, lambda i, _: zin_van((lambda: weiger(weg, "taal"), lambda: trek_in(weg))[i])
        )
        with opzet.huis.binnen():
            nu = rij(weg)
        assert van_hr == "" and nu.ingetrokken_op is not None
        assert (nu.antwoord == "geweigerd") is (van_partner == "")
        # tegenproef: zonder slot overschrijft de tweede de eerste, en de meting ziet het
        with mock.patch.object(antwoord, "neem_lopend", _zonder_slot(opzet)):
            zinnen = tegelijk(2, lambda i, _: zin_van(lambda: weiger(zonder, ("taal", "uren")[i])))
        assert [z for (z,) in zinnen] == ["", ""]
        with opzet.huis.binnen():
            Aanbod.objects.update(
                antwoord="", antwoord_op=None, antwoord_door=None, weiger_reden="", ingetrokken_op=None
            )


def _zonder_slot(opzet):
    samen = Barrier(2)

    def neem(door, plek):
        gevonden = Aanbod.objects.get(leerwerkplek=plek, glowpartner=door.glowpartner)
        samen.wait(5)
        return gevonden

    return neem
