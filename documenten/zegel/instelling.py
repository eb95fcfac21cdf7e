"""Wat deze installatie over het zegel koos, op één plaats gelezen. Kent geen pyHanko en leest geen sleutels.

Elk bestuur heeft één zegel. `GD_ZEGELS` is een TOML-bestand met een deel per bestuur (zijn slug); `["*"]` is er voor
alle andere. Zonder deel geldt `GD_ZEGEL_PKCS12`, en zonder dat een testzegel:

    [opwijk]
    pkcs12 = "/etc/gd/opwijk.p12"
    wachtwoord_bestand = "/run/secrets/opwijk"    # of wachtwoord_env = "OPWIJK_P12"

    [antwerpen]                                   # een HSM
    pkcs11 = "/usr/lib/softhsm/libsofthsm2.so"
    token = "gd"
    sleutel = "zegel"
    pin_env = "ANTWERPEN_PIN"
    keten = "/etc/gd/antwerpen.pem"               # het zegel eerst, dan de uitgevers tot en met de wortel

    [oostende]                                    # een ondertekendienst van elders (CSC API)
    dienst = "https://zegel.example"
    referentie = "oostende-zegel"
    token_bestand = "/run/secrets/csc"
    keten = "/etc/gd/oostende.pem"
"""

import os
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .fouten import SleutelOntbreekt

TEST = "test"  # als soort van een zegel, en als adres van een tijdstempelserver: die van deze installatie zelf
IEDEREEN = "*"
NIVEAUS = ("B-B", "B-T", "B-LTA")
VEREIST = {
    "pkcs12": ("pkcs12",),
    "pkcs11": ("pkcs11", "token", "sleutel", "keten"),
    "dienst": ("dienst", "referentie", "keten"),
}
GEHEIM = {"pkcs12": ("wachtwoord",), "pkcs11": ("pin",), "dienst": ("token", "pin")}  # nooit in het bestand zelf


@dataclass(frozen=True)
class Bron:
    """Waar een zegel vandaan komt. `soort`: test, pkcs12, pkcs11 of dienst; `velden`: wat er in de instelling staat."""

    soort: str
    deel: str = ""  # zoals het in GD_ZEGELS heet; leeg: GD_ZEGEL_PKCS12, of een testzegel
    velden: tuple[tuple[str, str], ...] = field(default=())

    def __getitem__(self, naam: str) -> str:
        return dict(self.velden).get(naam, "")

    @property
    def waar(self) -> str:
        """Hoe een beheerder deze instelling terugvindt."""
        return f"[{self.deel}] in {settings.GD_ZEGELS}" if self.deel else "GD_ZEGEL_PKCS12"

    def geheim(self, naam: str) -> str:
        """Het wachtwoord, de pin of het token; leeg als er geen ingesteld is. Fouten: SleutelOntbreekt."""
        if not self.deel:
            return settings.GD_ZEGEL_WACHTWOORD or ""
        if pad := self[f"{naam}_bestand"]:
            try:
                return Path(pad).read_text("utf-8").rstrip("\r\n")
            except OSError as fout:
                raise SleutelOntbreekt(f"{pad} is niet te lezen: kijk {naam}_bestand na bij {self.waar}.") from fout
        if env := self[f"{naam}_env"]:
            if env not in os.environ:
                raise SleutelOntbreekt(f"{env} is niet gezet: kijk {naam}_env na bij {self.waar}.")
            return os.environ[env]
        return ""


def bron_van(slug: str = "") -> Bron:
    """Het zegel van dit bestuur; zonder slug dat van wie niet apart genoemd is. Fouten: SleutelOntbreekt."""
    delen = _delen()
    for deel in (slug, IEDEREEN):
        if deel in delen:
            return _bron(Path(settings.GD_ZEGELS), deel, delen[deel])
    if settings.GD_ZEGEL_PKCS12:
        return Bron("pkcs12", velden=(("pkcs12", settings.GD_ZEGEL_PKCS12),))
    return Bron(TEST)


def echte() -> list[Bron]:
    """Elk zegel dat geen testzegel is en waarvan de instelling goed is; leeg op een installatie die alleen test."""
    alle = []
    with suppress(SleutelOntbreekt):
        for slug in {*_delen(), ""}:
            with suppress(SleutelOntbreekt):
                alle.append(bron_van(slug))
    return sorted((bron for bron in {*alle} if bron.soort != TEST), key=lambda bron: bron.deel)


def een_echt() -> bool:
    """Of deze installatie een echt zegel heeft, ook als de instelling nu niet te lezen is."""
    return bool(settings.GD_ZEGELS or settings.GD_ZEGEL_PKCS12)


def is_test(slug: str = "") -> bool:
    """Of dit bestuur (zonder slug: wie niet apart genoemd is) met een testzegel verzegelt: rechtens niets waard.

    Is de instelling niet te lezen, dan is er geen testzegel: verzegelen zegt dan wat er mis is, en niets anders stopt.
    """
    try:
        return bron_van(slug).soort == TEST
    except SleutelOntbreekt:
        return False


def _delen() -> dict[str, object]:
    if not settings.GD_ZEGELS:
        return {}
    pad = Path(settings.GD_ZEGELS)
    try:
        staat = pad.stat()
        return _gelezen(pad, staat.st_mtime_ns, staat.st_ino)
    except OSError as fout:
        raise SleutelOntbreekt(f"{pad} is niet te lezen: zet het bestand terug of kijk GD_ZEGELS na.") from fout


@lru_cache(maxsize=8)
def _gelezen(pad: Path, gewijzigd: int, inode: int) -> dict[str, object]:
    try:
        return tomllib.loads(pad.read_text("utf-8"))
    except ValueError as fout:
        raise SleutelOntbreekt(f"{pad} is geen geldige TOML: {fout}.") from fout


def _bron(pad: Path, deel: str, velden: object) -> Bron:
    if not isinstance(velden, dict) or not all(isinstance(waarde, str) for waarde in velden.values()):
        raise SleutelOntbreekt(f"[{deel}] in {pad} bevat meer dan tekst: zet elke waarde tussen aanhalingstekens.")
    soorten = [soort for soort in VEREIST if soort in velden]
    if len(soorten) != 1:
        raise SleutelOntbreekt(f"[{deel}] in {pad} noemt geen soort, of meer dan één: kies {', '.join(VEREIST)}.")
    (soort,) = soorten
    if weg := [naam for naam in VEREIST[soort] if not velden.get(naam)]:
        raise SleutelOntbreekt(f"[{deel}] in {pad} is onvolledig: vul {', '.join(weg)} in.")
    mag = {*VEREIST[soort], *(f"{naam}_{hoe}" for naam in GEHEIM[soort] for hoe in ("bestand", "env"))}
    if vreemd := sorted(velden.keys() - mag):
        raise SleutelOntbreekt(f"[{deel}] in {pad} heeft iets wat wij niet kennen: {', '.join(vreemd)}.")
    return Bron(soort, deel, tuple(sorted(velden.items())))


def tijdstempelservers() -> list[str]:
    """De adressen in volgorde van voorkeur (`GD_TSA_URLS`, of het ene van `GD_TSA_URL`); leeg: er is er geen."""
    return list(settings.GD_TSA_URLS) or [settings.GD_TSA_URL] * bool(settings.GD_TSA_URL)


def niveau() -> str:
    """Het niveau van een zegel op een PDF: `GD_ZEGEL_NIVEAU`, voor zover er een tijdstempelserver is.

    Niets gekozen: 'B-T' met een server. Zonder server is er enkel 'B-B'.
    """
    if not tijdstempelservers():
        return "B-B"
    return settings.GD_ZEGEL_NIVEAU if settings.GD_ZEGEL_NIVEAU in NIVEAUS else "B-T"


def niveau_los() -> str:
    """Het niveau van een losse handtekening (bewijspakket, anker): die kent geen B-LTA."""
    return "B-B" if niveau() == "B-B" else "B-T"
