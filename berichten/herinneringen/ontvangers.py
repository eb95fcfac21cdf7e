"""Op wie het wacht: personen van het bestuur of een hele partner."""

from dataclasses import dataclass
from datetime import date

from berichten.models import Herinnering
from organisaties.models import GlowPartner, Lidmaatschap
from organisaties.toegang import geldig

from .soorten import Zaak


@dataclass(frozen=True)
class Ontvanger:
    """Een persoon van het bestuur of een hele partner, met genoeg om aan te schrijven."""

    gebruiker: int = 0
    partner: int = 0

    def zoals(self, rij: Herinnering) -> bool:
        return (rij.ontvanger_id or 0, rij.glowpartner_id or 0) == (self.gebruiker, self.partner)


class Adressen:
    """Zoekt de leden van een rol één keer per bestuur en dag op."""

    def __init__(self, bestuur_id: int, dag: date):
        self.bestuur_id, self.dag = bestuur_id, dag
        self.leden: dict[int, Lidmaatschap] = {}
        self.partners: dict[int, GlowPartner] = {}
        self._rollen: dict[str, list[Lidmaatschap]] = {}

    def van(self, zaak: Zaak) -> list[Ontvanger]:
        if zaak.partner:
            self.partners[zaak.partner.pk] = zaak.partner
            return [Ontvanger(partner=zaak.partner.pk)]
        leden = zaak.leden or (tuple(self._met_rol(zaak.rol)) if zaak.rol else ())
        self.leden |= {lid.gebruiker_id: lid for lid in leden}
        return [Ontvanger(gebruiker=lid.gebruiker_id) for lid in leden]

    def _met_rol(self, rol: str) -> list[Lidmaatschap]:
        if rol not in self._rollen:
            self._rollen[rol] = list(leden_met(self.bestuur_id, self.dag, rol))
        return self._rollen[rol]


def leden_met(bestuur_id: int, dag: date, *rollen: str):
    """Wie die dag een van die rollen heeft bij dit bestuur, met een account dat niet geblokkeerd is."""
    return (
        Lidmaatschap.objects.filter(
            geldig(dag), bestuur=bestuur_id, rollen__overlap=list(rollen), gebruiker__is_active=True
        )
        .select_related("gebruiker")
        .order_by("pk")
    )
