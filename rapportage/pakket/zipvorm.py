"""Eén vorm voor het ZIP: dezelfde inhoud geeft dezelfde bytes, en wie leest bouwt ze na.

Ingangen staan opgeslagen (niet samengedrukt), met vlaggen 0, datum 1 januari 1980, zonder kenmerken of commentaar;
een extra veld is er alleen voor ZIP64 (PKWARE APPNOTE 6.3, §4.3 en §4.5.3). Zo ligt elke byte vast door naam en inhoud.
"""

import hashlib
import re
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

BLOK = 1 << 18
KLEIN = 1 << 20  # bytes: wat hoogstens zo groot is, gaat in zijn geheel door het geheugen
TEN_HOOGSTE = 100_000  # ingangen: begrenst het geheugen van wie een vreemd pakket leest
_LOKAAL, _CENTRAAL = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I")
_EINDE, _EINDE64, _WIJZER64 = (struct.Struct("<4s4H2IH"), struct.Struct("<4sQ2H2I4Q"), struct.Struct("<4sIQI"))
_VOL2, _VOL4, _DATUM = 0xFFFF, 0xFFFFFFFF, 0x21  # 0x21: 1 januari 1980
_VELDEN = (
    "merk",
    "versie",
    "vlaggen",
    "methode",
    "tijd",
    "datum",
    "CRC",
    "opgeslagen grootte",
    "grootte",
    "naamlengte",
    "extra veld",
)
_DEEL = r"(?!\.{1,2}(?:/|$))[A-Za-z0-9._-]+"
_NAAM = re.compile(rf"(?!-)(?=.{{1,200}}$){_DEEL}(?:/{_DEEL})*", re.ASCII)


class Onvolledig(Exception):
    """De bytes houden op of zijn geen ZIP-kop meer: verder lezen heeft geen zin."""


@dataclass(frozen=True, slots=True)
class Ingang:
    """Eén bestand in het pakket: naam, grootte en plaats in bytes, CRC-32 en de 32 bytes van SHA-256."""

    naam: str
    grootte: int
    plaats: int
    crc: int = 0
    sha256: bytes = b""


@dataclass(frozen=True, slots=True)
class Stuk:
    """De hele inhoud van een klein bestand, met wat er voor de kop en de lijsten van te weten is."""

    inhoud: bytes
    crc: int
    sha256: bytes

    @classmethod
    def van(cls, inhoud: bytes) -> "Stuk":
        return cls(inhoud, zlib.crc32(inhoud), hashlib.sha256(inhoud).digest())


def eis_grootte(naam: str, n: int, grootte: int) -> None:
    if n != grootte:
        raise ValueError(f"{naam} veranderde tijdens het lezen: geen {grootte} bytes meer.")


def naamfouten(namen: Iterable[str]) -> Iterator[str]:
    """Zinnen over namen die niet samen in één pakket kunnen, ook niet uitgepakt op een schijf zonder hoofdletters."""
    namen = list(namen)
    yield from (f"De naam {naam[:200]!r} is niet toegelaten." for naam in namen if not _NAAM.fullmatch(naam))
    if len(namen) > TEN_HOOGSTE:
        yield f"Er zijn meer dan {TEN_HOOGSTE} bestanden."
    for naam in sorted(naam for naam, keer in Counter(namen).items() if keer > 1):
        yield f"{naam} staat er meer dan één keer in."
    gezien: dict[str, str] = {}
    for naam in sorted(set(namen)):
        if (ander := gezien.setdefault(naam.lower(), naam)) != naam:
            yield f"{ander} en {naam} verschillen alleen in hoofdletters."
    mappen = {naam.lower()[:n] for naam in gezien for n, teken in enumerate(naam) if teken == "/"}
    for naam in sorted(mappen & gezien.keys()):
        yield f"{gezien[naam]} is een bestand en ook een map."


def _extra(*waarden: int) -> bytes:
    return struct.pack(f"<2H{len(waarden)}Q", 1, 8 * len(waarden), *waarden) if waarden else b""


def lokale_kop(i: Ingang) -> bytes:
    """De kop voor de inhoud; de lengte hangt alleen af van naam en grootte, zodat hij achteraf ingevuld kan worden."""
    naam, n = i.naam.encode("ascii"), min(i.grootte, _VOL4)
    extra = _extra(i.grootte, i.grootte) if n == _VOL4 else b""
    versie = 45 if extra else 20
    return _LOKAAL.pack(b"PK\3\4", versie, 0, 0, 0, _DATUM, i.crc, n, n, len(naam), len(extra)) + naam + extra


def _centrale_kop(i: Ingang) -> bytes:
    naam, n, plaats = (i.naam.encode("ascii"), min(i.grootte, _VOL4), min(i.plaats, _VOL4))
    extra = _extra(*[i.grootte] * 2 * (n == _VOL4), *[i.plaats] * (plaats == _VOL4))
    versie = 45 if extra else 20
    vast = (b"PK\1\2", versie, versie, 0, 0, 0, _DATUM, i.crc, n, n, len(naam), len(extra), 0, 0, 0, 0, plaats)
    return _CENTRAAL.pack(*vast) + naam + extra


def staart(ingangen: list[Ingang], begin: int) -> bytes:
    """De inhoudstafel en het einde, volledig bepaald door de ingangen; `begin` is de plaats van de tafel in bytes."""
    tafel = b"".join(map(_centrale_kop, ingangen))
    aantal, n = len(ingangen), len(tafel)
    groot = b""
    if aantal >= _VOL2 or begin >= _VOL4 or n >= _VOL4:
        groot = _EINDE64.pack(b"PK\6\6", 44, 45, 45, 0, 0, aantal, aantal, n, begin)
        groot += _WIJZER64.pack(b"PK\6\7", 0, begin + n, 1)
    kort = min(aantal, _VOL2)
    return tafel + groot + _EINDE.pack(b"PK\5\6", 0, 0, kort, kort, min(n, _VOL4), min(begin, _VOL4), 0)


class Schrijver:
    """Schrijft ingangen na elkaar in een leeg bestand waarin teruggegaan kan worden.

    `sha` is de SHA-256 van alles wat er tot nu toe staat.
    """

    def __init__(self, f: BinaryIO):
        self.f = f
        self.ingangen: list[Ingang] = []
        self.plaats, self.sha = 0, hashlib.sha256()

    def zet(self, naam: str, stuk: Stuk) -> Ingang:
        """Kop en inhoud na elkaar."""
        ingang = Ingang(naam, len(stuk.inhoud), self.plaats, stuk.crc, stuk.sha256)
        self._schrijf(lokale_kop(ingang))
        self._schrijf(stuk.inhoud)
        self.ingangen.append(ingang)
        return ingang

    def voeg_toe(self, naam: str, blokken: Iterable[bytes], grootte: int) -> Ingang:
        """Wat te groot is voor het geheugen; ValueError als er geen `grootte` bytes komen.

        De inhoud per blok, dan de kop ervoor, en dan wat er staat nog eens lezen voor de SHA-256 van het geheel.
        """
        plaats, sha, crc, n = self.plaats, hashlib.sha256(), 0, 0
        self.f.seek(len(lokale_kop(Ingang(naam, grootte, plaats))), 1)
        for blok in blokken:
            sha.update(blok)
            crc, n = zlib.crc32(blok, crc), n + len(blok)
            if n > grootte:  # een bron die blijft groeien, houdt anders nooit op
                break
            self.f.write(blok)
        eis_grootte(naam, n, grootte)
        ingang = Ingang(naam, grootte, plaats, crc, sha.digest())
        self.plaats = self.f.tell()
        self.f.seek(plaats)
        self.f.write(lokale_kop(ingang))
        self.f.seek(plaats)
        nog = self.plaats - plaats
        while nog:
            blok = self.f.read(min(nog, BLOK))
            self.sha.update(blok)
            nog -= len(blok)
        self.ingangen.append(ingang)
        return ingang

    def _schrijf(self, stuk: bytes) -> None:
        self.f.write(stuk)
        self.sha.update(stuk)
        self.plaats += len(stuk)

    def sluit(self) -> None:
        self._schrijf(staart(self.ingangen, self.plaats))


class Lezer:
    """Leest een pakket in één doorgang, zonder terug te gaan, en meldt elke byte die de schrijver anders gezet had.

    `houd` zegt per naam tot hoeveel bytes de inhoud bewaard wordt (in `gehouden`); van de rest alleen de SHA-256.
    """

    def __init__(self, f: BinaryIO, meld: Callable[[str], object], houd: Mapping[str, int]):
        self.f, self.meld, self.houd = f, meld, houd
        self.ingangen: list[Ingang] = []
        self.gehouden: dict[str, bytes] = {}
        self.plaats = 0

    def lees(self) -> None:
        """Raises: Onvolledig als de bytes ophouden of niet meer te volgen zijn."""
        while (merk := self.f.read(4)) == b"PK\3\4":
            if len(self.ingangen) == TEN_HOOGSTE:
                raise Onvolledig(f"Er zijn meer dan {TEN_HOOGSTE} bestanden.")
            self._ingang(merk)
        if not self.ingangen:
            raise Onvolledig("Dit is geen bewijspakket: het begint niet als een ZIP.")
        self._staart(merk)

    def _precies(self, n: int) -> bytes:
        stuk = self.f.read(n)
        if len(stuk) != n:
            raise Onvolledig("Het pakket houdt te vroeg op.")
        return stuk

    def _ingang(self, merk: bytes) -> None:
        kop = merk + self._precies(_LOKAAL.size - 4)
        velden = _LOKAAL.unpack(kop)
        grootte, lang, extra = velden[8:]
        rest = self._precies(lang + extra)
        naam = rest[:lang].decode("ascii", "replace")
        if not _NAAM.fullmatch(naam):
            raise Onvolledig(f"De naam {naam[:200]!r} is niet toegelaten.")
        if grootte == _VOL4 and extra == 20:
            (grootte,) = struct.unpack_from("<Q", rest, lang + 4)
        ingang = self._inhoud(naam, grootte)
        if (verwacht := lokale_kop(ingang)) != kop + rest:
            paren = zip(_VELDEN, velden, _LOKAAL.unpack_from(verwacht), strict=True)
            fout = [veld for veld, gevonden, goed in paren if gevonden != goed] or ["extra veld"]
            self.meld(f"{naam}: in de kop klopt niet: {', '.join(fout)}.")
        self.ingangen.append(ingang)
        self.plaats += len(kop) + len(rest) + grootte

    def _inhoud(self, naam: str, grootte: int) -> Ingang:
        bewaar = naam in self.houd
        if bewaar and grootte > self.houd[naam]:
            raise Onvolledig(f"{naam} is te groot.")
        sha, crc, nog, stukken = hashlib.sha256(), 0, grootte, []
        while nog:
            blok = self._precies(min(nog, BLOK))
            sha.update(blok)
            crc, nog = zlib.crc32(blok, crc), nog - len(blok)
            if bewaar:
                stukken.append(blok)
        if bewaar:
            self.gehouden[naam] = b"".join(stukken)
        return Ingang(naam, grootte, self.plaats, crc, sha.digest())

    def _staart(self, merk: bytes) -> None:
        verwacht = staart(self.ingangen, self.plaats)
        gelezen = merk + self.f.read(len(verwacht) + 1 - len(merk))
        if gelezen == verwacht:
            return
        if gelezen.startswith(verwacht):
            self.meld("Na het einde van het pakket staan nog bytes.")
            return
        paren = zip(gelezen, verwacht, strict=False)
        waar = next((n for n, (a, b) in enumerate(paren) if a != b), len(gelezen))
        self.meld(
            f"Na {self.ingangen[-1].naam} klopt de inhoudstafel van het ZIP niet met de inhoud"
            f" (vanaf byte {self.plaats + waar})."
        )
