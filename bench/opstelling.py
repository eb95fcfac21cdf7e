"""Wat de metingen van fiches delen: echte fiches, een tijdstempelserver in een eigen proces, en een kant per proces.

Elke kant is een afgesplitst proces dat zijn eigen rekentijd telt: zo raakt de ene manier de andere niet, en telt wat
ernaast draait (de tijdstempelserver, de databank) voor niemand mee.
"""

import copy
import gc
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connections

from fiches import selectie, stappen
from fiches.models import Fiche, Handtekening
from leerwerkplekken.models import Leerwerkplek
from organisaties.models import Bestuur
from tests.bouw import Huis
from tests.fiches.veel import DAG, fiche_met
from tests.hulp.tijdstempel import Server

VORK = multiprocessing.get_context("fork")
TAKEN = ["onkruid wieden", "hagen snoeien", "bladeren ruimen", "plantvakken aanleggen", "gereedschap onderhouden"]
PLAN = {
    "informatie": "De mentor overloopt op de eerste dag de taken, de uren en wie je belt als je ziek bent.",
    "onthaal": "Rondleiding in het depot, kennismaking met de ploeg, overlopen van het arbeidsreglement.",
    "veiligheid": "Eerst kijken, dan doen. Machines enkel na uitleg en onder toezicht van de mentor.",
    "risicos": ["machines", "werken langs de weg", "zware lasten"],
    "beschermingsmiddelen": ["veiligheidsschoenen", "handschoenen", "fluohesje", "gehoorbescherming"],
    "bus": "Lijn 241, halte Markt, vijf minuten stappen.",
    "fiets": "Overdekte fietsenstalling naast het depot.",
    "taalniveau": "A2",
}


def bouw(aantal: int, slug: str = "bench") -> tuple[Huis, list[Fiche]]:
    """Een bestuur met zoveel fiches ter ondertekening, elk van een eigen plek en twee bladzijden lang."""
    huis = Huis(slug)
    with huis.binnen():
        inhoud = stappen.stel_voor(huis.plek, DAG).inhoud
        inhoud["leerwerkplek"]["taken"] = TAKEN
        inhoud["plan"] |= PLAN
        plekken = Leerwerkplek.objects.bulk_create([_plek(huis, nummer) for nummer in range(aantal)])
        fiches = Fiche.objects.bulk_create([_fiche(plek, inhoud) for plek in plekken])
    return huis, fiches


def _plek(huis: Huis, nummer: int) -> Leerwerkplek:
    plek = copy.copy(huis.plek)
    plek.pk, plek.code, plek._state = None, f"BNC-{nummer:03}", copy.copy(plek._state)
    plek._state.adding = True
    return plek


def _fiche(plek: Leerwerkplek, inhoud: dict) -> Fiche:
    eigen = {**inhoud, "leerwerkplek": {**inhoud["leerwerkplek"], "code": plek.code}}
    return fiche_met(plek, eigen)


def gezien(huis: Huis) -> list[selectie.Gezien]:
    """Wat de leidinggevende op zijn scherm heeft: elke fiche die hij nu kan tekenen. Binnen `huis.binnen()`."""
    te_tekenen = selectie.kies(huis.actor("leidinggevende"), selectie.Keuze()).te_tekenen
    return [kandidaat.gezien for kandidaat in te_tekenen]


@dataclass(frozen=True)
class Getekend:
    """Alles wat een blad nodig heeft, in het geheugen: de kanten raken de databank niet aan."""

    bestuur: Bestuur
    fiche: Fiche
    handtekening: Handtekening


def ondertekend(aantal: int, dag: date = date(2023, 6, 15)) -> list[Getekend]:
    """Zoveel ondertekende fiches door de echte stap."""
    huis, fiches = bouw(aantal)
    uit = []
    with huis.binnen():
        door = huis.actor("leidinggevende")
        for fiche in fiches:
            handtekening = stappen.ondertekenen(
                door, fiche, hoedanigheid="leidinggevende", inhoud_sha256=fiche.inhoud_sha256, op=dag
            )
            vers = Fiche.objects.select_related("bestuur", "leerwerkplek").get(pk=fiche.pk)
            uit.append(Getekend(huis.bestuur, vers, handtekening))
    return uit


@contextmanager
def tijdstempelserver(doet: str = "goed", wachttijd: float = 3.0) -> Iterator[str]:
    """Het adres van een tijdstempelserver (RFC 3161) in een eigen proces; zijn rekentijd telt niet mee."""
    connections.close_all()
    hier, daar = VORK.Pipe()
    proces = VORK.Process(target=_serveer, args=(daar, doet, wachttijd), daemon=True)
    proces.start()
    try:
        yield hier.recv()
    finally:
        proces.terminate()
        proces.join()


def _serveer(pijp: Any, doet: str, wachttijd: float) -> None:
    server = Server(doet, wachttijd=wachttijd)
    server.hoogstens = 10**9
    pijp.send(server.adres)
    while True:
        time.sleep(3600)


Maak = Callable[[int], bytes]


def niets() -> None:
    """Wie zijn documenten na elkaar maakt en verder niets doet."""


class Kant:
    """Eén manier om een document te maken, in een eigen proces. `klaarzetten` gebeurt daar, buiten de klok.

    `na`: wat na elk document nog gebeurt, binnen de klok; een werker ruimt dan op.
    """

    def __init__(self, naam: str, klaarzetten: Callable[[], Maak], na: Callable[[], None] = niets) -> None:
        self.naam = naam
        connections.close_all()
        self.pijp, daar = VORK.Pipe()
        self.proces = VORK.Process(target=_draai, args=(daar, klaarzetten, na), daemon=True)
        self.proces.start()

    def meet(self, nummers: list[int]) -> tuple[float, int]:
        """Maakt deze documenten; geeft de rekentijd per document (ms) en de bytes van het laatste."""
        self.pijp.send(nummers)
        antwoord = self.pijp.recv()
        if isinstance(antwoord, str):
            raise RuntimeError(f"{self.naam}: {antwoord}")
        cpu, grootte, _ = antwoord
        return 1000 * cpu / len(nummers), grootte

    def geheugen(self, nummers: list[int]) -> float:
        """Maakt deze documenten; geeft wat het proces daarna in het geheugen houdt (MB)."""
        self.pijp.send(nummers)
        antwoord = self.pijp.recv()
        if isinstance(antwoord, str):
            raise RuntimeError(f"{self.naam}: {antwoord}")
        return antwoord[2]

    def sluit(self) -> None:
        self.proces.terminate()
        self.proces.join()


def _draai(pijp: Any, klaarzetten: Callable[[], Maak], na: Callable[[], None]) -> None:
    gc.collect()  # wat de opbouw achterliet is niet van dit werk
    try:
        maak = klaarzetten()
    except Exception as fout:
        pijp.recv()
        pijp.send(f"{type(fout).__name__}: {fout}")
        return
    while True:
        nummers = pijp.recv()
        begin = time.process_time()
        try:
            for nummer in nummers:
                uit = maak(nummer)
                na()
        except Exception as fout:  # de meting stopt met wat er misging
            pijp.send(f"{type(fout).__name__}: {fout}")
            continue
        pijp.send((time.process_time() - begin, len(uit), rss()))


def rss() -> float:
    """Wat dit proces nu in het geheugen houdt, in MB."""
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def zet_tijdstempel(adres: str, niveau: str = "B-T") -> None:
    """De instelling van deze meting, voor dit proces en wie het afsplitst."""
    settings.GD_TSA_URLS, settings.GD_ZEGEL_NIVEAU = [adres], niveau
