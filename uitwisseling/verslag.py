"""Wat een import deed, in woorden: per lijst hoeveel nieuw, gewijzigd en gelijk, en wat er gewijzigd is."""

from collections import Counter
from dataclasses import dataclass, field

NIEUW, GEWIJZIGD, GELIJK = "nieuw", "gewijzigd", "gelijk"


@dataclass
class Verslag:
    bestuur: str = ""
    tellers: dict[str, Counter] = field(default_factory=dict)
    wijzigingen: list[str] = field(default_factory=list)
    meldingen: list[str] = field(default_factory=list)

    def tel(self, lijst: str, nummer: int, naam: str, velden: list[str] | None) -> None:
        """`velden`: None voor een nieuwe rij, leeg als er niets verandert, anders wat er verandert."""
        uitkomst = NIEUW if velden is None else GEWIJZIGD if velden else GELIJK
        self.tellers.setdefault(lijst, Counter())[uitkomst] += 1
        if velden:
            self.wijzigingen.append(f"{lijst}, rij {nummer} ({naam}): {', '.join(velden)} gewijzigd.")

    def meld(self, zin: str) -> None:
        if zin not in self.meldingen:
            self.meldingen.append(zin)

    @property
    def gewijzigd(self) -> bool:
        return any(teller[NIEUW] or teller[GEWIJZIGD] for teller in self.tellers.values())

    def regels(self) -> list[str]:
        kop = (
            f"{self.bestuur} is geïmporteerd."
            if self.gewijzigd
            else f"{self.bestuur}: alles stond er al; er is niets gewijzigd."
        )
        per_lijst = [
            f"  {lijst}: "
            + ", ".join(f"{teller[soort]} {soort}" for soort in (NIEUW, GEWIJZIGD, GELIJK) if teller[soort])
            for lijst, teller in self.tellers.items()
        ]
        return [kop, *per_lijst, *self.wijzigingen, *self.meldingen]
