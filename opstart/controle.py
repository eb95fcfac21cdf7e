"""`script/check`: alles wat een programma over de code kan zeggen, naast elkaar gedraaid."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from opstart import WORTEL
from opstart.opdracht import MANAGE
from opstart.processen import meld
from opstart.tests import Wegwerp

BIN = Path(sys.executable).parent
PRODUCTIE = {
    "GD_ADRES": "https://gemeenschapsdienst.voorbeeld.be",
    "GD_HOSTS": "gemeenschapsdienst.voorbeeld.be",
    "GD_DEBUG": "0",
}


def sjablonen() -> list[str]:
    mappen = [WORTEL / "templates", *WORTEL.glob("*/templates")]
    return [str(pad.relative_to(WORTEL)) for map_ in mappen for pad in sorted(map_.rglob("*.html"))]


def controles() -> dict[str, list[list[str]]]:
    """Naam → opdrachten na elkaar. De controle van het schema kijkt naar een echt gemigreerde databank."""
    return {
        "mypy": [[str(BIN / "mypy")]],
        "databank": [
            [*MANAGE, "makemigrations", "--check", "--dry-run"],
            [*MANAGE, "check", "--deploy", "--database", "default", "--fail-level", "WARNING"],
        ],
        "ruff": [[str(BIN / "ruff"), "check", "."], [str(BIN / "ruff"), "format", "--check", "."]],
        "import-linter": [[str(BIN / "lint-imports"), "--no-cache"]],
        "djade": [[str(BIN / "djade"), "--check", *sjablonen()]],
    }


def voer_uit(opdrachten: list[list[str]], env: dict[str, str]) -> tuple[bool, str, float]:
    begin, uitvoer = time.monotonic(), ""
    for opdracht in opdrachten:
        gedaan = subprocess.run(opdracht, cwd=WORTEL, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        uitvoer += gedaan.stdout + gedaan.stderr
        if gedaan.returncode:
            return False, uitvoer, time.monotonic() - begin
    return True, uitvoer, time.monotonic() - begin


def draai(argumenten: list[str]) -> int:
    """Zonder argumenten alles; anders alleen wat genoemd is (`script/check ruff mypy`)."""
    with Wegwerp() as wegwerp:
        env = wegwerp.env | PRODUCTIE
        te_doen = {naam: wat for naam, wat in controles().items() if not argumenten or naam in argumenten}
        with ThreadPoolExecutor(max_workers=3) as ploeg:
            bezig = {naam: ploeg.submit(voer_uit, wat, env) for naam, wat in te_doen.items()}
            goed = [toon(naam, *werk.result()) for naam, werk in bezig.items()]
    return 0 if all(goed) else 1


def toon(naam: str, gelukt: bool, uitvoer: str, seconden: float) -> bool:
    meld(f"{naam}: {'in orde' if gelukt else 'niet in orde'} ({seconden:.1f} s)")
    if not gelukt:
        meld(uitvoer.strip())
    return gelukt
