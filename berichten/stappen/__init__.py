"""Stappen van een bericht: `schrijven` (wat elke app roept), `inbox` (wie het kreeg) en `mailen` (bundelen, opnieuw).

Roep schrijven aan met het bestuur als context (een stap van het bestuur, of een taak). Wat een GLOW-partner deed,
plant eerst een taak in dat bestuur; die schrijft het bericht.
"""

from berichten.stappen.schrijven import (
    Inhoud,
    aan_adres,
    aan_leden,
    aan_partner,
    aan_partnerlid,
    aan_rol,
    handel_af,
    in_inbox_van,
)

__all__ = [
    "Inhoud", "aan_adres", "aan_leden", "aan_partner", "aan_partnerlid", "aan_rol", "handel_af", "in_inbox_van",
]  # fmt: skip
