"""Een tabel die al rijen heeft (een migratie vulde ze) krijgt haar sleutels ook onder FORCE ROW LEVEL SECURITY."""

import pytest

from organisaties import schema
from tests.isolatie.eigenaar import teruggedraaid

pytestmark = pytest.mark.django_db
SLEUTEL = "projecten_maatregel_uitvoerder_id_bestuur_fk"


@pytest.fixture
def met_rij():
    """De eigenaar, met één maatregel van een organisatie en zonder de sleutel die het bestuur meeneemt."""
    with teruggedraaid() as c:
        c.execute("SET ROLE gd_systeem")
        c.execute("SELECT gd_bestuur_maak('sleutel', 'Sleutel', 'gemeente', true)")
        (bestuur,) = c.fetchone()
        c.execute(
            "INSERT INTO organisaties_organisatie (bestuur_id, code, naam, soort, kbo_nummer, adres)"
            " VALUES (%s, 'o', 'Org', 'vzw', '', '') RETURNING id",
            [bestuur],
        )
        (organisatie,) = c.fetchone()
        c.execute(
            "INSERT INTO projecten_maatregel (bestuur_id, soort, jaar, plekken, activiteiten, uitvoerder_id)"
            " VALUES (%s, 'art60', 2023, 3, '{}', %s)",
            [bestuur, organisatie],
        )
        c.execute(
            "RESET ROLE; SET CONSTRAINTS ALL IMMEDIATE;"
            f" ALTER TABLE projecten_maatregel DROP CONSTRAINT {SLEUTEL}, NO FORCE ROW LEVEL SECURITY"  # als een nieuwe
        )
        yield c


def test_de_sleutel_komt_er_en_de_beveiliging_blijft(met_rij):
    schema.pas_toe(met_rij)
    met_rij.execute("SELECT convalidated FROM pg_constraint WHERE conname = %s", [SLEUTEL])
    assert met_rij.fetchone() == (True,)
    met_rij.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity")
    assert met_rij.fetchall() == []
