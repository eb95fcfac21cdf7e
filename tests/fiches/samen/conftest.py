"""Eén huis per bestand: elk test werkt in een eigen savepoint, dat daarna teruggaat. Een huis bouwen duurt langer dan een test."""

import copy

import pytest


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die van het bestand loopt door."""


@pytest.fixture(scope="module")
def _gebouwd(django_db_setup, django_db_blocker):
    from django.db import transaction  # pas nu: conftest laadt vóór Django

    from tests.bouw import Huis

    with django_db_blocker.unblock(), transaction.atomic():
        yield Huis()
        transaction.set_rollback(True)


@pytest.fixture
def huis(_gebouwd):
    from django.db import transaction

    with transaction.atomic():
        yield copy.deepcopy(_gebouwd)
        transaction.set_rollback(True)
