"""De test-CA van een installatie zonder echt zegel: haar wortel, een testzegel per bestuur, een tijdstempeldienst.

In `GD_ZEGEL_MAP`:
  wortel.sleutel.pem, wortel.pem        de test-CA, gemaakt bij het eerste gebruik
  <slug>.sleutel.pem                    sleutel en certificaat van het testzegel van een bestuur
  tijdstempeldienst/                    wortel en sleutel van de eigen tijdstempeldienst, na het eerste gebruik
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from django.conf import settings

from .fouten import SleutelOntbreekt
from .sleutelmap import bewaar, certificaat_pem, gelezen, lees_pem, op_slot, schrijffouten, sleutel_pem, stempel

NAAM_WORTEL = "TESTZEGEL — geen rechtsgeldig zegel"
NAAM_TIJDSTEMPEL = "TEST tijdstempeldienst — geen rechtsgeldig tijdstempel"
ORGANISATIE_ID = ObjectIdentifier("2.5.4.97")  # organizationIdentifier, ETSI EN 319 412-1
NAAM_STEMPELWORTEL = "TEST tijdstempeldienst — wortel"
JAAR = timedelta(days=365)


def wortelpad() -> Path:
    """Waar de sleutel van de test-CA staat, of komt."""
    return Path(settings.GD_ZEGEL_MAP) / "wortel.sleutel.pem"


def wortel_pem() -> bytes:
    """Het certificaat van de test-CA als PEM, om mee te geven aan wie nakijkt; maakt de CA als ze er nog niet is."""
    with op_slot() as waar:
        return certificaat_pem(_maak_wortel(waar, NAAM_WORTEL)[1])


def stempelwortel_pem() -> bytes:
    """De wortel van de eigen tijdstempeldienst als PEM; leeg zolang die niets gestempeld heeft."""
    return stempelwortel().read_bytes() if stempelwortel().exists() else b""


def wortelcertificaat() -> Path:
    """Het bestand met het certificaat van de test-CA; maakt de CA als ze er nog niet is."""
    pad = Path(settings.GD_ZEGEL_MAP) / "wortel.pem"
    if not pad.exists():
        wortel_pem()
    return pad


def stempelwortel() -> Path:
    """Het bestand met de wortel van de eigen tijdstempeldienst; ze is er pas na het eerste tijdstempel."""
    return _stempelmap() / "wortel.pem"


def crl(*, van_stempels: bool) -> bytes:
    """De lijst van wat de test-CA (of de wortel van haar tijdstempeldienst) introk: niets, voor een week (DER)."""
    with op_slot() as waar:
        sleutel, certificaat = _maak_stempelwortel() if van_stempels else _maak_wortel(waar, NAAM_WORTEL)
    nu = datetime.now(UTC).replace(microsecond=0)
    bouw = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(certificaat.subject)
        .last_update(nu - timedelta(minutes=1))
        .next_update(nu + timedelta(days=7))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(sleutel.public_key()), critical=False)
        .add_extension(x509.CRLNumber(int(nu.timestamp())), critical=False)
    )
    return bouw.sign(sleutel, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def testsleutel(slug: str, naam: str, kbo: str) -> Path:
    """Het sleutelbestand van dit bestuur; maakt het bij het eerste gebruik. Fouten: ZegelFout."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", slug):
        raise SleutelOntbreekt(f"“{slug}” is geen bruikbare naam voor een zegel: gebruik kleine letters, cijfers en -.")
    pad = Path(settings.GD_ZEGEL_MAP) / f"{slug}.sleutel.pem"
    if pad.exists() and cn(gelezen(pad, stempel(pad))[1]) == _zegelnaam(naam):
        return pad
    with op_slot() as waar:
        wortel, wortelcertificaat = _maak_wortel(waar, NAAM_WORTEL)
        sleutel = lees_pem(pad)[0] if pad.exists() else None
        if sleutel is None or cn(lees_pem(pad)[1]) != _zegelnaam(naam):
            # een bestuur dat van naam verandert, houdt zijn sleutel en krijgt een nieuw certificaat
            sleutel = sleutel or ec.generate_private_key(ec.SECP256R1())
            nieuw = maak_certificaat(sleutel, dn(_zegelnaam(naam), naam, kbo), wortel, wortelcertificaat)
            bewaar(pad, sleutel_pem(sleutel, nieuw), geheim=True)
    return pad


def tijdstempelsleutel() -> Path:
    """Het sleutelbestand van de eigen tijdstempeldienst; nadert het einde, dan komt er een nieuwe sleutel.

    Ze heeft een eigen wortel, zoals in het echt: bij een hernieuwing mag wat over haar gezegd wordt niets zeggen over
    een zegel dat intussen verlopen is.
    """
    pad = _stempelmap() / "sleutel.pem"
    if pad.exists() and not _bijna_op(pad):
        return pad
    with op_slot():
        wortel, wortelcertificaat = _maak_stempelwortel()
        if not pad.exists() or _bijna_op(pad):
            sleutel = ec.generate_private_key(ec.SECP256R1())
            naam = dn(NAAM_TIJDSTEMPEL, NAAM_WORTEL, "")
            nieuw = maak_certificaat(sleutel, naam, wortel, wortelcertificaat, stempelt=True)
            bewaar(pad, sleutel_pem(sleutel, nieuw), geheim=True)
    return pad


def _stempelmap() -> Path:
    return Path(settings.GD_ZEGEL_MAP) / "tijdstempeldienst"


def _bijna_op(pad: Path) -> bool:
    return gelezen(pad, stempel(pad))[1].not_valid_after_utc < datetime.now(UTC) + 2 * JAAR


def _maak_stempelwortel() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    with schrijffouten(_stempelmap()):
        _stempelmap().mkdir(mode=0o700, exist_ok=True)
    return _maak_wortel(_stempelmap(), NAAM_STEMPELWORTEL)


def _maak_wortel(waar: Path, naam: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    pad = waar / "wortel.sleutel.pem"
    if pad.exists():
        sleutel, certificaat = lees_pem(pad)
    else:
        sleutel = ec.generate_private_key(ec.SECP256R1())
        certificaat = maak_certificaat(sleutel, dn(naam, NAAM_WORTEL, ""), sleutel, None)
        bewaar(pad, sleutel_pem(sleutel, certificaat), geheim=True)
    if not (waar / "wortel.pem").exists():
        bewaar(waar / "wortel.pem", certificaat_pem(certificaat))
    return sleutel, certificaat


def _zegelnaam(naam: str) -> str:
    return f"TESTZEGEL {naam}"[:64].rstrip()  # 64 is het maximum van commonName


def dn(cn: str, organisatie: str, kbo: str) -> x509.Name:
    """De naam in een certificaat; met een KBO-nummer ook organizationIdentifier."""
    delen = [
        (NameOID.COUNTRY_NAME, "BE"),
        (NameOID.ORGANIZATION_NAME, organisatie[:64].rstrip()),
    ]
    if kbo:
        delen.append((ORGANISATIE_ID, f"NTRBE-{kbo}"))
    return x509.Name([x509.NameAttribute(soort, waarde) for soort, waarde in [*delen, (NameOID.COMMON_NAME, cn)]])


def maak_certificaat(
    sleutel: ec.EllipticCurvePrivateKey,
    naam: x509.Name,
    uitgever: ec.EllipticCurvePrivateKey,
    uitgever_certificaat: x509.Certificate | None,
    *,
    stempelt: bool = False,
) -> x509.Certificate:
    """Een zegelcertificaat (10 jaar), dat van de tijdstempeldienst (12 jaar), of zonder uitgever de wortel (20)."""
    wortel = uitgever_certificaat is None
    nu = datetime.now(UTC).replace(microsecond=0)
    tot = nu + (20 if wortel else 12 if stempelt else 10) * JAAR
    if uitgever_certificaat is not None:  # nooit langer dan wie het uitgeeft
        tot = min(tot, uitgever_certificaat.not_valid_after_utc)
    bouw = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(naam if uitgever_certificaat is None else uitgever_certificaat.subject)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - timedelta(days=1))  # een klok die wat achterloopt, mag niet weigeren
        .not_valid_after(tot)
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
    if stempelt:
        bouw = bouw.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return bouw.sign(uitgever, hashes.SHA256())


def asn1(certificaat: x509.Certificate) -> asn1_x509.Certificate:
    """Hetzelfde certificaat zoals pyHanko het leest."""
    return asn1_x509.Certificate.load(certificaat.public_bytes(serialization.Encoding.DER))


def cn(certificaat: x509.Certificate) -> str:
    """De naam die het certificaat draagt."""
    namen = certificaat.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(namen[0].value) if namen else certificaat.subject.rfc4514_string()
