from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo wat er gebouwd is."""


@pytest.fixture(scope="module")
def gebouwd(django_db_setup, django_db_blocker):
    from tests.bouw import Huis

    with django_db_blocker.unblock(), transaction.atomic():
        huis = Huis("aa")
        with huis.binnen():
            huis.plaatsing()
        yield huis, Huis("bb")
        transaction.set_rollback(True)


@pytest.fixture
def huis(gebouwd):
    """Een bestuur met een plek, een plaatsing en een GLOW-partner; wat een test doet, is daarna weer weg."""
    with transaction.atomic():
        yield gebouwd[0]
        transaction.set_rollback(True)


@pytest.fixture
def bb(gebouwd):
    return gebouwd[1]


@pytest.fixture
def partner(huis):
    from organisaties.enums import Rol
    from organisaties.toegang import Actor

    return Actor(huis.partnerlid.gebruiker, glowpartner=huis.partner, rollen=frozenset({Rol.GLOW}))


@pytest.fixture
def als_partner(huis):
    from organisaties import isolatie

    return lambda: isolatie.namens(gebruiker=huis.partnerlid.gebruiker.pk, glowpartner=huis.partner.pk)


@pytest.fixture
def plan(huis):
    """`plan(dagen, leden=…, …)`: een overleg met de partner, over zoveel dagen, gepland door HR. Binnen `huis.binnen()`."""
    from projecten.stappen import overleg as stappen
    from projecten.stappen.overleg import Tafel

    def doe(dagen=7, *, leden=("mentor",), anderen=(), partners=(), **anders):
        gegevens = {
            "datum": timezone.localdate() + timedelta(days=dagen),
            "met": "glow",
            "glowpartner": huis.partner,
            "onderwerp": "Opvolging groendienst",
            "agenda": ["stand van zaken", "uren"],
        } | anders
        tafel = Tafel(tuple(huis.leden[rol] for rol in leden), tuple(partners), tuple(anderen))
        return stappen.plan(huis.actor("hr"), huis.bestuur, tafel, **gegevens)

    return doe
