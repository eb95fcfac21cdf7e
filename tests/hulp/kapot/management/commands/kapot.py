from django.core.management.base import BaseCommand

from tests.hulp.kapot.fouten import waarde


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("inhoud", nargs="?", default="Kanariepiet Zangvogel")

    def handle(self, *args, inhoud, **options):
        waarde(inhoud)
