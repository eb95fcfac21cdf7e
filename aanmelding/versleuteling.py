"""Geheimen van de tweede factor staan versleuteld in de databank: AES-256-GCM, met een sleutel uit GD_GEHEIM.

Vorm: `a1:<kenmerk van de sleutel>:<base64 van nonce en cijfertekst>`. Met GD_GEHEIM_VORIG blijft oud leesbaar na een
nieuwe GD_GEHEIM.
"""

import base64
import hashlib
import os
from collections.abc import Iterator

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VORM = "a1"


def versleutel(tekst: str) -> str:
    """De tekst, versleuteld met de huidige sleutel."""
    sleutel = _sleutel(settings.SECRET_KEY)
    nonce = os.urandom(12)
    doos = nonce + AESGCM(sleutel).encrypt(nonce, tekst.encode(), VORM.encode())
    return f"{VORM}:{_kenmerk(sleutel)}:{base64.b64encode(doos).decode()}"


def ontsleutel(doos: str) -> str:
    """De tekst terug. ImproperlyConfigured als geen sleutel past; InvalidTag als er aan gewijzigd is."""
    vorm, kenmerk, inhoud = doos.split(":")
    sleutel = next((s for s in _sleutels() if _kenmerk(s) == kenmerk), None)
    if vorm != VORM or sleutel is None:
        raise ImproperlyConfigured(f"Geen sleutel {kenmerk}: zet het vorige GD_GEHEIM in GD_GEHEIM_VORIG.")
    ruw = base64.b64decode(inhoud)
    return AESGCM(sleutel).decrypt(ruw[:12], ruw[12:], VORM.encode()).decode()


def _sleutels() -> Iterator[bytes]:
    for geheim in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _sleutel(geheim)


def _sleutel(geheim: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"gemeenschapsdienst tweede factor").derive(geheim.encode())


def _kenmerk(sleutel: bytes) -> str:
    return hashlib.sha256(sleutel).hexdigest()[:8]
