from django.db.models import TextChoices

from kern import statussen


class Status(TextChoices):
    WACHT = "wacht", "wacht"
    BEZIG = "bezig", "bezig"
    KLAAR = "klaar", "klaar"
    MISLUKT = (
        "mislukt",
        "opgegeven",
    )  # zichtbaar voor de beheerder, die opnieuw kan proberen
    GEANNULEERD = "geannuleerd", "geannuleerd"


OPEN = [Status.WACHT, Status.BEZIG]

statussen.registreer(
    "taak",
    {
        Status.WACHT: ("Wacht", "neutraal", "klok"),
        Status.BEZIG: ("Bezig", "info", "klok"),
        Status.KLAAR: ("Klaar", "goed", "goed"),
        Status.MISLUKT: ("Opgegeven", "fout", "fout"),
        Status.GEANNULEERD: ("Geannuleerd", "neutraal", "min"),
    },
)
