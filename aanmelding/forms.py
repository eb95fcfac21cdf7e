"""De formulieren van allauth met onze woorden, onze opmaak en onze controles."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from aanmelding import grenzen, stappen
from aanmelding.passkeys import MISLUKT, PasskeyVeld
from aanmelding.tokens import Wachtwoordsleutel
from kern.formulieren import Formulier
from organisaties.models import Gebruiker

NIET_GELIJK = "De twee wachtwoorden zijn niet gelijk. Vul twee keer hetzelfde in."
LANG_GENOEG = "Minstens twaalf tekens. Vier gewone woorden na elkaar is goed."
EMAIL = {"type": "email", "autocomplete": "username", "inputmode": "email", "autocapitalize": "none"}


def _wachtwoord(label: str, soort: str = "current-password", uitleg: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": soort})
    return forms.CharField(label=label, help_text=uitleg, strip=False, widget=widget)


def _email(label: str = "E-mailadres") -> forms.EmailField:
    fouten = {
        "required": "Vul je e-mailadres in.",
        "invalid": "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.be.",
    }
    return forms.EmailField(label=label, max_length=254, error_messages=fouten, widget=forms.EmailInput(attrs=EMAIL))


def _code(label: str, uitleg: str) -> forms.CharField:
    kenmerken = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    fouten = {"required": "Vul de code in."}
    return forms.CharField(
        label=label, help_text=uitleg, max_length=20, error_messages=fouten, widget=forms.TextInput(attrs=kenmerken)
    )


class AanmeldForm(Formulier, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"login": _email(), "password": _wachtwoord("Wachtwoord")}
        self.fields["password"].error_messages["required"] = "Vul je wachtwoord in."


class _NieuwWachtwoord(forms.Form):
    """Twee keer een nieuw wachtwoord, nagekeken door Django; `self.user` is van wie het wordt."""

    password1 = _wachtwoord("Nieuw wachtwoord", "new-password", LANG_GENOEG)
    password2 = _wachtwoord("Nog eens je nieuwe wachtwoord", "new-password")

    def clean_password1(self) -> str:
        nieuw = self.cleaned_data["password1"]
        password_validation.validate_password(nieuw, user=self.user)
        return nieuw

    def clean(self) -> dict:
        gegevens = super().clean() or {}
        if {"password1", "password2"} <= gegevens.keys() and gegevens["password1"] != gegevens["password2"]:
            self.add_error("password2", NIET_GELIJK)
        return gegevens


class WijzigWachtwoordForm(Formulier, _NieuwWachtwoord):
    knop = "Wachtwoord wijzigen"
    oldpassword = _wachtwoord("Je huidige wachtwoord")
    field_order = ["oldpassword", "password1", "password2"]

    def __init__(self, *args, user: Gebruiker, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_oldpassword(self) -> str:
        return _juist(self.user, self.cleaned_data["oldpassword"])


class HerstelForm(Formulier, _NieuwWachtwoord):
    knop = "Wachtwoord bewaren"

    def __init__(self, *args, user: Gebruiker | None, temp_key: str = "", **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def save(self) -> None:
        stappen.herstel_wachtwoord(self.user, self.cleaned_data["password1"])


class HerstelsleutelForm(account.UserTokenForm):
    token_generator = Wachtwoordsleutel()


class VergetenForm(Formulier, forms.Form):
    knop = "Link versturen"
    email = _email()

    def save(self, request) -> None:
        stappen.vraag_wachtwoord(self.cleaned_data["email"])


def _juist(gebruiker: Gebruiker, wachtwoord: str) -> str:
    """Het wachtwoord, of een zin. Hoe vaak het mag staat in `grenzen`, per adres van de site."""
    if not gebruiker.check_password(wachtwoord):
        raise ValidationError("Dit wachtwoord klopt niet. Probeer het opnieuw.", code="mis")
    return wachtwoord


class BevestigForm(Formulier, forms.Form):
    knop = "Bevestigen"
    password = _wachtwoord("Je wachtwoord")

    def __init__(self, *args, user: Gebruiker, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        return _juist(self.user, self.cleaned_data["password"])


class _MetCode:
    uitleg = "Zes cijfers uit je code-app, of een van je herstelcodes."

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code("Code", self.uitleg)

    def clean_code(self) -> str:
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        return super().clean_code()


class _EenKeer(_MetCode):
    """Een code geldt één keer. allauth onthoudt een gebruikte code 30 seconden; met de speling geldt ze er 90."""

    def clean_code(self) -> str:
        code = super().clean_code()
        try:
            grenzen.tel("gebruikte code", f"{self.user.pk} {code}", 1, timedelta(minutes=2))
        except grenzen.TeVaak:
            raise ValidationError("Deze code is al gebruikt. Wacht op de volgende.", code="gebruikt") from None
        return code


class CodeForm(_EenKeer, Formulier, mfa.AuthenticateForm):
    knop = "Aanmelden"


class BevestigCodeForm(_EenKeer, Formulier, mfa.ReauthenticateForm):
    knop = "Bevestigen"


class CodeAppForm(_MetCode, Formulier, totp.ActivateTOTPForm):
    knop = "Instellen"
    uitleg = "De zes cijfers die de app nu toont."


class NieuwePasskeyForm(Formulier, passkey._BaseAddWebAuthnForm):
    """Altijd een passkey die ook alleen aanmeldt: de telefoon vraagt zelf een vinger, gezicht of pincode."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = _naam()
        self.fields["credential"] = PasskeyVeld(RegistrationResponse)

    def clean(self) -> dict:
        with _passkeyzin():
            return super().clean()


@contextmanager
def _passkeyzin() -> Iterator[None]:
    """allauth noemt een passkey die niet klopt een verkeerde code."""
    try:
        yield
    except ValidationError as fout:
        raise ValidationError(MISLUKT, code="passkey") if fout.code == "incorrect_code" else fout from fout


class _MetPasskey:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = PasskeyVeld(AuthenticationResponse)

    def clean_credential(self):
        with _passkeyzin():
            return super().clean_credential()


class AanmeldPasskeyForm(_MetPasskey, passkey.LoginWebAuthnForm):
    """Zonder wachtwoord: het toestel zegt ook wie het is."""


class PasskeyForm(_MetPasskey, passkey.AuthenticateWebAuthnForm):
    """Als tweede stap, na het wachtwoord."""


class BevestigPasskeyForm(_MetPasskey, passkey.ReauthenticateWebAuthnForm):
    """Opnieuw, door wie al aangemeld is."""


class PasskeyNaamForm(Formulier, forms.Form):
    knop = "Naam bewaren"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"] = _naam()


def _naam() -> forms.CharField:
    return forms.CharField(
        label="Naam van je passkey",
        help_text="Zo herken je hem later, bijvoorbeeld “Telefoon van het werk”.",
        max_length=60,
        error_messages={"required": "Geef je passkey een naam."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
