"""Wie tekent, bewijst opnieuw wie hij is. Vijf verkeerde wachtwoorden, dan een kwartier wachten."""

from django.core.cache import cache

from organisaties.models import Gebruiker

POGINGEN = 5
WACHTTIJD = 15 * 60  # seconden


class TeVaak(Exception):
    """Te veel verkeerde wachtwoorden; ook een juist wachtwoord telt nu niet."""


def klopt(gebruiker: Gebruiker, wachtwoord: str) -> bool:
    """Of dit het wachtwoord is; TeVaak na vijf foute.

    De poging telt vóór ze nagekeken wordt: gelijktijdig raden helpt niet.
    """
    sleutel = f"herbevestig:{gebruiker.pk}"
    cache.add(sleutel, 0, WACHTTIJD)
    if cache.incr(sleutel) > POGINGEN:
        raise TeVaak
    if not gebruiker.check_password(wachtwoord):
        return False
    cache.delete(sleutel)
    return True
