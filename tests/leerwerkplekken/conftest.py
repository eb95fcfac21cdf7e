import pytest


@pytest.fixture
def huis(db):
    from tests.bouw import Huis  # pas nu: conftest laadt vóór Django

    return Huis("aa")


@pytest.fixture
def hr(huis):
    from tests.hulp.scherm import meld_aan

    return meld_aan(huis.leden["hr"].gebruiker)
