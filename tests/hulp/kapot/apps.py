from django.apps import AppConfig


class KapotConfig(AppConfig):
    name = "tests.hulp.kapot"
    label = "kapot"
