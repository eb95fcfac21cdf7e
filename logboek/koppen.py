"""De hoofden van de ketens buiten de databank: één bestand per bestuur, waar enkel regels bij komen.

Een regel is `nr hash tijd`. Wie de databank herschrijft, kan dit bestand niet meenemen.
"""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

STAART = 200  # bytes; langer is een regel nooit


@dataclass(frozen=True)
class Kop:
    nr: int
    hash: str
    op: datetime


class Onleesbaar(ValueError):
    """Een regel van het bestand met hoofden is er geen."""


def pad(bestuur_id: int) -> Path:
    return settings.GD_LOGBOEK_MAP / "koppen" / f"{bestuur_id}.txt"


def onthoud(bestuur_id: int, nr: int, hash_: str) -> bool:
    """Voegt het hoofd toe en wacht tot het op schijf staat. Nooit achteruit: False als het bestand al verder was."""
    doel = pad(bestuur_id)
    doel.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(doel, "a+b") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        if laatste := _laatste(f):
            if laatste.nr >= nr:
                return laatste.nr == nr
        f.write(f"{nr} {hash_} {timezone.now().isoformat(timespec='seconds')}\n".encode())
        f.flush()
        os.fsync(f.fileno())
    return True


def _laatste(f) -> Kop | None:
    einde = f.seek(0, os.SEEK_END)
    f.seek(max(0, einde - STAART))
    regels = f.read().decode("ascii").splitlines()
    return _kop(regels[-1]) if regels else None


def lees(bestuur_id: int) -> Iterator[Kop]:
    """Elk onthouden hoofd, het oudste eerst. Onleesbaar bij een regel die geen hoofd is."""
    doel = pad(bestuur_id)
    if not doel.exists():
        return
    with open(doel, encoding="ascii", errors="replace") as f:
        for regel in f:
            yield _kop(regel)


def _kop(regel: str) -> Kop:
    try:
        nr, hash_, op = regel.split()
        return Kop(int(nr), hash_, datetime.fromisoformat(op))
    except ValueError as fout:
        raise Onleesbaar(regel[:STAART]) from fout
