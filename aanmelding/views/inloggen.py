"""Binnenkomen: aanmelden, de tweede stap, een nieuw wachtwoord, en afmelden. De schermen van allauth met onze vorm."""

from allauth.account import views as account
from allauth.account.internal.stagekit import clear_login
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as passkey
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_POST

from aanmelding import sessies
from aanmelding.forms import AanmeldForm, AanmeldPasskeyForm, CodeForm, HerstelForm, PasskeyForm, VergetenForm
from aanmelding.passkeys import waarom_niet


class Aanmelden(account.LoginView):
    def get_form_class(self):
        return AanmeldForm

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "verlopen": self.request.session.get(sessies.VERLOPEN, False),
            "geen_passkey": waarom_niet(self.request),
        }


class AanmeldenMetPasskey(passkey.LoginWebAuthnView):
    """GET geeft de uitdaging als JSON, POST meldt aan. Met gebruikersverificatie zijn dat beide factoren ineens."""

    def get_form_class(self):
        return AanmeldPasskeyForm

    def form_invalid(self, form: AanmeldPasskeyForm) -> HttpResponse:
        for zin in form.errors.get("credential", []):
            messages.error(self.request, zin)
        return redirect(passthrough_next_redirect_url(self.request, reverse("account_login"), "next"))


class TweedeStap(mfa.AuthenticateView):
    """Na het wachtwoord: een code of een passkey."""

    def get_form_class(self):
        return CodeForm

    def get_webauthn_form_class(self):
        return PasskeyForm

    def get_context_data(self, **kwargs) -> dict:
        soorten = set(self.stage.login.user.authenticator_set.values_list("type", flat=True))
        return super().get_context_data(**kwargs) | {
            "met_code": bool(soorten & {"totp", "recovery_codes"}),
            "met_passkey": "webauthn" in soorten,
            "geen_passkey": waarom_niet(self.request),
        }


@require_POST
def andere_persoon(request: HttpRequest) -> HttpResponse:
    """Terug van de tweede stap naar het begin."""
    clear_login(request)
    return redirect("account_login")


class Afmelden(account.LogoutView):
    def post(self, *args, **kwargs) -> HttpResponse:
        was_aangemeld = self.request.user.is_authenticated
        antwoord = super().post(*args, **kwargs)
        if was_aangemeld:
            messages.success(self.request, "Je bent afgemeld.")
        return antwoord


class Vergeten(account.PasswordResetView):
    def get_form_class(self):
        return VergetenForm

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"titel": "Wachtwoord vergeten"}


class VergetenKlaar(account.PasswordResetDoneView):
    """Zegt altijd hetzelfde, of het adres bestaat of niet."""


class HerstelKlaar(account.PasswordResetFromKeyDoneView):
    """Het nieuwe wachtwoord staat er; aanmelden doe je daarna zelf."""


niet_actief = account.account_inactive


class Herstel(account.PasswordResetFromKeyView):
    """De link uit de mail. Een sleutel die niet (meer) past geeft een pagina die zegt wat te doen."""

    def get_form_class(self):
        return HerstelForm

    def form_valid(self, form: HerstelForm) -> HttpResponse:
        form.save()
        return redirect(self.success_url)

    success_url = reverse_lazy("account_reset_password_from_key_done")

    def get_context_data(self, **kwargs) -> dict:
        return {"token_fail": False} | super().get_context_data(**kwargs)
