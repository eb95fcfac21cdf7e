"""`script/server`: diensten, migratie, demo, en dan web, worker en beat, elk in een eigen proces."""

import http.client
import os
import socket
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from opstart import WORTEL
from opstart.gedeeld import Gebruik
from opstart.omgeving import adres, controleer_eigen_databank, datamap, maak_omgeving
from opstart.opdracht import MANAGE, migreer
from opstart.processen import Gestopt, Grendel, Kind, Mislukt, Toezicht, meld

DEMO = ("demo/opwijk.json", "demo/antwerpen.json")
MAX_HERSTARTS, PER_SECONDEN = 5, 60
GEDULD_WORKER = 45  # één taak mag haar tijdslimiet (30 s) en marge (10 s) uitdoen


def draai(argumenten: list[str]) -> int:
    """`--diensten`: alleen PostgreSQL en Valkey, voor wie er los mee werkt."""
    begin = time.monotonic()
    data = datamap()
    slot = Grendel(data / "server.lock")
    if not slot.probeer():
        raise Mislukt(f"Op {data} draait al een server.")
    toezicht = Toezicht()
    with Gebruik(data) as gebruik:
        try:
            env = maak_omgeving(data, gebruik.adressen)
            if "--diensten" in argumenten:
                for naam, waarde in gebruik.adressen.items():
                    print(f"{naam}={waarde}", flush=True)
                bewaak(toezicht, gebruik, [])
            return serveer(toezicht, gebruik, env, begin)
        except Gestopt:
            meld("Stoppen…")
            return 0
        finally:
            toezicht.sluit()


def serveer(
    toezicht: Toezicht, gebruik: Gebruik, env: dict[str, str], begin: float
) -> int:
    poort_vrij(env)
    if controleer_eigen_databank():
        migreer(gebruik.data, env)
    (gebruik.data / "demo-stand").write_text(env["GD_DEMO"])
    django(toezicht, env, "collectstatic", "--noinput", "--verbosity", "0")
    worker = toezicht.start(
        "worker",
        celery("worker", "-c", "2", "-Q", "celery,celery-periodiek"),
        geduld=45,
        env=env,
    )
    beat = toezicht.start(
        "beat", celery("beat", "-s", gebruik.data / "beat", "--pidfile="), env=env
    )
    demo = laad_demo(toezicht, gebruik.data, env)
    web = toezicht.start("web", granian(env), env=env)
    toezicht.wacht_tot(eerste_pagina, web, 60, "Hierboven staat waarom.")
    meld(
        f"\nKlaar na {time.monotonic() - begin:.0f} s: {env['GD_ADRES']}/   (Ctrl-C stopt alles)\n"
    )
    if env["GD_DEMO"] == "1":
        django(toezicht, env, "demo_accounts")
    bewaak(toezicht, gebruik, [worker, beat])
    return 1
