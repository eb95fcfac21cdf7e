"""De map van het zegel (`GD_ZEGEL_MAP`): sleutelbestanden lezen en schrijven, elk bestand in één beweging.

Elk sleutelbestand bevat sleutel én certificaat: een onderbroken start laat niets halfs na.
"""

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from .fouten import SchijfVol, SleutelOntbreekt


@contextmanager
def op_slot() -> Iterator[Path]:
    """Eén proces tegelijk maakt sleutels in de map van het zegel."""
    waar = Path(settings.GD_ZEGEL_MAP)
    with schrijffouten(waar):
        waar.mkdir(mode=0o700, parents=True, exist_ok=True)
        slot = os.open(waar / ".slot", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(slot, fcntl.LOCK_EX)
        yield waar
    finally:
        os.close(slot)


@contextmanager
def schrijffouten(waar: Path) -> Iterator[None]:
    """Een fout van de schijf als zin. Fouten: SchijfVol."""
    try:
        yield
    except OSError as fout:
        if fout.errno in (errno.ENOSPC, errno.EDQUOT):
            raise SchijfVol(f"De schijf is vol: maak plaats vrij voor {waar} en probeer opnieuw.") from fout
        raise SchijfVol(f"{waar} kan niet geschreven worden: kijk de rechten na en probeer opnieuw.") from fout


def bewaar(pad: Path, inhoud: bytes, geheim: bool = False) -> None:
    """Het hele bestand, in één beweging. Fouten: SchijfVol."""
    with schrijffouten(pad.parent):
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


def stempel(pad: Path) -> tuple[int, int]:
    """Verandert het bestand, dan wordt het opnieuw gelezen; anders één keer per proces. Fouten: SleutelOntbreekt."""
    try:
        staat = pad.stat()
    except OSError as fout:
        raise SleutelOntbreekt(
            f"Het zegel {pad} is er niet: zet het bestand terug of kijk GD_ZEGEL_PKCS12 na."
        ) from fout
    return staat.st_mtime_ns, staat.st_ino


@lru_cache(maxsize=1024)
def gelezen(pad: Path, stempel: tuple[int, int]) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """`lees_pem`, één keer per proces zolang het bestand hetzelfde blijft."""
    return lees_pem(pad)


def lees_pem(pad: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Sleutel en certificaat uit één bestand van deze map. Fouten: SleutelOntbreekt."""
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


def sleutel_pem(sleutel: ec.EllipticCurvePrivateKey, certificaat: x509.Certificate) -> bytes:
    return sleutel.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + certificaat_pem(certificaat)


def certificaat_pem(certificaat: x509.Certificate) -> bytes:
    return certificaat.public_bytes(serialization.Encoding.PEM)
