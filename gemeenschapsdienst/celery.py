"""Celery is de bel, niet het boek: wat er te doen is staat in de tabel taken_taak (beslissing 0003)."""

import gc
import logging.config
import os
from itertools import count

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemeenschapsdienst.settings")

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging, task_postrun, worker_process_init
from django.conf import settings

from kern.logs import vang_alles

PERIODIEK = f"{settings.TAKEN_WACHTRIJ}-periodiek"
# opdracht: wanneer, en na hoeveel seconden een gemiste beurt vervalt
PERIODIEK_WERK = {
    "veeg": (settings.TAKEN_VEEG_ELKE, settings.TAKEN_VEEG_ELKE),
    "schakel_logboek": (settings.LOGBOEK_SCHAKEL_ELKE, settings.LOGBOEK_SCHAKEL_ELKE),
    "veranker_logboek": (crontab(minute=7), 1800),
    "veeg_nakijken": (crontab(minute="*/10"), 600),
    "veeg_wezen": (crontab(hour=3, minute=10), 3600),
    "hernieuw_tijdstempels": (crontab(hour=3, minute=15), 3600),
    "veeg_tellers": (crontab(hour=3, minute=20), 3600),
    "veeg_sessies": (crontab(hour=3, minute=30), 3600),
    "vul_urenstaten": (crontab(hour=3, minute=40), 3600),
    "ruim_berichten_op": (crontab(hour=3, minute=50), 3600),
    "verloop_reservaties": (crontab(hour=5, minute=40), 3600),
    "verloop_aanbod": (crontab(hour=5, minute=50), 3600),
    "meld_zoekopdrachten": (crontab(hour=6, minute=45), 12 * 3600),
    "herinner": (crontab(hour=7, minute=15, day_of_week="mon-fri"), 12 * 3600),
    "stuur_samenvattingen": (crontab(hour=8, minute=0), 12 * 3600),  # na de herinneringen van die ochtend
}
VAST_NA = {1, 2, 8}
_taken = count(1)

app = Celery("gemeenschapsdienst")
app.conf.update(
    # Celery noemt een socket anders dan de cache
    broker_url=settings.REDIS_URL.replace("unix://", "redis+socket://", 1),
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # de standaard geeft op na 100 keer
    # een Redis die weg of bevroren is mag een verzoek niet ophouden: één nieuwe poging, dan doet de veger het
    broker_transport_options={
        "visibility_timeout": 300,
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    },
    task_default_queue=settings.TAKEN_WACHTRIJ,
    task_ignore_result=True,  # het antwoord staat in de rij
    task_acks_late=False,  # de veger brengt opnieuw, niet de broker
    task_time_limit=settings.TAKEN_TIJDSLIMIET * 20 + settings.TAKEN_MARGE,  # achtervang voor een hang in C
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=500,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    timezone=settings.TIME_ZONE,
    beat_schedule={
        opdracht: {
            "task": "taken.periodiek",
            "args": [opdracht],
            "schedule": wanneer,
            "options": {"expires": vervalt, "queue": PERIODIEK},
        }
        for opdracht, (wanneer, vervalt) in PERIODIEK_WERK.items()
    },
)
app.autodiscover_tasks()


@setup_logging.connect
def eigen_logs(**_) -> None:
    """Celery zou zelf de volledige fout met haar tekst uitschrijven; met deze haak laat het de logs aan ons."""
    logging.config.dictConfig(settings.LOGGING)
    vang_alles()


@worker_process_init.connect
def maak_werker_klaar(**_) -> None:
    """Tijdens een taak ruimt de opruimer niets op: hij loopt een document anders tientallen keren na (docs/bench.md)."""
    gc.set_threshold(1_000_000, 2, 2)  # een vangnet, voor één taak die heel veel maakt


@task_postrun.connect
def ruim_op(**_) -> None:
    """Na elke taak; wat na de eerste taken geladen is (letters, sleutels) blijft en hoeft hij niet meer na te lopen."""
    gc.collect()
    if next(_taken) in VAST_NA:
        gc.freeze()
