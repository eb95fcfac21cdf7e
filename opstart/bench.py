"""`script/bench naam [opties]`: een meting op eigen wegwerpdiensten die elke commit wegschrijven, als in productie."""

import sys

from opstart.processen import Gestopt, Kind, Toezicht, meld
from opstart.tests import Wegwerp

METINGEN = {
    "uren": "bench.uren",
    "fiche": "bench.fiche",
    "fiche-geheugen": "bench.fiche_geheugen",
    "fiche-batch": "bench.fiche_batch",
    "pakket": "bench.pakket",
    "rapport": "bench.rapport",
    "zegel-eenmaal": "bench.zegel_eenmaal",
}
DODELIJK = {"zegel-eenmaal"}  # deze meting doodt de diensten zelf


def draai(argumenten: list[str]) -> int:
    """Exitcode van de meting: met `--streng` 1 als een doel gemist is."""
    if not argumenten or argumenten[0] not in METINGEN:
        meld(f"Gebruik: script/bench {'|'.join(METINGEN)} [opties]; met --help de opties.")
        return 2
    with Wegwerp(snel=False) as wegwerp:
        env = wegwerp.env | {"GD_LOG_NIVEAU": "WARNING"}
        opdracht = [sys.executable, "-m", METINGEN[argumenten[0]], *argumenten[1:]]
        try:
            meting = wegwerp.toezicht.start("bench", opdracht, env=env, voorgrond=True)
            return volg(wegwerp.toezicht, meting, herstart=argumenten[0] in DODELIJK)
        except Gestopt:
            return 130


def volg(toezicht: Toezicht, meting: Kind, *, herstart: bool) -> int:
    """Tot de meting klaar is; `herstart`: PostgreSQL en Valkey die ze doodt, beginnen opnieuw."""
    while not meting.dood():
        toezicht.adem(0.3)
        for kind in toezicht.kinderen:
            if herstart and kind is not meting and kind.dood():
                toezicht.herstart(kind)
    toezicht.kinderen.remove(meting)
    return meting.proces.returncode
