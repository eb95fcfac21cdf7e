"""De sleutel waarmee de browser bewaart wat nog niet verzonden is: één per persoon en toestel (beslissing 0016).

Afgeleid van GD_GEHEIM, dus nergens opgeslagen. Enkel een aangemelde sessie van die persoon krijgt hem. Met
GD_GEHEIM_VORIG blijft leesbaar wat nog met het oude geheim versleuteld op een toestel staat.
"""

import base64
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

DOEL = b"gemeenschapsdienst toestel"


def sleutels(gebruiker_id: int, toestel: UUID) -> list[str]:
    """Base64 van 32 bytes voor AES-GCM: de huidige eerst, dan die van vorige geheimen."""
    geheimen = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [_afgeleid(geheim, f"sleutel {gebruiker_id} {toestel}") for geheim in geheimen]


def wie(gebruiker_id: int) -> list[str]:
    """Het kenmerk van deze persoon (huidig, dan vorige): staat open in de browser bij elke rij en zegt niets over hem."""
    geheimen = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [_afgeleid(geheim, f"wie {gebruiker_id}")[:16] for geheim in geheimen]


def _afgeleid(geheim: str, waarvoor: str) -> str:
    info = DOEL + b" " + waarvoor.encode()
    return base64.b64encode(HKDF(SHA256(), 32, salt=None, info=info).derive(geheim.encode())).decode()
