"""Wie handtekeningen van personen mag uitgeven: een lokale kopie van een vertrouwenslijst (ETSI TS 119 612).

`GD_VERTROUWENSLIJST` noemt het bestand, bijvoorbeeld de Belgische lijst (tl.belgium.be/tl-be.xml), dat de installateur
ophaalt. `GD_VERTROUWENSLIJST_VAN` noemt de certificaten (PEM) van wie die lijst mag uitgeven: dan telt enkel wat zij
ondertekenden. Zonder staat de installateur zelf voor het bestand in, en elk scherm zegt dat. Een net is nooit nodig.
"""

from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto.x509 import Certificate
from cryptography.x509 import load_der_x509_certificate
from django.conf import settings
from lxml import etree

from .lijsthandtekening import ondertekend_deel

NS = {"t": "http://uri.etsi.org/02231/v2#"}
CA_QC = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
TOEGEKEND = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted"
DOEL = "/SvcInfoExt/For"  # …ForeSignatures, …ForeSeals; een dienst zonder doel geldt voor alles


@dataclass(frozen=True)
class Lijst:
    """De uitgevers van gekwalificeerde certificaten voor handtekeningen, met de dag van de lijst."""

    land: str
    van: datetime
    volgende: datetime | None
    uitgevers: tuple[Certificate, ...]
    nagekeken: bool  # de handtekening van de lijst zelf

    def verouderd(self, nu: datetime) -> bool:
        return self.volgende is not None and self.volgende < nu


class LijstFout(Exception):
    """De lijst is er niet of is niet te lezen; de tekst zegt wat te doen."""


class VreemdeLijst(Exception):
    """De handtekening van de lijst klopt niet, of is niet van wie ze mag uitgeven."""


VREEMD = "De handtekening van de vertrouwenslijst klopt niet. Vraag de installateur om ze opnieuw op te halen."
GEEN_CERTIFICATEN = "De uitgever van de vertrouwenslijst is onbekend. Vraag de installateur om GD_VERTROUWENSLIJST_VAN."


def lijst() -> Lijst:
    """De lijst van deze installatie. LijstFout: er is er geen, of ze is niet bruikbaar."""
    if not settings.GD_VERTROUWENSLIJST:
        raise LijstFout("Deze installatie heeft geen vertrouwenslijst. Vraag de installateur om GD_VERTROUWENSLIJST.")
    pad = Path(settings.GD_VERTROUWENSLIJST)
    try:
        return _gelezen(pad, _stempel(pad), *_van())
    except OSError as fout:
        raise LijstFout("De vertrouwenslijst is niet te lezen. Vraag de installateur om ze terug te zetten.") from fout
    except VreemdeLijst as fout:
        raise LijstFout(str(fout)) from fout
    except (etree.XMLSyntaxError, ValueError, TypeError) as fout:
        raise LijstFout("De vertrouwenslijst is beschadigd. Vraag de installateur om ze opnieuw op te halen.") from fout


def waarom_niet() -> str:
    """Waarom er geen bruikbare lijst is; leeg als er een is."""
    try:
        lijst()
    except LijstFout as fout:
        return str(fout)
    return ""


def _stempel(pad: Path) -> tuple[int, int]:
    staat = pad.stat()
    return staat.st_mtime_ns, staat.st_size


def _van() -> tuple[Path, tuple[int, int]] | tuple[None, None]:
    """Het bestand met wie de lijst mag uitgeven, als de installateur er een noemt."""
    if not settings.GD_VERTROUWENSLIJST_VAN:
        return None, None
    pad = Path(settings.GD_VERTROUWENSLIJST_VAN)
    try:
        return pad, _stempel(pad)
    except OSError as fout:
        raise VreemdeLijst(GEEN_CERTIFICATEN) from fout


def _bron(pad: Path, van: Path | None) -> bytes:
    """De lijst; met `van` enkel wat zij ondertekenden."""
    bron = pad.read_bytes()
    if van is None:
        return bron
    try:
        return ondertekend_deel(bron, van)
    except ValueError as fout:
        raise VreemdeLijst(VREEMD) from fout


@lru_cache(maxsize=4)
def _gelezen(pad: Path, stempel: tuple[int, int], van: Path | None, van_stempel: tuple[int, int] | None) -> Lijst:
    lezer = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    boom = etree.fromstring(_bron(pad, van), lezer)
    kop = boom.find("t:SchemeInformation", NS)
    if kop is None:
        raise ValueError("geen vertrouwenslijst")
    uitgevers: dict[bytes, Certificate] = {}
    for dienst in boom.iterfind(".//t:TSPService/t:ServiceInformation", NS):
        if _telt(dienst):
            for tekst in dienst.iterfind(".//t:ServiceDigitalIdentity//t:X509Certificate", NS):
                certificaat = _certificaat(tekst.text or "")
                uitgevers[certificaat.sha256] = certificaat
    if not uitgevers:
        raise ValueError("geen uitgevers in de lijst")
    volgende = kop.findtext("t:NextUpdate/t:dateTime", namespaces=NS)
    return Lijst(
        land=kop.findtext("t:SchemeTerritory", "", NS).strip(),
        van=_moment(kop.findtext("t:ListIssueDateTime", "", NS)),
        volgende=_moment(volgende) if volgende else None,
        uitgevers=tuple(uitgevers.values()),
        nagekeken=van is not None,
    )


def _telt(dienst: etree._Element) -> bool:
    soort = dienst.findtext("t:ServiceTypeIdentifier", "", NS).strip()
    status = dienst.findtext("t:ServiceStatus", "", NS).strip()
    doelen = [tekst for tekst in dienst.itertext(f"{{{NS['t']}}}URI") if DOEL in tekst]
    voor_personen = not doelen or any("ForeSignatures" in doel for doel in doelen)
    return soort == CA_QC and status == TOEGEKEND and voor_personen


def _certificaat(tekst: str) -> Certificate:
    der = b64decode("".join(tekst.split()), validate=True)
    load_der_x509_certificate(der)  # een kapotte lijst moet hier opvallen, niet bij de eerste handtekening
    return Certificate.load(der)


def _moment(tekst: str) -> datetime:
    moment = datetime.fromisoformat(tekst.strip())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
