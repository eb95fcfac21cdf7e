from django.apps import AppConfig


class MentorenConfig(AppConfig):
    name = "mentoren"
