from django.core.management.base import BaseCommand

from beheer.anker import veranker


class Command(BaseCommand):
    help = "Legt de hoofden van het logboek vast in een ondertekend bestand buiten de databank. Draait elk uur."

    def handle(self, *args, **options) -> None:
        veranker()
