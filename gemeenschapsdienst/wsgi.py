import logging
import os

from django.core.wsgi import get_wsgi_application

from kern.logs import vang_alles

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemeenschapsdienst.settings")
django = get_wsgi_application()
vang_alles()

NOOD = b"Er ging iets mis. Wacht even en probeer het opnieuw."
NOODKOPPEN = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
]


class Afgebroken(Exception):
    """Een antwoord dat al vertrokken is breekt af; waarom staat in de log, zonder tekst."""


class Bewaakt:
    """Een stroom onder toezicht: granian schrijft wat eruit ontsnapt helemaal uit."""

    def __init__(self, antwoord):
        self.antwoord, self.close = antwoord, antwoord.close

    def __iter__(self):
        try:
            yield from self.antwoord
        except Exception:
            logging.getLogger("django.request").exception("")
            raise Afgebroken from None


def application(environ, start_response):
    """Het vangnet onder Django: ook als zelfs de foutpagina faalt komt er een antwoord, en geen spoor op de uitvoer."""
    try:
        antwoord = django(environ, start_response)
    except Exception:
        logging.getLogger("django.request").exception("")
        start_response("500 Internal Server Error", NOODKOPPEN)
        return [NOOD]
    return Bewaakt(antwoord) if getattr(antwoord, "streaming", False) else antwoord
