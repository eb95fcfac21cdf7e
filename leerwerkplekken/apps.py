from django.apps import AppConfig


class LeerwerkplekkenConfig(AppConfig):
    name = "leerwerkplekken"

    def ready(self) -> None:
        from leerwerkplekken.toegang import per_mentor
        from mentoren import plekken

        plekken.meld_aan(per_mentor)
