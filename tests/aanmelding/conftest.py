import pytest

from tests.hulp.huizen import eens


@pytest.fixture(autouse=True)
def _lege_cache():
    from django.core.cache import cache

    cache.clear()


def _huis():
    from tests.bouw import Huis  # pas nu: conftest laadt vóór Django

    return Huis()


gebouwd_huis, huis = eens(_huis)


@pytest.fixture
def streng(db):
    """Een bestuur dat een tweede factor vraagt."""
    from tests.bouw import Huis

    return Huis("ss", demo=False)


@pytest.fixture
def klok():
    """Een stilstaande klok: `klok.ga(seconden)` zet hem vooruit."""
    from datetime import UTC, datetime, timedelta

    import time_machine

    reiziger = time_machine.travel(datetime(2026, 3, 4, 9, 0, tzinfo=UTC), tick=False)

    class Klok:
        def ga(self, seconden: float) -> None:
            self.loper.shift(timedelta(seconds=seconden))

    klok = Klok()
    klok.loper = reiziger.start()
    yield klok
    reiziger.stop()
