"""Aanmelden met ACM/IDM of een andere OpenID Connect-aanbieder, over allauth (beslissing 0013).

Iemand is zijn `sub`. Van wat de aanbieder meestuurt wordt niets bewaard; een rijksnummer wordt niet gevraagd.
allauth laat hier vier dingen open die wij wel doen: een nonce, de handtekening van het id_token, een vaste lijst van
algoritmen, en vaste scopes (zijn loginadres neemt scopes over van wie de link maakt).
"""

import secrets
from typing import Any

import jwt
import structlog
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from requests import RequestException

from aanmelding import stappen
from kern.opmaak import kbo_cijfers
from organisaties.middleware import BEPERKING
from organisaties.models import Gebruiker
from organisaties.toegang import Actor

AANBIEDER = "oidc"
ALGORITMEN = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"]
SPELING = 30  # seconden die onze klokken mogen verschillen
BEKEND = "/.well-known/openid-configuration"

logboek = structlog.get_logger("aanmelding")

# Wat de aanbieder stuurt is invoer: elke van deze fouten wordt een pagina, geen 500.
SLECHT_ANTWOORD = (KeyError, TypeError, ValueError, jwt.PyJWTError)


def aan() -> bool:
    return bool(settings.GD_OIDC_URL)


class Aansluiting(OpenIDConnectProvider):
    """De aanbieder, met vaste scopes, PKCE en een nonce die in de sessie bij de state hoort."""

    @property
    def server_url(self) -> str:
        return self.wk_server_url(settings.GD_OIDC_URL.rstrip("/"))

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()

    def get_scope(self) -> list[str]:
        mail = ["email"] if settings.GD_OIDC_KOPPEL_OP_EMAIL else []
        return list(dict.fromkeys(["openid", *settings.GD_OIDC_SCOPES, *mail]))

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict:
        return {}

    def get_pkce_params(self) -> dict:
        self.app.settings["oauth_pkce_enabled"] = True
        return super().get_pkce_params()

    def get_oauth2_adapter(self, request: HttpRequest) -> "Verkeer":
        return Verkeer(request, AANBIEDER)

    def redirect(self, request: HttpRequest, process, next_url=None, data=None, **kwargs) -> HttpResponse:
        nonce = secrets.token_urlsafe(32)
        kwargs |= {"auth_params": {"nonce": nonce}, "nonce": nonce, "gebruiker": request.user.pk}
        return super().redirect(request, process, next_url, data, **kwargs)

    def extract_uid(self, data: dict) -> str:
        return data["id_token"]["sub"]

    def extract_extra_data(self, data: dict) -> dict:
        return {}

    def extract_common_fields(self, data: dict) -> dict:
        return {}

    def extract_email_addresses(self, data: dict) -> list:
        return []


def controleer(config: dict, bekend: str) -> None:
    """OAuth2Error als dit antwoord niet van de ingestelde aanbieder is, of een gesprek in klare tekst wil."""
    if config["issuer"].rstrip("/") + BEKEND != bekend:
        raise OAuth2Error("de aanbieder noemt een andere uitgever")
    adressen = [waarde for sleutel, waarde in config.items() if sleutel.endswith("_endpoint") or sleutel == "jwks_uri"]
    if bekend.startswith("https:") and not all(str(adres).startswith("https:") for adres in adressen):
        raise OAuth2Error("de aanbieder wil een gesprek zonder versleuteling")


class Verkeer(OpenIDConnectOAuth2Adapter):
    """Het gesprek met de aanbieder: zijn eigen adressen, en een id_token dat van hem, voor ons en van nu is."""

    nonce = ""

    @property
    def openid_config(self) -> dict:
        eerste_keer = not hasattr(self, "_openid_config")
        config = super().openid_config
        if eerste_keer:
            controleer(config, self.get_provider().server_url)
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return settings.GD_ADRES + reverse("openid_connect_callback", kwargs={"provider_id": AANBIEDER})

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs) -> SocialLogin:
        id_token = self.lees_id_token(app, kwargs["response"]["id_token"])
        gegevens = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else {}
        if gegevens and gegevens["sub"] != id_token["sub"]:
            raise OAuth2Error("userinfo gaat over iemand anders")
        login = self.get_provider().sociallogin_from_response(request, {"id_token": id_token})
        login.beweringen = gegevens | id_token  # wat ondertekend is gaat voor; blijft in dit verzoek
        return login

    def lees_id_token(self, app: SocialApp, ruw: str) -> dict:
        """De inhoud van het id_token; PyJWTError of OAuth2Error als er iets niet klopt."""
        inhoud = jwt.decode(
            ruw,
            self._sleutel(ruw),
            algorithms=ALGORITMEN,
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            leeway=SPELING,
            options={"require": ["exp", "iat", "aud", "iss", "sub", "nonce"]},
        )
        lezers = inhoud["aud"] if isinstance(inhoud["aud"], list) else [inhoud["aud"]]
        if len(lezers) > 1 and inhoud.get("azp") != app.client_id:
            raise OAuth2Error("id_token voor een ander")
        if not self.nonce or not secrets.compare_digest(str(inhoud["nonce"]).encode(), self.nonce.encode()):
            raise OAuth2Error("id_token van een andere aanmelding")
        return inhoud

    def _sleutel(self, ruw: str) -> jwt.PyJWK:
        with get_adapter().get_requests_session() as sessie:
            antwoord = sessie.get(self.openid_config["jwks_uri"])
            antwoord.raise_for_status()
        kop = jwt.get_unverified_header(ruw)
        sleutels = [
            s for s in antwoord.json()["keys"] if s.get("kid") == kop.get("kid") and s.get("use", "sig") == "sig"
        ]
        if len(sleutels) != 1:
            raise OAuth2Error("onbekende sleutel")
        return jwt.PyJWK(sleutels[0])


class Adapter(DefaultSocialAccountAdapter):
    """SOCIALACCOUNT_ADAPTER: één aanbieder, uit de omgeving; niemand maakt zo een account."""

    def list_apps(self, request: HttpRequest, provider=None, client_id=None) -> list[SocialApp]:
        if not aan() or provider not in (None, AANBIEDER, "openid_connect"):
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=AANBIEDER,
                name=settings.GD_OIDC_NAAM,
                client_id=settings.GD_OIDC_CLIENT,
                secret=settings.GD_OIDC_GEHEIM,
                settings={},
            )
        ]

    def get_provider(self, request: HttpRequest, provider, client_id=None) -> Aansluiting:
        return Aansluiting(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def list_providers(self, request: HttpRequest) -> list[Aansluiting]:
        return [Aansluiting(request, app=app) for app in self.list_apps(request)]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state["process"] == AuthProcess.CONNECT:
            if sociallogin.is_existing and sociallogin.user != request.user:
                raise ImmediateHttpResponse(mislukt("van_ander"))
            return
        if not sociallogin.is_existing:
            persoon = persoon_met_dit_adres(sociallogin.beweringen)
            if persoon is None:
                raise ImmediateHttpResponse(mislukt("onbekend"))
            sociallogin.connect(request, persoon)
        if settings.GD_OIDC_ORGANISATIE_CLAIM:
            kbo = organisaties(sociallogin.beweringen)
            request.session[BEPERKING] = {"gebruiker": sociallogin.user.pk, "kbo": kbo}

    def send_notification_mail(self, template_prefix: str, user: Gebruiker, context: dict) -> None:
        """allauth roept dit bij een nieuwe koppeling, langs welke weg ook: het moment voor het logboek en onze mail."""
        verzoek = allauth_context.request
        zelf = verzoek.user.is_authenticated
        stappen.gekoppeld(verzoek.actor if zelf else Actor(user))
        if zelf:
            messages.success(verzoek, f"Je kan je voortaan aanmelden met {settings.GD_OIDC_NAAM}.")

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None) -> None:
        reden = "weg" if isinstance(exception, RequestException) else "antwoord"
        raise ImmediateHttpResponse(mislukt("geannuleerd" if error == AuthError.CANCELLED else reden))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("profiel")


def mislukt(reden: str) -> HttpResponse:
    """Naar een pagina zonder code of state in het adres; de gebruikte state is dan ook echt weg (geen 4xx)."""
    return redirect("socialaccount_login_error", reden)


class Terugkeer(OAuth2CallbackView):
    """De aanbieder stuurt iemand terug. Alles wat niet klopt eindigt op de pagina van `mislukt`."""

    adapter: Verkeer

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except RequestException:  # vóór het gesprek over de code begint vangt allauth ze niet
            return mislukt("weg")
        except (*SLECHT_ANTWOORD, OAuth2Error) as fout:
            logboek.warning("onbruikbaar antwoord van de aanbieder", exc_info=fout)
            return mislukt("antwoord")

    def _get_state(self, request: HttpRequest, provider: Aansluiting):
        state, antwoord = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = state.get("nonce", "")
            if state["process"] == AuthProcess.CONNECT and state.get("gebruiker") != request.user.pk:
                return None, mislukt("antwoord")  # intussen is hier iemand anders aangemeld
        return state, antwoord


class TweedeFactor(AuthenticateStage):
    """Wie via de aanbieder komt toonde daar al twee factoren: hier vragen we er geen meer."""

    def _should_handle(self, request: HttpRequest) -> bool:
        bewijzen = get_authentication_records(request, self.login.user)
        return not any(b["method"] == "socialaccount" for b in bewijzen) and super()._should_handle(request)


def persoon_met_dit_adres(beweringen: dict) -> Gebruiker | None:
    """Met GD_OIDC_KOPPEL_OP_EMAIL: de ene actieve persoon met dit bevestigde adres die nog niet gekoppeld is."""
    if not settings.GD_OIDC_KOPPEL_OP_EMAIL or beweringen.get("email_verified") is not True:
        return None
    email = str(beweringen.get("email", "")).strip().lower()
    gevonden = list(Gebruiker.objects.filter(email=email, is_active=True)[:2]) if email else []
    if len(gevonden) != 1 or SocialAccount.objects.filter(user=gevonden[0], provider=AANBIEDER).exists():
        return None
    return gevonden[0]


def organisaties(beweringen: dict) -> list[str]:
    """De ondernemingsnummers in de claim, als tien cijfers."""
    waarde = beweringen.get(settings.GD_OIDC_ORGANISATIE_CLAIM) or []
    nummers = waarde if isinstance(waarde, list) else [waarde]
    return [kbo_cijfers(str(nummer)) for nummer in nummers]
