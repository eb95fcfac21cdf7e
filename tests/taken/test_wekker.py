"""De bel mag falen, en wie veel plant wacht daar hoogstens één keer op."""

import pytest
from kombu.exceptions import OperationalError

from taken import wekker


@pytest.fixture
def bel(monkeypatch):
    """Wat gebeld werd; `bel.kapot` laat elke bel falen. De klok staat stil op `bel.nu`."""

    class Bel:
        def __init__(self):
            self.nummers, self.kapot, self.nu = [], False, 100.0

        def send_task(self, naam, argumenten, **_):
            self.nummers += argumenten
            if self.kapot:
                raise OperationalError("geen verbinding")

    bel = Bel()
    monkeypatch.setattr(wekker, "current_app", bel)
    monkeypatch.setattr(wekker, "_stil_tot", 0.0)
    monkeypatch.setattr(wekker.time, "monotonic", lambda: bel.nu)
    return bel


def test_elke_taak_wordt_gebeld(bel):
    for nummer in (1, 2, 3):
        wekker.wek(nummer)
    assert bel.nummers == [1, 2, 3]


def test_na_een_bel_die_niet_ging_blijft_het_even_stil(bel):
    bel.kapot = True
    for nummer in range(111):
        wekker.wek(nummer)
    assert bel.nummers == [0]  # één keer wachten op een broker die er niet is, niet 111 keer
    bel.kapot, bel.nu = False, bel.nu + wekker.STILTE
    wekker.wek(7)
    assert bel.nummers == [0, 7]
