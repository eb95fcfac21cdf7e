from django.db.models import TextChoices


class Wat(TextChoices):
    """Wat er met een rij gebeurde."""

    MAAK = "I", "gemaakt"
    WIJZIG = "U", "gewijzigd"
    VERWIJDER = "D", "verwijderd"
    BEGIN = "B", "stond er al"  # toen het logboek van deze tabel begon


class Soort(TextChoices):
    """Welk boek een schakel vasthoudt; de letter staat in de keten."""

    GEBEURTENIS = "g", "daad"
    LEESREGEL = "l", "blik"
    WIJZIGING = "w", "wijziging"
