import pytest

from tests.hulp.huizen import eens


def _huis():
    from tests.bouw import Huis  # pas nu: conftest laadt vóór Django

    return Huis("aa")


gebouwd_huis, huis = eens(_huis)


@pytest.fixture
def binnen(huis):
    """De test loopt in één transactie namens het bestuur."""
    with huis.binnen():
        yield huis


@pytest.fixture
def plaatsing(binnen):
    return binnen.plaatsing()


@pytest.fixture
def mentor(binnen, plaatsing):
    from tests.plaatsingen.hulp import Mentor

    return Mentor(binnen, plaatsing)
