"""Daden van verschillende mensen op hetzelfde ogenblik, elk in een echte transactie."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from organisaties.isolatie import Geweigerd


def tegelijk(huis, *daden):
    """Voert de daden samen uit, elk in een eigen transactie; geeft per daad "gelukt" of de zin van de weigering."""
    klaar = Barrier(len(daden))

    def doe(daad):
        try:
            with huis.binnen():
                klaar.wait()
                daad()
            return "gelukt"
        except Geweigerd as geweigerd:
            return geweigerd.zin
        finally:
            connection.close()

    with ThreadPoolExecutor(len(daden)) as draden:
        return sorted(draden.map(doe, daden))
