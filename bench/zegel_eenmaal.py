"""Elke fiche wordt precies één keer verzegeld, wat er ook sterft terwijl ze bezig is.

Echte diensten, een echte worker met twee kinderen en beat. Terwijl er een fiche verzegeld wordt, krijgt telkens iets
SIGKILL: de kinderen, de worker, Valkey (na FLUSHALL), een backend van PostgreSQL of PostgreSQL zelf. Daarna, zonder doden,
hangt de tijdstempelserver. De controle zet de veger uit. Zie docs/bench.md.
"""

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import django

if __name__ == "__main__":
    django.setup()

import redis
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from bench import opstelling, raam
from bench.ploeg import Ploeg
from bench.raam import Cijfer, Verslag
from documenten import opslag
from documenten.models import Document
from documenten.zegel.controle import controleer_pdf
from fiches import ronde
from fiches.enums import SoortBlad
from fiches.models import FicheBlad
from fiches.selectie import Gezien
from taken import stappen
from taken.enums import OPEN, Status
from taken.models import Taak
from tests.bouw import Huis
from tests.hulp.tijdstempel import Server

TAAK = "fiches.verzegel"
WIE = ["kinderen"] * 4 + ["worker"] * 2 + ["valkey"] * 2 + ["backend", "postmaster"]
STIL = 120  # seconden zonder dat er aan een taak iets verandert
VOORRAAD = 6


def vol_hou(doe: Callable[[], Any], seconden: float = 90) -> Any:
    """Wat een dienst vraagt terwijl ze zelf gedood wordt: opnieuw, tot ze er weer is."""
    einde = time.monotonic() + seconden
    while True:
        try:
            return doe()
        except (OperationalError, InterfaceError, redis.ConnectionError):
            if time.monotonic() > einde:
                raise
            connection.close()
            time.sleep(0.2)


@dataclass
class Verloop:
    """Eén run: wat nog te tekenen is, wie er stierf, en hoe lang een taak hoogstens stillag."""

    huis: Huis
    ploeg: Ploeg
    klaar_te_tekenen: list[Gezien]
    toeval: random.Random
    doden: Counter = field(default_factory=Counter)
    stil: float = 0.0
    stilst: str = ""  # hoe die taak er toen bij stond
    geraakt: set = field(default_factory=set)  # claims van wie er werkte toen er iets stierf
    _sinds: dict[int, tuple[tuple, float]] = field(default_factory=dict)

    def teken(self, aantal: int) -> None:
        """De leidinggevende tekent zoveel fiches in één daad; de berichten erover doen hier niet mee."""
        deel, self.klaar_te_tekenen = self.klaar_te_tekenen[:aantal], self.klaar_te_tekenen[aantal:]
        sleutel = uuid4()  # valt de databank tijdens de commit weg, dan is een tweede keer dezelfde daad

        def daad() -> None:
            with self.huis.binnen():
                ronde.onderteken_samen(self.huis.actor("leidinggevende"), deel, voorkeur="", sleutel=sleutel)
                for pk in Taak.objects.filter(naam="berichten.mail", status__in=OPEN).values_list("pk", flat=True):
                    stappen.annuleer(pk)

        if deel:
            vol_hou(daad)

    def open(self) -> list[dict]:
        """De taken die nog lopen; houdt bij hoe lang er aan elk niets veranderde, en herstart wie dood is."""
        self.ploeg.bewaak()
        velden = ("pk", "pogingen", "status", "claim")
        taken = vol_hou(lambda: list(Taak.objects.filter(naam=TAAK, status__in=OPEN).order_by("pk").values(*velden)))
        nu = time.monotonic()
        for taak in taken:
            stand = (taak["pogingen"], taak["status"], taak["claim"])
            if self._sinds.get(taak["pk"], (None, 0))[0] != stand:
                self._sinds[taak["pk"]] = (stand, nu)
            if (stil := nu - self._sinds[taak["pk"]][1]) > self.stil:
                self.stil, self.stilst = stil, f"{taak['status']}, poging {taak['pogingen']}"
        return taken

    def wacht_op_werk(self, seconden: float = 60) -> bool:
        """Tot een fiche echt bezig is: genomen na de vorige dode. Houdt intussen de voorraad op peil."""
        einde = time.monotonic() + seconden
        while time.monotonic() < einde:
            taken = self.open()
            bezig = {taak["claim"] for taak in taken if taak["status"] == Status.BEZIG} - self.geraakt
            if bezig:
                self.geraakt |= bezig
                return True
            if sum(taak["status"] == Status.WACHT for taak in taken) < VOORRAAD:
                self.teken(2)
            time.sleep(0.05)
        return False

    def dood(self, wie: str) -> None:
        """SIGKILL terwijl er gewerkt wordt."""
        if not self.wacht_op_werk():
            return
        time.sleep(self.toeval.uniform(0, 0.1))
        {
            "kinderen": self._kinderen,
            "worker": lambda: self.ploeg.dood("worker"),
            "valkey": self._valkey,
            "backend": self._backend,
            "postmaster": self._postmaster,
        }[wie]()
        self.doden[wie] += 1

    def _kinderen(self) -> None:
        for pid in self.ploeg.processen():
            os.kill(pid, signal.SIGKILL)

    def _valkey(self) -> None:
        def leeg() -> int:
            with redis.Redis.from_url(settings.REDIS_URL) as klant:
                pid = klant.info("server")["process_id"]
                klant.flushall()
                return pid

        os.kill(vol_hou(leeg), signal.SIGKILL)  # van de vorige keer kan ze nog aan het starten zijn

    def _backend(self) -> None:
        def pid() -> int | None:
            with connection.cursor() as c:
                c.execute(
                    "SELECT pid FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()"
                    " AND datname = current_database() ORDER BY state_change DESC LIMIT 1"
                )
                rij = c.fetchone()
                return rij and rij[0]

        if gevonden := vol_hou(pid):
            os.kill(gevonden, signal.SIGKILL)

    def _postmaster(self) -> None:
        (bestand,) = Path(os.environ["DATABASE_URL"].partition("host=")[2]).glob("postmaster.pid")
        os.kill(int(bestand.read_text().split()[0]), signal.SIGKILL)

    def werk_af(self, seconden: float) -> None:
        """Tot niets meer openstaat."""
        einde = time.monotonic() + seconden
        while self.open() and time.monotonic() < einde:
            time.sleep(0.2)

    def onderbroken(self) -> int:
        """Pogingen die begonnen en niets opleverden."""
        return vol_hou(
            lambda: sum(
                pogingen - (status == Status.KLAAR)
                for pogingen, status in Taak.objects.filter(naam=TAAK).order_by("pk").values_list("pogingen", "status")
            )
        )


def zonder_veger(verloop: Verloop, aantal: int) -> int:
    """De controle: zonder beat blijft liggen wat stierf. Geeft hoeveel er lag; daarna mag de veger weer."""
    verloop.ploeg.zonder.add("beat")
    verloop.ploeg.dood("beat")
    verloop.teken(aantal)
    verloop.dood("worker")
    einde = time.monotonic() + settings.TAKEN_LEASE + 3 * settings.TAKEN_VEEG_ELKE
    while time.monotonic() < einde:
        verloop.open()
        time.sleep(0.5)
    blijft = len(verloop.open())
    verloop.ploeg.zonder.clear()
    verloop._sinds.clear()  # dat ze hier stillagen is de proef zelf
    return blijft


def hang(verloop: Verloop, tsa: Server, aantal: int, seconden: float) -> int:
    """Een tijdstempelserver die niet antwoordt, zonder doden; geeft hoeveel pogingen daarop strandden."""
    eerder = verloop.onderbroken()
    tsa.doet = "traag"
    verloop.teken(aantal)
    begin, gestrand = time.monotonic(), 0
    while time.monotonic() - begin < (seconden if gestrand else 5 * seconden):  # op een drukke machine wat langer
        verloop.open()
        time.sleep(0.2)
        gestrand = verloop.onderbroken() - eerder
    tsa.doet = "goed"
    tsa.los.set()
    verloop.werk_af(240)
    return gestrand


def tel_na(huis: Huis, fiches: list[int], steekproef: int) -> tuple[Counter, list[str]]:
    """Hoe vaak elke fiche verzegeld is, en wat er aan de documenten niet klopt."""
    fouten = []
    with huis.binnen():
        bladen = Counter(FicheBlad.objects.filter(soort=SoortBlad.VERZEGELD).values_list("fiche", flat=True))
        documenten = list(Document.objects.filter(soort="fiche").order_by("pk"))
        for nummer, document in enumerate(documenten):
            try:
                inhoud = opslag.lees(document)  # bestaat, en heeft de sha256 van de rij
            except (OSError, opslag.Beschadigd) as fout:
                fouten.append(f"{document.naam}: {type(fout).__name__}")
                continue
            if nummer < steekproef and not controleer_pdf(inhoud).ok:
                fouten.append(f"{document.naam}: het zegel klopt niet")
        if len(documenten) != len(bladen):
            fouten.append(f"{len(documenten)} documenten voor {len(bladen)} fiches")
    if vreemd := set(bladen) - set(fiches):
        fouten.append(f"{len(vreemd)} fiches verzegeld die niemand tekende")
    return bladen, fouten


def meet(fiches: int, moorden: int, *, zaad: int, hangt: float, steekproef: int = 20,
         meld: Callable[[str], None] = lambda zin: None) -> Verslag:  # fmt: skip
    """De drie delen: doden, hangen, en de controle zonder veger; daarna wordt alles nageteld."""
    begin = time.monotonic()
    huis, rijen = opstelling.bouw(fiches)
    with huis.binnen():
        te_tekenen = opstelling.gezien(huis)
    nummers = [rij.pk for rij in rijen]
    apart = max(2, fiches // 10)  # voor het hangen; en drie voor de controle
    tsa = Server(wachttijd=60)
    tsa.hoogstens = 10**9
    env = {"GD_TSA_URLS": tsa.adres, "GD_ZEGEL_NIVEAU": "B-T", "GD_LOG_NIVEAU": "ERROR"}
    with tsa, Ploeg(env, Path(os.environ["GD_DATA"])) as ploeg:
        verloop = Verloop(huis, ploeg, te_tekenen[: fiches - apart - 3], random.Random(zaad))
        wie = (WIE * (moorden // len(WIE) + 1))[:moorden]
        verloop.toeval.shuffle(wie)
        for nummer, slachtoffer in enumerate(wie, 1):
            verloop.dood(slachtoffer)
            meld(f"{nummer}/{moorden} {slachtoffer}, {time.monotonic() - begin:.0f} s")
        verloop.teken(fiches)
        verloop.werk_af(240)
        onderbroken, doden = verloop.onderbroken(), sum(verloop.doden.values())
        meld(f"{onderbroken} pogingen onderbroken, nu hangt de tijdstempelserver, {time.monotonic() - begin:.0f} s")
        verloop.klaar_te_tekenen = te_tekenen[fiches - apart - 3 : fiches - 3]
        gestrand = hang(verloop, tsa, apart, hangt)
        meld(f"{gestrand} pogingen gestrand, nu zonder veger, {time.monotonic() - begin:.0f} s")
        verloop.klaar_te_tekenen = te_tekenen[fiches - 3 :]
        bleef = zonder_veger(verloop, 3)
        verloop.werk_af(240)
        open_ = len(verloop.open())
        meld(f"langst zonder vooruitgang: {verloop.stil:.0f} s ({verloop.stilst})")
    bladen, fouten = tel_na(huis, nummers, steekproef)
    return Verslag(
        "zegel-eenmaal",
        [
            Cijfer("fiches één keer verzegeld", [sum(n == 1 for n in bladen.values())], minstens=fiches, vorm=".0f"),
            Cijfer("verloren", [len(set(nummers) - set(bladen))], hoogstens=0, vorm=".0f"),
            Cijfer("dubbel", [sum(n > 1 for n in bladen.values())], hoogstens=0, vorm=".0f"),
            Cijfer("nog open", [open_], hoogstens=0, vorm=".0f"),
            Cijfer("SIGKILL terwijl er gewerkt werd", [doden], minstens=moorden, vorm=".0f"),
            Cijfer("pogingen die daardoor afbraken", [onderbroken], minstens=moorden // 2, vorm=".0f"),
            Cijfer("pogingen gestrand op een server die hangt", [gestrand], minstens=1, vorm=".0f"),
            Cijfer("langst zonder vooruitgang (s)", [verloop.stil], hoogstens=STIL, vorm=".0f"),
            Cijfer("controle zonder veger: blijft liggen", [bleef], minstens=1, vorm=".0f"),
            Cijfer("duur (s)", [time.monotonic() - begin], hoogstens=600, vorm=".0f"),
        ],
        [*fouten, *([] if set(verloop.doden) >= set(wie) else ["niet alles is gedood"])],
    )


def main(argv: list[str]) -> int:
    """Toont de tabel; met `--streng` exitcode 1 als er iets verloren, dubbel of te lang stil was."""
    lezer = argparse.ArgumentParser(prog="script/bench zegel-eenmaal", description=__doc__)
    lezer.add_argument("--fiches", type=int, default=200)
    lezer.add_argument("--moorden", type=int, default=50)
    lezer.add_argument("--hangt", type=float, default=12, help="seconden dat de tijdstempelserver niet antwoordt")
    lezer.add_argument("--zaad", type=int, default=random.randrange(10**6))
    raam.opties(lezer)
    keuze = lezer.parse_args(argv)
    print(f"--zaad {keuze.zaad}", flush=True)
    verslag = meet(
        keuze.fiches,
        keuze.moorden,
        zaad=keuze.zaad,
        hangt=keuze.hangt,
        meld=lambda zin: print(zin, flush=True),
    )
    return raam.sluit_af(verslag, keuze)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
