"""De omgeving die web, worker, beat en opdrachten meekrijgen. Wat al gezet is blijft zoals het is."""

import os
import secrets
import sys
from pathlib import Path

from opstart import WORTEL
from opstart.diensten import ROLLEN, is_root
from opstart.processen import Mislukt, meld

TEKENS = "abcdefghjkmnpqrstuvwxyz23456789"  # zonder l, i, o, 0 en 1: over te tikken van een scherm


def datamap() -> Path:
    """GD_DATA of `.data`; anderen lezen er niet in (root: postgres moet er wel doorheen kunnen)."""
    data = Path(os.environ.get("GD_DATA") or WORTEL / ".data").absolute()
    data.mkdir(parents=True, exist_ok=True)
    if data.stat().st_uid == os.geteuid():
        data.chmod(0o711 if is_root() else 0o700)
    return data


def bewaard(pad: Path, maak) -> str:
    """De inhoud van een geheim bestand (0600), bij de eerste keer gemaakt."""
    if not pad.exists():
        nieuw = pad.with_name(f"{pad.name}.{os.getpid()}")
        nieuw.touch(mode=0o600)
        nieuw.write_text(maak())
        nieuw.replace(pad)
    return pad.read_text().strip()


def demo_wachtwoord() -> str:
    return "-".join("".join(secrets.choice(TEKENS) for _ in range(5)) for _ in range(3))


def adres() -> str:
    """Waar een browser op deze machine de server vindt."""
    gastheer = os.environ.get("HOST") or "127.0.0.1"
    if gastheer in {"0.0.0.0", "::"}:  # noqa: S104  luisteren op alles is de keuze van wie HOST zet
        gastheer = "127.0.0.1"
    if ":" in gastheer:
        gastheer = f"[{gastheer}]"
    return f"http://{gastheer}:{os.environ.get('PORT') or '8000'}"


def demostand(data: Path) -> str:
    """GD_DEMO, of wat deze installatie bij haar eerste start koos; op een eigen databank alleen op verzoek."""
    if gezet := os.environ.get("GD_DEMO"):
        return gezet
    keuze = data / "demo-stand"
    if keuze.exists():
        return keuze.read_text().strip()
    return "0" if os.environ.get("DATABASE_URL") else "1"


def maak_omgeving(data: Path, adressen: dict[str, str]) -> dict[str, str]:
    env = {**os.environ, **adressen, "GD_DATA": str(data)}
    env["GD_GEHEIM"] = os.environ.get("GD_GEHEIM") or bewaard(data / "geheim", lambda: secrets.token_urlsafe(48))
    env["GD_DEMO"] = demostand(data)
    env["GD_ADRES"] = os.environ.get("GD_ADRES") or adres()
    if env["GD_DEMO"] == "1":
        env.setdefault("GD_LOG_NIVEAU", "WARNING")  # een regel per verzoek drukt het adres en het wachtwoord weg
        eigen = os.environ.get("GD_DEMO_WACHTWOORD")
        env["GD_DEMO_WACHTWOORD"] = bewaard(data / "demo-wachtwoord", lambda: eigen or demo_wachtwoord())
    return met_programmas(env)


def met_programmas(env: dict[str, str]) -> dict[str, str]:
    env["DJANGO_SETTINGS_MODULE"] = "gemeenschapsdienst.settings"
    env["PYTHONUNBUFFERED"] = "1"
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env.get('PATH', '/usr/bin:/bin')}"
    letters = WORTEL / "kern/fonts/fonts.conf"  # overal dezelfde letters, dus overal dezelfde bytes
    if letters.exists():
        env["FONTCONFIG_FILE"] = str(letters)
    return env


def controleer_eigen_databank() -> bool:
    """Bij een databank van de installatie zelf: bestaan de vier rollen? Geeft of er gemigreerd kan worden."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return True
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as verbinding:
            bestaat = {naam for (naam,) in verbinding.execute("SELECT rolname FROM pg_roles")}
            versie = verbinding.info.server_version // 10000
    except psycopg.OperationalError as fout:
        raise Mislukt(f"De databank van DATABASE_URL antwoordt niet: {str(fout).strip()}") from None
    if versie < 15:
        raise Mislukt(f"PostgreSQL {versie} is te oud: 15 of nieuwer is nodig.")
    if ontbreekt := [rol for rol in ROLLEN if rol not in bestaat]:
        raise Mislukt(
            f"In de databank van DATABASE_URL ontbreken deze rollen: {', '.join(ontbreekt)}. "
            "Maak ze één keer aan als superuser; docs/beheer.md geeft de opdrachten."
        )
    if not os.environ.get("DATABASE_BEHEER_URL"):
        meld(
            "DATABASE_BEHEER_URL is niet gezet: de rol gd_eigenaar ontbreekt, dus er wordt niet gemigreerd. "
            "Web en worker starten met de tabellen die er zijn."
        )
        return False
    return True
