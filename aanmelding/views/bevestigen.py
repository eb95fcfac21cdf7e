"""Opnieuw bewijzen wie je bent, vlak voor ondertekenen, exporteren of het wijzigen van je beveiliging."""

from allauth.account import views as account
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as passkey
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme

from aanmelding import herbevestig
from aanmelding.forms import BevestigCodeForm, BevestigForm, BevestigPasskeyForm
from aanmelding.passkeys import waarom_niet


class _Bevestigen:
    def _check_reauthentication_method_available(self, request: HttpRequest) -> HttpResponse | None:
        if not herbevestig.manieren(request):
            return herbevestig.vraag(request, "")
        return super()._check_reauthentication_method_available(request)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "titel": "Bevestig dat jij het bent",
            "geen_passkey": waarom_niet(self.request),
        }

    def get_default_success_url(self) -> str:
        return reverse("profiel")


@method_decorator(login_required, name="dispatch")
class MetWachtwoord(_Bevestigen, account.BaseReauthenticateView):
    template_name = "account/reauthenticate.html"
    form_class = BevestigForm

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: BevestigForm) -> HttpResponse:
        reauthenticate_by_password(self.request)
        return super().form_valid(form)


class MetCode(_Bevestigen, mfa.ReauthenticateView):
    def get_form_class(self):
        return BevestigCodeForm


class MetPasskey(_Bevestigen, passkey.ReauthenticateWebAuthnView):
    def get_form_class(self):
        return BevestigPasskeyForm

    def form_invalid(self, form: BevestigPasskeyForm) -> HttpResponse:
        messages.error(self.request, "Dat lukte niet met deze passkey. Probeer opnieuw of kies een andere manier.")
        return redirect(self.passthrough_next_url(self.request.path))


@login_required
def bevestig(request: HttpRequest) -> HttpResponse:
    """Naar de manier die bij deze persoon past; met `?factor=ja` volstaat een wachtwoord niet."""
    volgende = _eigen(request, request.GET.get("next", ""))
    return herbevestig.vraag(request, volgende, enkel_factor="factor" in request.GET)


@login_required
def bevestigd(request: HttpRequest) -> HttpResponse:
    """Na de bevestiging: haalt het bestand op en blijft staan, met een weg terug."""
    naar, terug = (_eigen(request, request.GET.get(naam, "")) for naam in ("naar", "terug"))
    if not naar:
        return redirect("start")
    if not herbevestig.onlangs(request):
        return herbevestig.vraag(request, request.get_full_path())
    return render(request, "account/bevestigd.html", {"naar": naar, "terug": terug or reverse("start")})


def _eigen(request: HttpRequest, adres: str) -> str:
    """Het adres als het van deze toepassing is, anders leeg."""
    veilig = url_has_allowed_host_and_scheme(adres, {request.get_host()}, require_https=request.is_secure())
    return adres if veilig and adres.startswith("/") else ""
