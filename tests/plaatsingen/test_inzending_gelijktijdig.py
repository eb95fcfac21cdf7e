"""Dezelfde wachtrij van twee kanten tegelijk, op echte verbindingen: elke invoer gebeurt één keer, met één uitkomst."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from plaatsingen.models import Inzending, Prestatie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import inzending as stappen
from plaatsingen.stappen.inzending import Zending
from tests.bouw import Huis
from tests.plaatsingen.test_gelijktijdig import tegelijk

pytestmark = pytest.mark.django_db(transaction=True)


def test_dezelfde_invoeren_tegelijk(transactional_db, omvang):
    huis, ronden = Huis("aa"), omvang(4, 40)
    with huis.binnen():
        plaatsing, door = huis.plaatsing(), huis.actor("mentor")

    def zendingen(ronde: int) -> list[Zending]:
        dagen = [date(2023, 3, 1) + timedelta(days=ronde * 3 + n) for n in range(3)]
        return [Zending(UUID(int=d.toordinal()), plaatsing, d, {}, Invoer(d, minuten=60)) for d in dagen]

    def stuur(_, ronde: int) -> list[str]:
        with huis.binnen():
            return [stappen.ontvang(door, z).uitkomst for z in zendingen(ronde)]

    for antwoorden in tegelijk(4, stuur, ronden):
        assert antwoorden == [["bewaard"] * 3] * ronden
    with huis.binnen():
        assert Prestatie.objects.count() == Inzending.objects.count() == ronden * 3


def test_controle_met_een_eigen_sleutel_botsen_ze(transactional_db):
    """Wie elke keer een nieuw nummer geeft, wordt wel geweigerd: de test hierboven ziet dus iets."""
    huis, dag = Huis("aa"), date(2023, 3, 1)
    with huis.binnen():
        plaatsing, door = huis.plaatsing(), huis.actor("mentor")

    def stuur(i: int, _) -> str:
        with huis.binnen():
            return stappen.ontvang(
                door, Zending(uuid4(), plaatsing, dag, {}, Invoer(dag, minuten=60 + 15 * i))
            ).uitkomst

    uitkomsten = [antwoord[0] for antwoord in tegelijk(4, stuur)]
    assert sorted(uitkomsten) == ["bewaard", "geweigerd", "geweigerd", "geweigerd"]
