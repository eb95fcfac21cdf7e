"""Wat iemand oplaadt: het type blijkt uit de inhoud, niet uit de naam."""

from dataclasses import dataclass

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from organisaties.isolatie import Geweigerd

TOEGELATEN = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


@dataclass(frozen=True)
class Opgeladen:
    inhoud: bytes
    mime: str
    achtervoegsel: str


def keur(bestand: UploadedFile, veld: str) -> Opgeladen:
    """De inhoud van een opgeladen PDF, JPEG of PNG (≤ 10 MB); anders `Geweigerd` met wat te doen, bij `veld`."""
    if not bestand.size:
        raise Geweigerd("Dit bestand is leeg. Kies een ander bestand.", veld)
    if bestand.size > settings.OPLADEN_MAX_BYTES:
        raise Geweigerd(
            "Dit bestand is groter dan 10 MB. Maak het kleiner en probeer opnieuw.",
            veld,
        )
    inhoud = bestand.read()
    try:
        mime = puremagic.from_string(inhoud, mime=True)
    except puremagic.PureError:
        mime = ""
    if mime not in TOEGELATEN or not _sluitend(inhoud, mime):
        raise Geweigerd(
            "Dit is geen PDF, JPEG of PNG. Kies een bestand van een van die soorten.",
            veld,
        )
    return Opgeladen(inhoud, mime, TOEGELATEN[mime])


def _sluitend(inhoud: bytes, mime: str) -> bool:
    """Kop én staart van het formaat: een afgebroken of vermomd bestand valt hier door de mand."""
    staart = inhoud[-2048:]
    return {
        "application/pdf": lambda: inhoud.startswith(b"%PDF-") and b"%%EOF" in staart,
        "image/jpeg": lambda: inhoud.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in staart,
        "image/png": lambda: inhoud.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in staart,
    }[mime]()
