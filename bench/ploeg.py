"""Een worker en beat zoals `script/server` ze start, die je kan doden; wat sterft begint opnieuw."""

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from opstart.processen import Kind, Toezicht
from opstart.server import celery


class Ploeg:
    """`with Ploeg(env, map_) as ploeg:` een worker met twee kinderen, en beat voor de veger."""

    def __init__(self, env: Mapping[str, str], map_: Path, kinderen: int = 2) -> None:
        self.toezicht = Toezicht(signalen=False)
        self.env = {**os.environ, **env}
        self.map, self.zonder = map_, set[str]()
        rij = self.env.get("GD_WACHTRIJ") or "celery"
        werk = ["worker", "-c", str(kinderen), "-Q", f"{rij},{rij}-periodiek", "-l", "error", "-n", f"{rij}@hier"]
        werk += ["--without-gossip", "--without-mingle"]
        self.opdrachten = {
            "worker": celery(*werk),
            "beat": celery("beat", "-s", str(map_ / f"beat-{rij}"), "--pidfile=", "-l", "error"),
        }
        self.kind: dict[str, Kind] = {}

    def start(self, *namen: str) -> None:
        for naam in namen:
            log = self.map / f"{naam}.log"
            self.kind[naam] = self.toezicht.start(naam, self.opdrachten[naam], env=self.env, log=log)

    def bewaak(self) -> None:
        """Wat dood is begint opnieuw, behalve wat in `zonder` staat."""
        for naam, kind in self.kind.items():
            if kind.dood() and naam not in self.zonder:
                self.toezicht.herstart(kind)

    def processen(self) -> list[int]:
        """De kinderen van de worker, waarin het werk loopt."""
        pid = self.kind["worker"].proces.pid
        try:
            return [int(nummer) for nummer in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except FileNotFoundError:
            return []

    def dood(self, naam: str) -> None:
        """SIGKILL voor het proces en al wat het startte."""
        os.killpg(self.kind[naam].proces.pid, signal.SIGKILL)
        self.kind[naam].proces.wait()

    @contextmanager
    def alleen_nu(self) -> Iterator[None]:
        """Bevroren buiten dit blok: de veger van wie niet aan de beurt is belt anders ook voor het werk van een ander."""
        self._sein(signal.SIGCONT)
        try:
            yield
        finally:
            self._sein(signal.SIGSTOP)

    def _sein(self, sein: signal.Signals) -> None:
        for kind in self.kind.values():
            os.killpg(kind.proces.pid, sein)

    def rekentijd(self) -> float:
        """Seconden rekentijd van de worker en zijn kinderen tot nu toe."""
        tik = os.sysconf("SC_CLK_TCK")
        return sum(_tikken(pid) for pid in [self.kind["worker"].proces.pid, *self.processen()]) / tik

    def __enter__(self) -> "Ploeg":
        self.start("worker", "beat")
        return self

    def __exit__(self, *_: object) -> None:
        self._sein(signal.SIGCONT)
        self.toezicht.sluit()


def _tikken(pid: int) -> int:
    """Gebruiker, systeem, en dat van kinderen die al weg zijn (proc(5), velden 14 tot 17)."""
    velden = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, velden[11:15]))
