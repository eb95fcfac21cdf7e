"""Taken die stukgaan op een waarde die ze zelf ophalen, zoals een echte taak dat doet."""

from organisaties.models import Gebruiker
from taken.register import verwerker
from tests.hulp.kapot.fouten import FOUTEN


@verwerker("test.kapot", pogingen=1)
def kapot(werk, gebruiker_id, welke):
    with werk.transactie():
        gebruiker = Gebruiker.objects.get(pk=gebruiker_id)
    with werk.transactie():
        sorted(FOUTEN.items())[welke][1](gebruiker.voornaam)
