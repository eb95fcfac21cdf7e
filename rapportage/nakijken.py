"""Een bestand dat iemand laat nakijken: even op schijf, dan een uitslag van een uur, en niets blijft.

Er is geen rij en geen naam: het token is het enige dat bestand en uitslag verbindt. De uitslag staat in de cache.
"""

import hashlib
import re
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.cache import cache

from documenten.enums import Soort
from documenten.zegel.controle import Oordeel, controleer_pdf
from documenten.zegel.sleutel import wortels
from fiches.enums import Status
from fiches.verificatie import NIVEAUS, Bekend, bekend
from kern.opmaak import tijdstip
from rapportage.pakket import asic

UUR = 3600
VORM, SOM = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")


class TeDruk(Exception):
    """Er liggen al te veel bestanden te wachten."""


@dataclass(frozen=True)
class Uitslag:
    """Wat de pagina toont. `rijen`: paren van label en waarde. `token`: de pagina van de fiche, als wij ze kennen."""

    kleur: str
    kop: str
    uitleg: str
    redenen: list[str] = field(default_factory=list)
    rijen: list[tuple[str, str]] = field(default_factory=list)
    token: str = ""


MISLUKT = Uitslag("fout", "Nakijken lukte niet", "Wij konden dit bestand niet nakijken. Probeer het opnieuw.")

GEWONE_ZIP = Uitslag(
    "fout",
    "Dit is een ZIP, maar geen bewijspakket",
    "Kies het bewijspakket zoals je het kreeg. Opnieuw inpakken mag niet: dan klopt het zegel niet meer.",
)


def _pad(token: str) -> Path:
    return settings.GD_NAKIJK_MAP / f"{token}.bestand"


def neem_aan(blokken: Callable[[], Iterable[bytes]]) -> str:
    """Zet het bestand (een bron van blokken) even op schijf; geeft het token. Fouten: TeDruk."""
    map_ = settings.GD_NAKIJK_MAP
    map_.mkdir(parents=True, exist_ok=True, mode=0o700)
    if sum(1 for _ in map_.iterdir()) >= settings.NAKIJKEN_WACHTENDEN:
        raise TeDruk
    token = secrets.token_hex(16)
    try:
        with open(_pad(token), "xb") as f:
            for blok in blokken():
                f.write(blok)
    except BaseException:
        _pad(token).unlink(missing_ok=True)
        raise
    return token


def laat_los(token: str) -> None:
    _pad(token).unlink(missing_ok=True)


def lees(token: str) -> Uitslag | None:
    """De uitslag; None als ze er nog niet of niet meer is."""
    return cache.get(f"nakijken:{token}") if VORM.fullmatch(token) else None


def wacht(token: str) -> bool:
    return bool(VORM.fullmatch(token)) and _pad(token).exists()


def voer_uit(token: str) -> None:
    """Kijkt het bestand na en bewaart de uitslag; het bestand is daarna weg, wat er ook gebeurde."""
    if not wacht(token):
        return
    uitslag = MISLUKT
    try:
        with open(_pad(token), "rb") as f:
            uitslag = kijk(f)
    finally:
        cache.set(f"nakijken:{token}", uitslag, UUR)
        laat_los(token)


def veeg(ouder_dan: float = 900) -> int:
    """Wat een gevallen werker liet liggen; geeft hoeveel bestanden weg zijn."""
    if not settings.GD_NAKIJK_MAP.is_dir():
        return 0
    grens = time.time() - ouder_dan
    oud = [pad for pad in settings.GD_NAKIJK_MAP.iterdir() if pad.stat().st_mtime < grens]
    for pad in oud:
        pad.unlink(missing_ok=True)
    return len(oud)


def kijk(f: BinaryIO) -> Uitslag:
    """Oordeelt over een PDF of een bewijspakket. Zoekt het ook op in het register: hoort in een transactie."""
    kop = f.read(1024)
    f.seek(0)
    if kop.startswith(b"PK\x03\x04"):
        return _pakket(f) if kop[30:].startswith(asic.MIMETYPE.encode()) else GEWONE_ZIP
    if b"%PDF-" not in kop:
        return Uitslag("fout", "Dit is geen PDF of bewijspakket", "Kies de PDF of de ZIP zoals je ze kreeg.")
    return _pdf(f.read())


def _pdf(data: bytes) -> Uitslag:
    if len(data) > settings.OPLADEN_MAX_BYTES:
        return Uitslag("fout", "Deze PDF is te groot", "Een PDF mag hoogstens 10 MB groot zijn.")
    if b"/Encrypt" in data[-4096:]:
        return Uitslag("fout", "Deze PDF is versleuteld", "Wij versleutelen nooit. Vraag het origineel.")
    sha256 = hashlib.sha256(data).hexdigest()
    rij = bekend(sha256)
    oordeel = controleer_pdf(data, eigen=rij is not None and rij.soort == Soort.FICHE)
    origineel = rij or (bekend(hashlib.sha256(data[: oordeel.einde]).hexdigest()) if oordeel.einde else None)
    rijen = [*_register(origineel, geheel=rij is not None), *_zegel(oordeel), ("Sha256 van het bestand", sha256)]
    token = origineel.token if origineel and origineel.token else ""
    if not oordeel.ok:
        uitleg = "Vertrouw dit bestand niet. Vraag het bestuur om het origineel."
        return Uitslag("fout", "Niet geldig", uitleg, oordeel.redenen, rijen, token)
    return _goed(oordeel.is_test, origineel, rijen, token)


def in_register(sha256: str) -> Uitslag:
    """Of wij een bestand met deze sha256 (hex) verzegelden. Wat de vrager in handen heeft, telt hij zelf."""
    if not SOM.fullmatch(sha256):
        return Uitslag("fout", "Dit is geen nummer van een bestand", "Een sha256 telt 64 tekens: cijfers en a tot f.")
    origineel = bekend(sha256)
    rijen = [*_register(origineel, geheel=True), ("Sha256", sha256)]
    if origineel is None:
        uitleg = "Het bestand is niet van ons, of iemand veranderde het. Kijk of je het hele nummer hebt."
        return Uitslag("fout", "Dit nummer staat niet in ons register", uitleg, rijen=rijen)
    zinnen = ["Dit document hoort bij demogegevens en bewijst niets."] if origineel.is_demo else []
    uitleg = "Heeft jouw bestand dit nummer? Dan is het precies wat het bestuur verzegelde."
    kleur, kop = "letop" if origineel.is_demo else "goed", "Dit bestand staat in ons register"
    token = origineel.token or ""
    if origineel.status == Status.VERVANGEN:
        kleur, kop = "letop", "In ons register, maar vervangen"
        zinnen.insert(0, "Er is intussen een nieuwere versie. Deze versie geldt niet meer.")
    elif origineel.soort == Soort.FICHE_TE_TEKENEN:
        kleur, kop = "letop", "In ons register, nog niet ondertekend"
    return Uitslag(kleur, kop, uitleg, zinnen, rijen, token)


def _goed(is_test: bool, origineel: Bekend | None, rijen: list[tuple[str, str]], token: str) -> Uitslag:
    zinnen = []
    if is_test:
        zinnen.append("TEST: dit zegel komt van een testcertificaat en is niet rechtsgeldig.")
    if origineel and origineel.is_demo:
        zinnen.append("Dit document hoort bij demogegevens en bewijst niets.")
    if origineel and origineel.status == Status.VERVANGEN:
        zinnen.insert(0, "Er is intussen een nieuwere versie. Deze versie geldt niet meer.")
        return Uitslag("letop", "Ongewijzigd, maar vervangen", "Het zegel klopt.", zinnen, rijen, token)
    if origineel and origineel.soort == Soort.FICHE_TE_TEKENEN:
        zinnen.insert(0, "Ze geldt pas als de handtekening van de ondertekenaar erin staat.")
        return Uitslag("letop", "Nog niet ondertekend", "Deze PDF staat klaar om te tekenen.", zinnen, rijen, token)
    if origineel is None:
        zinnen.insert(0, "Dit bestand staat niet in ons register. Vraag het bestuur waar het vandaan komt.")
        return Uitslag("letop", "Het zegel klopt", "Niemand veranderde het bestand na het zegel.", zinnen, rijen, token)
    uitleg = "Niemand veranderde het bestand na het zegel, en het staat in ons register."
    return Uitslag("letop" if is_test else "goed", "Ongewijzigd en bekend", uitleg, zinnen, rijen, token)


def _register(rij: Bekend | None, *, geheel: bool) -> list[tuple[str, str]]:
    if rij is None:
        return [("In ons register", "nee")]
    wat = str(Soort(rij.soort).label)
    if rij.code:
        wat = f"fiche {rij.code}, versie {rij.versie}"
    hoe = "ja" if geheel else "ja, maar er kwam iets bij"
    return [("In ons register", hoe), ("Bestuur", rij.bestuur), ("Document", wat)]


def _zegel(oordeel: Oordeel) -> list[tuple[str, str]]:
    if not oordeel.certificaat_sha256:
        return []
    return [
        ("Zegel van", oordeel.ondertekenaar),
        ("Verzegeld op", tijdstip(oordeel.moment) if oordeel.moment else "onbekend"),
        ("Niveau", NIVEAUS.get(oordeel.niveau, oordeel.niveau)),
        ("Certificaat geldig tot", tijdstip(oordeel.geldig_tot) if oordeel.geldig_tot else "onbekend"),
    ]


def _pakket(f: BinaryIO) -> Uitslag:
    controle = asic.controleer(f, wortels())
    if controle.afwijkingen or controle.sha256 is None:
        uitleg = "Vertrouw dit bewijspakket niet. Vraag het bestuur om het origineel."
        return Uitslag("fout", "Niet geldig", uitleg, controle.afwijkingen[:20])
    origineel = bekend(controle.sha256)
    zegel = controle.zegel or {}
    stempel = zegel.get("tijdstempel")
    rijen = [
        *_register(origineel, geheel=True),
        ("Zegel van", zegel.get("naam") or "onbekend"),
        ("Tijdstempel", tijdstip(stempel) if stempel else "nee"),
        ("Bestanden", str(len(controle.inhoud))),
        ("Sha256 van het bestand", controle.sha256),
    ]
    return _goed(str(zegel.get("naam")).startswith("TESTZEGEL"), origineel, rijen, "")
