"""De tweede factor instellen en weghalen: code-app, passkeys, herstelcodes."""

import time

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as herstel
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal import flows as totp_flows
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as passkey
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal import flows as passkey_flows
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from aanmelding import stappen
from aanmelding.adapter import bestandsnaam
from aanmelding.forms import CodeAppForm, NieuwePasskeyForm, PasskeyNaamForm
from aanmelding.herbevestig import nodig
from aanmelding.passkeys import waarom_niet
from aanmelding.toegang import eist_tweede_factor

ECHTE_FACTOREN = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
TOON_CODES, NAAR_DAARNA = "toon_herstelcodes", "na_tweede_factor"
ZICHTBAAR = 10 * 60  # seconden dat nieuwe herstelcodes te zien zijn
bevestigd, instellen = nodig(bestand=False), nodig(bestand=False, eerste_factor=True)


@login_required
def tweede_factor(request: HttpRequest) -> HttpResponse:
    """Waar iemand een tweede factor kiest; wie er verplicht een nodig heeft, komt hier vanzelf."""
    naar = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(naar, {request.get_host()}, require_https=request.is_secure()):
        request.session[NAAR_DAARNA] = naar
    context = {"verplicht": not is_mfa_enabled(request.user, ECHTE_FACTOREN), "geen_passkey": waarom_niet(request)}
    return render(request, "mfa/tweede_factor.html", context)


def _ingesteld(request: HttpRequest, factor: Authenticator, nieuwe_codes: bool) -> HttpResponse:
    """De factor is net bewezen in deze sessie. Eerst de herstelcodes, dan verder waar iemand naartoe ging."""
    record_authentication(request, request.user, "mfa", id=factor.pk, type=factor.type)
    stappen.factor_ingesteld(request.actor, factor.type)
    if nieuwe_codes:
        request.session[TOON_CODES] = time.time()
        return redirect("mfa_view_recovery_codes")
    return redirect(request.session.pop(NAAR_DAARNA, None) or "profiel")


@method_decorator([login_required, never_cache, instellen], name="dispatch")
class CodeApp(totp.ActivateTOTPView):
    def get_form_class(self):
        return CodeAppForm

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        geheim = context["form"].secret
        return context | {"geheim": " ".join(geheim[i : i + 4] for i in range(0, len(geheim), 4))}

    def form_valid(self, form: CodeAppForm) -> HttpResponse:
        factor, codes = totp_flows.activate_totp(self.request, form)
        messages.success(self.request, "Je code-app is ingesteld.")
        return _ingesteld(self.request, factor, bool(codes))


def _mag_weg(request: HttpRequest, factor: Authenticator) -> bool:
    """De laatste factor blijft staan voor wie er een nodig heeft."""
    andere = Authenticator.objects.filter(user=request.user, type__in=ECHTE_FACTOREN).exclude(pk=factor.pk)
    return andere.exists() or not eist_tweede_factor(request.actor)


def _verwijder(request: HttpRequest, factor: Authenticator, wat: str) -> HttpResponse:
    """Een bevestigingspagina die het object noemt, en daarna weg ermee."""
    mag = _mag_weg(request, factor)
    if request.method == "POST" and mag:
        soort = factor.type
        passkey_flows.delete_and_cleanup(request, factor)
        stappen.factor_verwijderd(request.actor, soort)
        messages.success(request, f"Weg: {wat}. Je kan er niet meer mee aanmelden.")
        return redirect("profiel")
    return render(request, "mfa/verwijder.html", {"wat": wat, "mag": mag, "soort": factor.type})


@login_required
@bevestigd
def code_app_weg(request: HttpRequest) -> HttpResponse:
    factor = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.TOTP)
    return _verwijder(request, factor, "je code-app")


@method_decorator([login_required, never_cache, instellen], name="dispatch")
class NieuwePasskey(passkey.AddWebAuthnView):
    def get_form_class(self):
        return NieuwePasskeyForm

    def get_context_data(self, **kwargs) -> dict:
        reden = waarom_niet(self.request)
        context = super(passkey.AddWebAuthnView, self).get_context_data(**kwargs) | {"geen_passkey": reden}
        opties = {} if reden else {"creation_options": webauthn.begin_registration(self.request.user, True)}
        return context | {"js_data": opties}

    def form_valid(self, form: NieuwePasskeyForm) -> HttpResponse:
        gegevens = form.cleaned_data
        factor, codes = passkey_flows.add_authenticator(
            self.request, name=gegevens["name"], credential=gegevens["credential"]
        )
        messages.success(self.request, f"Je passkey “{gegevens['name']}” is ingesteld.")
        return _ingesteld(self.request, factor, bool(codes))


def _passkey(request: HttpRequest, pk: int) -> Authenticator:
    return get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)


@login_required
@bevestigd
def passkey_naam(request: HttpRequest, pk: int) -> HttpResponse:
    factor = _passkey(request, pk)
    form = PasskeyNaamForm(request.POST or None, initial={"name": factor.wrap().name}, terug_url=reverse("profiel"))
    if request.method == "POST" and form.is_valid():
        passkey_flows.rename_authenticator(request, factor, form.cleaned_data["name"])
        messages.success(request, "De nieuwe naam is bewaard.")
        return redirect("profiel")
    return render(request, "formulier.html", {"form": form, "titel": "Passkey een andere naam geven", "uitleg": ""})


@login_required
@bevestigd
def passkey_weg(request: HttpRequest, pk: int) -> HttpResponse:
    factor = _passkey(request, pk)
    return _verwijder(request, factor, f"de passkey “{factor.wrap().name}”")


# --- herstelcodes: na het maken tien minuten te zien, daarna nooit meer


def _zichtbare_codes(request: HttpRequest) -> list[str]:
    if not 0 <= time.time() - request.session.get(TOON_CODES, 0) < ZICHTBAAR:
        return []
    factor = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    return factor.wrap().get_unused_codes() if factor else []


@login_required
@never_cache
def herstelcodes(request: HttpRequest) -> HttpResponse:
    """Nieuwe codes één keer tonen; "Ik heb ze bewaard" sluit ze meteen."""
    if request.method == "POST":
        request.session.pop(TOON_CODES, None)
        return redirect(request.session.pop(NAAR_DAARNA, None) or "profiel")
    codes = _zichtbare_codes(request)
    if not codes:
        return redirect("profiel")
    return render(request, "mfa/herstelcodes.html", {"codes": codes, "daarna": NAAR_DAARNA in request.session})


@login_required
@never_cache
def herstelcodes_bestand(request: HttpRequest) -> HttpResponse:
    codes = _zichtbare_codes(request)
    if not codes:
        raise Http404("Deze codes zijn niet meer te zien.")
    tekst = "\r\n".join(["Herstelcodes voor Gemeenschapsdienst", request.user.email, "", *codes, ""])
    antwoord = HttpResponse(tekst, content_type="text/plain; charset=utf-8")
    antwoord["Content-Disposition"] = f'attachment; filename="{bestandsnaam(request.user)}"'
    return antwoord


@login_required
@bevestigd
def nieuwe_herstelcodes(request: HttpRequest) -> HttpResponse:
    """Bevestigingspagina en daad: de oude codes werken daarna niet meer."""
    if not herstel.can_generate_recovery_codes(request.user):
        messages.info(request, "Stel eerst een code-app of een passkey in. Daarna krijg je herstelcodes.")
        return redirect("profiel_tweede_factor")
    if request.method == "POST":
        herstel.generate_recovery_codes(request)
        stappen.herstelcodes_vernieuwd(request.actor)
        request.session[TOON_CODES] = time.time()
        return redirect("mfa_view_recovery_codes")
    context = {
        "titel": "Nieuwe herstelcodes maken",
        "uitleg": "Je oude herstelcodes werken daarna niet meer. Je krijgt er tien nieuwe.",
        "knop": "Nieuwe codes maken",
        "terug_url": reverse("profiel"),
        "gevaar": False,
        "form": None,
        "rijen": [],
    }
    return render(request, "bevestig.html", context)
