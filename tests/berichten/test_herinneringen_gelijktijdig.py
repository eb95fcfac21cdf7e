"""Herinneren vanuit meer verbindingen tegelijk, vanzelf en met de hand: elke ontvanger krijgt het één keer."""

from datetime import date

from berichten.herinneringen import BEGIN, herinner, herinner_nu
from berichten.models import Bericht, Herinnering
from tests.bouw import Huis
from tests.hulp.samen import tegelijk

FICHE = "fiche_te_ondertekenen"
DONDERDAG, DINSDAG = date(2023, 6, 1), date(2023, 6, 6)


def test_twee_tegelijk_geeft_een_bericht(transactional_db):
    huis = Huis("aa")
    with huis.binnen():
        fiche = huis.fiche(op=DONDERDAG)
        hr = huis.actor("hr")
    assert tegelijk(huis, *[lambda: herinner(huis.bestuur_id, DINSDAG)] * 3) == ["gelukt"] * 3
    with huis.binnen():
        assert Bericht.objects.filter(soort=FICHE, sleutel__startswith=BEGIN).count() == 1
    later = date(2023, 6, 13)
    uitslag = tegelijk(
        huis,
        lambda: herinner_nu(hr, FICHE, str(fiche.pk), later),
        lambda: herinner(huis.bestuur_id, later),
    )
    assert "gelukt" in uitslag
    with huis.binnen():
        assert Bericht.objects.filter(soort=FICHE, sleutel__startswith=BEGIN).count() == 2
        assert Herinnering.objects.get(soort=FICHE).aantal == 2
