from datetime import date

from django.test import Client

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
