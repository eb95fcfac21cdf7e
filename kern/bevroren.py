"""Wat bevroren wordt om te verzegelen: een inhoud als canonieke JSON, met haar kenmerk."""

import hashlib
import json
from collections.abc import Collection


def canoniek(inhoud: dict) -> str:
    """Dezelfde inhoud geeft dezelfde tekst: sleutels gesorteerd, geen overtollige witruimte, UTF-8."""
    return json.dumps(inhoud, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(tekst: str) -> str:
    return hashlib.sha256(tekst.encode()).hexdigest()


def zelfde(tekst: str, inhoud: dict, behalve: Collection[str]) -> bool:
    """Zegt deze inhoud hetzelfde als die tekst, los van de sleutels `behalve` (versie, datum, wie ze opmaakte)?"""

    def kern(waarde: dict) -> dict:
        return {sleutel: deel for sleutel, deel in waarde.items() if sleutel not in behalve}

    return kern(json.loads(tekst)) == kern(inhoud)
