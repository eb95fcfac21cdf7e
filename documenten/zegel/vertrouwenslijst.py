"""Wie handtekeningen van personen mag uitgeven: een lokale kopie van een vertrouwenslijst (ETSI TS 119 612).

`GD_VERTROUWENSLIJST` noemt het bestand, bijvoorbeeld de Belgische lijst (tl.belgium.be/tl-be.xml). De installateur
haalt het op en staat ervoor in: de handtekening van de lijst zelf kijken we niet na. Er is nooit een net voor nodig.
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

    def verouderd(self, nu: datetime) -> bool:
        return self.volgende is not None and self.volgende < nu


class LijstFout(Exception):
    """De lijst is er niet of is niet te lezen; de tekst zegt wat te doen."""


def lijst() -> Lijst:
    """De lijst van deze installatie. LijstFout: er is er geen, of ze is niet bruikbaar."""
    if not settings.GD_VERTROUWENSLIJST:
        raise LijstFout("Deze installatie heeft geen vertrouwenslijst. Vraag de installateur om GD_VERTROUWENSLIJST.")
    pad = Path(settings.GD_VERTROUWENSLIJST)
    try:
        staat = pad.stat()
        return _gelezen(pad, (staat.st_mtime_ns, staat.st_size))
    except OSError as fout:
        raise LijstFout("De vertrouwenslijst is niet te lezen. Vraag de installateur om ze terug te zetten.") from fout
    except (etree.XMLSyntaxError, ValueError, TypeError) as fout:
        raise LijstFout("De vertrouwenslijst is beschadigd. Vraag de installateur om ze opnieuw op te halen.") from fout


def waarom_niet() -> str:
    """Waarom er geen bruikbare lijst is; leeg als er een is."""
    try:
        lijst()
    except LijstFout as fout:
        return str(fout)
    return ""


@lru_cache(maxsize=4)
def _gelezen(pad: Path, stempel: tuple[int, int]) -> Lijst:
    lezer = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    boom = etree.fromstring(pad.read_bytes(), lezer)
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
