"""Een JSON-bestand als rijen. Grenzen gaan voor het ontleden: een te groot bestand wordt niet gelezen."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from uitwisseling.fouten import BestandGeweigerd, Fout
from uitwisseling.rijen import Bestand, Rij

MAX_BYTES = 20 * 1024 * 1024
MAX_RIJEN = 200_000
MAX_DIEPTE = 8
LOS = ("formaat", "bron", "peildatum")  # op het hoogste niveau, naast de lijsten
TEKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[{}\[\],]', re.DOTALL)

GEEN_JSON = "Dit is geen JSON-bestand: kies een bestand in het formaat gemeenschapsdienst-import/1."


def lees(pad: Path) -> tuple[Bestand, list[Fout]]:
    """De rijen van een JSON-bestand, en wat er aan de vorm scheelt. Te groot of geen JSON: `BestandGeweigerd`."""
    ruw = _bytes(pad)
    _begrens(ruw)
    try:
        inhoud = json.loads(
            ruw.decode("utf-8-sig"), object_pairs_hook=_object, parse_float=Decimal, parse_constant=_geen_getal
        )
    except (ValueError, RecursionError) as fout:
        raise BestandGeweigerd(GEEN_JSON) from fout
    if not isinstance(inhoud, dict):
        raise BestandGeweigerd(GEEN_JSON)
    return _rijen(inhoud)


def _bytes(pad: Path) -> bytes:
    try:
        if pad.stat().st_size > MAX_BYTES:
            raise BestandGeweigerd("Dit bestand is groter dan 20 MB: splits het in kleinere bestanden.")
        return pad.read_bytes()
    except OSError as fout:
        raise BestandGeweigerd(f"Dit bestand is niet te lezen ({fout.strerror}): kies een ander bestand.") from fout


def _begrens(ruw: bytes) -> None:
    """Telt rijen en diepte zonder te ontleden: een rij is een element van een lijst in het hoofdobject."""
    if ruw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"{":
        raise BestandGeweigerd(GEEN_JSON)
    diepte = rijen = 0
    for gevonden in TEKENS.finditer(ruw):
        teken = gevonden[0]
        if teken in (b"{", b"["):
            diepte += 1
            rijen += diepte == 2
        elif teken in (b"}", b"]"):
            diepte -= 1
        elif teken == b"," and diepte == 2:
            rijen += 1
        if rijen > MAX_RIJEN:
            raise BestandGeweigerd("Dit bestand telt meer dan 200.000 rijen: splits het in kleinere bestanden.")
        if diepte > MAX_DIEPTE:
            raise BestandGeweigerd(GEEN_JSON)


class _Dubbel(dict):
    """Een object waarin een sleutel twee keer stond; `dubbel` noemt ze."""

    dubbel: tuple[str, ...] = ()


def _object(paren: list[tuple[str, Any]]) -> dict[str, Any]:
    waarden = _Dubbel(paren)
    if len(waarden) < len(paren):
        namen = [naam for naam, _ in paren]
        waarden.dubbel = tuple(sorted({naam for naam in namen if namen.count(naam) > 1}))
    return waarden


def _geen_getal(tekst: str) -> None:
    raise ValueError(f"{tekst} is geen JSON")


def _rijen(inhoud: dict[str, Any]) -> tuple[Bestand, list[Fout]]:
    bestand = Bestand(formaat=inhoud.get("formaat"), peildatum=inhoud.get("peildatum"))
    fouten = [_twee_keer(naam, None) for naam in getattr(inhoud, "dubbel", ())]
    for lijst, waarde in inhoud.items():
        if lijst in LOS:
            continue
        rijen = [waarde] if lijst == "bestuur" else waarde
        if not isinstance(rijen, list):
            fouten.append(Fout(lijst, None, None, "Dit is geen lijst.", "Zet de rijen tussen [ en ]."))
            continue
        bestand.lijsten[lijst] = []
        for nummer, rij in enumerate(rijen, start=2):
            if not isinstance(rij, dict):
                fouten.append(Fout(lijst, nummer, None, "Deze rij is geen object.", "Schrijf ze tussen { en }."))
                continue
            fouten += [_twee_keer(lijst, nummer, naam) for naam in getattr(rij, "dubbel", ())]
            bestand.lijsten[lijst].append(Rij(lijst, nummer, dict(rij)))
    return bestand, fouten


def _twee_keer(lijst: str, nummer: int | None, sleutel: str | None = None) -> Fout:
    return Fout(lijst, nummer, sleutel, "Dit staat hier twee keer.", "Laat er één staan.")
