from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from organisaties.isolatie import namens
from organisaties.models import Bestuur
from plaatsingen.stappen.herinnering import herinner


class Command(BaseCommand):
    help = (
        "Herinnert mentoren aan een maand die nog niet doorgestuurd is: op de derde en de zesde werkdag van de maand"
        " erna, elk één keer. Draait elke ochtend; opnieuw draaien stuurt niets dubbel."
    )

    def handle(self, *args, **options) -> None:
        with connection.cursor() as c:
            c.execute("SELECT id FROM gd_besturen()")
            besturen = [pk for (pk,) in c.fetchall()]
        for pk in besturen:
            with namens(bestuur=pk, verzoek="herinner_maandstaten"):
                gepland = herinner(Bestuur.objects.get(pk=pk), timezone.localdate())
            if gepland:
                self.stdout.write(f"bestuur {pk}: {gepland} herinneringen gepland")
