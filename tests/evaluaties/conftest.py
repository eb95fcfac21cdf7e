import pytest


@pytest.fixture
def huis(db):
    from tests.bouw import Huis

    return Huis("aa")


@pytest.fixture
def binnen(huis):
    """De test loopt in één transactie namens het bestuur."""
    with huis.binnen():
        yield huis


@pytest.fixture
def plaatsing(binnen):
    return binnen.plaatsing()
