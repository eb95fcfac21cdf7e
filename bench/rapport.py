"""De getallen van Antwerpen, en van 300 besturen met 10.000 plekken, naast SQL die met de hand geschreven is.

Beide kanten lezen in dezelfde transactie, langs dezelfde verbinding en onder dezelfde rol, en geven elk getal van elk project.
Wie eerst komt wisselt per ronde. Een getal dat verschilt is een fout. Zie docs/bench.md.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import raam, rapport_gegevens
from bench.raam import Cijfer, Verslag
from bench.rapport_sql import met_de_hand
from organisaties import isolatie
from projecten.models import Subsidieproject
from rapportage import tellen
from rapportage.peiling import peil
from tests.rapportage.getallen import getallen

HOOGSTENS = 1.5
BESTUREN, PLEKKEN = 300, 33  # elk derde bestuur heeft er één meer: samen 10.000

Kant = Callable[[], Any]
Tijden = dict[str, dict[str, list[float]]]  # maat → kant → ms


def kanten(nummers: list[int]) -> dict[str, Kant]:
    """Van de nummers van de projecten tot elk getal, langs beide wegen."""
    dag = timezone.localdate()
    return {
        "tellen": lambda: tellen.tel(rapport_gegevens.projecten(nummers), dag),
        "sql": lambda: met_de_hand(nummers, dag),
    }


def klok(doe: Kant) -> float:
    begin = time.perf_counter()
    doe()
    return 1000 * (time.perf_counter() - begin)


def meet(nummers: list[int], *, ronden: int) -> tuple[dict[str, list[float]], dict[str, int], list[str]]:
    """(ms per kant, vragen per kant, fouten), in de transactie die openstaat."""
    wegen = kanten(nummers)
    fouten = vergelijk(wegen["tellen"](), wegen["sql"]())
    vragen = {}
    for naam, doe in wegen.items():
        with CaptureQueriesContext(connection) as gesteld:
            doe()
        vragen[naam] = len(gesteld)
    tijden: dict[str, list[float]] = {naam: [] for naam in wegen}
    for ronde in range(ronden):
        for naam in sorted(wegen, reverse=ronde % 2 == 0):
            gc.collect()
            tijden[naam].append(klok(wegen[naam]))
    return tijden, vragen, fouten


def vorige_dag(nummers: list[int], *, ronden: int) -> tuple[list[Cijfer], list[str]]:
    """Antwerpen op gisteren, toen er iets anders stond: geteld uit de rijen, naast dezelfde dag in de databank geteld.

    Beide lezen het logboek. De import van vandaag wijzigde waarvan getallen afhangen; zo niet, dan meet dit niets.
    """
    gisteren = timezone.localdate() - timedelta(days=1)
    wegen: dict[str, Kant] = {
        "databank": lambda: tellen._tel(peil(rapport_gegevens.projecten(nummers), gisteren)),
        "rijen": lambda: tellen.tel(rapport_gegevens.projecten(nummers), gisteren),
    }
    fouten = []
    if not peil(rapport_gegevens.projecten(nummers), gisteren)[0].toen.anders_geteld:
        fouten.append("op gisteren stond niets anders: de trage weg is niet gemeten")
    if [getallen(t) for t in wegen["rijen"]()] != [getallen(t) for t in wegen["databank"]()]:
        fouten.append("uit de rijen komt iets anders dan uit de databank")
    tijden: dict[str, list[float]] = {naam: [] for naam in wegen}
    for ronde in range(ronden):
        for naam in sorted(wegen, reverse=ronde % 2 == 0):
            gc.collect()
            tijden[naam].append(klok(wegen[naam]))
    paren = zip(tijden["rijen"], tijden["databank"], strict=True)
    return [
        Cijfer("Antwerpen, vorige dag: in de databank (ms)", tijden["databank"], vorm=".1f"),
        Cijfer("Antwerpen, vorige dag: uit de rijen (ms)", tijden["rijen"], vorm=".1f"),
        Cijfer("Antwerpen, vorige dag: rijen / databank", [boven / onder for boven, onder in paren]),
    ], fouten


def vergelijk(geteld: list[tellen.Telling], met_hand: dict[int, dict[str, Any]]) -> list[str]:
    """Een zin per getal dat verschilt."""
    fouten = []
    for telling in geteld:
        eigen, ander = plat(getallen(telling)), met_hand[telling.project.pk]
        for naam in sorted(eigen.keys() | ander.keys()):
            if eigen.get(naam, "ontbreekt") != ander.get(naam, "ontbreekt"):
                fouten.append(f"{telling.project.code} {naam}: {eigen.get(naam)} tegenover {ander.get(naam)}")
    return fouten


def plat(telling: dict[str, Any]) -> dict[str, Any]:
    """Een doel en een bedrag in twee lezingen als gewone waarden; de doelen staan al bij de aantallen."""
    uit = {naam: waarde for naam, waarde in telling.items() if naam != "doelen"}
    for naam in ("verzekerd", "op_het_spel"):
        uit[naam] = tuple(getattr(uit[naam], veld.name) for veld in fields(uit[naam]))
    return uit


def leeg(geteld: list[tellen.Telling]) -> list[str]:
    """Wat overal nul is: dan bewijst gelijk zijn niets."""
    return sorted(n for n in getallen(geteld[0]) if not any(getallen(t)[n] for t in geteld))


def verslag(tijden: Tijden, vragen: dict[str, dict[str, int]], fouten: list[str]) -> Verslag:
    """Verhoudingen binnen een ronde, per maat; het aantal vragen is bij elke maat hetzelfde."""
    cijfers = []
    for maat, per_kant in tijden.items():
        paren = zip(per_kant["tellen"], per_kant["sql"], strict=True)
        cijfers += [
            Cijfer(f"{maat}: tellen (ms)", per_kant["tellen"], vorm=".1f"),
            Cijfer(f"{maat}: met de hand (ms)", per_kant["sql"], vorm=".1f"),
            Cijfer(f"{maat}: tellen / met de hand", [boven / onder for boven, onder in paren], hoogstens=HOOGSTENS),
        ]
    verschil = {naam: {per[naam] for per in vragen.values()} for naam in ("tellen", "sql")}
    cijfers += [
        Cijfer("vragen, tellen", [max(verschil["tellen"])], vorm=".0f"),
        Cijfer("vragen, met de hand", [max(verschil["sql"])], vorm=".0f"),
        Cijfer("vragen meer bij de grootste maat", [max(verschil["tellen"]) - min(verschil["tellen"])], hoogstens=0, vorm=".0f"),
    ]  # fmt: skip
    return Verslag("rapport", cijfers, fouten)


def alles(*, ronden: int, besturen: int = BESTUREN, plekken: int = PLEKKEN) -> Verslag:
    tijden: Tijden = {}
    vragen: dict[str, dict[str, int]] = {}
    fouten: list[str] = []
    bestuur = rapport_gegevens.antwerpen()
    with isolatie.namens(bestuur=bestuur, alleen_lezen=True):
        nummers = list(Subsidieproject.objects.order_by("code").values_list("pk", flat=True))
        tijden["Antwerpen"], vragen["Antwerpen"], nieuw = meet(nummers, ronden=3 * ronden)
        vroeger, ook = vorige_dag(nummers, ronden=ronden)
        fouten += nieuw + ook
    nummers = rapport_gegevens.veel(besturen, plekken)
    maat = f"{besturen} besturen"
    with rapport_gegevens.over_alle_besturen():
        tijden[maat], vragen[maat], nieuw = meet(nummers, ronden=ronden)
        geteld = tellen.tel(rapport_gegevens.projecten(nummers), timezone.localdate())
        fouten += nieuw + [f"overal nul: {naam}" for naam in leeg(geteld)]
    uit = verslag(tijden, vragen, fouten)
    return replace(uit, cijfers=[*uit.cijfers, *vroeger])


def main(argv: list[str]) -> int:
    """Toont de tabel; met `--streng` exitcode 1 als een doel gemist is."""
    lezer = argparse.ArgumentParser(prog="script/bench rapport", description=__doc__)
    lezer.add_argument("--ronden", type=int, default=15)
    raam.opties(lezer)
    keuze = lezer.parse_args(argv)
    return raam.sluit_af(alles(ronden=keuze.ronden), keuze)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
