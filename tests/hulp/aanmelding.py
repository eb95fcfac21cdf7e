"""`force_login` in de tests is een aanmelding van net, met wachtwoord: met de bewijzen en klokken die een echte heeft."""

import time

import pytest

METHODEN, VAN_WIE = "account_authentication_methods", "account_authentication_methods_user"


def bewijs(klant, *methoden, op=None, **meer):
    """Vervangt de bewijzen in de sessie van deze klant: `bewijs(klant, "password", op=tijd)`; zonder: geen enkel."""
    sessie = klant.session
    sessie[METHODEN] = [{"method": methode, "at": time.time() if op is None else op, **meer} for methode in methoden]
    sessie.save()


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
