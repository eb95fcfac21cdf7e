from django.db.models import TextChoices

from kern import statussen


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
    GEWEIGERD = "geweigerd", "niet aangenomen"


# Wat de beheerder nakijkt: vanzelf gebeurt er niets meer mee.
NA_TE_KIJKEN = (Mail.ONZEKER, Mail.GEWEIGERD)

statussen.registreer(
    "mail",
    {
        Mail.ONZEKER: ("Misschien verstuurd", "letop", "letop"),
        Mail.GEWEIGERD: ("Niet aangenomen", "fout", "fout"),
    },
)
statussen.registreer(
    "bericht",
    {
        "nieuw": ("Nieuw", "info", "mail"),
        "gelezen": ("Gelezen", "neutraal", "vinkje"),
    },
)
