"""Wat van plaatsingen afgesproken is: voorwaarden, afwijking om te starten, onderbrekingen, en of wat getekend is nog
klopt. Enkel lezen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from plaatsingen import regels
from plaatsingen.enums import SoortAfwijking, Voorwaarde
from plaatsingen.models import Afwijking, Onderbreking, Ondertekening, Plaatsing, Startvoorwaarde, Werkdag
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


# --- wat getekend is


def momentopname(plaatsing: Plaatsing) -> dict[str, object]:
    """Waarover de handtekening gaat, zoals het nu is: periode, plek, mentor en uren. Enkel nummers, dagen en uren."""
    return {
        "van": plaatsing.van.isoformat(),
        "tot": plaatsing.tot.isoformat(),
        "leerwerkplek": plaatsing.leerwerkplek_id,
        "mentor": plaatsing.leerwerkplek.mentor_id,
        "vervangend_mentor": plaatsing.vervangend_mentor_id,
        "uren_per_maand": plaatsing.uren_per_maand,
        "werkdagen": sorted(_werkdag(werkdag) for werkdag in plaatsing.werkdagen.all()),
    }


def _werkdag(werkdag: Werkdag) -> list[object]:
    uren = [uur.strftime("%H:%M") if uur else "" for uur in (werkdag.van, werkdag.tot)]
    return [werkdag.weekdag, *uren, werkdag.pauze_minuten, werkdag.minuten]


def gewijzigd(rij: Ondertekening, dag: date) -> list[str]:
    """Wat er veranderde aan de plaatsing van dit ondertekende document; leeg zodra die plaatsing voorbij is."""
    if rij.getekend_op is None or rij.plaatsing.einde < dag:
        return []
    return regels.gewijzigde_afspraken(rij.afspraken, momentopname(rij.plaatsing))


@dataclass(frozen=True)
class Verouderd:
    """De laatste handtekening, en wat er intussen niet meer klopt."""

    rij: Ondertekening
    wat: list[str]


def verouderd(plaatsing: Plaatsing, dag: date) -> Verouderd | None:
    """Of de werkafspraken waarop de start steunt in de toepassing getekend zijn en intussen niet meer kloppen.

    Ook nadat ze teruggehaald of opnieuw voorgelegd werden: tot de nieuwe getekend zijn. Wat HR zelf oplaadde, niet.
    """
    getekend = Ondertekening.objects.filter(plaatsing=plaatsing, getekend_op__isnull=False)
    rij = getekend.select_related("plaatsing__leerwerkplek").order_by("-getekend_op", "-pk").first()
    if rij is None:
        return None
    steunt = Startvoorwaarde.objects.filter(
        plaatsing=plaatsing, soort=Voorwaarde.WERKAFSPRAKEN, document=rij.document_id
    )
    wat = gewijzigd(rij, dag)
    return Verouderd(rij, wat) if wat and steunt.exists() else None
