from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from partners.passend import meld


class Command(BaseCommand):
    help = (
        "Laat wie bij een GLOW-partner een zoekopdracht bewaarde weten welke plekken er nieuw bij passen."
        " Draait elke ochtend; opnieuw draaien stuurt niets dubbel."
    )

    def handle(self, *args, **options) -> None:
        with connection.cursor() as c:
            c.execute("SELECT id FROM gd_besturen()")
            besturen = [pk for (pk,) in c.fetchall()]
        for pk in besturen:
            if gemeld := meld(pk, timezone.localdate()):
                self.stdout.write(f"bestuur {pk}: {gemeld} plekken gemeld")
