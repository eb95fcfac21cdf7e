from django.db.models import TextChoices


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
