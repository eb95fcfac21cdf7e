"""Elke fout draagt de waarde die ze kreeg."""

import logging
import threading
import warnings

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import Http404
from django.template import engines

from organisaties.models import Gebruiker


def waarde(w):
    try:
        raise KeyError(w)
    except KeyError as fout:
        raise ValueError(f"kan dit niet lezen: {w}") from fout


def sql(w):
    with connection.cursor() as c:
        c.execute("SELECT %s::int", [w])


def dubbel(w):
    """De DETAIL van PostgreSQL noemt de waarde van de sleutel."""
    for _ in range(2):
        Gebruiker.objects.create_user(f"{w}@kapot.example".lower().replace(" ", ""), voornaam=w[:80], naam=w[:80])


def sjabloon(w):
    engines["django"].from_string("{{ w.stuk }}").render(
        {"w": type("W", (), {"stuk": property(lambda _: waarde(w))})()}
    )


def draad(w):
    d = threading.Thread(target=waarde, args=(w,))
    d.start()
    d.join()


def logt(w):
    vreemd = logging.getLogger("vreemd.pakket")
    vreemd.error(f"mislukt voor {w}")
    vreemd.error("mislukt voor %s", w)
    vreemd.error("mislukt", extra={"inhoud": w})
    vreemd.error({"event": "mislukt", "inhoud": w, "taaknaam": w})
    warnings.warn(f"let op {w}", stacklevel=1)
    try:
        waarde(w)
    except ValueError:
        vreemd.exception(f"mislukt voor {w}")


def weigert(w):
    raise PermissionDenied(w)


def onvindbaar(w):
    raise Http404(w)


def verdacht(w):
    raise SuspiciousOperation(w)


FOUTEN = {f.__name__: f for f in (waarde, sql, dubbel, sjabloon, draad, logt, weigert, onvindbaar, verdacht)}
