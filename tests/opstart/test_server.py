"""De opzet zelf: wat start, wat blijft, en dat er niets achterblijft. Zonder Django, op een eigen map."""

import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
import redis

from opstart.omgeving import controleer_eigen_databank
from opstart.opdracht import vingerafdruk
from opstart.processen import Mislukt

WORTEL = Path(__file__).resolve().parent.parent.parent
GEDULD = 180  # seconden, ruim: de machine draait ondertussen andere tests


def wacht_tot(klaar, uitleg):
    einde = time.monotonic() + GEDULD
    while not (antwoord := klaar()):
        assert time.monotonic() < einde, uitleg
        time.sleep(0.05)
    return antwoord


def processen():
    """pid → (ouder, toestand, opdracht) van alles wat draait; een zombie is al dood."""
    gevonden = {}
    for map_ in Path("/proc").glob("[0-9]*"):
        try:
            velden = (map_ / "stat").read_text().rpartition(")")[2].split()
            opdracht = (map_ / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if velden[0] != "Z":
            gevonden[int(map_.name)] = (int(velden[1]), opdracht)
    return gevonden


def stam(*wortels):
    """De pids van deze processen en al hun nakomelingen."""
    alle, pids = processen(), set(wortels)
    while nieuw := {pid for pid, (ouder, _) in alle.items() if ouder in pids} - pids:
        pids |= nieuw
    return pids


class Installatie:
    def __init__(self, data, **omgeving):
        onze = ("GD_", "DATABASE", "REDIS")
        schoon = {
            naam: waarde for naam, waarde in os.environ.items() if not naam.startswith(onze) or naam == "GD_PG_BIN"
        }
        self.data, self.env = data, {**schoon, "GD_DATA": str(data), "PYTHONUNBUFFERED": "1", **omgeving}
        self.gestart = []

    def start(self, *opdracht):
        with (self.data / f"uitvoer-{len(self.gestart)}").open("w+") as uitvoer:
            proces = subprocess.Popen(
                [sys.executable, "-m", "opstart", *opdracht],
                cwd=WORTEL,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=uitvoer,
                stderr=subprocess.STDOUT,
            )
        self.gestart.append(proces)
        proces.uitvoer = Path(uitvoer.name)
        return proces

    def diensten(self):
        """Alleen PostgreSQL en Valkey, tot ze antwoorden."""
        proces = self.start("server", "--diensten")
        wacht_tot(
            lambda: proces.poll() is not None or "REDIS_URL" in proces.uitvoer.read_text(), "de diensten starten niet"
        )
        assert proces.poll() is None, proces.uitvoer.read_text()
        self.adressen = json.loads((self.data / "diensten.json").read_text())
        return proces

    def stam(self):
        return stam(self.adressen["pid"], *(proces.pid for proces in self.gestart if proces.poll() is None))

    def sql(self, opdracht, rol="DATABASE_BEHEER_URL"):
        with psycopg.connect(self.adressen[rol], autocommit=True) as verbinding:
            uitkomst = verbinding.execute(opdracht)
            return uitkomst.fetchall() if uitkomst.description else None


@pytest.fixture
def data():
    """Een lege map van deze run, waar ook het account van postgres bij kan; verdwijnt met de run."""
    return Path(tempfile.mkdtemp(prefix="opstart-", dir=os.environ["GD_TEST_MAP"]))


@pytest.fixture
def installatie(data):
    gemaakt = Installatie(data)
    yield gemaakt
    for proces in gemaakt.gestart:
        if proces.poll() is None:
            proces.send_signal(signal.SIGTERM)
            proces.wait(GEDULD)


def alles_weg(pids):
    wacht_tot(lambda: not pids & processen().keys(), f"draait nog: {[processen().get(pid) for pid in pids]}")


def test_ctrl_c_laat_niets_achter_en_een_tweede_start_houdt_de_gegevens(installatie):
    server = installatie.diensten()
    installatie.sql("CREATE TABLE blijft AS SELECT 42 AS antwoord")
    redis.Redis.from_url(installatie.adressen["REDIS_URL"]).set("blijft", "42")
    pids = installatie.stam()
    assert {"postgres", "valkey-server"} <= {Path(processen()[pid][1].split()[0]).name.rstrip(":") for pid in pids}
    server.send_signal(signal.SIGINT)
    assert server.wait(GEDULD) == 0, server.uitvoer.read_text()
    assert not pids & processen().keys()  # niet straks: nu

    server = installatie.diensten()
    assert installatie.sql("SELECT antwoord FROM blijft") == [(42,)]
    assert redis.Redis.from_url(installatie.adressen["REDIS_URL"]).get("blijft") == b"42"


def test_een_gedode_server_neemt_alles_mee(installatie):
    server = installatie.diensten()
    pids = installatie.stam()
    server.kill()
    server.wait()
    alles_weg(pids)
    assert installatie.diensten().poll() is None  # en de volgende start heeft er geen last van


def test_zonder_diensten_stopt_de_server_en_zegt_waarom(installatie):
    server = installatie.diensten()
    pids = installatie.stam() - {server.pid}
    os.kill(installatie.adressen["pid"], signal.SIGKILL)
    assert server.wait(GEDULD) == 1
    assert "PostgreSQL of Valkey is gestopt" in server.uitvoer.read_text()
    alles_weg(pids)


def test_wie_als_laatste_vertrekt_stopt_de_diensten(installatie):
    """De starter vertrekt eerst: wie erbij kwam merkt er niets van."""
    starter = installatie.diensten()
    wachter = installatie.adressen["pid"]
    (installatie.data / "gemigreerd").write_text(vingerafdruk())  # hier gaat het om de diensten, niet om de tabellen
    gebruiker = installatie.start("manage", "shell", "-c", "import time; print('bezig', flush=True); time.sleep(600)")
    wacht_tot(lambda: gebruiker.poll() is not None or "bezig" in gebruiker.uitvoer.read_text(), "manage start niet")
    starter.send_signal(signal.SIGTERM)
    assert starter.wait(GEDULD) == 0
    assert wachter in processen()
    assert installatie.sql("SELECT 1", "DATABASE_URL") == [(1,)]
    pids = stam(wachter, gebruiker.pid)
    gebruiker.send_signal(signal.SIGTERM)
    gebruiker.wait(GEDULD)
    assert not pids & processen().keys()


def test_rollen_en_geheimen(installatie):
    installatie.diensten()
    installatie.sql("CREATE TABLE van_eigenaar (id int)")
    assert installatie.sql("SELECT current_user", "DATABASE_URL") == [("gd_app",)]
    for verboden in ("CREATE TABLE x (id int)", "SELECT * FROM van_eigenaar", "SET ROLE gd_systeem", "CREATE ROLE x"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            installatie.sql(verboden, "DATABASE_URL")
    installatie.sql("SET ROLE gd_systeem")  # de eigenaar mag het worden, maar is het niet vanzelf
    (erft,), *_ = installatie.sql("SELECT pg_has_role('gd_eigenaar', 'gd_systeem', 'USAGE')")
    assert not erft
    (sterk,), *_ = installatie.sql(
        "SELECT count(*) FROM pg_roles WHERE rolname ~ '^gd_' AND (rolsuper OR rolbypassrls)"
    )
    assert sterk == 0
    assert stat.S_IMODE(installatie.data.stat().st_mode) in {0o700, 0o711}
    assert stat.S_IMODE((installatie.data / "diensten.json").stat().st_mode) == 0o600


def test_een_databank_van_de_installatie_zelf(installatie, monkeypatch, capsys):
    """Er wordt niets aangemaakt: wat ontbreekt wordt genoemd."""
    installatie.diensten()
    app = installatie.adressen["DATABASE_URL"]
    monkeypatch.setenv("DATABASE_URL", app)
    monkeypatch.setenv("DATABASE_BEHEER_URL", installatie.adressen["DATABASE_BEHEER_URL"])
    assert controleer_eigen_databank() is True
    monkeypatch.delenv("DATABASE_BEHEER_URL")
    assert controleer_eigen_databank() is False
    assert "gd_eigenaar ontbreekt, dus er wordt niet gemigreerd" in capsys.readouterr().err
    with psycopg.connect(app.replace("gd_app@", "postgres@"), autocommit=True) as beheerder:
        beheerder.execute("ALTER ROLE gd_systeem RENAME TO iets_anders")
    with pytest.raises(Mislukt, match="ontbreken deze rollen: gd_systeem"):
        controleer_eigen_databank()
    monkeypatch.setenv("DATABASE_URL", app.replace("/gd?", "/bestaat_niet?"))
    with pytest.raises(Mislukt, match="antwoordt niet"):
        controleer_eigen_databank()


def test_bezette_poort_is_een_gewone_zin(data):
    with socket.create_server(("127.0.0.1", 0)) as bezet:
        poort = str(bezet.getsockname()[1])
        server = Installatie(data, PORT=poort).start("server")
        assert server.wait(GEDULD) == 1
    assert f"Luisteren op 127.0.0.1:{poort} lukt niet" in server.uitvoer.read_text()
    assert not (data / "diensten.log").exists()


@pytest.mark.zwaar
def test_de_hele_server(data):
    """Web, worker en beat elk in een eigen proces; een gevallen worker komt terug; Ctrl-C en SIGKILL nemen alles mee."""
    with socket.create_server(("127.0.0.1", 0)) as vrij:
        poort = vrij.getsockname()[1]
    installatie = Installatie(data, PORT=str(poort), GD_DEMO="0")
    neem_gemigreerd_cluster(data)
    server, pids = hele_server(installatie, poort)
    try:
        worker = kind_van(server, "gemeenschapsdienst worker")
        os.kill(worker, signal.SIGKILL)
        wacht_tot(lambda: "worker is onverwacht gestopt" in server.uitvoer.read_text(), "de worker komt niet terug")
        assert kind_van(server, "gemeenschapsdienst worker") != worker
        pids |= installatie.stam()
    finally:
        server.send_signal(signal.SIGINT)
    assert server.wait(GEDULD) == 0, server.uitvoer.read_text()
    assert not pids & processen().keys()

    server, pids = hele_server(installatie, poort)
    server.kill()
    server.wait()
    alles_weg(pids)


def neem_gemigreerd_cluster(data):
    """Dat van de testrun: migreren vanaf nul is hier niet de vraag."""
    for sjabloon in Path(os.environ["GD_TEST_MAP"]).parent.glob("sjabloon-*"):
        subprocess.run(["cp", "-a", f"{sjabloon}/.", data], check=True)


def hele_server(installatie, poort):
    server = installatie.start("server")
    try:
        wacht_tot(lambda: server.poll() is not None or "Klaar in" in server.uitvoer.read_text(), "de server start niet")
        assert server.poll() is None, server.uitvoer.read_text()
        assert f"http://127.0.0.1:{poort}/" in server.uitvoer.read_text()
        for soort in ("gemeenschapsdienst worker", "gemeenschapsdienst beat", "granian"):
            kind_van(server, soort)
        verbinding = http.client.HTTPConnection("127.0.0.1", poort, timeout=GEDULD)
        verbinding.request("GET", "/aanmelden/")
        assert verbinding.getresponse().status == 200
        verbinding.close()
        installatie.adressen = json.loads((installatie.data / "diensten.json").read_text())
        return server, installatie.stam()
    except BaseException:
        server.send_signal(signal.SIGINT)
        raise


def kind_van(server, soort):
    def zoek():
        return [pid for pid, (ouder, opdracht) in processen().items() if ouder == server.pid and soort in opdracht]

    (pid,) = wacht_tot(zoek, f"geen proces voor {soort}")
    return pid
