"""De grenzen van een oproep op een dag, en de vorm waarin elke regel haar antwoord geeft."""

from dataclasses import dataclass
from datetime import date

from organisaties.isolatie import Geweigerd
from projecten.models import Oproep, OproepInstelling, OproepRegel

# Wat de bronnen niet zeggen, kiest een bestuur zelf (OproepInstelling); de rest wijzigt enkel de installateur.
INSTELBAAR = {"minuten_per_dag_max", "minimum_naar_rato"}


@dataclass(frozen=True)
class Grens:
    waarde: int
    bron: str
    uitleg: str


@dataclass(frozen=True)
class Uitkomst:
    """Het antwoord van een regel: klopt het, wat was de waarde, wat de grens, waar komt ze vandaan, wat te doen."""

    ok: bool
    waarde: object = None
    grens: object = None
    bron: str = ""
    uitleg: str = ""
    veld: str | None = None
    weigert: bool = True  # False: een signaal


class Grenzen:
    """De grenzen die op één dag gelden: `grenzen["minuten_per_maand_max"].waarde`."""

    def __init__(self, per_sleutel: dict[str, Grens]):
        self._per_sleutel = per_sleutel

    def __getitem__(self, sleutel: str) -> Grens:
        return self._per_sleutel[sleutel]

    def waarde(self, sleutel: str) -> int:
        return self._per_sleutel[sleutel].waarde


def grenzen(oproep: Oproep, op: date, bestuur_id: int | None = None) -> Grenzen:
    """De jongste waarde van elke regel op die dag; de instelling van het bestuur gaat voor waar dat mag."""
    gevonden: dict[str, Grens] = {}
    for regel in OproepRegel.objects.filter(oproep=oproep, vanaf__lte=op).order_by("vanaf"):
        gevonden[regel.sleutel] = Grens(regel.waarde, regel.bron, regel.uitleg)
    if bestuur_id:
        eigen = OproepInstelling.objects.filter(
            bestuur_id=bestuur_id, oproep=oproep, vanaf__lte=op, sleutel__in=INSTELBAAR
        )
        for keuze in eigen.order_by("vanaf"):
            gevonden[keuze.sleutel] = Grens(keuze.waarde, "keuze van het bestuur", gevonden[keuze.sleutel].uitleg)
    return Grenzen(gevonden)


def weigeringen(uitkomsten: list[Uitkomst]) -> list[Uitkomst]:
    return [u for u in uitkomsten if not u.ok and u.weigert]


def eis(*uitkomsten: Uitkomst) -> None:
    """`Geweigerd` met elke regel die weigert; signalen laten door."""
    if redenen := weigeringen(list(uitkomsten)):
        raise Geweigerd.om([(u.uitleg, u.veld) for u in redenen])


def uren_per_maand(uren: int | None, grenzen: Grenzen, veld: str = "uren_per_maand") -> Uitkomst:
    """Geplande uren van een plek of plaatsing: 32 tot en met 64 (bron 000, 001). Leeg mag: dan ontbreekt het nog."""
    minimum = grenzen.waarde("minuten_per_maand_min") // 60
    maximum = grenzen.waarde("minuten_per_maand_max") // 60
    return Uitkomst(
        ok=uren is None or minimum <= uren <= maximum,
        waarde=uren,
        grens=(minimum, maximum),
        bron=grenzen["minuten_per_maand_max"].bron,
        uitleg=f"Kies {minimum} tot {maximum} uur per maand.",
        veld=veld,
    )
