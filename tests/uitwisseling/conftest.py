"""Een echte databank, zonder transactie rond de test: een import is er een, en een andere verbinding telt mee."""

import pytest
from django.core.management import call_command

from tests.hulp.databank import als_app, als_eigenaar, schone_databank
from tests.uitwisseling.hulp import sluit


@pytest.fixture(scope="module")
def transactional_db(django_db_setup, django_db_blocker):
    """Zoals die van pytest-django, maar één keer per bestand leeg: een geweigerde import laat toch niets achter."""
    with django_db_blocker.unblock():
        maak_leeg()
        yield
        sluit()
        maak_leeg()


@pytest.fixture
def leeg(transactional_db):
    """De functie die de databank leegmaakt, voor een test die iets achterlaat."""
    return maak_leeg


def maak_leeg():
    sluit()
    if schone_databank():
        return
    als_eigenaar()
    try:
        call_command("flush", verbosity=0, interactive=False)  # legt ook rechten en oproep 572 opnieuw
    finally:
        als_app()


@pytest.fixture
def demo(settings):
    settings.GD_DEMO = True
    settings.GD_DEMO_WACHTWOORD = "demo-wachtwoord-12"
    settings.GD_ZEGEL_PKCS12 = ""
