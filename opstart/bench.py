"""`script/bench uren [opties]`: een meting op eigen wegwerpdiensten die elke commit wegschrijven, als in productie."""

import sys

from opstart.processen import Gestopt, meld
from opstart.tests import Wegwerp

METINGEN = {
    "uren": "bench.uren",
    "fiche": "bench.fiche",
}


def draai(argumenten: list[str]) -> int:
    """Exitcode van de meting: met `--streng` 1 als een doel gemist is."""
    if not argumenten or argumenten[0] not in METINGEN:
        meld(f"Gebruik: script/bench {'|'.join(METINGEN)} [opties]; met --help de opties.")
        return 2
    with Wegwerp(snel=False) as wegwerp:
        env = wegwerp.env | {"GD_LOG_NIVEAU": "WARNING"}
        opdracht = [sys.executable, "-m", METINGEN[argumenten[0]], *argumenten[1:]]
        try:
            return wegwerp.toezicht.voer_uit("bench", opdracht, env=env, voorgrond=True)
        except Gestopt:
            return 130
