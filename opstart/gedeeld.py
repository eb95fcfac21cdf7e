"""De diensten horen bij `.data`, niet bij wie ze startte: een server en losse opdrachten gebruiken dezelfde.

De *wachter* is hun ouder. Elke gebruiker houdt een gedeeld slot op `gebruik.lock`; de kernel geeft het vrij, ook na
SIGKILL. Houdt niemand het nog vast, dan stopt de wachter de diensten en zichzelf; de laatste wacht daarop.
"""

import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from opstart.diensten import start_diensten
from opstart.processen import Gestopt, Grendel, Mislukt, Toezicht, start

NODIG = {"DATABASE_URL": "PostgreSQL", "REDIS_URL": "Valkey"}


class Gebruik:
    """`with Gebruik(data) as gebruik:` de diensten draaien; `gebruik.adressen` zijn de omgevingsvariabelen."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.bestand = data / "diensten.json"
        self.wachter: subprocess.Popen | None = None
        self.slot: Grendel | None = None
        self.adressen: dict[str, str] = {}

    def __enter__(self) -> Self:
        if all(os.environ.get(naam) for naam in NODIG):  # alles is van een ander: niets te starten of te delen
            return self
        with Grendel(self.data / "start.lock"):
            self.slot = Grendel(self.data / "gebruik.lock")
            self.slot.neem(fcntl.LOCK_SH)  # wacht ook tot een stoppende wachter klaar is
            self._zorg_voor_wachter()
        return self

    def _zorg_voor_wachter(self) -> None:
        if self.leeft() and not self.bestand.exists():  # hij stopt omdat een dienst uitviel
            self._wacht_op_einde()
        if not self.leeft():
            self._start_wachter()
        inhoud = json.loads(self.bestand.read_text())
        inhoud.pop("pid")
        for naam, dienst in NODIG.items():
            if not os.environ.get(naam) and naam not in inhoud:
                raise Mislukt(f"Hier draaien al diensten zonder {dienst}. Stop die eerst, of zet {naam}.")
        self.adressen = {naam: adres for naam, adres in inhoud.items() if not os.environ.get(naam)}

    def _start_wachter(self) -> None:
        self.bestand.unlink(missing_ok=True)
        log = self.data / "diensten.log"
        log.write_text("")
        self.wachter = start([sys.executable, "-m", "opstart", "diensten"], stop=None, log=log)
        while not self.bestand.exists():
            if self.wachter.poll() is not None:
                raise Mislukt(log.read_text().strip() or f"De diensten starten niet. Zie {self.data}.")
            time.sleep(0.02)

    def leeft(self) -> bool:
        """Draait de wachter (en dus alles waar hij de ouder van is)?"""
        if self.wachter is not None and self.wachter.poll() is not None:
            return False
        slot = Grendel(self.data / "wachter.lock")
        try:
            return not slot.probeer(fcntl.LOCK_SH)
        finally:
            slot.los()

    def _stop_wachter(self) -> None:
        if self.leeft() and self.bestand.exists():
            proces = os.pidfd_open(json.loads(self.bestand.read_text())["pid"])
            signal.pidfd_send_signal(proces, signal.SIGTERM)
            select.select([proces], [], [])  # leesbaar zodra het proces weg is
            os.close(proces)
        self._wacht_op_einde()

    def _wacht_op_einde(self) -> None:
        with Grendel(self.data / "wachter.lock"):
            pass
        if self.wachter is not None:
            self.wachter.wait()

    def __exit__(self, *_: object) -> None:
        if self.slot is None:
            return
        if self.slot.probeer(fcntl.LOCK_EX):  # niemand anders: wij zijn de laatste
            self._stop_wachter()
        elif not self.slot.probeer(fcntl.LOCK_SH):  # de wachter (of een andere laatste) is al aan het stoppen
            self._wacht_op_einde()
        self.slot.los()


def wachter(data: Path) -> int:
    """Start de diensten en houdt ze in leven zolang iemand ze gebruikt."""
    leven = Grendel(data / "wachter.lock")
    if not leven.probeer():
        raise Mislukt("De diensten van deze map draaien al.")
    toezicht, bestand = Toezicht(), data / "diensten.json"
    gebruik = Grendel(data / "gebruik.lock")
    try:
        adressen = start_diensten(toezicht, data)
        nieuw = bestand.with_suffix(".nieuw")
        nieuw.touch(mode=0o600)
        nieuw.write_text(json.dumps({"pid": os.getpid(), **adressen}, indent=1))
        nieuw.rename(bestand)
        while not gebruik.probeer():
            toezicht.adem(0.2)
            if gevallen := [kind.naam for kind in toezicht.kinderen if kind.dood()]:
                raise Mislukt(f"{', '.join(gevallen)} is onverwacht gestopt. Zie de logs in {data}.")
    except Gestopt:
        pass  # gevraagd door de laatste gebruiker
    finally:
        bestand.unlink(missing_ok=True)
        toezicht.sluit()
    return 0
