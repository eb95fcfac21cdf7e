from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand as maandstappen
from plaatsingen.stappen import uren as urenstappen


class Mentor:
    """Wat de mentor in een test doet, met echte stappen."""

    def __init__(self, huis, plaatsing):
        self.huis, self.plaatsing, self.door = huis, plaatsing, huis.actor("mentor")

    def uren(self, dag: date, minuten: int | None = None, **anders):
        return urenstappen.voer_in(self.door, self.plaatsing, Invoer(dag, minuten=minuten, **anders))

    def maand_vol(self, maand: date, minuten: int = 3840):
        """Dagen van hoogstens acht uur tot er zoveel minuten staan."""
        dag = 1
        while minuten:
            stuk = min(480, minuten)
            self.uren(maand.replace(day=dag), stuk)
            minuten, dag = minuten - stuk, dag + 1

    def stuur_door(self, maand: date):
        return maandstappen.doorsturen(self.door, self.plaatsing, maand)


def als(huis, rol: str) -> Client:
    klant = Client()
    klant.force_login(huis.leden[rol].gebruiker)
    return klant


def querys(klant: Client, url: str) -> int:
    """Hoeveel keer deze pagina iets opvraagt; begin, einde en naam van de transactie tellen niet mee."""
    with CaptureQueriesContext(connection) as gezien:
        assert klant.get(url).status_code == 200
    return sum(1 for q in gezien if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config")))
