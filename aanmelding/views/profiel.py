"""Profiel: wie je bent, je beveiliging, en waar je aangemeld bent."""

from allauth.account import views as account
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from aanmelding import oidc, sessies, stappen
from aanmelding.forms import WijzigWachtwoordForm
from aanmelding.passkeys import waarom_niet
from aanmelding.toegang import eist_tweede_factor
from kern.onderdelen import Rij
from kern.opmaak import opsomming
from organisaties.enums import Rol

ROLNAMEN = dict(Rol.choices)


@login_required
def profiel(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    rijen = [
        Rij("Naam", actor.naam),
        Rij("E-mailadres", request.user.email),
        Rij("Je werkt nu voor", actor.organisatie_naam),
        Rij("Je rol daar", opsomming([ROLNAMEN[rol] for rol in Rol.values if rol in actor.rollen])),
        Rij("Je kan werken voor", opsomming([naam for _, naam in actor.keuzes])),
    ]
    factoren = list(Authenticator.objects.filter(user=request.user).order_by("created_at", "pk"))
    codes = next((f.wrap() for f in factoren if f.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "rijen": rijen,
        "heeft_wachtwoord": request.user.has_usable_password(),
        "code_app": next((f for f in factoren if f.type == Authenticator.Type.TOTP), None),
        "passkeys": [(f, f.wrap().name) for f in factoren if f.type == Authenticator.Type.WEBAUTHN],
        "codes_over": len(codes.get_unused_codes()) if codes else None,
        "plaatsen": sessies.van(request),
        "verplicht": eist_tweede_factor(actor),
        "geen_passkey": waarom_niet(request),
        "aanbieder": settings.GD_OIDC_NAAM if oidc.aan() else "",
        "koppeling": SocialAccount.objects.filter(user=request.user, provider=oidc.AANBIEDER).first(),
    }
    return render(request, "account/profiel.html", context)


@method_decorator(login_required, name="dispatch")
class Wachtwoord(account.PasswordChangeView):
    def get_form_class(self):
        return WijzigWachtwoordForm

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"terug_url": reverse("profiel")}

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not request.user.has_usable_password():
            messages.info(request, "Je account heeft geen wachtwoord. Je meldt je op een andere manier aan.")
            return redirect("profiel")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: WijzigWachtwoordForm) -> HttpResponse:
        """Alle andere sessies vervallen door het nieuwe wachtwoord; deze blijft."""
        oud = self.request.session.session_key
        stappen.wijzig_wachtwoord(self.request.actor, form.cleaned_data["password1"])
        update_session_auth_hash(self.request, self.request.actor.gebruiker)
        UserSession.objects.filter(session_key=oud).update(session_key=self.request.session.session_key)
        messages.success(self.request, "Je wachtwoord is gewijzigd. Op andere toestellen ben je afgemeld.")
        return redirect("profiel")


@require_POST
@login_required
def sessie_weg(request: HttpRequest, pk: int) -> HttpResponse:
    """Eén andere aanmelding intrekken; telt bij haar volgende verzoek."""
    sessie = get_object_or_404(UserSession, pk=pk, user=request.user)
    if sessie.is_current():
        messages.info(request, "Hier ben je zelf aangemeld. Gebruik Afmelden.")
        return redirect("profiel")
    sessie.end()
    stappen.sessies_ingetrokken(request.actor, 1)
    messages.success(request, "Die aanmelding is ingetrokken.")
    return redirect(f"{reverse('profiel')}#aangemeld")


@require_POST
@login_required
def andere_sessies_weg(request: HttpRequest) -> HttpResponse:
    andere = list(UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key))
    for sessie in andere:
        sessie.end()
    if andere:
        stappen.sessies_ingetrokken(request.actor, len(andere))
    messages.success(request, "Je bent nu enkel nog hier aangemeld.")
    return redirect(f"{reverse('profiel')}#aangemeld")
