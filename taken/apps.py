from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TakenConfig(AppConfig):
    name = "taken"

    def ready(self) -> None:
        autodiscover_modules("tasks")  # elke app meldt daar haar verwerkers aan; `plan()` weigert een andere naam
