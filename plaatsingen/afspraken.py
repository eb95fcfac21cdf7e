"""Wat van plaatsingen afgesproken is: voorwaarden, afwijking om te starten, onderbrekingen. Enkel lezen, in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from plaatsingen import regels
from plaatsingen.enums import SoortAfwijking, Voorwaarde
from plaatsingen.models import Afwijking, Onderbreking, Startvoorwaarde
from projecten.regels import Uitkomst


@dataclass(frozen=True)
class Afspraken:
    in_orde: frozenset[str] = frozenset()
    met_afwijking: bool = False
    onderbrekingen: Sequence[regels.VanTot] = field(default=())

    @property
    def ontbreekt(self) -> list[Voorwaarde]:
        return regels.ontbrekende_voorwaarden(self.in_orde)

    @property
    def start(self) -> Uitkomst:
        """Mogen er uren in? Dezelfde regel voor kaart, formulier en import; de databank bewaakt ze ook."""
        return regels.mag_starten(self.in_orde, self.met_afwijking)

    def uitkomsten(self, dag: date) -> list[Uitkomst]:
        return [self.start, regels.niet_onderbroken(dag, self.onderbrekingen)]


def van(bestuur_id: int, plaatsingen: Iterable[int]) -> dict[int, Afspraken]:
    """De afspraken van deze plaatsingen (nummers), in drie query's voor allemaal samen."""
    nummers = set(plaatsingen)
    soorten: dict[int, set[str]] = defaultdict(set)
    weg: dict[int, list[Onderbreking]] = defaultdict(list)
    van_bestuur = {"bestuur": bestuur_id, "plaatsing__in": nummers}
    for nummer, soort in Startvoorwaarde.objects.filter(**van_bestuur).values_list("plaatsing", "soort"):
        soorten[nummer].add(soort)
    starten = Afwijking.objects.filter(soort=SoortAfwijking.START, **van_bestuur).order_by()
    toegelaten = set(starten.values_list("plaatsing", flat=True))
    for onderbreking in Onderbreking.objects.filter(**van_bestuur):
        weg[onderbreking.plaatsing_id].append(onderbreking)
    return {n: Afspraken(frozenset(soorten[n]), n in toegelaten, tuple(weg[n])) for n in nummers}
