"""Wat een werker na document 50 nog bijhoudt: zijn geheugen (RSS) op document 50 en op document 1.000.

Elk document heeft zijn eigen QR-code, en doorloopt tekenen, verzegelen en bewaren. Zie docs/bench.md.
"""

import argparse
import sys
from collections.abc import Callable
from uuid import uuid4

import django

if __name__ == "__main__":
    django.setup()

from bench import opstelling, raam
from bench.opstelling import Getekend, Kant, Maak
from bench.raam import Cijfer, Verslag
from documenten import opslag, verzegeld
from fiches import pdf
from gemeenschapsdienst.celery import maak_werker_klaar, ruim_op

GROEI = 20  # MB
BEGIN, EINDE, KORT = 50, 1000, 300


def bewaart(stukken: list[Getekend]) -> Callable[[], Maak]:
    """Het trage deel van de taak `fiches.verzegel`, met de schijf erbij; het bestand gaat daarna weg."""

    def klaarzetten() -> Maak:
        maak_werker_klaar()

        def maak(nummer: int) -> bytes:
            stuk = stukken[nummer % len(stukken)]
            stuk.fiche.token = uuid4()  # een andere QR-code
            h = stuk.handtekening
            blad = pdf.definitief(stuk.fiche, h)
            uit = verzegeld.maak(stuk.bestuur, blad, hoedanigheid=h.als, reden="Afgetekend", naam=h.naam)
            opslag._map(stuk.bestuur.pk).joinpath(uit.bewaard.bestand).unlink()
            return blad

        return maak

    return klaarzetten


def meet(stukken: list[Getekend], tsa: str, *, begin: int, einde: int, lek: Callable[[], Maak] | None = None) -> Verslag:
    """Het geheugen om de vijftig documenten; `lek`: een andere kant, om te tonen dat een lek gezien wordt."""
    opstelling.zet_tijdstempel(tsa)
    kant = Kant("geheugen", lek or bewaart(stukken), ruim_op)
    stappen = [begin, *range(begin + 50, einde, 50), einde]
    standen, vorige = [], 0
    try:
        for stap in stappen:
            standen.append(kant.geheugen(list(range(vorige, stap))))
            vorige = stap
    finally:
        kant.sluit()
    return Verslag(
        "fiche-geheugen",
        [
            Cijfer(f"geheugen na document {begin} (MB)", [standen[0]], vorm=".0f"),
            Cijfer(f"geheugen na document {einde} (MB)", [standen[-1]], vorm=".0f"),
            Cijfer("geheugen onderweg (MB)", standen, vorm=".0f"),
            Cijfer("groei (MB)", [standen[-1] - standen[0]], hoogstens=GROEI, vorm=".1f"),
        ],
    )


def main(argv: list[str]) -> int:
    """Toont de tabel; met `--streng` exitcode 1 als het geheugen meer dan 20 MB groeit."""
    lezer = argparse.ArgumentParser(prog="script/bench fiche-geheugen", description=__doc__)
    lezer.add_argument("--fiches", type=int, default=10, help="verschillende fiches")
    lezer.add_argument("--kort", action="store_true", help=f"van {BEGIN} tot {KORT} in plaats van {EINDE:,}")
    raam.opties(lezer)
    keuze = lezer.parse_args(argv)
    stukken = opstelling.ondertekend(keuze.fiches)
    with opstelling.tijdstempelserver() as tsa:
        return raam.sluit_af(meet(stukken, tsa, begin=BEGIN, einde=KORT if keuze.kort else EINDE), keuze)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
