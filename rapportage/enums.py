from django.db.models import TextChoices

from kern import statussen


class PakketStatus(TextChoices):
    """Hoe ver een bewijspakket staat; afgeleid, nooit bewaard (besluit 6)."""

    AANGEVRAAGD = "aangevraagd", "aangevraagd"
    IN_OPBOUW = "in_opbouw", "in opbouw"
    KLAAR = "klaar", "klaar"
    MISLUKT = "mislukt", "mislukt"
    GEANNULEERD = "geannuleerd", "geannuleerd"


statussen.registreer(
    "bewijspakket",
    {
        PakketStatus.AANGEVRAAGD: ("Aangevraagd", "neutraal", "klok"),
        PakketStatus.IN_OPBOUW: ("In opbouw", "info", "bezig"),
        PakketStatus.KLAAR: ("Klaar", "goed", "goed"),
        PakketStatus.MISLUKT: ("Mislukt", "fout", "fout"),
        PakketStatus.GEANNULEERD: ("Geannuleerd", "neutraal", "min"),
    },
)
