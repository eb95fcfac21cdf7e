import pytest


@pytest.fixture(autouse=True)
def _eigen_tijdstempel(settings):
    """Een meting zet haar eigen tijdstempelserver (`opstelling.zet_tijdstempel`); na de test is die er niet meer."""
    settings.GD_TSA_URLS, settings.GD_ZEGEL_NIVEAU = settings.GD_TSA_URLS, settings.GD_ZEGEL_NIVEAU
