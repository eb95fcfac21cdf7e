"""Een passkey van iemand die niet meeloopt."""

from allauth.mfa.models import Authenticator

from tests.isolatie.stad.soorten import Bestuur


def passkey(b: Bestuur) -> None:
    sleutel = Authenticator.objects.create(
        user=b.huis.gebruiker("slaper"), type="webauthn", data={"name": f"Sleutel {b.slug}.passkey.0"}
    )
    b.ding |= {"passkey": sleutel.pk, "sessie": sleutel.pk}
