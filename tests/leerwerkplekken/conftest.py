import pytest
from django.db import transaction

from tests.hulp.huizen import eens


@pytest.fixture(scope="module")
def gebouwd(django_db_setup, django_db_blocker):
    """Eén opzet per bestand (zie tests/kandidaten/conftest.py); niets ervan blijft."""
    from tests.kandidaten.hulp import Opzet

    with django_db_blocker.unblock(), transaction.atomic():
        yield Opzet()
        transaction.set_rollback(True)


@pytest.fixture
def opzet(gebouwd):
    """Een bestuur met drie open plekken, al aangeboden aan twee partners; wat een test doet, is daarna weer weg."""
    with transaction.atomic():
        yield gebouwd
        transaction.set_rollback(True)


def _huis():
    from tests.bouw import Huis  # pas nu: conftest laadt vóór Django

    return Huis("aa")


gebouwd_huis, huis = eens(_huis)


@pytest.fixture
def hr(huis):
    from tests.hulp.scherm import meld_aan

    return meld_aan(huis.leden["hr"].gebruiker)
