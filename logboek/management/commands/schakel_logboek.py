from django.core.management.base import BaseCommand

from logboek.keten import schakel, te_schakelen


class Command(BaseCommand):
    help = "Voegt nieuwe regels van het logboek aan de keten van hun bestuur toe. Draait elke tien seconden."

    def handle(self, *args, **options) -> None:
        for bestuur in te_schakelen():
            schakel(bestuur)
