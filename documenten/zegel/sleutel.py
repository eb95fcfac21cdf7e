"""Het zegel van een bestuur: waar het vandaan komt zegt `instelling`; hier wordt het gelezen, één keer per proces.

`GD_ZEGEL_MAP/vertrouwd/*.pem`: wortels die de beheerder toevoegt, bv. die van de tijdstempeldienst.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from pyhanko.sign.signers import Signer

from . import instelling, sleutelmap, testca
from .fouten import CertificaatVerlopen, SleutelOntbreekt, VerkeerdWachtwoord, ZegelFout
from .instelling import TEST, Bron
from .signers import ORDE, DienstSigner, HsmSigner, SnelleSigner

__all__ = ["ORDE", "Zegelstand", "Zegelaar", "is_testcertificaat", "stand_van", "wortels", "zegelaar"]


@dataclass(frozen=True)
class Zegelaar:
    """Wie verzegelt. `keten`: het certificaat van het zegel eerst, dan de tussenliggende, zonder wortel."""

    naam: str
    is_test: bool
    signer: Signer
    keten: list[asn1_x509.Certificate]

    @property
    def keten_sha256(self) -> list[str]:
        """sha256 (hex) van elk certificaat van de keten, het zegel eerst."""
        return [c.sha256.hex() for c in self.keten]

    @property
    def certificaat_sha256(self) -> str:
        """sha256 (hex) van het certificaat van het zegel."""
        return self.keten[0].sha256.hex()

    @property
    def geldig_tot(self) -> datetime:
        """Het einde van het certificaat."""
        return self.keten[0]["tbs_certificate"]["validity"]["not_after"].native

    @property
    def niveau(self) -> str:
        """Het niveau op een PDF: 'B-B', 'B-T' of 'B-LTA'."""
        return instelling.niveau()

    @property
    def niveau_los(self) -> str:
        """Het niveau van een losse handtekening: 'B-B' of 'B-T'."""
        return instelling.niveau_los()


def zegelaar(bestuur_slug: str, bestuur_naam: str, kbo: str = "") -> Zegelaar:
    """Het zegel waarmee dit bestuur verzegelt; maakt bij het eerste gebruik het testzegel.

    `kbo`: tien cijfers, komt als organizationIdentifier in een nieuw testcertificaat. Fouten: ZegelFout.
    """
    bron = instelling.bron_van(bestuur_slug)
    if bron.soort == TEST:
        pad = testca.testsleutel(bestuur_slug, bestuur_naam, kbo)
        gelezen, raad = _testzegel(pad, sleutelmap.stempel(pad)), f"verwijder {pad}, dan komt er een nieuw"
    else:
        gelezen, raad = _echt(bron)[0], "vraag een nieuw zegel aan"
    if not gelezen.keten[0].not_valid_before <= datetime.now(UTC) <= gelezen.geldig_tot:
        raise CertificaatVerlopen(
            f"Het zegel “{gelezen.naam}” is niet geldig vandaag (tot {gelezen.geldig_tot:%d/%m/%Y}): {raad}."
        )
    return gelezen


@dataclass(frozen=True)
class Zegelstand:
    """Wat er over het echte zegel van een bestuur te zeggen valt; `fout`: waarom het niet te lezen is."""

    naam: str = ""
    uitgever: str = ""
    geldig_tot: datetime | None = None
    fout: str = ""


def stand_van(bestuur_slug: str) -> Zegelstand | None:
    """Naam en einde van het zegel van dit bestuur, zonder ermee te tekenen; None als het een testzegel is."""
    try:
        bron = instelling.bron_van(bestuur_slug)
        if bron.soort == TEST:
            return None
        gelezen = _echt(bron)[0]
    except ZegelFout as fout:
        return Zegelstand(fout=str(fout))
    uitgever = gelezen.keten[0].issuer.native.get("common_name", "")
    return Zegelstand(gelezen.naam, uitgever, gelezen.geldig_tot)


def wortels() -> list[asn1_x509.Certificate]:
    """De uitgevers die deze installatie vertrouwt: die van de echte zegels, de eigen test-CA, en `vertrouwd/*.pem`.

    Een zegel dat niet te lezen is houdt de andere niet tegen: dan ontbreekt enkel zijn wortel.
    """
    gevonden = [wortel for bron in _leesbare() for wortel in _echt(bron)[1]]
    if instelling.is_test() or testca.wortelpad().exists():
        for pad in (testca.wortelcertificaat(), testca.stempelwortel()):
            gevonden += _certificaten(pad, sleutelmap.stempel(pad)) if pad.exists() else []
    for pad in sorted((Path(settings.GD_ZEGEL_MAP) / "vertrouwd").glob("*.pem")):
        gevonden += _certificaten(pad, sleutelmap.stempel(pad))
    return gevonden


def is_testcertificaat(certificaat: asn1_x509.Certificate) -> bool:
    """Of dit certificaat door de test-CA van deze of een andere installatie uitgegeven is."""
    return certificaat.issuer.native.get("common_name") == testca.NAAM_WORTEL


def _leesbare() -> Iterator[Bron]:
    for bron in instelling.echte():
        with suppress(ZegelFout):
            _echt(bron)
            yield bron


# --- lezen: het zegel en de wortel(s) ervan


def _echt(bron: Bron) -> tuple[Zegelaar, list[asn1_x509.Certificate]]:
    pad = Path(bron["pkcs12"] or bron["keten"])
    try:
        stempel = sleutelmap.stempel(pad)
    except SleutelOntbreekt as fout:
        raise SleutelOntbreekt(f"Het zegel {pad} is er niet: zet het terug of kijk {bron.waar} na.") from fout
    if bron.soort == "pkcs12":
        return _pkcs12(pad, stempel, bron.geheim("wachtwoord"), bron.waar)
    return _elders(bron, pad, stempel, bron.geheim("pin"), bron.geheim("token"))


@lru_cache(maxsize=64)
def _certificaten(pad: Path, stempel: tuple[int, int]) -> list[asn1_x509.Certificate]:
    return [testca.asn1(c) for c in x509.load_pem_x509_certificates(pad.read_bytes())]


@lru_cache(maxsize=1024)
def _testzegel(pad: Path, stempel: tuple[int, int]) -> Zegelaar:
    sleutel, certificaat = sleutelmap.gelezen(pad, stempel)
    keten = [testca.asn1(certificaat)]
    return Zegelaar(testca.cn(certificaat), True, SnelleSigner(sleutel, keten), keten)


@lru_cache(maxsize=512)
def _pkcs12(
    pad: Path, stempel: tuple[int, int], wachtwoord: str, waar: str
) -> tuple[Zegelaar, list[asn1_x509.Certificate]]:
    try:
        inhoud = pkcs12.load_pkcs12(pad.read_bytes(), wachtwoord.encode() or None)
    except OSError as fout:
        raise SleutelOntbreekt(f"Het zegel {pad} is niet leesbaar: kijk de rechten van het bestand na.") from fout
    except ValueError as fout:
        bij = "GD_ZEGEL_WACHTWOORD" if waar == "GD_ZEGEL_PKCS12" else f"het wachtwoord bij {waar}"
        raise VerkeerdWachtwoord(f"Het wachtwoord opent {pad} niet: kijk {bij} na.") from fout
    if (
        inhoud.key is None
        or inhoud.cert is None
        or not isinstance(inhoud.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    ):
        raise SleutelOntbreekt(f"{pad} bevat geen RSA- of EC-sleutel met certificaat: exporteer het zegel opnieuw.")
    keten = _keten(pad, inhoud.cert.certificate, [c.certificate for c in inhoud.additional_certs])
    return Zegelaar(_naam(keten), False, SnelleSigner(inhoud.key, keten[:-1]), keten[:-1]), keten[-1:]


@lru_cache(maxsize=512)
def _elders(
    bron: Bron, pad: Path, stempel: tuple[int, int], pin: str, token: str
) -> tuple[Zegelaar, list[asn1_x509.Certificate]]:
    """Een sleutel die hier niet is: het certificaat en zijn uitgevers staan in `keten`."""
    try:
        zegel, *andere = x509.load_pem_x509_certificates(pad.read_bytes())
    except OSError as fout:
        raise SleutelOntbreekt(f"{pad} is niet leesbaar: kijk de rechten van het bestand na.") from fout
    except ValueError as fout:
        raise SleutelOntbreekt(f"{pad} bevat geen certificaten (PEM): kijk keten na bij {bron.waar}.") from fout
    keten = _keten(pad, zegel, andere)
    signer: Signer
    if bron.soort == "pkcs11":
        signer = HsmSigner(bron["pkcs11"], bron["token"], bron["sleutel"], pin, keten[:-1])
    else:
        signer = DienstSigner(bron["dienst"], bron["referentie"], token, pin, keten[:-1])
    return Zegelaar(_naam(keten), False, signer, keten[:-1]), keten[-1:]


def _keten(pad: Path, zegel: x509.Certificate, andere: list[x509.Certificate]) -> list[asn1_x509.Certificate]:
    """Van het zegel tot en met zijn wortel. Fouten: SleutelOntbreekt als de uitgever er niet bij zit."""
    per_naam = {c.subject: c for c in andere}
    keten = [zegel]
    while keten[-1].issuer != keten[-1].subject and keten[-1].issuer in per_naam:
        keten.append(per_naam[keten[-1].issuer])
    if len(keten) < 2:
        raise SleutelOntbreekt(f"{pad} bevat de uitgever van het zegel niet: exporteer het met de volledige keten.")
    return [testca.asn1(c) for c in keten]


def _naam(keten: list[asn1_x509.Certificate]) -> str:
    return keten[0].subject.native.get("common_name") or keten[0].subject.human_friendly
