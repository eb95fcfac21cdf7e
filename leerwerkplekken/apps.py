from django.apps import AppConfig


class LeerwerkplekkenConfig(AppConfig):
    name = "leerwerkplekken"
