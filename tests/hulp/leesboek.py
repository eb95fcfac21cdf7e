"""Wat een antwoord van de testclient over deelnemers noteerde: voor elk scherm te vragen (belofte 9)."""

from logboek.models import Leesregel
from organisaties import isolatie


def gelezen(antwoord, bestuur_id: int, ding: str = "plaatsingen.deelnemer") -> set[int]:
    """De nummers van wie dit verzoek gelezen heeft. Buiten `namens` te gebruiken: `gelezen(klant.get(url), huis.bestuur_id)`."""
    with isolatie.namens(bestuur=bestuur_id):
        regels = Leesregel.objects.filter(verzoek=antwoord.wsgi_request.nummer, ding=ding)
        return set(regels.values_list("sleutel", flat=True))
