"""De sleutels van het zegel: een eigen test-CA per installatie, of een echt zegel uit PKCS#12 (`GD_ZEGEL_PKCS12`).

In `GD_ZEGEL_MAP`:
  wortel.sleutel.pem, wortel.pem        de test-CA, gemaakt bij het eerste gebruik
  <slug>.sleutel.pem                    sleutel en certificaat van het testzegel van een bestuur
  vertrouwd/*.pem                       wortels die de beheerder toevoegt (bv. van de tijdstempeldienst)
Elk sleutelbestand bevat sleutel én certificaat en komt er in één beweging: een onderbroken start laat niets halfs na.
"""

import errno
import fcntl
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier
from django.conf import settings
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .fouten import CertificaatVerlopen, SchijfVol, SleutelOntbreekt, VerkeerdWachtwoord

NAAM_WORTEL = "TESTZEGEL — geen rechtsgeldig zegel"
ORGANISATIE_ID = ObjectIdentifier("2.5.4.97")  # organizationIdentifier, ETSI EN 319 412-1
JAAR = timedelta(days=365)
# Orde van de groep: bij ECDSA is (r, n-s) even geldig als (r, s); alleen de lage s is toegelaten.
ORDE = {
    "secp256r1": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "secp384r1": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    "secp521r1": int(
        "01" + "FF" * 32 + "FA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409",
        16,
    ),
}


class SnelleSigner(SimpleSigner):
    """Houdt de gelezen sleutel bij (SimpleSigner leest ze per handtekening opnieuw) en geeft altijd de lage s."""

    def __init__(self, sleutel: Any, keten: list[asn1_x509.Certificate]) -> None:
        der = sleutel.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        register = SimpleCertificateStore()
        register.register_multiple(keten[1:])  # het certificaat van het zegel voegt pyHanko zelf toe
        super().__init__(
            signing_cert=keten[0],
            signing_key=asn1_keys.PrivateKeyInfo.load(der),
            cert_registry=register,
            embed_roots=False,
        )
        self.sleutel = sleutel

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Handtekening over `data`; bij `dry_run` alleen bytes van de grootste lengte."""
        hashing = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self.sleutel, rsa.RSAPrivateKey):
            if dry_run:
                return bytes(self.sleutel.key_size // 8)
            return self.sleutel.sign(data, padding.PKCS1v15(), hashing)
        if dry_run:
            return bytes(self.sleutel.curve.key_size // 4 + 10)
        r, s = decode_dss_signature(self.sleutel.sign(data, ec.ECDSA(hashing)))
        orde = ORDE[self.sleutel.curve.name]
        return encode_dss_signature(r, min(s, orde - s))


@dataclass(frozen=True)
class Zegelaar:
    """Wie verzegelt. `keten`: het certificaat van het zegel eerst, dan de tussenliggende, zonder wortel."""

    naam: str
    is_test: bool
    signer: SnelleSigner
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
    def tijdstempeldienst(self) -> TimeStamper | None:
        """De dienst van GD_TSA_URL, of None."""
        return HTTPTimeStamper(settings.GD_TSA_URL, timeout=15) if settings.GD_TSA_URL else None

    @property
    def niveau(self) -> str:
        """'B-T' met een tijdstempelserver, anders 'B-B'."""
        return "B-T" if settings.GD_TSA_URL else "B-B"


def zegelaar(bestuur_slug: str, bestuur_naam: str, kbo: str = "") -> Zegelaar:
    """Het zegel waarmee dit bestuur verzegelt; maakt bij het eerste gebruik het testzegel.

    `kbo`: tien cijfers, komt als organizationIdentifier in een nieuw testcertificaat. Fouten: ZegelFout.
    """
    if settings.GD_ZEGEL_PKCS12:
        pad = Path(settings.GD_ZEGEL_PKCS12)
        gelezen = _pkcs12(pad, _stempel(pad), settings.GD_ZEGEL_WACHTWOORD or "")[0]
    else:
        pad = _testsleutel(bestuur_slug, bestuur_naam, kbo)
        gelezen = _testzegel(pad, _stempel(pad))
    _geldig_vandaag(gelezen, pad)
    return gelezen


def wortels() -> list[asn1_x509.Certificate]:
    """De uitgevers die deze installatie vertrouwt: het echte zegel, de eigen test-CA, en `vertrouwd/*.pem`."""
    gevonden = []
    if settings.GD_ZEGEL_PKCS12:
        pad = Path(settings.GD_ZEGEL_PKCS12)
        gevonden += _pkcs12(pad, _stempel(pad), settings.GD_ZEGEL_WACHTWOORD or "")[1]
    if not settings.GD_ZEGEL_PKCS12 or _wortelpad().exists():
        gevonden.append(_asn1(x509.load_pem_x509_certificate(wortel_pem())))
    for pad in sorted((Path(settings.GD_ZEGEL_MAP) / "vertrouwd").glob("*.pem")):
        gevonden += [_asn1(c) for c in x509.load_pem_x509_certificates(pad.read_bytes())]
    return gevonden


def wortel_pem() -> bytes:
    """Het certificaat van de test-CA als PEM, om mee te geven aan wie nakijkt; maakt de CA als ze er nog niet is."""
    with _op_slot() as waar:
        return _certificaat_pem(_maak_wortel(waar)[1])


def is_testcertificaat(certificaat: asn1_x509.Certificate) -> bool:
    """Of dit certificaat door de test-CA van deze of een andere installatie uitgegeven is."""
    return certificaat.issuer.native.get("common_name") == NAAM_WORTEL


# --- maken


def _testsleutel(slug: str, naam: str, kbo: str) -> Path:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", slug):
        raise SleutelOntbreekt(f"“{slug}” is geen bruikbare naam voor een zegel: gebruik kleine letters, cijfers en -.")
    pad = Path(settings.GD_ZEGEL_MAP) / f"{slug}.sleutel.pem"
    if pad.exists() and _testzegel(pad, _stempel(pad)).naam == _zegelnaam(naam):
        return pad
    with _op_slot() as waar:
        wortel, wortelcertificaat = _maak_wortel(waar)
        sleutel = _lees_pem(pad)[0] if pad.exists() else None
        if sleutel is None or _cn(_lees_pem(pad)[1]) != _zegelnaam(naam):
            # een bestuur dat van naam verandert, houdt zijn sleutel en krijgt een nieuw certificaat
            sleutel = sleutel or ec.generate_private_key(ec.SECP256R1())
            certificaat = _certificaat(sleutel, _dn(_zegelnaam(naam), naam, kbo), wortel, wortelcertificaat)
            _bewaar(pad, _pem(sleutel, certificaat), geheim=True)
    return pad


def _maak_wortel(waar: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    pad = waar / "wortel.sleutel.pem"
    if pad.exists():
        sleutel, certificaat = _lees_pem(pad)
    else:
        sleutel = ec.generate_private_key(ec.SECP256R1())
        certificaat = _certificaat(sleutel, _dn(NAAM_WORTEL, NAAM_WORTEL, ""), sleutel, None)
        _bewaar(pad, _pem(sleutel, certificaat), geheim=True)
    if not (waar / "wortel.pem").exists():
        _bewaar(waar / "wortel.pem", _certificaat_pem(certificaat))
    return sleutel, certificaat


def _zegelnaam(naam: str) -> str:
    return f"TESTZEGEL {naam}"[:64].rstrip()  # 64 is het maximum van commonName


def _dn(cn: str, organisatie: str, kbo: str) -> x509.Name:
    delen = [
        (NameOID.COUNTRY_NAME, "BE"),
        (NameOID.ORGANIZATION_NAME, organisatie[:64].rstrip()),
    ]
    if kbo:
        delen.append((ORGANISATIE_ID, f"NTRBE-{kbo}"))
    return x509.Name([x509.NameAttribute(soort, waarde) for soort, waarde in [*delen, (NameOID.COMMON_NAME, cn)]])


def _certificaat(
    sleutel: ec.EllipticCurvePrivateKey,
    naam: x509.Name,
    uitgever: ec.EllipticCurvePrivateKey,
    uitgever_certificaat: x509.Certificate | None,
) -> x509.Certificate:
    """Een zegelcertificaat (10 jaar), of zonder `uitgever_certificaat` de wortel zelf (20 jaar)."""
    wortel = uitgever_certificaat is None
    nu = datetime.now(UTC).replace(microsecond=0)
    bouw = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(naam if uitgever_certificaat is None else uitgever_certificaat.subject)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - timedelta(days=1))  # een klok die wat achterloopt, mag niet weigeren
        .not_valid_after(nu + (20 * JAAR if wortel else 10 * JAAR))
        .add_extension(
            x509.BasicConstraints(ca=wortel, path_length=0 if wortel else None),
            critical=True,
        )
        .add_extension(
            x509.KeyUsage(
                digital_signature=not wortel,
                content_commitment=not wortel,
                key_cert_sign=wortel,
                crl_sign=wortel,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(sleutel.public_key()),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(uitgever.public_key()),
            critical=False,
        )
    )
    return bouw.sign(uitgever, hashes.SHA256())


@contextmanager
def _op_slot() -> Iterator[Path]:
    """Eén proces tegelijk maakt sleutels in de map van het zegel."""
    waar = Path(settings.GD_ZEGEL_MAP)
    with _schrijffouten(waar):
        waar.mkdir(mode=0o700, parents=True, exist_ok=True)
        slot = os.open(waar / ".slot", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(slot, fcntl.LOCK_EX)
        yield waar
    finally:
        os.close(slot)


@contextmanager
def _schrijffouten(waar: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fout:
        if fout.errno in (errno.ENOSPC, errno.EDQUOT):
            raise SchijfVol(f"De schijf is vol: maak plaats vrij voor {waar} en probeer opnieuw.") from fout
        raise SchijfVol(f"{waar} kan niet geschreven worden: kijk de rechten na en probeer opnieuw.") from fout


def _bewaar(pad: Path, inhoud: bytes, geheim: bool = False) -> None:
    with _schrijffouten(pad.parent):
        los, tijdelijk = tempfile.mkstemp(dir=pad.parent, prefix=".nieuw-")
        try:
            with os.fdopen(los, "wb") as bestand:
                os.fchmod(bestand.fileno(), 0o600 if geheim else 0o644)
                bestand.write(inhoud)
                bestand.flush()
                os.fsync(bestand.fileno())
            os.replace(tijdelijk, pad)
        except BaseException:
            Path(tijdelijk).unlink(missing_ok=True)
            raise


# --- lezen


def _wortelpad() -> Path:
    return Path(settings.GD_ZEGEL_MAP) / "wortel.sleutel.pem"


def _stempel(pad: Path) -> tuple[int, int]:
    """Verandert het bestand, dan wordt het opnieuw gelezen; anders één keer per proces."""
    try:
        staat = pad.stat()
    except OSError as fout:
        raise SleutelOntbreekt(
            f"Het zegel {pad} is er niet: zet het bestand terug of kijk GD_ZEGEL_PKCS12 na."
        ) from fout
    return staat.st_mtime_ns, staat.st_ino


@lru_cache(maxsize=1024)
def _testzegel(pad: Path, stempel: tuple[int, int]) -> Zegelaar:
    sleutel, certificaat = _lees_pem(pad)
    keten = [_asn1(certificaat)]
    return Zegelaar(_cn(certificaat), True, SnelleSigner(sleutel, keten), keten)


@lru_cache(maxsize=8)
def _pkcs12(pad: Path, stempel: tuple[int, int], wachtwoord: str) -> tuple[Zegelaar, list[asn1_x509.Certificate]]:
    """Het echte zegel en de wortel(s) ervan."""
    try:
        inhoud = pkcs12.load_pkcs12(pad.read_bytes(), wachtwoord.encode() or None)
    except OSError as fout:
        raise SleutelOntbreekt(f"Het zegel {pad} is niet leesbaar: kijk de rechten van het bestand na.") from fout
    except ValueError as fout:
        raise VerkeerdWachtwoord(f"Het wachtwoord opent {pad} niet: kijk GD_ZEGEL_WACHTWOORD na.") from fout
    if (
        inhoud.key is None
        or inhoud.cert is None
        or not isinstance(inhoud.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    ):
        raise SleutelOntbreekt(f"{pad} bevat geen RSA- of EC-sleutel met certificaat: exporteer het zegel opnieuw.")
    andere = {c.certificate.subject: c.certificate for c in inhoud.additional_certs}
    keten = [inhoud.cert.certificate]
    while keten[-1].issuer != keten[-1].subject:
        if keten[-1].issuer not in andere:
            break
        keten.append(andere[keten[-1].issuer])
    if len(keten) < 2:
        raise SleutelOntbreekt(f"{pad} bevat de uitgever van het zegel niet: exporteer het met de volledige keten.")
    asn1 = [_asn1(c) for c in keten]
    return Zegelaar(_cn(keten[0]), False, SnelleSigner(inhoud.key, asn1[:-1]), asn1[:-1]), asn1[-1:]


def _lees_pem(pad: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    try:
        inhoud = pad.read_bytes()
        sleutel = serialization.load_pem_private_key(inhoud, None)
        certificaat = x509.load_pem_x509_certificate(inhoud[inhoud.index(b"-----BEGIN CERTIFICATE") :])
    except OSError as fout:
        raise SleutelOntbreekt(f"Het zegel {pad} is niet leesbaar: kijk de rechten van het bestand na.") from fout
    except (ValueError, TypeError) as fout:
        raise SleutelOntbreekt(f"Het zegel {pad} is beschadigd: zet het terug uit de reservekopie.") from fout
    if not isinstance(sleutel, ec.EllipticCurvePrivateKey):
        raise SleutelOntbreekt(f"Het zegel {pad} heeft geen EC-sleutel: zet het terug uit de reservekopie.")
    return sleutel, certificaat


def _geldig_vandaag(gelezen: Zegelaar, pad: Path) -> None:
    geldigheid = gelezen.keten[0]["tbs_certificate"]["validity"]
    tot = geldigheid["not_after"].native
    if not geldigheid["not_before"].native <= datetime.now(UTC) <= tot:
        raad = f"verwijder {pad}, dan komt er een nieuw" if gelezen.is_test else "vraag een nieuw zegel aan"
        raise CertificaatVerlopen(f"Het zegel “{gelezen.naam}” is niet geldig vandaag (tot {tot:%d/%m/%Y}): {raad}.")


def _pem(sleutel: ec.EllipticCurvePrivateKey, certificaat: x509.Certificate) -> bytes:
    return sleutel.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + _certificaat_pem(certificaat)


def _certificaat_pem(certificaat: x509.Certificate) -> bytes:
    return certificaat.public_bytes(serialization.Encoding.PEM)


def _asn1(certificaat: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificaat.public_bytes(serialization.Encoding.DER))


def _cn(certificaat: x509.Certificate) -> str:
    namen = certificaat.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(namen[0].value) if namen else certificaat.subject.rfc4514_string()
