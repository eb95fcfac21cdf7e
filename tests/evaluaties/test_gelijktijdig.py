"""Twee toestellen op hetzelfde ogenblik, in echte transacties: niets gaat verloren en afgerond blijft vast."""

from datetime import date
from functools import partial

import pytest

from evaluaties.models import Attest, Competentiescore, Evaluatie
from evaluaties.stappen import einde
from evaluaties.stappen import evaluatie as stappen
from evaluaties.stappen.evaluatie import Wijzigingen
from organisaties.isolatie import grenzen
from tests.bouw import Huis
from tests.evaluaties.hulp import EIND, bespreek
from tests.hulp.samen import tegelijk

pytestmark = pytest.mark.django_db(transaction=True)


def test_twee_toestellen_beginnen_samen(transactional_db, omvang):
    huis = Huis()
    with huis.binnen():
        plaatsing = huis.plaatsing()
    door, velden = huis.actor("mentor"), ("goed", "werkpunten", "afspraken")
    for moment in ("start", "tussentijds", "eind")[: omvang(2, 3)]:
        wat = [Wijzigingen({veld: veld}) for veld in velden]
        daden = [partial(stappen.bewaar, door, plaatsing, moment, w, op=EIND) for w in wat]
        assert tegelijk(huis, *daden) == ["gelukt"] * 3
        with huis.binnen():
            rij = Evaluatie.objects.get(moment=moment)
            assert (rij.goed, rij.werkpunten, rij.afspraken) == velden and rij.scores.count() == 2


def test_een_tik_tijdens_het_afronden(transactional_db):
    """Komt de tik te laat, dan is ze geweigerd; ze verandert nooit wat afgerond is."""
    huis = Huis()
    with huis.binnen():
        plaatsing = huis.plaatsing()
        evaluatie = bespreek(huis, plaatsing)
        stappen.bewaar(huis.actor("mentor"), plaatsing, "start", Wijzigingen({"stem": "akkoord", "stem_wijze": "zelf"}))

    def ruw():
        with grenzen():
            Competentiescore.objects.filter(evaluatie=evaluatie).update(score=1)

    uitslag = tegelijk(huis, partial(stappen.rond_af, huis.actor("hr"), evaluatie, op=date(2023, 3, 9)), ruw)
    assert "gelukt" in uitslag
    with huis.binnen():
        assert Evaluatie.objects.get().status == "afgerond"
        scores = set(Competentiescore.objects.values_list("score", flat=True))
        assert scores == ({1} if uitslag == ["gelukt", "gelukt"] else {3})


def test_twee_keer_klikken_is_een_attest(transactional_db):
    huis = Huis()
    with huis.binnen():
        plaatsing = huis.plaatsing()
    maak = partial(einde.maak_attest, huis.actor("hr"), plaatsing, met_uren=True, met_competenties=True)
    assert tegelijk(huis, maak, maak) == ["gelukt", "gelukt"]
    with huis.binnen():
        assert Attest.objects.count() == 1
