"""`script/test`: pytest met eigen wegwerpdiensten, los van `script/server` en van elke andere testrun."""

import os
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Self

from opstart.diensten import dienstenmap, is_root, start_diensten
from opstart.omgeving import datamap, met_programmas
from opstart.processen import Gestopt, Grendel, Toezicht, meld


class Wegwerp:
    """`with Wegwerp("test") as wegwerp:` eigen diensten in een eigen map; achteraf is alles weg."""

    def __init__(self, soort: str) -> None:
        self.ouder = datamap() / soort
        self.toezicht = Toezicht()

    def __enter__(self) -> Self:
        self.ouder.mkdir(exist_ok=True)
        self.ouder.chmod(0o711 if is_root() else 0o700)
        self._ruim_resten()
        self.map = Path(tempfile.mkdtemp(prefix="", dir=self.ouder))
        self.slot = Grendel(self.map / "slot")
        self.slot.neem()
        if is_root():
            self.map.chmod(0o711)
        try:
            adressen = start_diensten(self.toezicht, self.map, wegwerp=True)
        except BaseException:
            self.__exit__()
            raise
        self.env = met_programmas({**os.environ, **adressen, "GD_DATA": str(self.map)})
        self.env |= {"GD_GEHEIM": secrets.token_urlsafe(48), "GD_DEMO": "0"}
        return self

    def _ruim_resten(self) -> None:
        """Wat een afgeschoten run achterliet: de kernel gaf zijn slot vrij."""
        for rest in self.ouder.iterdir():
            if (rest / "slot").exists() and (slot := Grendel(rest / "slot")).probeer():
                gooi_weg(rest)
                slot.los()

    def __exit__(self, *_: object) -> None:
        self.toezicht.sluit()
        gooi_weg(self.map)
        self.slot.los()


def gooi_weg(map_: Path) -> None:
    elders = dienstenmap(map_)
    for weg in {map_, elders}:
        shutil.rmtree(weg)


def draai(argumenten: list[str]) -> int:
    """Exitcode van pytest. `--volledig`: de beloofde cijfers in plaats van de korte vorm."""
    with Wegwerp("test") as wegwerp:
        weggelaten = wegwerp.map / "weggelaten"
        env = {**wegwerp.env, "GD_TEST_WEGGELATEN": str(weggelaten)}
        env["GD_VOLLEDIG"] = "1" if "--volledig" in argumenten else os.environ.get("GD_VOLLEDIG", "0")
        env.setdefault("GD_TEST_ZAAD", str(secrets.randbelow(10**6)))
        env["GD_TEST_BEHEER_URL"] = env.pop("DATABASE_BEHEER_URL")  # conftest maakt er de testdatabank mee
        env["GD_TEST_MAP"] = env.pop("GD_DATA")
        env.pop("DJANGO_SETTINGS_MODULE")  # conftest zet eerst per proces de omgeving klaar
        opties = [optie for optie in argumenten if optie != "--volledig"]
        try:
            opdracht = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *opties]
            code = wegwerp.toezicht.voer_uit("pytest", opdracht, stop=signal.SIGINT, env=env, voorgrond=True)
        except Gestopt:
            return 130
        meld(f"Volgorde van de tests: GD_TEST_ZAAD={env['GD_TEST_ZAAD']}")
        if weggelaten.exists():
            meld(weggelaten.read_text().strip())
        return code
