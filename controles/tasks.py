"""Wat HR en de coördinator horen van de controleur: zijn functie plande de taak, hier staat het bestuur als context."""

from controles import melden
from controles.models import Regel
from taken.register import verwerker
from taken.uitvoering import Werk


@verwerker("controles.gevraagd")
def gevraagd(werk: Werk, regel_id: int) -> None:
    with werk.afronden():
        regels = Regel.objects.select_related("vraag__controle__project", "vraag__leerwerkplek")
        melden.gevraagd(regels.get(pk=regel_id))
