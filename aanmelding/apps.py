from django.apps import AppConfig


class AanmeldingConfig(AppConfig):
    name = "aanmelding"

    def ready(self) -> None:
        from aanmelding import checks  # noqa: F401  registreert de controles
