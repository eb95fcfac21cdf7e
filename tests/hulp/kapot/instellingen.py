import os
import runpy

from opstart import WORTEL

# het bestand en niet de module: het pakket eromheen laadt Celery, en dat vraagt naar deze instellingen
gewoon = runpy.run_path(str(WORTEL / "gemeenschapsdienst/settings.py"))
globals().update({naam: waarde for naam, waarde in gewoon.items() if naam.isupper()})

INSTALLED_APPS = [*gewoon["INSTALLED_APPS"], "tests.hulp.kapot"]
ROOT_URLCONF = "tests.hulp.kapot.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if os.environ.get("TEST_GEWONE_LOGS"):  # de controle: wat Django en Python van zichzelf uitschrijven
    uit = {"class": "logging.StreamHandler"}
    LOGGING = {"version": 1, "handlers": {"uit": uit}, "root": {"handlers": ["uit"], "level": "INFO"}}
