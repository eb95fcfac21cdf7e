"""`script/server`: diensten, migratie, web, worker en beat elk in een eigen proces, en bij de eerste start de demo."""

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
# de hele Bootstrap is bron van onze selectie en verwijst naar een kaart die we niet meedragen; geen pagina vraagt hem
COLLECTSTATIC = [*MANAGE, "collectstatic", "--noinput", "--verbosity", "0", "--ignore", "bootstrap.min.css"]
MAX_HERSTARTS, PER_SECONDEN = 5, 60
GEDULD_WORKER = 45  # seconden: één taak mag haar tijdslimiet (30) en marge (10) uitdoen


def draai(argumenten: list[str]) -> int:
    """`--diensten`: alleen PostgreSQL en Valkey, en hun adressen op de standaarduitvoer."""
    data = datamap()
    slot = Grendel(data / "server.lock")
    if not slot.probeer():
        raise Mislukt(f"Op {data} draait al een server.")
    if "--diensten" not in argumenten:
        controleer_poort()
    toezicht = Toezicht()
    with Gebruik(data) as gebruik:
        try:
            if "--diensten" in argumenten:
                for naam, waarde in gebruik.adressen.items():
                    print(f"{naam}={waarde}", flush=True)
                return bewaak(toezicht, gebruik)
            return serveer(toezicht, gebruik)
        except Gestopt:
            meld("Stoppen…")
            return 0
        finally:
            toezicht.sluit()


def serveer(toezicht: Toezicht, gebruik: Gebruik) -> int:
    begin = time.monotonic()
    env = maak_omgeving(gebruik.data, gebruik.adressen)
    statisch = toezicht.start("collectstatic", COLLECTSTATIC, env=env)
    if controleer_eigen_databank():
        migreer(gebruik.data, env)
    (gebruik.data / "demo-stand").write_text(env["GD_DEMO"])
    rij = env.get("GD_WACHTRIJ") or "celery"
    werk = ["worker", "-c", "2", "-Q", f"{rij},{rij}-periodiek", "-l", "warning"]
    werk += ["--without-gossip", "--without-mingle"]  # één worker: er is niemand om mee af te stemmen
    toezicht.start("worker", celery(*werk), geduld=GEDULD_WORKER, env=env)
    toezicht.start("beat", celery("beat", "-s", str(gebruik.data / "beat"), "--pidfile=", "-l", "warning"), env=env)
    if toezicht.wacht_op(statisch):
        raise Mislukt("De statische bestanden zijn niet klaargezet; hierboven staat waarom.")
    web = toezicht.start("web", granian(), env=env)
    demo = Demo(toezicht, gebruik.data, env)
    toezicht.wacht_tot(eerste_pagina, web, 60, "Hierboven staat waarom.")
    meld(f"\nKlaar in {time.monotonic() - begin:.0f} s: {env['GD_ADRES']}/   (Ctrl-C stopt alles)")
    if os.environ.get("HOST", "127.0.0.1") not in {"127.0.0.1", "localhost"} and not os.environ.get("GD_HOSTS"):
        meld("Zet GD_HOSTS op de namen waaronder de server bereikbaar is; andere worden geweigerd.")
    return bewaak(toezicht, gebruik, demo)


def celery(*argumenten: str) -> list[str]:
    geen_preek = "ignore:You're running the worker with superuser privileges"  # wie als root start koos dat zelf
    return [sys.executable, "-W", geen_preek, "-m", "celery", "--quiet", "-A", "gemeenschapsdienst", *argumenten]


def granian() -> list[str]:
    opdracht = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--log-level", "warning"]
    opdracht += ["--log-config", str(WORTEL / "gemeenschapsdienst/granian-logs.json")]
    opdracht += ["--host", os.environ.get("HOST") or "127.0.0.1", "--port", os.environ.get("PORT") or "8000"]
    opdracht += ["--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "10"]
    return [*opdracht, "--respawn-failed-workers", "gemeenschapsdienst.wsgi:application"]


def controleer_poort() -> None:
    plaats = urlsplit(adres())
    gastheer = os.environ.get("HOST") or "127.0.0.1"
    with socket.socket(socket.AF_INET6 if ":" in gastheer else socket.AF_INET) as proef:
        proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            proef.bind((gastheer, plaats.port))
        except OSError as fout:
            raise Mislukt(
                f"Luisteren op {gastheer}:{plaats.port} lukt niet ({fout.strerror}). Kies een andere poort: PORT=8001."
            ) from None


def eerste_pagina() -> bool:
    """Antwoordt de startpagina? Ook een doorverwijzing of een weigering is een antwoord."""
    plaats = urlsplit(adres())
    verbinding = http.client.HTTPConnection(plaats.hostname or "", plaats.port, timeout=10)
    try:
        verbinding.request("GET", "/")
        return verbinding.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        verbinding.close()


class Demo:
    """Laadt de demobestanden naast de draaiende server, één keer; het merk komt er pas als alles geladen is."""

    def __init__(self, toezicht: Toezicht, data: Path, env: dict[str, str]) -> None:
        self.toezicht, self.env, self.merk = toezicht, env, data / "demo-geladen"
        aan = env["GD_DEMO"] == "1"
        self.te_laden = list(DEMO) if aan and not self.merk.exists() else []
        self.bezig: Kind | None = None
        self.bestand = ""
        self.toon_accounts = aan

    def stap(self) -> None:
        """Kijkt of er iets klaar is en begint aan het volgende."""
        if self.bezig and not self.bezig.dood():
            return
        if self.bezig and not self._rond_af(self.bezig):
            return
        if self.toon_accounts and (self.bestand or not self.te_laden):  # zodra er accounts zijn
            self.toon_accounts = False
            self.toezicht.voer_uit("demo_accounts", [*MANAGE, "demo_accounts"], env=self.env)
        if self.te_laden:
            self.bestand = self.te_laden.pop(0)
            meld(f"Demogegevens laden: {self.bestand}")
            opdracht = [*MANAGE, "importeer", self.bestand, "--demo", "--peildatum", "vandaag"]
            self.bezig = self.toezicht.start("demo", opdracht, env=self.env)

    def _rond_af(self, kind: Kind) -> bool:
        self.toezicht.kinderen.remove(kind)
        self.bezig = None
        if kind.proces.returncode:
            self.te_laden, self.toon_accounts = [], False
            meld(f"{self.bestand} is niet geladen; hierboven staat waarom. De volgende start probeert het opnieuw.")
            return False
        if not self.te_laden:
            self.merk.write_text("\n".join(DEMO))
            meld("De demogegevens zijn geladen.")
        return True


def bewaak(toezicht: Toezicht, gebruik: Gebruik, demo: Demo | None = None) -> int:
    """Tot een stopsignaal, of tot er iets uitvalt dat niet te herstarten is."""
    while True:
        toezicht.adem(0.3)
        if gebruik.slot and not gebruik.leeft():
            raise Mislukt(f"PostgreSQL of Valkey is gestopt. Zie de logs in {gebruik.data}.")
        for kind in toezicht.kinderen:
            if kind.naam in {"web", "worker", "beat"} and kind.dood():
                vang_op(toezicht, kind)
        if demo:
            demo.stap()


def vang_op(toezicht: Toezicht, kind: Kind) -> None:
    """Een gevallen worker of beat begint opnieuw (het boek weet wat er nog te doen is); zonder web stopt alles."""
    code, nu = kind.proces.returncode, time.monotonic()
    if kind.naam == "web":
        raise Mislukt(f"De webserver is onverwacht gestopt (code {code}). Hierboven staat waarom.")
    if sum(nu - begin < PER_SECONDEN for begin in kind.starts) > MAX_HERSTARTS:
        raise Mislukt(f"{kind.naam} stopt telkens opnieuw (code {code}). Hierboven staat waarom.")
    meld(f"{kind.naam} is onverwacht gestopt (code {code}) en wordt opnieuw gestart.")
    toezicht.herstart(kind)
