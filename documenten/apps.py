from django.apps import AppConfig


class DocumentenConfig(AppConfig):
    name = "documenten"

    def ready(self) -> None:
        from documenten import checks  # noqa: F401  registreert de controles
