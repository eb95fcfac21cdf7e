from django.core.management.base import BaseCommand

from rapportage.nakijken import veeg


class Command(BaseCommand):
    help = "Verwijdert bestanden die iemand liet nakijken en die een gevallen werker liet liggen."

    def handle(self, *args, **options) -> None:
        veeg()
