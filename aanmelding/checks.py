from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register

LOKAAL = {"127.0.0.1", "localhost", "::1"}


@register(Tags.security)
def aansluiting(**_) -> list[Error]:
    """Een halve aansluiting op ACM/IDM is er geen: dan liever nu een fout dan bij de eerste die wil aanmelden."""
    if not settings.GD_OIDC_URL:
        return []
    fouten, delen = [], urlsplit(settings.GD_OIDC_URL)
    if delen.scheme != "https" and delen.hostname not in LOKAAL:
        fouten.append(Error("GD_OIDC_URL is geen https-adres.", hint="Gebruik https://…", id="aanmelding.E001"))
    if not (settings.GD_OIDC_CLIENT and settings.GD_OIDC_GEHEIM):
        hint = "Zet ze allebei, of laat GD_OIDC_URL weg; zie docs/beheer.md."
        fouten.append(Error("GD_OIDC_CLIENT of GD_OIDC_GEHEIM ontbreekt.", hint=hint, id="aanmelding.E002"))
    return fouten
