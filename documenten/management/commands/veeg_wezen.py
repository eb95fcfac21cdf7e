from django.core.management.base import BaseCommand
from django.db import connection

from documenten.opslag import veeg_wezen
from organisaties.isolatie import namens


class Command(BaseCommand):
    help = "Verwijdert bestanden zonder rij, achtergelaten door een poging die stierf. Draait elke nacht."

    def handle(self, *args, **options) -> None:
        with connection.cursor() as c:
            c.execute("SELECT id FROM gd_besturen()")
            besturen = [pk for (pk,) in c.fetchall()]
        for bestuur in besturen:
            with namens(bestuur=bestuur, alleen_lezen=True):
                veeg_wezen(bestuur)
