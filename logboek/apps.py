from django.apps import AppConfig
from django.db.backends.utils import CursorWrapper


class LogboekConfig(AppConfig):
    name = "logboek"

    def na_schema(self, c: CursorWrapper) -> None:
        from logboek.schema import na_schema

        na_schema(c)
