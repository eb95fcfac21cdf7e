"""Een bewijspakket schrijven, naast dezelfde bytes lezen, hashen en wegschrijven, in dezelfde ronde.

Gemeten wordt `rapportage.pakket.asic.maak`: van bestanden die er al zijn tot een verzegeld pakket dat duurzaam op schijf
staat. Rapport en urenstaten tekenen zit er niet in. Zie docs/bench.md.
"""

import argparse
import hashlib
import io
import os
import random
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings

from bench import opstelling, raam
from bench.raam import Cijfer, Verslag
from documenten.zegel.sleutel import wortels, zegelaar
from rapportage.pakket import asic, leesmij
from rapportage.pakket.schrijf import in_een_keer

HOOGSTENS, GROEI, AFWIJKING = 2.0, 20, 0.10
MATEN = (111, 556, 1000)  # de middelste ligt in het midden: zo is te zien of de tijd een rechte lijn is
FICHE = 78_000  # bytes: een fiche van twee bladen op niveau B-T

Bestanden = dict[str, asic.Bron]
Doe = Callable[[Path, Bestanden], object]
Tijden = dict[tuple[str, int], list[float]]


@contextmanager
def bestanden(aantal: int, grootte: int = FICHE) -> Iterator[tuple[Path, Bestanden]]:
    """Een map met zoveel bestanden zo groot als een fiche, en wat elk pakket verder heeft."""
    map_ = settings.GD_OPSLAG / "bench-pakket"
    map_.mkdir(parents=True)
    toeval, uit = random.Random(572), {}
    try:
        for nummer in range(aantal):
            pad = map_ / f"{nummer}.pdf"
            pad.write_bytes(toeval.randbytes(grootte))
            uit[f"fiches/ANT-{nummer:04}-v1.pdf"] = pad
        yield map_, uit
    finally:
        shutil.rmtree(map_)


def eerste(alle: Bestanden, aantal: int) -> Bestanden:
    uitleg = leesmij.tekst(
        bestand="bench.zip",
        bestuur="Bench",
        project="bench",
        peildatum=opstelling.DAG,
        zegel="Bench",
        wortel="https://voorbeeld.be/wortel.pem",
        register="https://voorbeeld.be/register/",
    )
    return dict(list(alle.items())[:aantal]) | {asic.GEGEVENS: b"{}", asic.LEESMIJ: uitleg}


def pakket() -> Doe:
    """Zoals de taak: elk stuk nagekeken tegen zijn bekende SHA-256, en het geheel verzegeld (B-B: geen net in de klok)."""
    settings.GD_TSA_URLS, settings.GD_ZEGEL_NIVEAU = [], "B-B"
    zegel, sommen = zegelaar("bench", "Bench"), {}

    def doe(doel: Path, stukken: Bestanden) -> asic.Gemaakt:
        for naam, pad in stukken.items():
            if isinstance(pad, Path) and naam not in sommen:
                sommen[naam] = hashlib.sha256(pad.read_bytes()).hexdigest()
        return asic.maak(doel, stukken, zegel, verwacht=sommen)

    return doe


def bytes_(doel: Path, stukken: Bestanden) -> None:
    """De ondergrens: elk bestand lezen, hashen en achter het vorige schrijven, en dat duurzaam op zijn plaats zetten."""
    with in_een_keer(doel) as f:
        for stuk in stukken.values():
            with io.BytesIO(stuk) if isinstance(stuk, bytes) else open(stuk, "rb", buffering=0) as bron:
                som = hashlib.sha256()
                while blok := bron.read(1 << 18):
                    som.update(blok)
                    f.write(blok)


def klok(doe: Doe, doel: Path, stukken: Bestanden) -> tuple[float, float]:
    """Milliseconden op de klok en rekentijd; opruimen telt niet mee."""
    begin, cpu = time.perf_counter(), time.process_time()
    doe(doel, stukken)
    uit = 1000 * (time.perf_counter() - begin), 1000 * (time.process_time() - cpu)
    doel.unlink()
    return uit


def meet(*, ronden: int, maten: tuple[int, int, int] = MATEN, grootte: int = FICHE) -> Verslag:
    """Elke ronde schrijft elke maat langs beide wegen, om beurten de ene of de andere eerst."""
    kanten: dict[str, Doe] = {"pakket": pakket(), "bytes": bytes_}
    tijden: Tijden = {(soort, n): [] for n in maten for soort in ("pakket", "bytes", "cpu pakket", "cpu bytes")}
    with bestanden(max(maten), grootte) as (map_, alle):
        doel = map_ / "uit.zip"
        fouten = keur(kanten["pakket"], doel, eerste(alle, maten[0]))
        for ronde in range(-1, ronden):  # de eerste warmt op: schijf, caches en certificaten
            for n in maten:
                stukken = eerste(alle, n)
                for kant in sorted(kanten, reverse=ronde % 2 == 0):
                    op_klok, cpu = klok(kanten[kant], doel, stukken)
                    if ronde >= 0:
                        tijden[kant, n].append(op_klok)
                        tijden[f"cpu {kant}", n].append(cpu)
        groei = geheugen(kanten["pakket"], doel, alle, maten)
    return verslag(tijden, maten, groei, fouten)


def keur(doe: Doe, doel: Path, stukken: Bestanden) -> list[str]:
    """Wat gemeten wordt is een goed pakket."""
    doe(doel, stukken)
    with doel.open("rb") as f:
        fouten = asic.controleer(f, wortels()).afwijkingen
    doel.unlink()
    return fouten


def geheugen(doe: Doe, doel: Path, alle: Bestanden, maten: tuple[int, int, int]) -> float:
    """Hoeveel hoger (MB) de piek van een eigen proces ligt na het grootste pakket dan na het kleinste."""
    hier, daar = opstelling.VORK.Pipe()
    proces = opstelling.VORK.Process(target=_pieken, args=(daar, doe, doel, alle, maten), daemon=True)
    proces.start()
    daar.close()
    try:
        klein, groot = hier.recv()
        return groot - klein
    finally:
        proces.join()


def _pieken(pijp: Any, doe: Doe, doel: Path, alle: Bestanden, maten: tuple[int, int, int]) -> None:
    pieken = []
    for n in (maten[0], maten[-1]):
        doe(doel, eerste(alle, n))
        doel.unlink()
        pieken.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    pijp.send(pieken)
    os._exit(0)


def verslag(tijden: Tijden, maten: tuple[int, int, int], groei: float, fouten: list[str]) -> Verslag:
    """Verhoudingen binnen een ronde; de rechte lijn gaat door de kleinste en de grootste maat."""

    def verhouding(n: int, soort: str = "") -> list[float]:
        paren = zip(tijden[f"{soort}pakket", n], tijden[f"{soort}bytes", n], strict=True)
        return [boven / onder for boven, onder in paren]

    klein, midden, groot = maten
    deel = (midden - klein) / (groot - klein)
    drie = zip(*(tijden["cpu pakket", n] for n in maten), strict=True)
    lijn = [m / (k + deel * (g - k)) for k, m, g in drie]
    per_maat = [
        Cijfer(f"{wat} {n} fiches (ms)", tijden[kant, n], vorm=".0f")
        for n in (klein, groot)
        for kant, wat in (("pakket", "pakket van"), ("bytes", "dezelfde bytes van"))
    ]
    return Verslag(
        "pakket",
        [
            *per_maat,
            Cijfer(f"pakket / bytes, {klein} fiches", verhouding(klein), hoogstens=HOOGSTENS),
            Cijfer(f"pakket / bytes, {groot} fiches", verhouding(groot), hoogstens=HOOGSTENS),
            Cijfer(f"pakket / bytes, {klein} fiches, rekentijd", verhouding(klein, "cpu ")),
            Cijfer(f"pakket / bytes, {groot} fiches, rekentijd", verhouding(groot, "cpu ")),
            Cijfer(f"{midden} fiches / rechte lijn", lijn, minstens=1 - AFWIJKING, hoogstens=1 + AFWIJKING),
            Cijfer("groei van de geheugenpiek (MB)", [groei], hoogstens=GROEI, vorm=".1f"),
        ],
        fouten,
    )


def main(argv: list[str]) -> int:
    """Toont de tabel; met `--streng` exitcode 1 als een doel gemist is."""
    lezer = argparse.ArgumentParser(prog="script/bench pakket", description=__doc__)
    lezer.add_argument("--ronden", type=int, default=15)
    raam.opties(lezer)
    keuze = lezer.parse_args(argv)
    return raam.sluit_af(meet(ronden=keuze.ronden), keuze)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
