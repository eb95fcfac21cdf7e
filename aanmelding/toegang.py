"""Wie een tweede factor nodig heeft, gegeven voor wie die nu handelt."""

from organisaties.models import Samenwerking
from organisaties.toegang import Actor, vraagt_tweede_factor


def eist_tweede_factor(actor: Actor) -> bool:
    """Of deze persoon hier enkel verder mag met een tweede factor.

    Het bestuur beslist (standaard ja). Bij een GLOW-partner: zodra één bestuur waarmee hij samenwerkt het vraagt.
    """
    if not vraagt_tweede_factor(actor.rollen):
        return False
    if actor.bestuur:
        return actor.bestuur.tweede_factor
    return Samenwerking.objects.filter(glowpartner=actor.glowpartner, bestuur__tweede_factor=True).exists()
