"""Wat elke meting deelt: cijfers met hun doel ernaast, een tabel, JSON, en `--streng` dat op een gemist doel faalt.

Een meting geeft `Cijfer`s. Een verhouding meet beide kanten in dezelfde ronde en zegt mediaan en spreiding.
"""

import argparse
import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Cijfer:
    """Eén gemeten grootheid, één waarde per ronde; zonder grens is ze ter kennisname."""

    naam: str
    waarden: Sequence[float]
    minstens: float | None = None
    hoogstens: float | None = None
    vorm: str = ".2f"

    def __post_init__(self) -> None:
        if not self.waarden:
            raise ValueError(f"{self.naam}: geen enkele waarde gemeten")

    @property
    def midden(self) -> float:
        return statistics.median(self.waarden)

    @property
    def gehaald(self) -> bool:
        te_laag = self.minstens is not None and self.midden < self.minstens
        te_hoog = self.hoogstens is not None and self.midden > self.hoogstens
        return not (te_laag or te_hoog)

    @property
    def doel(self) -> str:
        grenzen = (("≥", self.minstens), ("≤", self.hoogstens))
        return " en ".join(f"{teken} {grens:g}" for teken, grens in grenzen if grens is not None)

    @property
    def oordeel(self) -> str:
        if not self.doel:
            return ""
        return "gehaald" if self.gehaald else "GEMIST"

    def cellen(self) -> tuple[str, ...]:
        laag, hoog = min(self.waarden), max(self.waarden)
        spreiding = f"{laag:{self.vorm}} tot {hoog:{self.vorm}}" if len(self.waarden) > 1 else ""
        return self.naam, f"{self.midden:{self.vorm}}", spreiding, self.doel, self.oordeel


@dataclass(frozen=True)
class Verslag:
    """De uitslag van één meting; `fouten` zijn zinnen, en één fout is een gemist doel."""

    meting: str
    cijfers: Sequence[Cijfer]
    fouten: Sequence[str] = field(default_factory=list)

    @property
    def gehaald(self) -> bool:
        return not self.fouten and all(cijfer.gehaald for cijfer in self.cijfers)

    def tekst(self) -> str:
        """De tabel, met het doel naast elk cijfer, en eronder de machine en hoogstens vijf fouten."""
        rijen = [("", "mediaan", "spreiding", "doel", ""), *(cijfer.cellen() for cijfer in self.cijfers)]
        breedtes = [max(map(len, kolom)) for kolom in zip(*rijen, strict=True)]
        regels = ["  ".join(cel.ljust(b) for cel, b in zip(rij, breedtes, strict=True)).rstrip() for rij in rijen]
        slot = "in orde" if self.gehaald else "niet in orde"
        return "\n".join([*regels, machine(), slot, *sorted(set(self.fouten))[:5]])

    def als_json(self) -> str:
        return json.dumps(
            {
                "meting": self.meting,
                "machine": machine(),
                "gehaald": self.gehaald,
                "cijfers": [
                    {
                        "naam": c.naam, "mediaan": c.midden, "waarden": list(c.waarden),
                        "minstens": c.minstens, "hoogstens": c.hoogstens, "gehaald": c.gehaald,
                    }
                    for c in self.cijfers
                ],
                "fouten": list(self.fouten),
            },
            ensure_ascii=False,
            indent=2,
        )  # fmt: skip


def machine() -> str:
    """Waarop gemeten werd, en hoe druk het er was."""
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} kernen, belasting {os.getloadavg()[0]:.1f},"
        f" Python {platform.python_version()}"
    )


def opties(lezer: argparse.ArgumentParser) -> None:
    """De opties die elke meting heeft."""
    lezer.add_argument("--json", type=Path, metavar="BESTAND", help="schrijf de uitslag ook als JSON")
    lezer.add_argument("--streng", action="store_true", help="exitcode 1 als een doel gemist is")


def sluit_af(verslag: Verslag, keuze: argparse.Namespace) -> int:
    """Toont de tabel, schrijft het JSON-bestand en geeft de exitcode."""
    print(verslag.tekst(), flush=True)
    if keuze.json:
        keuze.json.write_text(verslag.als_json() + "\n", encoding="utf-8")
    return 1 if keuze.streng and not verslag.gehaald else 0
