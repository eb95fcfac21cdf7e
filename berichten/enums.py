from django.db.models import TextChoices


class Wanneer(TextChoices):
    """Wanneer iemand een mail krijgt; in de inbox staat elk bericht meteen."""

    DIRECT = "direct", "meteen"
    DAGELIJKS = "dagelijks", "één keer per dag, samen"
    NOOIT = "nooit", "niet mailen"


class Mail(TextChoices):
    """Hoe ver de mail van een bericht staat."""

    GEEN = "geen", "geen mail"
    WACHT = "wacht", "te versturen"
    DAGELIJKS = "dagelijks", "in de samenvatting"
    BEZIG = "bezig", "wordt verstuurd"
    VERZONDEN = "verzonden", "verstuurd"
    ONZEKER = "onzeker", "misschien verstuurd"
