from django.core.management.base import BaseCommand

from taken.stappen import veeg


class Command(BaseCommand):
    help = "Belt opnieuw voor taken die aan de beurt zijn en niet gehoord werden. Draait elke paar seconden."

    def handle(self, *args, **options) -> None:
        veeg()
