"""Wat er in een bestand niet klopt: waar (lijst, rij, sleutel), wat, en wat te doen. Altijd alles."""

from dataclasses import dataclass

from organisaties.isolatie import Geweigerd

PAS_AAN = "Verbeter dit in het bestand en importeer opnieuw."


class Onjuist(Exception):
    """Eén waarde klopt niet; `wat` en `doe` zijn zinnen."""

    def __init__(self, wat: str, doe: str):
        super().__init__(wat)
        self.wat, self.doe = wat, doe


class BestandGeweigerd(Exception):
    """Het bestand als geheel wordt niet gelezen, of mag hier niet; de tekst is één duidelijke zin."""


@dataclass(frozen=True)
class Fout:
    """`rij` telt zoals Excel: 2 is de eerste. Zonder rij gaat het over de hele lijst."""

    lijst: str
    rij: int | None
    sleutel: str | None
    wat: str
    doe: str = PAS_AAN
    waarde: str = ""

    def __str__(self) -> str:
        waar = [self.lijst]
        if self.rij is not None:
            waar.append(f"rij {self.rij}")
        if self.sleutel:
            waar.append(self.sleutel)
        gevonden = f" (er staat: {self.waarde})" if self.waarde else ""
        return f"{', '.join(waar)}: {self.wat}{gevonden} {self.doe}".rstrip()


class ImportFouten(Exception):
    """Alle fouten van een bestand; er is niets geschreven."""

    def __init__(self, fouten: list[Fout]):
        super().__init__(f"{len(fouten)} fouten")
        self.fouten = fouten


def splits(zin: str) -> tuple[str, str]:
    """De zin van een scherm als (wat er scheelt, wat te doen); een zin zonder tweede deel krijgt de algemene raad."""
    wat, punt, doe = zin.partition(". ")
    return (f"{wat}.", doe) if punt else (zin, PAS_AAN)


def redenen(fout: Geweigerd) -> list[tuple[str, str, str | None]]:
    """Elke reden van een geweigerde stap als (wat, doe, veld)."""
    return [(*splits(zin), veld) for zin, veld in fout.alle]
