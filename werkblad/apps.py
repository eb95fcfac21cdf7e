from django.apps import AppConfig


class WerkbladConfig(AppConfig):
    name = "werkblad"
