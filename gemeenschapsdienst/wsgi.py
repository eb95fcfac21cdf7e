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


def application(environ, start_response):
    """Het vangnet onder Django: ook als zelfs de foutpagina faalt komt er een antwoord, en geen spoor op de uitvoer."""
    try:
        return django(environ, start_response)
    except Exception:
        logging.getLogger("django.request").exception("")
        start_response("500 Internal Server Error", NOODKOPPEN)
        return [NOOD]
