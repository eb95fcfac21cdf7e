from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from documenten.hernieuwen import plan_hernieuwingen
from organisaties.isolatie import namens


class Command(BaseCommand):
    help = "Plant een nieuw archieftijdstempel waar het vorige binnen 180 dagen eindigt. Draait elke nacht."

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as c:
            c.execute("SELECT id FROM gd_besturen()")
            besturen = [pk for (pk,) in c.fetchall()]
        aantal = 0
        for bestuur in besturen:
            with namens(bestuur=bestuur, verzoek="hernieuw_tijdstempels"):
                aantal += plan_hernieuwingen(bestuur)
        self.stdout.write(f"{aantal} documenten krijgen een nieuw tijdstempel.")
