from django.apps import AppConfig


class KandidatenConfig(AppConfig):
    name = "kandidaten"

    def ready(self) -> None:
        from kandidaten.stand import plekstanden
        from leerwerkplekken import plekstand

        plekstand.meld_aan(lambda plek, dag: plekstanden([plek], dag).get(plek.pk))
