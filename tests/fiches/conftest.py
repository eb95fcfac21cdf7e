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


@pytest.fixture
def uitgever(tmp_path, settings):
    """Wie op de vertrouwenslijst van deze installatie staat."""
    from tests.fiches.eigen import Uitgever

    uitgever = Uitgever(tmp_path)
    settings.GD_VERTROUWENSLIJST = str(uitgever.pad)
    return uitgever


@pytest.fixture
def eigen_fiche(huis, uitgever):
    """Een fiche van een bestuur dat een eigen certificaat toelaat."""
    from organisaties.models import Bestuur

    with huis.binnen():
        Bestuur.objects.filter(pk=huis.bestuur_id).update(teken_certificaat=True)
        huis.leden["hr2"] = huis.lid("hr2", "hr")
        return huis.fiche()
