from celery import shared_task
from django.core.management import call_command

from taken import uitvoering


@shared_task(name="taken.voer_uit")
def voer_uit(taak_id: int) -> None:
    uitvoering.voer_uit(taak_id)


@shared_task(name="taken.periodiek")
def periodiek(opdracht: str) -> None:
    call_command(opdracht)
