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


def sleutels(gebruiker_id: int, toestel: UUID) -> list[bytes]:
    """32 bytes voor AES-GCM: de huidige sleutel eerst, dan die van vorige geheimen."""
    return _afgeleid(f"sleutel {gebruiker_id} {toestel}")


def wie(gebruiker_id: int) -> list[str]:
    """Het kenmerk van deze persoon (huidig, dan vorige): staat open bij elke rij in de browser en zegt niets."""
    return [base64.b64encode(kenmerk[:12]).decode() for kenmerk in _afgeleid(f"wie {gebruiker_id}")]


def _afgeleid(waarvoor: str) -> list[bytes]:
    info = DOEL + b" " + waarvoor.encode()
    geheimen = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [HKDF(SHA256(), 32, salt=None, info=info).derive(geheim.encode()) for geheim in geheimen]
