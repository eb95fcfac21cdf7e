"""Deelprocessen starten, bewaken en in volgorde stoppen, zonder er één achter te laten."""

import ctypes
import fcntl
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from opstart import WORTEL

LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1


class Mislukt(Exception):
    """Er kan niet verder; de tekst zegt in gewone taal waarom."""


class Gestopt(Exception):
    """Ctrl-C of een ander stopsignaal."""


def meld(tekst: str) -> None:
    print(tekst, file=sys.stderr, flush=True)


@dataclass
class Kind:
    naam: str
    proces: subprocess.Popen
    stop: signal.Signals
    geduld: float  # seconden tussen het stopsignaal en SIGKILL
    opdracht: dict = field(default_factory=dict)
    starts: list[float] = field(default_factory=list)

    def dood(self) -> bool:
        return self.proces.poll() is not None


def start(
    opdracht: Sequence[object],
    *,
    stop: signal.Signals | None = signal.SIGTERM,
    account: pwd.struct_passwd | None = None,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    voorgrond: bool = False,
) -> subprocess.Popen:
    """Start in een eigen sessie (Ctrl-C bereikt alleen de ouder); het proces krijgt `stop` als de ouder sterft.

    `voorgrond`: in de sessie van de ouder, met zijn invoer; Ctrl-C is dan ook voor het kind.
    """
    ouder = os.getpid()

    def vooraf() -> None:
        if account:
            os.setgroups([])
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
        if stop:
            LIBC.prctl(PR_SET_PDEATHSIG, int(stop), 0, 0, 0)
            if os.getppid() != ouder:
                os._exit(1)

    uitvoer = log.open("ab") if log else None
    try:
        return subprocess.Popen(
            [str(deel) for deel in opdracht],
            cwd="/" if account else WORTEL,
            env=dict(env) if env is not None else None,
            stdin=None if voorgrond else subprocess.DEVNULL,
            stdout=uitvoer,
            stderr=subprocess.STDOUT if uitvoer else None,
            start_new_session=not voorgrond,
            preexec_fn=vooraf,
        )
    finally:
        if uitvoer:
            uitvoer.close()


class Toezicht:
    """De kinderen van dit proces, in startvolgorde; `sluit` stopt ze in omgekeerde volgorde."""

    def __init__(self, *, signalen: bool = True) -> None:
        """`signalen`: vang Ctrl-C en SIGTERM; uit in een proces dat dat zelf al doet."""
        self.kinderen: list[Kind] = []
        self.signalen = 0
        for nummer in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if nummer != signal.SIGHUP or signal.getsignal(nummer) != signal.SIG_IGN:  # nohup blijft nohup
                signal.signal(nummer, self._signaal)

    def _signaal(self, *_: object) -> None:
        self.signalen += 1

    def adem(self, seconden: float = 0.05) -> None:
        """Wacht even; een stopsignaal wordt hier een uitzondering, nergens anders."""
        if self.signalen:
            raise Gestopt
        time.sleep(seconden)

    def start(self, naam: str, opdracht: Sequence[object], *, geduld: float = 20, **opties) -> Kind:
        proces = start(opdracht, **opties)
        kind = Kind(
            naam,
            proces,
            opties.get("stop", signal.SIGTERM),
            geduld,
            {"opdracht": opdracht, **opties},
            [time.monotonic()],
        )
        self.kinderen.append(kind)
        return kind

    def herstart(self, kind: Kind) -> None:
        kind.proces = start(**kind.opdracht)
        kind.starts.append(time.monotonic())

    def voer_uit(self, naam: str, opdracht: Sequence[object], **opties) -> int:
        """Draait tot het einde en geeft de exitcode; een stopsignaal stopt ook dit kind."""
        return self.wacht_op(self.start(naam, opdracht, **opties))

    def wacht_op(self, kind: Kind) -> int:
        while not kind.dood():
            self.adem()
        self.kinderen.remove(kind)
        return kind.proces.returncode

    def wacht_tot(self, klaar: Callable[[], bool], kind: Kind, seconden: float, uitleg: str) -> None:
        einde = time.monotonic() + seconden
        while not klaar():
            if kind.dood() or time.monotonic() > einde:
                raise Mislukt(f"{kind.naam} start niet. {uitleg}")
            self.adem(0.02)

    def sluit(self) -> None:
        """Een tweede stopsignaal ondertussen breekt het geduld af."""
        vooraf = self.signalen
        for kind in reversed(self.kinderen):
            self._stop(kind, vooraf)
        self.kinderen.clear()

    def _stop(self, kind: Kind, vooraf: int) -> None:
        einde = time.monotonic() + kind.geduld
        if not kind.dood():
            kind.proces.send_signal(kind.stop)
        while not kind.dood() and time.monotonic() < einde and self.signalen <= vooraf:
            time.sleep(0.02)
        try:  # wat het kind zelf startte zit in dezelfde sessie
            os.killpg(kind.proces.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # alles is al weg: zo hoort het
        kind.proces.wait()


class Grendel:
    """Een flock op een bestand; de kernel geeft ze vrij als het proces sterft."""

    def __init__(self, pad: Path) -> None:
        self.bestand = pad.open("a")

    def neem(self, soort: int = fcntl.LOCK_EX) -> None:
        fcntl.flock(self.bestand, soort)

    def probeer(self, soort: int = fcntl.LOCK_EX) -> bool:
        try:
            fcntl.flock(self.bestand, soort | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def los(self) -> None:
        self.bestand.close()

    def __enter__(self) -> Self:
        self.neem()
        return self

    def __exit__(self, *_: object) -> None:
        self.los()
