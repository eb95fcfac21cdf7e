"""De grens met allauth: geen registratie, onze zinnen, onze mail, en versleutelde geheimen.

Een aanmelding of een vraag om een nieuw wachtwoord zegt nooit of een adres bestaat.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify

from aanmelding import herbevestig, sessies, stappen
from aanmelding.passkeys import waarom_niet
from aanmelding.versleuteling import ontsleutel, versleutel
from kern import qr
from organisaties import isolatie
from organisaties.middleware import actor_van
from organisaties.models import Gebruiker

CODE_FOUT = "Deze code klopt niet. Kijk of je de nieuwste code hebt en probeer opnieuw."
TE_VAAK = "Te veel mislukte pogingen. Wacht een paar minuten en probeer dan opnieuw."
MANIEREN = {
    "mfa_reauthenticate_webauthn": "Bevestigen met je passkey",
    "account_reauthenticate": "Bevestigen met je wachtwoord",
    "mfa_reauthenticate": "Bevestigen met een code",
}


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dit account is niet actief. Vraag de beheerder van je bestuur om hulp.",
        "email_password_mismatch": "E-mailadres of wachtwoord klopt niet. Kijk beide na en probeer opnieuw.",
        "enter_current_password": "Dit is niet je huidige wachtwoord. Probeer het opnieuw.",
        "incorrect_code": CODE_FOUT,
        "incorrect_password": "Dit wachtwoord klopt niet. Probeer het opnieuw.",
        "invalid_login": "E-mailadres of wachtwoord klopt niet. Kijk beide na en probeer opnieuw.",
        "invalid_password_reset": "Deze link werkt niet meer. Vraag een nieuwe.",
        "rate_limited": TE_VAAK,
        "too_many_login_attempts": TE_VAAK,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """Wie via ACM/IDM komt toonde daar al een tweede factor."""
        eigen = {"allauth.mfa.stages.AuthenticateStage": "aanmelding.oidc.TweedeFactor"}
        return [eigen.get(stap, stap) for stap in super().get_login_stages()]

    def add_message(self, request: HttpRequest, level: int, message_template=None, *args, **kwargs) -> None:
        """Enkel een zin die we zelf meegeven; de sjablonen van allauth zijn Engels."""
        if kwargs.get("message"):
            super().add_message(request, level, None, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Mail gaat door het boek (`aanmelding.tasks`): daar ontstaat ook de sleutel, die nergens bewaard wordt."""
        raise NotImplementedError(f"{template_prefix}: geen mail buiten aanmelding.stappen om")

    def send_notification_mail(self, *args, **kwargs) -> None:
        """De stappen in `aanmelding.stappen` sturen zelf een bericht, één keer en in het Nederlands."""

    def login(self, request: HttpRequest, user: Gebruiker) -> None:
        super().login(request, user)
        sessies.begin(request)
        isolatie.word(user.pk)
        actor = actor_van(request, user)
        isolatie.kies(bestuur=actor.bestuur_id, glowpartner=actor.glowpartner.pk if actor.glowpartner else 0)
        stappen.aangemeld(actor)

    def post_login(self, request: HttpRequest, user: Gebruiker, **kwargs: Any):
        antwoord = super().post_login(request, user, **kwargs)
        sessies.vergeet_ip(request)
        return antwoord

    def logout(self, request: HttpRequest) -> None:
        stappen.afgemeld(request.actor)
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Wie zich net aanmeldde, bewees net wie hij is."""
        return super().is_reauthentication_required(app=app, **kwargs) and not herbevestig.onlangs(context.request)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Hoe deze persoon bevestigt, in de volgorde van voorkeur: een passkey is één gebaar."""
        manieren = {manier["url"]: manier for manier in super().get_reauthentication_methods(user)}
        if waarom_niet(context.request):
            manieren.pop(reverse("mfa_reauthenticate_webauthn"), None)
        gekend = [(naam, reverse(naam)) for naam in MANIEREN]
        return [manieren[url] | {"description": MANIEREN[naam]} for naam, url in gekend if url in manieren]


class TweedeFactor(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Je hebt deze tweede factor nodig. Stel eerst een andere in.",
        "cannot_generate_recovery_codes": "Stel eerst een code-app of een passkey in.",
        "incorrect_code": CODE_FOUT,
    }

    def encrypt(self, text: str) -> str:
        return versleutel(text)

    def decrypt(self, encrypted_text: str) -> str:
        return ontsleutel(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "Gemeenschapsdienst"

    def build_totp_svg(self, url: str) -> str:
        return qr.svg(url)

    def generate_authenticator_name(self, user: Gebruiker, type) -> str:
        return "Mijn passkey"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Gemeenschapsdienst"}


def bestandsnaam(gebruiker: Gebruiker) -> str:
    return f"herstelcodes-{slugify(gebruiker.email.partition('@')[0])}.txt"
