import pytest

from tests.hulp.huizen import eens


def _huis():
    from tests.bouw import Huis  # pas nu: conftest laadt vóór Django

    return Huis()


gebouwd_huis, huis = eens(_huis)


@pytest.fixture
def als(client, db):
    """`als(lid)`: een browser die aangemeld is als dit lid."""

    def meld_aan(lid):
        client.force_login(lid.gebruiker)
        return client

    return meld_aan


@pytest.fixture
def teken_gegevens():
    """`teken_gegevens(fiche)`: wat het formulier verstuurt."""

    from tests.bouw import WACHTWOORD

    def gegevens(fiche, hoedanigheid="leidinggevende", **anders):
        return {"hoedanigheid": hoedanigheid, "wachtwoord": WACHTWOORD, "inhoud_sha256": fiche.inhoud_sha256} | anders

    return gegevens


@pytest.fixture(autouse=True)
def _lege_cache():
    from django.core.cache import cache

    cache.clear()
