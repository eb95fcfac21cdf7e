"""`script/manage OPDRACHT …`: een opdracht van Django met de diensten erbij, naast een draaiende server of alleen."""

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from opstart import WORTEL
from opstart.gedeeld import Gebruik
from opstart.omgeving import controleer_eigen_databank, datamap, maak_omgeving
from opstart.processen import Grendel, Mislukt, start

ZONDER_MIGRATIE = {
    "",
    "help",
    "makemigrations",
    "migrate",
    "showmigrations",
    "sqlmigrate",
    "collectstatic",
    "check",
}
MANAGE = [sys.executable, "manage.py"]
MIGREER = [*MANAGE, "migrate", "--database", "beheer", "--noinput", "--verbosity", "0"]


def vingerafdruk() -> str:
    """Verandert met elke wijziging van code of SQL: na een migratie volgen ook rechten en policies uit de code."""
    som = hashlib.sha256()
    for pad in sorted([*WORTEL.glob("[a-z]*/**/*.py"), *WORTEL.glob("[a-z]*/**/*.sql")]):
        if pad.relative_to(WORTEL).parts[0] not in {"tests", "opstart", "bench"}:
            som.update(f"{pad}\n".encode() + pad.read_bytes())
    return som.hexdigest()


def migreer(data: Path, env: dict[str, str]) -> None:
    """Als eigenaar, één tegelijk, en alleen als er iets veranderde."""
    with Grendel(data / "migratie.lock"):
        gedaan, nu = data / "gemigreerd", vingerafdruk()
        if not os.environ.get("DATABASE_URL") and gedaan.exists() and gedaan.read_text() == nu:
            return
        if subprocess.run(MIGREER, cwd=WORTEL, env=env, stdout=sys.stderr).returncode:
            raise Mislukt("De migratie is mislukt; er is niets gestart.")
        gedaan.write_text(nu)


def draai(argumenten: list[str]) -> int:
    for nummer in (
        signal.SIGINT,
        signal.SIGQUIT,
    ):  # Ctrl-C is voor de opdracht; wij ruimen daarna op
        signal.signal(nummer, lambda *_: None)
    data = datamap()
    opdracht = argumenten[0] if argumenten else ""
    mag_migreren = controleer_eigen_databank()
    with Gebruik(data) as gebruik:
        env = maak_omgeving(data, gebruik.adressen)
        if mag_migreren and opdracht not in ZONDER_MIGRATIE:
            migreer(data, env)
        kind = start([*MANAGE, *argumenten], env=env, voorgrond=True)
        for nummer in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(nummer, lambda ontvangen, _: kind.send_signal(ontvangen))
        code = kind.wait()
        return code if code >= 0 else 128 - code
