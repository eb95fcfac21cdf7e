"""Het anker: elk uur de hoofden van alle ketens in één ondertekend bestand, buiten de databank.

Met een tijdstempelserver draagt de handtekening een tijdstempel (RFC 3161): een derde weet dan ook wanneer dat was.
"""

import hashlib
import json
import os
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import structlog
from asn1crypto.x509 import Certificate
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from documenten.zegel import cms, sleutel
from documenten.zegel.fouten import ZegelFout
from logboek.controle import Afwijking, Verslag
from logboek.models import Anker

ZEGEL = ("logboek", "Logboek van deze installatie")  # de sleutel van de installatie, niet die van een bestuur
logger = structlog.get_logger("logboek")


@dataclass
class Ankers:
    """Wat de bestanden op schijf zeggen: per bestuur welke schakel welke hash had, en wat er aan hen niet klopt."""

    noemt: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    inhoud: dict[str, str] = field(default_factory=dict)  # bestand → sha256
    afwijkingen: list[Afwijking] = field(default_factory=list)


def map_() -> Path:
    return settings.GD_LOGBOEK_MAP / "ankers"


def veranker() -> int:
    """Legt de hoofden vast die nog geen anker hebben; geeft hun aantal. Een mislukking wordt genoteerd en gelogd."""
    with connection.cursor() as c:
        c.execute("SELECT * FROM logboek_hoofden()")
        hoofden = [tuple(rij) for rij in c.fetchall()]
    if not hoofden:
        return 0
    nu = timezone.now()
    inhoud = json.dumps({"op": nu.isoformat(), "koppen": hoofden}, separators=(",", ":")).encode()
    naam = f"{nu:%Y%m%dT%H%M%S%fZ}"
    fout = niveau = sha256 = ""
    try:
        zegelaar = sleutel.zegelaar(*ZEGEL)
        _bewaar(naam, inhoud, cms.onderteken_los(inhoud, zegelaar))
        niveau, sha256 = zegelaar.niveau_los, hashlib.sha256(inhoud).hexdigest()
    except (ZegelFout, OSError) as geen:
        fout = str(geen) if isinstance(geen, ZegelFout) else "Schrijven lukt niet: kijk GD_LOGBOEK_MAP na."
        logger.error("het logboek is niet verankerd", exc_info=geen)
    with transaction.atomic(), connection.cursor() as c:
        for bestuur, nr, hash_ in hoofden:
            rij = [bestuur, nr, hash_, "" if fout else naam, sha256, niveau, fout[:200], nu]
            c.execute("SELECT logboek_anker(%s, %s, %s, %s, %s, %s, %s, %s)", rij)
    return 0 if fout else len(hoofden)


def _bewaar(naam: str, inhoud: bytes, p7s: bytes) -> None:
    """Eerst de bestanden, dan de rijen: een rij zonder bestand zou vals alarm zijn."""
    map_().mkdir(parents=True, exist_ok=True, mode=0o700)
    for achtervoegsel, bytes_ in (("p7s", p7s), ("json", inhoud)):
        with open(map_() / f"{naam}.{achtervoegsel}", "xb") as f:
            f.write(bytes_)
            f.flush()
            os.fsync(f.fileno())


def lees(wortels: list[Certificate] | None = None) -> Ankers:
    """Elk ankerbestand, met zijn handtekening nagekeken."""
    ankers, vertrouwd = Ankers(), sleutel.wortels() if wortels is None else wortels
    for pad in sorted(map_().glob("*.json")):
        inhoud = pad.read_bytes()
        ankers.inhoud[pad.stem] = hashlib.sha256(inhoud).hexdigest()
        try:
            gelezen = json.loads(inhoud)
            op, koppen = datetime.fromisoformat(gelezen["op"]), gelezen["koppen"]
            for bestuur, nr, hash_ in koppen:
                ankers.noemt[bestuur][nr] = hash_
        except (ValueError, KeyError, TypeError):
            ankers.afwijkingen.append(_fout(pad.stem, "is niet leesbaar"))
            continue
        ankers.afwijkingen += [_fout(pad.stem, zin) for zin in _handtekening(pad, inhoud, vertrouwd, op)]
    return ankers


def _handtekening(pad: Path, inhoud: bytes, vertrouwd: list[Certificate], op: datetime) -> list[str]:
    zegel, zinnen = pad.with_suffix(".p7s"), []
    if not zegel.exists():
        return ["heeft geen handtekening meer"]
    cms.controleer_los(zegel.read_bytes(), inhoud, vertrouwd, zinnen.append, streng=False, moment=op)
    return [f"klopt niet. {zin}" for zin in zinnen]


def _fout(naam: str, zin: str) -> Afwijking:
    return Afwijking("anker klopt niet", f"Anker {naam} {zin.rstrip('.')}.")


def vergelijk(verslag: Verslag, ankers: Ankers) -> None:
    """De ankers naast de keten van dit bestuur, en de rijen in de databank naast de bestanden."""
    for nr, hash_ in sorted(ankers.noemt.get(verslag.bestuur_id, {}).items()):
        if nr > verslag.schakels:
            verslag.meld("staart afgeknipt", f"Een anker noemt schakel {nr}; de keten gaat tot {verslag.schakels}.")
        elif verslag.hashes.get(nr) != hash_:
            verslag.meld("keten herschreven", f"Schakel {nr} is niet die van het anker.")
    rijen = Anker.objects.filter(bestuur=verslag.bestuur_id).exclude(bestand="").order_by("pk")
    for rij in rijen.iterator():
        if ankers.inhoud.get(rij.bestand) != rij.sha256:
            verslag.afwijkingen.append(_fout(rij.bestand, "ontbreekt, of is niet het bestand van toen"))
        elif ankers.noemt[verslag.bestuur_id].get(rij.nr) != rij.hash:
            verslag.afwijkingen.append(_fout(rij.bestand, f"zegt iets anders dan rij {rij.pk} in de databank"))
