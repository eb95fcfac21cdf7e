from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from berichten.stappen.mailen import vat_samen
from organisaties.isolatie import namens
from organisaties.models import Bestuur


class Command(BaseCommand):
    help = (
        "Mailt wie daarvoor koos één keer per werkdag al zijn berichten samen. Draait elke ochtend; opnieuw draaien"
        " stuurt niets dubbel."
    )

    def handle(self, *args, **options) -> None:
        with connection.cursor() as c:
            c.execute("SELECT id FROM gd_besturen()")
            besturen = [pk for (pk,) in c.fetchall()]
        for pk in besturen:
            with namens(bestuur=pk, verzoek="stuur_samenvattingen"):
                gepland = vat_samen(Bestuur.objects.get(pk=pk), timezone.localdate())
            if gepland:
                self.stdout.write(f"bestuur {pk}: {gepland} samenvattingen gepland")
