from django.apps import AppConfig


class DocumentenConfig(AppConfig):
    name = "documenten"
