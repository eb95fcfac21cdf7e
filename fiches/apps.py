from django.apps import AppConfig


class FichesConfig(AppConfig):
    name = "fiches"

    def ready(self) -> None:
        from fiches.stand import getekend, van_plek
        from leerwerkplekken import fichestand

        fichestand.meld_aan(van_plek, getekend)
