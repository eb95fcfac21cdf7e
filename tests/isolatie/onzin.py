"""Onzin in elk vak en achter elk adres. Wat een mens of een programma ook stuurt: nooit een 500, hoogstens een zin."""

import random
import re
from collections.abc import Iterator

from django.db import transaction

from tests.isolatie.adressen import ADRESSEN, SLEUTEL
from tests.isolatie.wandeling import ANONIEM, Wandelaar, Wandeling

WAARDEN = (
    "\0", "²", "٣", "9" * 25, "-1", "1e9", "NaN", "abc", "a" * 5000, "'\"<", "😀", ",", "../x", "alle", "on",
    "2023-02-31", "31/02/2023", "0001-01-01", "9999-12-31", "0000-00", "2023-13", "9999-12", "24:60",
)  # fmt: skip
# wat lijsten en schermen achter hun adres verstaan
VRAGEN = (
    "q", "status", "stand", "soort", "rol", "organisatie", "project", "mentor", "partner", "plek", "district", "jaar", "maand",
    "dag", "van", "tot", "vanaf", "peildatum", "toen_gekend", "per", "vorm", "pagina", "sorteer", "volgende", "next", "kies",
    "toestel", "vrij", "scenario", "weg", "antwoord",
)  # fmt: skip
VELD = re.compile(r'name="([^"]+)"')
VOOR_WIE = re.compile(r'name="voor_wie" value="([^"]+)"')


def stuur_onzin(
    wandeling: Wandeling, wie: Wandelaar, zaad: str, *, overal: bool, kans: float
) -> Iterator[tuple[str, int]]:
    """(wat er gevraagd werd, de status) van elk eigen adres: één GET met onzin erachter, één POST met onzin in elk vak.

    Zonder `overal` elk adres maar voor de eerste rol die het mag openen; `kans`: welk deel van de adressen."""
    toeval = random.Random(zaad)
    for naam, adres in ADRESSEN.items():
        mag = wie.rol != ANONIEM and (adres.klasse == SLEUTEL or wie.rol in adres.rollen)
        if not mag or naam.startswith("account_") or (not overal and wandeling.al_gedaan(naam)):
            continue
        if toeval.random() > kans:
            continue
        for pad, soort in wandeling.paden(wie, adres, naam, 0):
            if soort == "eigen":
                yield from _een_adres(wie, pad, toeval, schrijft="P" in adres.hoe)


def _een_adres(wie: Wandelaar, pad: str, toeval: random.Random, *, schrijft: bool) -> Iterator[tuple[str, int]]:
    vraag = {naam: toeval.choice(WAARDEN) for naam in VRAGEN}
    status, blad = _gevraagd(wie, "get", pad, vraag)
    yield f"{wie}: GET {pad} {vraag}", status
    if not schrijft:
        return
    if status != 200:
        _, blad = _gevraagd(wie, "get", pad, {})
    velden = {naam: toeval.choice(WAARDEN) for naam in sorted(set(VELD.findall(blad)))}
    if gevonden := VOOR_WIE.search(blad):
        velden["voor_wie"] = gevonden[1]
    yield f"{wie}: POST {pad} {velden}", _gevraagd(wie, "post", pad, velden)[0]


def _gevraagd(wie: Wandelaar, methode: str, pad: str, gegevens: dict) -> tuple[int, str]:
    """Status en tekst van één verzoek; wat het wijzigt wordt teruggedraaid."""
    with transaction.atomic():
        antwoord = getattr(wie.klant, methode)(pad, gegevens)
        inhoud = b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content
        transaction.set_rollback(True)
    return antwoord.status_code, inhoud.decode("utf-8", "replace")
