"""Eerst de bytes, dan de rij. Een bestand zonder rij is een wees zodra geen poging meer kan lopen."""

import hashlib
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings

from documenten.models import Document, Hernieuwing
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
    """Waar het oorspronkelijke bestand staat."""
    return settings.GD_OPSLAG / str(document.bestuur_id) / document.bestand


def jongste(document: Document) -> Document | Hernieuwing:
    """De jongste versie: het document zelf, of wat ervan hernieuwd werd. Vraagt enkel iets als dat kan (B-LTA)."""
    if document.archief_tot is None:
        return document
    rijen = Hernieuwing.objects.filter(bestuur=document.bestuur_id, document=document)
    return rijen.order_by("-nr").first() or document


def neem_jongste(documenten: Iterable[Document]) -> None:
    """Laat elk document in het geheugen naar zijn jongste bestand wijzen, met één vraag (geen als er niets kan zijn).

    Zo noemen een lijst, een rapport en een pakket hetzelfde bestand.
    """
    kan = {document.pk: document for document in documenten if document.archief_tot is not None}
    if not kan:
        return
    rijen = Hernieuwing.objects.filter(document__in=kan).order_by("nr")
    for rij in rijen:
        document = kan[rij.document_id]
        document.bestand, document.sha256, document.grootte = rij.bestand, rij.sha256, rij.grootte


def lees(document: Document) -> bytes:
    """De bytes van de jongste versie, nagekeken tegen hun sha256; Beschadigd als ze niet kloppen."""
    versie = jongste(document)
    inhoud = (_map(document.bestuur_id) / versie.bestand).read_bytes()
    if hashlib.sha256(inhoud).hexdigest() != versie.sha256:
        raise Beschadigd(document.naam)
    return inhoud


def open_(document: Document) -> BinaryIO:
    """De jongste versie, om door te geven."""
    return open(_map(document.bestuur_id) / jongste(document).bestand, "rb")


def veeg_wezen(bestuur_id: int, ouder_dan: float | None = None) -> int:
    """Verwijdert bestanden zonder rij die ouder zijn dan elke mogelijke poging (seconden); geeft hun aantal."""
    grens = time.time() - (ouder_dan or 4 * (20 * settings.TAKEN_TIJDSLIMIET + settings.TAKEN_LEASE))
    oud = {f.name: f.path for f in os.scandir(_map(bestuur_id)) if f.stat().st_mtime < grens}
    wezen = set(oud)
    for soort in (Document, Hernieuwing):
        rijen = soort.objects.filter(bestuur_id=bestuur_id, bestand__in=oud)
        wezen -= set(rijen.values_list("bestand", flat=True))
    for naam in wezen:
        os.unlink(oud[naam])
    return len(wezen)
