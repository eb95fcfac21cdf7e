"""Een verbinding van de eigenaar naast die van de toepassing; wat ze doet wordt altijd teruggedraaid."""

import os
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg


def url() -> str:
    from django.db import connection

    delen = urlsplit(os.environ["GD_TEST_BEHEER_URL"])
    return urlunsplit(delen._replace(path=f"/{connection.settings_dict['NAME']}"))


@contextmanager
def teruggedraaid():
    """Een cursor van de eigenaar in een transactie die nooit vastgelegd wordt."""
    with psycopg.connect(url()) as verbinding:
        try:
            with verbinding.cursor() as cursor:
                yield cursor
        finally:
            verbinding.rollback()
