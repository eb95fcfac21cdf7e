from django.core.management.base import BaseCommand
from django.db import connection

from berichten.stappen.mailen import ruim_op
from organisaties.isolatie import namens
from organisaties.models import Bestuur


class Command(BaseCommand):
    help = "Verwijdert berichten ouder dan GD_BERICHTEN_DAGEN, gelezen of niet. Draait elke nacht."

    def handle(self, *args, **options) -> None:
        with connection.cursor() as c:
            c.execute("SELECT id FROM gd_besturen()")
            besturen = [pk for (pk,) in c.fetchall()]
        for pk in besturen:
            with namens(bestuur=pk, verzoek="ruim_berichten_op"):
                weg = ruim_op(Bestuur.objects.get(pk=pk))
            if weg:
                self.stdout.write(f"bestuur {pk}: {weg} berichten verwijderd")
