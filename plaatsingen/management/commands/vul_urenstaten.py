from django.core.management.base import BaseCommand
from django.db import connection

from organisaties.isolatie import namens
from plaatsingen.stappen.bevestiging import vul_ontbrekende_aan


class Command(BaseCommand):
    help = (
        "Geeft bevestigde maanden van voor er urenstaten waren hun bewaarde versie en urenstaat. Draait elke nacht en"
        " doet enkel wat ontbreekt."
    )

    def handle(self, *args, **options) -> None:
        with connection.cursor() as c:
            c.execute("SELECT id FROM gd_besturen()")
            besturen = [pk for (pk,) in c.fetchall()]
        for pk in besturen:
            while True:
                with namens(bestuur=pk, verzoek="vul_urenstaten"):
                    aantal = vul_ontbrekende_aan()
                if not aantal:
                    break
                self.stdout.write(f"bestuur {pk}: {aantal} maanden aangevuld")
