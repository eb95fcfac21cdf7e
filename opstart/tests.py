"""`script/test`: pytest met eigen wegwerpdiensten, los van `script/server` en van elke andere testrun."""

import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Self

from opstart import WORTEL
from opstart.diensten import dienstenmap, is_root, start_diensten
from opstart.omgeving import datamap, met_programmas
from opstart.opdracht import MIGREER
from opstart.processen import Gestopt, Grendel, Toezicht, meld


class Wegwerp:
    """`with Wegwerp() as wegwerp:` eigen diensten in een eigen map, databank `gd` gemigreerd; achteraf is alles weg.

    De migraties lopen één keer per versie: daarna is het gestopte cluster een sjabloon, en elke run neemt een kopie.
    `snel=False` schrijft elke commit echt weg, om te meten.
    """

    def __init__(self, *, snel: bool = True) -> None:
        self.toezicht, self.snel = Toezicht(), snel
        ouder = datamap() / "test"
        ouder.mkdir(exist_ok=True)
        ouder.chmod(0o711 if is_root() else 0o700)
        self.basis = dienstenmap(ouder)

    def __enter__(self) -> Self:
        self._ruim_resten()
        self.map = Path(tempfile.mkdtemp(prefix="run-", dir=self.basis))
        self.map.chmod(0o711 if is_root() else 0o700)
        self.slot = Grendel(self.map / "slot")
        self.slot.neem()
        try:
            sjabloon = self.basis / f"sjabloon-{vingerafdruk()}"
            with Grendel(self.basis / "sjabloon.lock"):
                if sjabloon.exists() or self._maak(sjabloon):
                    subprocess.run(["cp", "-a", "--reflink=auto", f"{sjabloon}/.", self.map], check=True)
            self.env = self._start()
            self.env["GD_TEST_SJABLOON"] = "gd" if sjabloon.exists() else ""
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self) -> dict[str, str]:
        adressen = start_diensten(self.toezicht, self.map, wegwerp=True, snel=self.snel)
        env = met_programmas({**os.environ, **adressen, "GD_DATA": str(self.map)})
        return env | {"GD_GEHEIM": secrets.token_urlsafe(48), "GD_DEMO": "0"}

    def _maak(self, sjabloon: Path) -> bool:
        """Migreert in deze map en bewaart het gestopte cluster. Lukt dat niet, dan zeggen de tests zelf waarom."""
        for oud in self.basis.glob("sjabloon-*"):
            shutil.rmtree(oud)
        gelukt = not self.toezicht.voer_uit("migratie", MIGREER, env=self._start())
        self.toezicht.sluit()
        nieuw = self.map / "sjabloon"
        nieuw.mkdir()
        nieuw.chmod(0o711 if is_root() else 0o700)  # het masker geldt niet; `cp -a` geeft deze rechten aan elke kopie
        for cluster in self.map.glob("pg[0-9][0-9]"):
            if gelukt:
                cluster.rename(nieuw / cluster.name)
            else:
                shutil.rmtree(cluster)
        if gelukt:
            nieuw.rename(sjabloon)
        return gelukt

    def _ruim_resten(self) -> None:
        """Wat een afgeschoten run achterliet: de kernel gaf zijn slot vrij."""
        for rest in self.basis.glob("run-*"):
            if (rest / "slot").exists() and (slot := Grendel(rest / "slot")).probeer():
                shutil.rmtree(rest)
                slot.los()

    def __exit__(self, *_: object) -> None:
        self.toezicht.sluit()
        shutil.rmtree(self.map)
        self.slot.los()


def vingerafdruk() -> str:
    """Van alles wat de vorm van de databank bepaalt; rechten en policies zet elke migrate toch opnieuw."""
    som = hashlib.sha256()
    soorten = ("*/migrations/*.py", "*/sql/*.sql", "*/schema.py", "requirements.lock", "opstart/diensten.py")
    for pad in sorted(pad for soort in soorten for pad in WORTEL.glob(soort)):
        som.update(f"{pad}\n".encode() + pad.read_bytes())
    som.update(os.environ.get("GD_PG_BIN", "").encode())
    return som.hexdigest()[:16]


def processen() -> int:
    """Een meer dan er kernen zijn: wie op een browser of een werker wacht, houdt zo geen kern vrij."""
    return len(os.sched_getaffinity(0)) + 1


def draai(argumenten: list[str]) -> int:
    """Exitcode van pytest. `--volledig`: de beloofde cijfers in plaats van de korte vorm."""
    with Wegwerp() as wegwerp:
        weggelaten = wegwerp.map / "weggelaten"
        env = {**wegwerp.env, "GD_TEST_WEGGELATEN": str(weggelaten)}
        env["GD_VOLLEDIG"] = "1" if "--volledig" in argumenten else os.environ.get("GD_VOLLEDIG", "0")
        env.setdefault("GD_TEST_ZAAD", str(secrets.randbelow(10**6)))
        env["GD_TEST_BEHEER_URL"] = env.pop("DATABASE_BEHEER_URL")  # conftest maakt er de testdatabank mee
        env["GD_TEST_MAP"] = env.pop("GD_DATA")
        env.pop("DJANGO_SETTINGS_MODULE")  # conftest zet eerst per proces de omgeving klaar
        opties = [optie for optie in argumenten if optie != "--volledig"]
        try:
            opdracht = [sys.executable, "-m", "pytest", "-n", str(processen()), "--dist", "worksteal", *opties]
            code = wegwerp.toezicht.voer_uit("pytest", opdracht, stop=signal.SIGINT, env=env, voorgrond=True)
        except Gestopt:
            return 130
        meld(f"Volgorde van de tests: GD_TEST_ZAAD={env['GD_TEST_ZAAD']}")
        if weggelaten.exists():
            meld(weggelaten.read_text().strip())
        return code
