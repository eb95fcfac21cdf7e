"""`python -m opstart server|manage|test|check|bench|diensten`: de ingang van de scripts in script/."""

import os
import sys

from opstart import bench, controle, gedeeld, opdracht, server, tests
from opstart.omgeving import datamap
from opstart.processen import Gestopt, Mislukt, meld

MANIEREN = {
    "server": server.draai,
    "manage": opdracht.draai,
    "test": tests.draai,
    "check": controle.draai,
    "bench": bench.draai,
    "diensten": lambda _: gedeeld.wachter(datamap()),
}


def main(argv: list[str]) -> int:
    if not argv or argv[0] not in MANIEREN:
        meld(f"Gebruik: python -m opstart {'|'.join(MANIEREN)}")
        return 2
    os.umask(0o077)  # documenten, sleutels en logs zijn van dit account alleen
    try:
        return MANIEREN[argv[0]](argv[1:])
    except Mislukt as fout:
        meld(str(fout))
        return 1
    except Gestopt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
