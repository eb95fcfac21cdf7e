"""Het werk op de achtergrond: afgewerkt of geschrapt, en één taak die mislukte."""

from taken.enums import Status
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.isolatie.stad.soorten import Bestuur


def werk_af(b: Bestuur, *, echt: bool) -> None:
    """`echt`: maakt de PDF's, zegels en pakketten van dit bestuur; anders worden die taken enkel geschrapt."""
    open_ = Taak.objects.filter(bestuur_id=b.pk, status=Status.WACHT)
    if echt:
        assert voer_alles_uit(*open_.values_list("pk", flat=True)) == []
    open_.update(status=Status.GEANNULEERD)  # een andere test neemt ze niet mee
    b.ding["taak"] = Taak.objects.create(
        naam="fiches.leeskopie", argumenten=[0], bestuur_id=b.pk, status=Status.MISLUKT, fout="Fout in x.py:1"
    ).pk
