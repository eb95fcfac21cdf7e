"""`force_login` in de tests is een aanmelding van net, met wachtwoord: met de bewijzen en klokken die een echte heeft."""

import time

import pytest

BEGONNEN, LAATST = "sessie_begonnen", "sessie_laatst"
METHODEN, VAN_WIE = "account_authentication_methods", "account_authentication_methods_user"


def bewijs(klant, *methoden, op=None, **meer):
    """Een sessie van net, met deze bewijzen erin: `bewijs(klant, "password", op=tijd)`; zonder: geen enkel."""
    sessie = klant.session
    sessie[METHODEN] = [{"method": methode, "at": time.time() if op is None else op, **meer} for methode in methoden]
    sessie[BEGONNEN] = sessie[LAATST] = time.time()
    sessie.save()


def geef_code_app(gebruiker):
    """Een code-app, zoals na het instellen."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    return TOTP.activate(gebruiker, generate_totp_secret()).instance


def code_van(gebruiker):
    """Wat de code-app van deze persoon nu toont."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth
    from allauth.mfa.utils import decrypt

    geheim = decrypt(Authenticator.objects.get(user=gebruiker, type="totp").data["secret"])
    return auth.format_hotp_value(auth.hotp_value(geheim, int(time.time()) // 30))


@pytest.fixture(scope="session", autouse=True)
def _force_login_bewijst_iets():
    from django.test import Client

    gewoon = Client.force_login

    def force_login(klant, gebruiker, backend=None):
        gewoon(klant, gebruiker, backend)
        sessie = klant.session
        sessie[VAN_WIE] = str(gebruiker.pk)
        sessie.save()
        bewijs(klant, "password")

    Client.force_login = force_login
    yield
    Client.force_login = gewoon
