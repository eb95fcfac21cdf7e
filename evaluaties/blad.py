"""Een attest in zinnen: dezelfde voor het scherm en de PDF. Eenvoudig Nederlands, een test meet het na."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kern.opmaak import datum_woord, getal, meervoud

KOPPEN = {
    "altijd": "Dit lukt altijd:",
    "meestal": "Dit lukt meestal:",
    "groei": "Dit gaat al beter dan in het begin:",
}


@dataclass(frozen=True)
class Blad:
    """Alles wat een lezer ziet. `zinnen`: wie, waar en wanneer; `kan`: kop en punten per groep."""

    naam: str
    voornaam: str
    bestuur: str
    zinnen: tuple[str, ...]
    uren: tuple[str, ...]
    taken: tuple[str, ...]
    meer_taken: bool
    kan: tuple[tuple[str, tuple[str, ...]], ...]
    opgemaakt_op: date
    opgemaakt_door: str
    functie: str
    contact: tuple[str, ...]
    banner: tuple[str, ...]
    voorlopige_banner: bool
    demo: bool
    versie: int

    @property
    def dicht(self) -> bool:
        """Staat er veel op, dan wordt de letter kleiner: het blijft één blad."""
        punten = [*self.taken, *(punt for _, lijst in self.kan for punt in lijst)]
        return len(punten) > 14 or sum(map(len, punten)) > 600 or sum(map(len, self.zinnen)) > 350


def van_inhoud(inhoud: Mapping[str, Any]) -> Blad:
    """Het blad van een inhoud volgens `inhoud.SCHEMA`."""
    voornaam, banner, door = inhoud["deelnemer"]["voornaam"], inhoud["banner"], inhoud["opgemaakt_door"]
    contact = inhoud["bestuur"]["contact"] or door["email"]
    return Blad(
        naam=inhoud["deelnemer"]["naam"],
        voornaam=voornaam,
        bestuur=inhoud["bestuur"]["naam"],
        zinnen=(
            f"{inhoud['deelnemer']['naam']} werkte en leerde bij {inhoud['organisatie']}.",
            f"{voornaam} werkte als {inhoud['functie']}.",
            f"Dat was van {_dag(inhoud['van'])} tot en met {_dag(inhoud['tot'])}.",
        ),
        uren=_uren(voornaam, inhoud["uren"]),
        taken=tuple(inhoud["taken"]),
        meer_taken=inhoud["meer_taken"],
        kan=tuple((KOPPEN[groep], tuple(punten)) for groep in KOPPEN if (punten := inhoud["competenties"].get(groep))),
        opgemaakt_op=date.fromisoformat(inhoud["gemaakt_op"]),
        opgemaakt_door=door["naam"],
        functie=door["functie"],
        contact=tuple(regel.strip()[:80] for regel in contact.splitlines() if regel.strip())[:4],
        banner=tuple(regel for regel in (banner["tekst"], banner["fonds"]) if regel),
        voorlopige_banner=banner["voorlopig"],
        demo=inhoud["demo"],
        versie=inhoud["versie"],
    )


def _dag(iso: str) -> str:
    return datum_woord(date.fromisoformat(iso))


def _uren(voornaam: str, uren: Mapping[str, int] | None) -> tuple[str, ...]:
    """De uren in gewone woorden, en over welke maanden ze gaan."""
    if uren is None:
        return ()
    minuten = uren["minuten"]
    tekst = f"{getal(minuten // 60)} uur" + (f" en {minuten % 60} minuten" if minuten % 60 else "")
    zin = f"{voornaam} werkte {tekst}."
    if uren["maanden"] >= uren["van"]:
        return (zin, "Die uren zijn nagekeken.")
    maanden = meervoud(uren["maanden"], "maand die", "maanden die")
    return (zin, f"Dat zijn de uren van {maanden} al nagekeken {'is' if uren['maanden'] == 1 else 'zijn'}.")
