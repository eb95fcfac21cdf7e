"""De grens met allauth: geen registratie, en een aanmelding zegt niet of een adres bestaat."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "E-mailadres of wachtwoord klopt niet. Kijk beide na en probeer opnieuw.",
        "too_many_login_attempts": "Te veel mislukte pogingen. Wacht een paar minuten en probeer dan opnieuw.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """Wie via ACM/IDM komt toonde daar al een tweede factor."""
        eigen = {"allauth.mfa.stages.AuthenticateStage": "aanmelding.oidc.TweedeFactor"}
        return [eigen.get(stap, stap) for stap in super().get_login_stages()]
