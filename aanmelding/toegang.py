"""Wie een tweede factor nodig heeft, gegeven voor wie die nu handelt."""

from organisaties.models import Samenwerking
from organisaties.toegang import ACTEN, Actor

# Wat een tweede factor vraagt: tekenen, beheren, en namen van deelnemers zien.
EIST_TWEEDE_FACTOR = {
    "fiche.ondertekenen": "tekent",
    "maandstaat.bevestigen": "tekent",
    "personen.zien": "beheert",
    "taken.beheren": "beheert",
    "uren.invoeren": "ziet namen van deelnemers",
    "plaatsing.bewerken": "ziet namen van deelnemers",
    "bewijspakket.ophalen": "ziet namen van deelnemers",
    "aanbod.bekijken": "ziet namen van deelnemers",
}


def rollen_met_tweede_factor() -> frozenset[str]:
    """De rollen die minstens één daad uit `EIST_TWEEDE_FACTOR` mogen stellen, uit de ene tabel van rol en daad."""
    return frozenset().union(*(ACTEN[daad] for daad in EIST_TWEEDE_FACTOR))


def rol_vraagt_tweede_factor(actor: Actor) -> bool:
    return bool(actor.rollen & rollen_met_tweede_factor())


def eist_tweede_factor(actor: Actor) -> bool:
    """Of deze persoon hier enkel verder mag met een tweede factor.

    Het bestuur beslist (standaard ja). Bij een GLOW-partner: zodra één bestuur waarmee hij samenwerkt het vraagt.
    """
    if not rol_vraagt_tweede_factor(actor):
        return False
    if actor.bestuur:
        return actor.bestuur.tweede_factor
    return Samenwerking.objects.filter(glowpartner=actor.glowpartner, bestuur__tweede_factor=True).exists()
