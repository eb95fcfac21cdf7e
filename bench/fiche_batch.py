"""Antwerpens 111 fiches in één daad, door Celery met één en met twee werkprocessen, en zonder rij ernaast.

Elke ronde tekent de leidinggevende drie keer evenveel fiches in één daad (`fiches.ronde`); de klok loopt van de commit tot
het laatste zegel. Zonder rij doet één proces hetzelfde werk rechtstreeks. Zie docs/bench.md.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import django

if __name__ == "__main__":
    django.setup()

from celery import current_app
from django.utils import timezone

from bench import opstelling, raam
from bench.ploeg import Ploeg
from bench.raam import Cijfer, Verslag
from documenten.zegel import instelling
from fiches import ronde
from fiches.enums import SoortBlad
from fiches.models import FicheBlad
from taken import stappen
from taken.enums import OPEN
from taken.models import Taak
from tests.bouw import Huis

SNELLER, OPSLAG = 1.8, 5.0
TAAK = "fiches.verzegel"
MANIEREN = ("een", "twee", "recht")


def teken(huis: Huis, aantal: int) -> list[tuple[int, int]]:
    """De volgende fiches op het scherm van de leidinggevende, in één daad; geeft (fiche, taak) van elk."""
    with huis.binnen():
        deel = opstelling.gezien(huis)[:aantal]
        gevonden, _ = ronde.onderteken_samen(huis.actor("leidinggevende"), deel, voorkeur="", sleutel=uuid4())
        for pk in Taak.objects.filter(naam="berichten.mail", status__in=OPEN).values_list("pk", flat=True):
            stappen.annuleer(pk)  # de berichten doen niet mee: er tellen verzegelde fiches
        return list(gevonden.regels.order_by("fiche").values_list("fiche", "taak_id"))


class Rij:
    """Een worker met zoveel werkprocessen op zijn eigen rij, en wat hij over een daad doet."""

    def __init__(self, ploeg: Ploeg, naam: str) -> None:
        self.ploeg, self.naam = ploeg, naam

    @contextmanager
    def aan(self):
        """Wie nu belt, belt deze worker."""
        was = current_app.conf.task_default_queue
        current_app.conf.task_default_queue = self.naam
        current_app.amqp.queues.select_add(self.naam)
        current_app.amqp.router = current_app.amqp.Router()
        try:
            yield
        finally:
            current_app.conf.task_default_queue = was

    def meet(self, huis: Huis, aantal: int) -> tuple[float, float]:
        """Seconden van de commit tot het laatste zegel, en rekentijd van de worker, per fiche."""
        cpu = self.ploeg.rekentijd()
        with self.ploeg.alleen_nu(), self.aan():
            taken = [taak for _, taak in teken(huis, aantal)]
            begin = timezone.now()
            open_ = Taak.objects.filter(pk__in=taken, status__in=OPEN)
            while open_.exists():
                time.sleep(0.1)
        laatste = max(Taak.objects.filter(pk__in=taken).order_by("pk").values_list("klaar_op", flat=True))
        return (laatste - begin).total_seconds() / aantal, (self.ploeg.rekentijd() - cpu) / aantal


class Recht:
    """Hetzelfde werk in één proces, zonder boek, bel of worker (bench/recht.py)."""

    def __init__(self, env: Mapping[str, str]) -> None:
        opdracht = [sys.executable, "-m", "bench.recht"]
        pijp = subprocess.PIPE
        self.proces = subprocess.Popen(opdracht, env={**os.environ, **env}, stdin=pijp, stdout=pijp, text=True)

    def meet(self, huis: Huis, aantal: int) -> tuple[float, float]:
        """Zoals bij `Rij`."""
        paren = teken(huis, aantal)
        for _, taak in paren:
            stappen.annuleer(taak)
        assert self.proces.stdin and self.proces.stdout
        print(json.dumps([huis.bestuur_id, [fiche for fiche, _ in paren]]), file=self.proces.stdin, flush=True)
        duur, cpu = json.loads(self.proces.stdout.readline())
        return duur / aantal, cpu / aantal

    def sluit(self) -> None:
        self.proces.kill()
        self.proces.communicate()


def meet(fiches: int, ronden: int, meld=lambda zin: None) -> Verslag:
    """Elke ronde doet elke manier evenveel fiches, in een volgorde die doorschuift."""
    totaal = fiches * ronden * 3 + 24
    huis, _ = opstelling.bouw(totaal)
    meld(f"{totaal} fiches liggen ter ondertekening")
    map_ = Path(os.environ["GD_DATA"])
    tijd: dict[str, list[float]] = {manier: [] for manier in MANIEREN}
    cpu: dict[str, list[float]] = {manier: [] for manier in MANIEREN}
    with ExitStack() as stapel:
        opstelling.zet_tijdstempel(stapel.enter_context(opstelling.tijdstempelserver()))
        env = {"GD_TSA_URLS": instelling.tijdstempelservers()[0], "GD_ZEGEL_NIVEAU": "B-T", "GD_LOG_NIVEAU": "ERROR"}
        recht = Recht(env)
        stapel.callback(recht.sluit)
        wegen = {"recht": recht}
        for manier, kinderen in (("een", 1), ("twee", 2)):
            ploeg = stapel.enter_context(Ploeg(env | {"GD_WACHTRIJ": f"bench-{manier}"}, map_, kinderen))
            wegen[manier] = Rij(ploeg, f"bench-{manier}")
        for weg in wegen.values():
            weg.meet(huis, 8)  # warm: elk werkproces heeft de letters en de sleutel gelezen
        for nummer in range(ronden):
            volgorde = MANIEREN[nummer % 3 :] + MANIEREN[: nummer % 3]
            for manier in volgorde:
                duur, rekentijd = wegen[manier].meet(huis, fiches)
                tijd[manier].append(duur)
                cpu[manier].append(rekentijd)
                meld(f"ronde {nummer + 1}, {manier}: {1 / duur:.1f} fiches per seconde")
    with huis.binnen():
        klaar = FicheBlad.objects.filter(soort=SoortBlad.VERZEGELD).count()
    return verslag(tijd, cpu, klaar, totaal, fiches)


def verslag(tijd: dict, cpu: dict, klaar: int, totaal: int, fiches: int) -> Verslag:
    """Snelheid en rekentijd; elke verhouding is van één ronde. De opslag van de rij is rekentijd van de worker."""
    sneller = [een / twee for een, twee in zip(tijd["een"], tijd["twee"], strict=True)]
    meer = [100 * (een / recht - 1) for een, recht in zip(cpu["een"], cpu["recht"], strict=True)]
    langer = [100 * (een / recht - 1) for een, recht in zip(tijd["een"], tijd["recht"], strict=True)]
    return Verslag(
        "fiche-batch",
        [
            Cijfer("één werkproces (fiches/s)", [1 / t for t in tijd["een"]]),
            Cijfer("twee werkprocessen (fiches/s)", [1 / t for t in tijd["twee"]]),
            Cijfer("zonder rij (fiches/s)", [1 / t for t in tijd["recht"]]),
            Cijfer(f"{fiches} fiches met twee werkprocessen (s)", [t * fiches for t in tijd["twee"]], vorm=".1f"),
            Cijfer("twee / één", sneller, minstens=SNELLER),
            Cijfer("opslag van de rij, rekentijd (%)", meer, hoogstens=OPSLAG, vorm=".1f"),
            Cijfer("opslag van de rij, wachttijd (%)", langer, vorm=".1f"),
            Cijfer("verzegeld", [klaar], minstens=totaal, vorm=".0f"),
        ],
    )


def main(argv: list[str]) -> int:
    """Toont de tabel; met `--streng` exitcode 1 als een doel gemist is."""
    lezer = argparse.ArgumentParser(prog="script/bench fiche-batch", description=__doc__)
    lezer.add_argument("--fiches", type=int, default=111, help="per daad")
    lezer.add_argument("--ronden", type=int, default=3)
    raam.opties(lezer)
    keuze = lezer.parse_args(argv)
    return raam.sluit_af(meet(keuze.fiches, keuze.ronden, lambda zin: print(zin, flush=True)), keuze)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
