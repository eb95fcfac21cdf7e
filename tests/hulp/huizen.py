"""Wat een bestand telkens opnieuw bouwt, één keer bouwen: een huis kost meer tijd dan de meeste tests die het gebruiken."""

import copy

import pytest


def eens(maak):
    """Twee fixtures: `gebouwd_huis, huis = eens(maak)`. `huis` geeft elke test wat `maak()` bouwde, zoals het toen was.

    `maak()` loopt één keer per bestand, in een transactie om alle tests van dat bestand heen. Elke test krijgt eigen
    objecten (een kopie) en zijn eigen transactie daarbinnen. Heeft het bestand ook tests met echte transacties, dan zou
    die buitenste hen in de weg zitten, en bouwt elke test zelf.
    """

    @pytest.fixture(scope="module")
    def gebouwd_huis(request, django_db_setup, django_db_blocker):
        from django.db import transaction  # pas nu: conftest laadt vóór Django

        if any(_met_echte_transacties(item) for item in request.session.items if item.path == request.node.path):
            yield None
            return
        with django_db_blocker.unblock(), transaction.atomic():
            yield maak()
            transaction.set_rollback(True)

    @pytest.fixture
    def huis(gebouwd_huis, db):
        return maak() if gebouwd_huis is None else copy.deepcopy(gebouwd_huis)

    return gebouwd_huis, huis


def _met_echte_transacties(item):
    merk = item.get_closest_marker("django_db")
    echt = merk is not None and (merk.kwargs.get("transaction") or any(merk.args))
    return echt or bool({"transactional_db", "live_server"} & set(item.fixturenames))
