from django.apps import AppConfig


class KandidatenConfig(AppConfig):
    name = "kandidaten"
