"""`fiche-batch` zonder rij: één vers proces dat het werk van de taak rechtstreeks doet, zonder boek, bel of worker.

Een eigen programma en geen afsplitsing van de meting: die heeft al duizend fiches klaargezet, en wie haar geheugen erft
rekent langer over hetzelfde werk. Elke regel op stdin is een opdracht, elke regel op stdout de uitslag (JSON).
"""

import json
import sys
import time

import django

if __name__ == "__main__":
    django.setup()

from fiches import tasks
from gemeenschapsdienst.celery import app, maak_werker_klaar, ruim_op
from organisaties.isolatie import namens


class _Werk:
    """Wat een verwerker nodig heeft, zonder taak: korte transacties in het bestuur."""

    def __init__(self, bestuur_id: int) -> None:
        self.bestuur_id = bestuur_id

    def transactie(self):
        return namens(bestuur=self.bestuur_id)

    afronden = transactie


def doe(bestuur_id: int, fiches: list[int]) -> tuple[float, float]:
    """Tekent, verzegelt en bewaart deze fiches; geeft de seconden en de rekentijd."""
    begin, cpu = time.monotonic(), time.process_time()
    for fiche in fiches:
        tasks.verzegel(_Werk(bestuur_id), fiche)
        ruim_op()
    return time.monotonic() - begin, time.process_time() - cpu


def main() -> None:
    """Tot stdin sluit."""
    app.loader.import_default_modules()  # een worker laadt elke taak
    maak_werker_klaar()
    for regel in sys.stdin:
        print(json.dumps(doe(*json.loads(regel))), flush=True)


if __name__ == "__main__":
    main()
