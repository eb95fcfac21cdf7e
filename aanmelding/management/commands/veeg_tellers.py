from django.core.management.base import BaseCommand

from aanmelding import grenzen


class Command(BaseCommand):
    help = "Verwijdert tellers van aanmeldpogingen waarvan het venster voorbij is. Draait elke nacht."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{grenzen.ruim_op()} tellers verwijderd")
