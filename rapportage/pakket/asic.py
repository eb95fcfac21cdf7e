"""Het bewijspakket: een ASiC-E-container met CAdES (ETSI EN 319 162-1), gemaakt en gecontroleerd in één doorgang.

Volgorde: `mimetype`, de inhoud op naam, `SHA256SUMS`, `META-INF/ASiCManifest.xml`, `META-INF/signature.p7s`.
De controle is de schrijver, losgelaten op wat gelezen werd: wat zij niet nabouwt, is een afwijking.
"""

import hashlib
import json
import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from documenten.zegel import cms

from .schrijf import in_een_keer
from .zipvorm import BLOK, KLEIN, Ingang, Lezer, Onvolledig, Schrijver, Stuk, eis_grootte, naamfouten

MIMETYPE, SOORT = "mimetype", b"application/vnd.etsi.asic-e+zip"
SOMMEN, LEESMIJ, GEGEVENS = "SHA256SUMS", "LEESMIJ.txt", "gegevens/pakket.json"
LIJST, HANDTEKENING = "META-INF/ASiCManifest.xml", "META-INF/signature.p7s"
_EIGEN = (MIMETYPE, SOMMEN, LIJST, HANDTEKENING)
_VEREIST = (GEGEVENS, LEESMIJ)
_HOUD = {MIMETYPE: 1 << 10, GEGEVENS: 1 << 24, SOMMEN: 1 << 25, LIJST: 1 << 26, HANDTEKENING: 1 << 18}  # bytes
_SOORTEN = {
    ".csv": "text/csv",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Bron = Path | bytes
PER_GROEP = 8  # bestanden; elk hoogstens zipvorm.KLEIN, dus hoogstens tweemaal 8 MB in het geheugen


class Afgebroken(Exception):
    """Wie het pakket vroeg, brak het maken af; er is niets geschreven."""


class AndereBytes(Exception):
    """Een bestand heeft niet de verwachte SHA-256; de tekst is zijn naam. Er is niets geschreven."""


@dataclass(frozen=True, slots=True)
class Gemaakt:
    """Wat geschreven werd: SHA-256 (hex) van het hele pakket, grootte in bytes, aantal bestanden van de inhoud."""

    sha256: str
    grootte: int
    aantal: int


class Bestand(NamedTuple):
    """Een bestand uit de inhoud: naam, SHA-256 (hex) en grootte in bytes."""

    naam: str
    sha256: str
    grootte: int


@dataclass(frozen=True, slots=True)
class Controle:
    """Uitslag: elke afwijking als zin (leeg = in orde), wat het zegel zegt, de inhoud in volgorde.

    `gegevens` is de ontlede pakket.json; `sha256` (hex) van het hele pakket is er alleen als er geen afwijkingen zijn.
    """

    afwijkingen: list[str]
    zegel: dict[str, Any] | None
    inhoud: list[Bestand]
    gegevens: dict[str, Any] | None = None
    sha256: str | None = None


def sommen(inhoud: list[Ingang]) -> bytes:
    """SHA256SUMS, zoals `sha256sum -c` het leest."""
    return "".join(f"{i.sha256.hex()}  {i.naam}\n" for i in inhoud).encode("ascii")


def inhoudslijst(inhoud: list[Ingang]) -> bytes:
    """ASiCManifest (EN 319 162-1, A.4). Namen zijn ASCII zonder XML-tekens: niets te ontsnappen."""

    def verwijzing(i: Ingang) -> str:
        soort = _SOORTEN.get(PurePosixPath(i.naam).suffix.lower(), "application/octet-stream")
        return (
            f'<DataObjectReference URI="{i.naam}" MimeType="{soort}">'
            '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
            f"<ds:DigestValue>{b64encode(i.sha256).decode()}</ds:DigestValue></DataObjectReference>\n"
        )

    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ASiCManifest xmlns="http://uri.etsi.org/02918/v1.2#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n'
        f'<SigReference URI="{HANDTEKENING}" MimeType="application/pkcs7-signature"/>\n'
        f"{''.join(map(verwijzing, inhoud))}</ASiCManifest>\n"
    ).encode("ascii")


def _met_zegel(bron: Bron, zegelaar: Any) -> bytes:
    """pakket.json met erin welk zegel er komt: zonder dat ziet niemand dat een tijdstempel weggehaald werd."""
    gegevens = json.loads(bron if isinstance(bron, bytes) else bron.read_bytes())
    if not isinstance(gegevens, dict):
        raise TypeError(f"{GEGEVENS} is geen JSON-object.")
    gegevens["zegel"] = {"niveau": zegelaar.niveau_los, "keten_sha256": list(zegelaar.keten_sha256)}
    return (json.dumps(gegevens, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


class _Voortgang:
    def __init__(self, totaal: int, voortgang: Callable[[int, int], object], afbreken: Callable[[], bool]):
        self.gedaan, self.totaal, self.meld, self.afbreken = (0, totaal, voortgang, afbreken)

    def stap(self, n: int) -> None:
        if self.afbreken():
            raise Afgebroken("Het maken van het bewijspakket is afgebroken.")
        self.gedaan += n
        self.meld(self.gedaan, self.totaal)


def _blokken(f: BinaryIO, stap: Callable[[int], None]) -> Iterator[bytes]:
    while blok := f.read(BLOK):
        stap(len(blok))
        yield blok


def _stuk(naam: str, bron: Bron) -> Stuk | None:
    """De inhoud van een bron, gelezen en gehasht; None als ze te groot is voor het geheugen."""
    if isinstance(bron, bytes):
        return Stuk.van(bron)
    with open(bron, "rb", buffering=0) as f:
        grootte = os.fstat(f.fileno()).st_size
        if grootte > KLEIN:
            return None
        inhoud = f.read(grootte + 1)
    eis_grootte(naam, len(inhoud), grootte)
    return Stuk.van(inhoud)


def _groepen(bronnen: Mapping[str, Bron]) -> Iterator[list[tuple[str, Bron]]]:
    """De bronnen op naam, in groepen: elk apart doorgeven kost meer dan een klein bestand hashen."""
    namen = sorted(bronnen)
    for begin in range(0, len(namen), PER_GROEP):
        yield [(naam, bronnen[naam]) for naam in namen[begin : begin + PER_GROEP]]


def _vooruit(bronnen: Mapping[str, Bron], draad: ThreadPoolExecutor) -> Iterator[tuple[str, Bron, Stuk | None]]:
    """Leest en hasht in een tweede draad wat straks geschreven wordt, hoogstens één groep vooruit."""

    def lees(groep: list[tuple[str, Bron]]) -> list[tuple[str, Bron, Stuk | None]]:
        return [(naam, bron, _stuk(naam, bron)) for naam, bron in groep]

    komt = None
    for groep in _groepen(bronnen):
        klaar, komt = komt, draad.submit(lees, groep)
        yield from klaar.result() if klaar else ()
    if komt:
        yield from komt.result()


def _voeg_toe(zip_: Schrijver, naam: str, bron: Bron, stuk: Stuk | None, stap: Callable[[int], None]) -> Ingang:
    if stuk is not None:
        stap(len(stuk.inhoud))
        return zip_.zet(naam, stuk)
    assert isinstance(bron, Path)  # bytes zijn altijd een stuk
    with open(bron, "rb", buffering=0) as f:
        return zip_.voeg_toe(naam, _blokken(f, stap), os.fstat(f.fileno()).st_size)


def _weiger(namen: list[str]) -> None:
    fouten = list(naamfouten([*namen, *_EIGEN]))
    fouten += [f"{naam} ontbreekt." for naam in _VEREIST if naam not in namen]
    fouten += [f"{naam} is voorbehouden." for naam in namen if naam.lower().startswith("meta-inf/")]
    if fouten:
        raise ValueError(" ".join(fouten))


def maak(
    doel: Path,
    bestanden: Mapping[str, Bron],
    zegelaar: Any,
    *,
    voortgang: Callable[[int, int], object] = lambda gedaan, totaal: None,
    afbreken: Callable[[], bool] = lambda: False,
    verwacht: Mapping[str, str] | None = None,
    klaar: Callable[[int, int], object] = lambda aantal, totaal: None,
    onderteken: Callable[[bytes, Any], bytes] = cms.onderteken_los,
) -> Gemaakt:
    """Schrijft het pakket naar `doel`, helemaal of niet; de inhoud gaat er per blok door.

    `bestanden` geeft per naam een pad of de bytes, met minstens LEESMIJ.txt en gegevens/pakket.json (een JSON-object,
    dat hier `zegel` krijgt). SHA256SUMS, inhoudslijst en handtekening komen erbij. `voortgang(gedaan, totaal)` telt
    bytes van de inhoud, `klaar(aantal, totaal)` geschreven bestanden; `afbreken()` wordt per blok gevraagd.
    `verwacht` geeft per naam de SHA-256 (hex) die de geschreven bytes moeten hebben.

    Raises: AndereBytes, ValueError (namen, ontbrekend of veranderend bestand, pakket.json), TypeError (pakket.json is
    geen object), FileExistsError (`doel` bestaat), Afgebroken, OSError, en wat `onderteken` opwerpt. Er blijft dan
    niets achter.
    """
    _weiger(list(bestanden))
    bronnen = {**bestanden, GEGEVENS: _met_zegel(bestanden[GEGEVENS], zegelaar)}
    totaal = sum(len(b) if isinstance(b, bytes) else b.stat().st_size for b in bronnen.values())
    stap = _Voortgang(totaal, voortgang, afbreken).stap
    with ThreadPoolExecutor(1) as draad, in_een_keer(doel) as f:
        zip_ = Schrijver(f)

        def tekst(naam: str, inhoud: bytes) -> Ingang:
            return zip_.zet(naam, Stuk.van(inhoud))

        tekst(MIMETYPE, SOORT)
        inhoud: list[Ingang] = []
        for naam, bron, stuk in _vooruit(bronnen, draad):
            inhoud.append(_voeg_toe(zip_, naam, bron, stuk, stap))
            if verwacht and verwacht.get(naam, inhoud[-1].sha256.hex()) != inhoud[-1].sha256.hex():
                raise AndereBytes(naam)
            klaar(len(inhoud), len(bronnen))
        inhoud.append(tekst(SOMMEN, sommen(inhoud)))
        lijst = inhoudslijst(inhoud)
        tekst(LIJST, lijst)
        f.flush()
        naar_schijf = draad.submit(os.fdatasync, f.fileno())  # de schijf werkt terwijl het zegel gezet wordt
        handtekening = onderteken(lijst, zegelaar)
        naar_schijf.result()
        tekst(HANDTEKENING, handtekening)
        zip_.sluit()
        stap(0)
    return Gemaakt(zip_.sha.hexdigest(), zip_.plaats, len(bronnen))


class _Meeteller:
    """Leest door en telt de SHA-256 van alles wat gelezen werd."""

    def __init__(self, f: BinaryIO):
        self.f, self.sha = f, hashlib.sha256()

    def read(self, n: int) -> bytes:
        stuk = self.f.read(n)
        self.sha.update(stuk)
        return stuk


def _verschil(gevonden: bytes, verwacht: bytes, patroon: str, wat: str, meld: Callable[[str], object]) -> None:
    """Benoemt per bestand wat `gevonden` anders zegt dan de inhoud."""
    if gevonden == verwacht:
        return
    teksten = (t.decode("utf-8", "replace") for t in (gevonden, verwacht))
    oud, nieuw = ({m[1]: m[0] for m in re.finditer(patroon, t)} for t in teksten)
    namen = sorted(n for n in oud.keys() | nieuw.keys() if oud.get(n) != nieuw.get(n))
    for naam in namen:
        if naam not in oud:
            meld(f"{naam}: staat niet in {wat}.")
        elif naam not in nieuw:
            meld(f"{naam}: staat in {wat} maar niet in het pakket.")
        else:
            meld(f"{naam}: is niet het bestand dat {wat} noemt.")
    if not namen:
        meld(f"{wat} heeft niet de afgesproken vorm.")


def _controleer_namen(namen: list[str], meld: Callable[[str], object]) -> None:
    """Namen en volgorde zoals `maak` ze zet."""
    aanwezig = set(namen)
    volgorde = [MIMETYPE, *sorted({*aanwezig, *_VEREIST} - {*_EIGEN}), SOMMEN, LIJST, HANDTEKENING]
    for naam in volgorde:
        if naam not in aanwezig:
            meld(f"{naam} ontbreekt.")
    for fout in naamfouten(namen):
        meld(fout)
    if list(dict.fromkeys(namen)) != [naam for naam in volgorde if naam in aanwezig]:
        meld("De bestanden staan niet in de afgesproken volgorde.")
    for naam in namen:
        if naam.lower().startswith("meta-inf/") and naam not in _EIGEN:
            meld(f"{naam} hoort niet in META-INF.")


def _gegevens(ruw: bytes, meld: Callable[[str], object]) -> tuple[dict[str, Any] | None, str, list[str]]:
    """De ontlede pakket.json, met niveau en keten van het zegel die erin genoemd zijn."""
    try:
        gegevens = json.loads(ruw)
        niveau, keten = gegevens["zegel"]["niveau"], gegevens["zegel"]["keten_sha256"]
    except (ValueError, KeyError, TypeError, RecursionError):
        gegevens, niveau, keten = None, None, None
    if niveau in ("B-B", "B-T") and isinstance(keten, list) and keten and all(isinstance(c, str) for c in keten):
        return gegevens, niveau, keten
    meld(f"{GEGEVENS} zegt niet met welk zegel het pakket gemaakt is.")
    return None, "B-T", []


def controleer(
    f: BinaryIO,
    wortels: list[Any],
    streng: bool = True,
    *,
    controleer_zegel: Callable[..., dict[str, Any] | None] = cms.controleer_los,
) -> Controle:
    """Leest het pakket één keer van begin tot einde, schrijft niets en haalt niets op.

    `f` geeft bytes vanaf het begin (terugspoelen hoeft niet); `wortels` zijn de vertrouwde wortelcertificaten.
    `streng` geldt voor het zegel (zie `documenten.zegel.cms.controleer_los`); de vorm van het pakket is dat altijd.
    Een onleesbaar pakket geeft afwijkingen, geen uitzondering.
    """
    fouten: list[str] = []
    bron = _Meeteller(f)
    lezer = Lezer(bron, fouten.append, _HOUD)  # type: ignore[arg-type]  # alleen read() is nodig
    try:
        lezer.lees()
    except Onvolledig as fout:
        return Controle([*fouten, str(fout)], None, [])
    klein = lezer.gehouden
    inhoud = [i for i in lezer.ingangen if i.naam not in _EIGEN]
    _controleer_namen([i.naam for i in lezer.ingangen], fouten.append)
    if klein.get(MIMETYPE, SOORT) != SOORT:
        fouten.append("mimetype zegt niet dat dit een ASiC-E-pakket is.")
    sommen_, lijst = klein.get(SOMMEN, b""), klein.get(LIJST, b"")
    ondertekend = [*inhoud, *(i for i in lezer.ingangen if i.naam == SOMMEN)]
    _verschil(sommen_, sommen(inhoud), r"(?m)^\w{64}  (.+)$", SOMMEN, fouten.append)
    patroon = r'<DataObjectReference URI="([^"\n]{0,300})".*'
    _verschil(lijst, inhoudslijst(ondertekend), patroon, "de inhoudslijst", fouten.append)
    gegevens, niveau, keten = _gegevens(klein.get(GEGEVENS, b""), fouten.append)
    zegel = None
    if HANDTEKENING in klein:
        zegel = controleer_zegel(klein[HANDTEKENING], lijst, wortels, fouten.append, niveau, keten, streng)
    return Controle(
        fouten,
        zegel,
        [Bestand(i.naam, i.sha256.hex(), i.grootte) for i in inhoud],
        gegevens,
        None if fouten else bron.sha.hexdigest(),
    )
