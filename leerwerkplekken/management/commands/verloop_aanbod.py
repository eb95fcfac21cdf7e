from django.core.management.base import BaseCommand
from django.db import connection

from leerwerkplekken.stappen.aanbod import verloop
from organisaties.isolatie import namens
from organisaties.models import Bestuur


class Command(BaseCommand):
    help = "Noteert welk aanbod vervallen is; HR en partner horen het één keer. Draait elke ochtend."

    def handle(self, *args, **options) -> None:
        with connection.cursor() as c:
            c.execute("SELECT id FROM gd_besturen()")
            besturen = [pk for (pk,) in c.fetchall()]
        for pk in besturen:
            with namens(bestuur=pk, verzoek="verloop_aanbod"):
                verloop(Bestuur.objects.get(pk=pk))
