"""De eigenaar maakt de testdatabank; daarna is elke verbinding die van de app, onder row-level security."""

import asyncio
import os
import random

import pytest

from tests.hulp.schoon import Schoonmaak

SCHOONMAAK: list[Schoonmaak] = []  # van dit proces, zodra zijn databank er staat


def sluit_verbindingen():
    """Alle verbindingen van deze draad, ook die van vóór de browser.

    Playwright houdt een lus open en Django kent dan voor dezelfde draad een tweede stel verbindingen; het eerste komt terug
    in een afgesplitst kind en als de browser sluit. Bleef het open, dan delen ouder en kind één verbinding.
    """
    from django.db import connections

    connections.close_all()
    lus = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        connections.close_all()
    finally:
        asyncio._set_running_loop(lus)


def verbind_als(url):
    from django.db import connection

    from gemeenschapsdienst.settings import database

    sluit_verbindingen()
    rol = database(url)
    connection.settings_dict.update(USER=rol["USER"], PASSWORD=rol["PASSWORD"])


def als_eigenaar():
    verbind_als(os.environ["GD_TEST_BEHEER_URL"])


def als_app():
    verbind_als(os.environ["DATABASE_URL"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    from django.db import connection

    als_eigenaar()
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("GD_TEST_SJABLOON") or None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    als_app()
    if os.environ.get("GD_TEST_SJABLOON"):
        SCHOONMAAK.append(Schoonmaak())
    yield
    with django_db_blocker.unblock():
        _beeindig_andere_sessies()
    while SCHOONMAAK:
        SCHOONMAAK.pop().sluit()
    als_eigenaar()  # pytest-django ruimt hierna de databank op


def _beeindig_andere_sessies():
    """Een draad van de testserver die nog met een afgebroken verzoek bezig was, houdt de databank anders vast."""
    from django.db import connection

    with connection.cursor() as c:
        c.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def _schoon_na_echte_transacties():
    """In plaats van wat Django doet: alle honderd tabellen leegmaken, en de rijen van de migraties kwijt zijn."""
    from django.test import TransactionTestCase

    leegmaken = TransactionTestCase._fixture_teardown

    def teardown(test):
        if not schone_databank():
            als_eigenaar()
            try:
                leegmaken(test)
            finally:
                als_app()

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = leegmaken


def schone_databank():
    """De databank van dit proces zoals in het sjabloon; False als er geen sjabloon is."""
    if SCHOONMAAK:
        sluit_verbindingen()
        SCHOONMAAK[0].maak_schoon()
    return bool(SCHOONMAAK)


@pytest.fixture(scope="session", autouse=True)
def _schud_zonder_volgorde():
    """Een queryset zonder volgorde komt in willekeurige volgorde: PostgreSQL belooft er ook geen."""
    from django.db.models import QuerySet

    ophalen, toeval = QuerySet._fetch_all, random.Random(os.environ.get("GD_TEST_ZAAD", "0"))

    def schuddend(queryset):
        vers = queryset._result_cache is None
        ophalen(queryset)
        if vers and not queryset.ordered:
            toeval.shuffle(queryset._result_cache)

    QuerySet._fetch_all = schuddend
    yield
    QuerySet._fetch_all = ophalen
