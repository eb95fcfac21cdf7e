"""Of een passkey op dit adres kan werken, en het antwoord van een toestel lezen zonder het te vertrouwen.

WebAuthn vraagt een naam (geen IP-adres), en https behalve op localhost.
"""

import ipaddress
import json
import struct

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

GEEN_NAAM = "Een passkey werkt niet op een adres met enkel cijfers. Gebruik de naam van de server."
OP_LOCALHOST = "Een passkey werkt niet op een adres met enkel cijfers. Gebruik http://localhost:{poort} in de plaats."
GEEN_HTTPS = "Een passkey werkt enkel op een beveiligd adres (https). Vraag het aan wie de toepassing beheert."


def waarom_niet(request: HttpRequest) -> str:
    """Leeg als het kan, anders een zin voor het scherm."""
    naam = request.get_host().rpartition(":")[0] if ":" in request.get_host() else request.get_host()
    try:
        adres = ipaddress.ip_address(naam.strip("[]"))
    except ValueError:
        eigen_machine = naam == "localhost" or naam.endswith(".localhost")
        return "" if request.is_secure() or eigen_machine else GEEN_HTTPS
    return OP_LOCALHOST.format(poort=request.get_port()) if adres.is_loopback else GEEN_NAAM


MISLUKT = "Dat lukte niet met deze passkey. Probeer opnieuw of kies een andere manier."
HOOGSTENS = 20_000  # tekens; een echt antwoord is er enkele honderden groot
# wat de bibliotheek gooit op gegevens die geen toestel verstuurt
ONLEESBAAR = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError, struct.error)


class PasskeyVeld(forms.CharField):
    """Het antwoord van het toestel: JSON in een verborgen veld. Geeft een dict die de bibliotheek kan lezen."""

    def __init__(self, vorm: type[AuthenticationResponse] | type[RegistrationResponse]):
        fouten = dict.fromkeys(("required", "invalid", "max_length", "null_characters_not_allowed"), MISLUKT)
        super().__init__(max_length=HOOGSTENS, widget=forms.HiddenInput, error_messages=fouten)
        self.vorm = vorm

    def clean(self, value) -> dict:
        try:
            antwoord = json.loads(super().clean(value))
            if not self.vorm.from_dict(antwoord):  # null wordt zonder klagen niets
                raise ValueError("leeg")
        except ONLEESBAAR as fout:
            raise ValidationError(MISLUKT, code="onleesbaar") from fout
        return antwoord
