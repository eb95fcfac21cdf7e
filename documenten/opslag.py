"""Eerst de bytes, dan de rij. Een bestand zonder rij is een wees zodra geen poging meer kan lopen."""

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings

from documenten.models import Document
from organisaties.models import Bestuur

BLOK = 1 << 18


class Beschadigd(Exception):
    """De bytes op schijf zijn niet meer die van de rij."""


@dataclass(frozen=True)
class Bewaard:
    bestand: str
    sha256: str
    grootte: int


def _map(bestuur_id: int) -> Path:
    map_ = settings.GD_OPSLAG / str(bestuur_id)
    map_.mkdir(parents=True, exist_ok=True, mode=0o700)
    return map_


def nieuw_pad(bestuur_id: int, achtervoegsel: str) -> Path:
    """Een eigen naam per poging: twee pogingen schrijven nooit hetzelfde bestand."""
    return _map(bestuur_id) / f"{uuid4()}{achtervoegsel}"


def bewaar(bestuur_id: int, inhoud: bytes, achtervoegsel: str = ".pdf") -> Bewaard:
    """Schrijft de bytes en wacht tot ze op schijf staan; de rij die ervoor instaat komt daarna (`leg_vast`)."""
    doel = nieuw_pad(bestuur_id, achtervoegsel)
    with open(doel, "xb") as f:
        f.write(inhoud)
        f.flush()
        os.fsync(f.fileno())
    return Bewaard(doel.name, hashlib.sha256(inhoud).hexdigest(), len(inhoud))


def leg_vast(
    bestuur: Bestuur | int,
    bewaard: Bewaard,
    *,
    soort: str,
    naam: str,
    mime: str,
    **velden,
) -> Document:
    """De rij bij bewaarde bytes, in de transactie van de aanroeper."""
    return Document.objects.create(
        bestuur_id=bestuur if isinstance(bestuur, int) else bestuur.pk,
        bestand=bewaard.bestand,
        sha256=bewaard.sha256,
        grootte=bewaard.grootte,
        soort=soort,
        naam=naam,
        mime=mime,
        **velden,
    )


def pad(document: Document) -> Path:
    return settings.GD_OPSLAG / str(document.bestuur_id) / document.bestand


def lees(document: Document) -> bytes:
    """De bytes, nagekeken tegen hun sha256; Beschadigd als ze niet kloppen."""
    inhoud = pad(document).read_bytes()
    if hashlib.sha256(inhoud).hexdigest() != document.sha256:
        raise Beschadigd(document.naam)
    return inhoud


def open_(document: Document) -> BinaryIO:
    return open(pad(document), "rb")


def veeg_wezen(bestuur_id: int, ouder_dan: float | None = None) -> int:
    """Verwijdert bestanden zonder rij die ouder zijn dan elke mogelijke poging (seconden); geeft hun aantal."""
    grens = time.time() - (ouder_dan or 4 * (20 * settings.TAKEN_TIJDSLIMIET + settings.TAKEN_LEASE))
    oud = {f.name: f.path for f in os.scandir(_map(bestuur_id)) if f.stat().st_mtime < grens}
    bekend = set(Document.objects.filter(bestuur_id=bestuur_id, bestand__in=oud).values_list("bestand", flat=True))
    wezen = oud.keys() - bekend
    for naam in wezen:
        os.unlink(oud[naam])
    return len(wezen)
