"""Wat een telefoon stuurt lezen: wat niet klopt wordt een uitkomst met een reden, nooit een fout van de server."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

HOOGSTENS = 500  # in één verzoek
LANG = 40  # tekens in een veld
VELDEN = ("keuze", "uren", "van", "tot", "pauze")


class Onleesbaar(ValueError):
    """Geen lijst van invoeren; de tekst is een zin voor wie het leest."""


@dataclass(frozen=True)
class Ruw:
    """Eén invoer zoals ze aankwam. `plaatsing` of `datum` is None als dat stuk onleesbaar was."""

    sleutel: UUID
    plaatsing: int | None
    datum: date | None
    velden: dict[str, str] = field(default_factory=dict)


def lees(tekst: str) -> list[Ruw]:
    """De invoeren in een vaste volgorde: twee verzoeken houden elkaar nooit vast. Wat geen nummer heeft telt niet."""
    try:
        gelezen = json.loads(tekst)
    except (ValueError, RecursionError):
        raise Onleesbaar("Dit is geen JSON.") from None
    if not isinstance(gelezen, list) or len(gelezen) > HOOGSTENS:
        raise Onleesbaar(f"Stuur een lijst van hoogstens {HOOGSTENS} invoeren.")
    per_sleutel = {ruw.sleutel: ruw for ruw in _invoeren(gelezen)}
    return sorted(per_sleutel.values(), key=lambda r: (r.plaatsing or 0, r.datum or date.min, r.sleutel))


def _invoeren(gelezen: Sequence[object]) -> Iterator[Ruw]:
    for ding in gelezen:
        if isinstance(ding, dict) and (sleutel := _sleutel(ding.get("sleutel"))):
            yield Ruw(sleutel, _nummer(ding.get("plaatsing")), _datum(ding.get("datum")), _velden(ding.get("velden")))


def _sleutel(waarde: object) -> UUID | None:
    try:
        return UUID(waarde) if isinstance(waarde, str) else None
    except ValueError:
        return None


def _nummer(waarde: object) -> int | None:
    return waarde if type(waarde) is int and 0 < waarde < 2**63 else None


def _datum(waarde: object) -> date | None:
    try:
        return date.fromisoformat(waarde) if isinstance(waarde, str) else None
    except ValueError:
        return None


def _velden(waarde: object) -> dict[str, str]:
    """Enkel de velden die een dag heeft, als korte tekst die in de databank past."""
    if not isinstance(waarde, dict):
        return {}
    teksten = {naam: str(waarde[naam]) for naam in VELDEN if isinstance(waarde.get(naam), str | int)}
    return {naam: "".join(t for t in tekst if t.isprintable())[:LANG] for naam, tekst in teksten.items()}
