"""De wachtwoordregels van Django met zinnen die zeggen wat te doen: zijn vertaling is onvolledig."""

from django.contrib.auth import password_validation as django


class LangGenoeg(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Kies een langer wachtwoord: minstens {self.min_length} tekens."


class NietAlgemeen(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Dit wachtwoord staat op lijsten van veelgebruikte wachtwoorden. Kies een ander."


class NietEnkelCijfers(django.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return "Gebruik niet enkel cijfers."


class NietJezelf(django.UserAttributeSimilarityValidator):
    DEFAULT_USER_ATTRIBUTES = ("voornaam", "naam", "email")

    def __init__(self):
        super().__init__(user_attributes=self.DEFAULT_USER_ATTRIBUTES)

    def get_error_message(self) -> str:
        return "Dit lijkt te veel op je naam of je e-mailadres. Kies iets anders."
