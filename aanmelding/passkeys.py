"""Of een passkey op dit adres kan werken. WebAuthn vraagt een naam (geen IP-adres), en https behalve op localhost."""

import ipaddress

from django.http import HttpRequest

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
