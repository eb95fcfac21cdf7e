"""De link in een uitnodiging: een handtekening over bestuur of partner, rij en nonce. Ze staat nergens bewaard.

De link zegt zelf bij welk bestuur ze hoort: wie ze opent hoeft niet over besturen heen te zoeken.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

ZOUT = "beheer.uitnodiging"
BESTUUR, PARTNER = "b", "g"


@dataclass(frozen=True)
class Link:
    """`soort`: van een bestuur of een GLOW-partner; `van` is diens nummer, `sleutel` dat van de uitnodiging."""

    soort: str
    van: int
    sleutel: int
    nonce: str


def adres(link: Link) -> str:
    """Het volledige adres voor in een mail."""
    token = signing.dumps([link.soort, link.van, link.sleutel, link.nonce], salt=ZOUT)
    return f"{settings.GD_ADRES}{reverse('uitnodiging', args=[token])}"


def lees(token: str) -> Link | None:
    """De link achter een token, of None als wij het niet maakten."""
    try:
        soort, van, sleutel, nonce = signing.loads(token, salt=ZOUT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Link(soort, van, sleutel, nonce)
