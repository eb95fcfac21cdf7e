from django.db.models import IntegerChoices


class Bericht(IntegerChoices):
    """Wat iemand per mail hoort over het eigen account; het nummer staat in de taak."""

    WACHTWOORD_GEWIJZIGD = 1, "Je wachtwoord is gewijzigd"
    CODE_APP_AAN = 2, "Je gebruikt nu een code-app"
    CODE_APP_UIT = 3, "Je code-app is verwijderd"
    PASSKEY_AAN = 4, "Je hebt een nieuwe passkey"
    PASSKEY_UIT = 5, "Een passkey is verwijderd"
    HERSTELCODES = 6, "Je hebt nieuwe herstelcodes"
    GEKOPPELD = 7, "Je kan je nu op een nieuwe manier aanmelden"
    ONTKOPPELD = 8, "Een manier van aanmelden is losgekoppeld"
    FACTOR_GEWIST = 9, "Je tweede factor is gewist"
