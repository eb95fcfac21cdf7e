from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BerichtenConfig(AppConfig):
    name = "berichten"

    def ready(self) -> None:
        autodiscover_modules("herinneringen", "agenda")  # elke app meldt daar aan wat bij haar wacht en wat ze plant
