"""De eigenaar maakt de testdatabank; daarna is elke verbinding die van de app, onder row-level security."""

import asyncio
import os
import random

import pytest


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
    yield
    with django_db_blocker.unblock():
        _beeindig_andere_sessies()
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
def _vers_na_echte_transacties():
    """Na een test met echte transacties een nieuwe databank uit het sjabloon: tien keer sneller dan ze leegmaken.

    En schoon: ook wat een test aan triggers, policies of rechten veranderde, is weg. Nummers lopen door, zodat niets op
    schijf of in de cache van een vorige test bij een nieuw bestuur hoort.
    """
    from django.test import TransactionTestCase

    leegmaken = TransactionTestCase._fixture_teardown

    def teardown(test):
        if os.environ.get("GD_TEST_SJABLOON"):
            verse_databank()
            return
        als_eigenaar()
        try:
            leegmaken(test)
        finally:
            als_app()

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = leegmaken


def verse_databank():
    """Vervangt de databank van dit proces door een kopie van het sjabloon; de tellers lopen verder."""
    from django.db import connection

    naam, sjabloon = connection.settings_dict["NAME"], os.environ["GD_TEST_SJABLOON"]
    als_eigenaar()
    with connection.cursor() as c:
        c.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        tellers = c.fetchall()
    with connection._nodb_cursor() as c:  # een werker van een test verbindt niet opnieuw
        c.execute(f'ALTER DATABASE "{naam}" ALLOW_CONNECTIONS false')
    for word in (als_app, als_eigenaar):  # elke rol beëindigt enkel haar eigen sessies
        word()
        with connection._nodb_cursor() as c:
            c.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = current_user",
                [naam],
            )
    with connection._nodb_cursor() as c:
        c.execute(f'DROP DATABASE "{naam}"')
        c.execute(f'CREATE DATABASE "{naam}" TEMPLATE "{sjabloon}" STRATEGY FILE_COPY')
    if tellers:
        with connection.cursor() as c:
            c.execute("SELECT " + ", ".join(["setval(%s::regclass, %s)"] * len(tellers)), sum(tellers, ()))
    als_app()


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
