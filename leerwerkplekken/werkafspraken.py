"""Wat voor een plek met elke GLOW-partner afgesproken is. Enkel lezen; ook voor de partner zelf."""

from dataclasses import dataclass

from leerwerkplekken import planstandaard
from leerwerkplekken.models import Aanbod, Leerwerkplek, Werkafspraak
from organisaties.models import GlowPartner


@dataclass(frozen=True)
class Afspraak:
    glowpartner: GlowPartner
    tekst: str
    standaard: bool  # nog overgenomen van de plek of het bestuur


def per_partner(plek: Leerwerkplek) -> list[Afspraak]:
    """Een afspraak per GLOW-partner aan wie de plek aangeboden is, in de volgorde van het aanbod."""
    waar = {"bestuur": plek.bestuur_id, "leerwerkplek": plek}
    rijen = {rij.glowpartner_id: rij for rij in Werkafspraak.objects.filter(**waar).order_by("pk")}
    aanbod = Aanbod.objects.filter(**waar).select_related("glowpartner").order_by("aangeboden_op", "pk")
    begin = planstandaard.afspraken(plek.bestuur_id)
    gevonden: dict[int, Afspraak] = {}
    for partner in (rij.glowpartner for rij in aanbod):
        rij = rijen.get(partner.pk)
        tekst = rij.tekst if rij else begin.get(partner.pk, plek.plan.werkafspraken)
        gevonden[partner.pk] = Afspraak(partner, tekst, rij is None or rij.standaard)
    return list(gevonden.values())


def met(plek: Leerwerkplek, glowpartner: GlowPartner) -> str:
    """De afspraken met deze partner; zonder eigen rij die van de plek."""
    rijen = Werkafspraak.objects.filter(bestuur=plek.bestuur_id, leerwerkplek=plek, glowpartner=glowpartner)
    eigen = rijen.values_list("tekst", flat=True).first()
    return plek.plan.werkafspraken if eigen is None else eigen
