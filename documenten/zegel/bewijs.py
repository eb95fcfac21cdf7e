"""Wat een zegel voor de lange duur (B-LTA) bij zich draagt: elke keten, en dat er toen niets ingetrokken was.

Zonder net kan het ook: een CRL in `GD_ZEGEL_MAP/vertrouwd/*.crl`, en die van de test-CA maken we zelf.
"""

import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from asn1crypto import crl, ocsp, pem, x509
from django.conf import settings
from pyhanko.sign.general import SigningError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from . import instelling, sleutel, sleutelmap, testca
from .cms import draai
from .fouten import BewijsFout

HOUDBAAR = 3600.0  # seconden dat wat opgehaald werd opnieuw gebruikt wordt
GEEN_BEWIJS = (PathError, ValidationError)
Uit = TypeVar("Uit")
Waarvoor = tuple[str, frozenset[bytes]]


@dataclass(frozen=True)
class Opgehaald:
    """Wat de uitgevers zeiden, en wanneer (time.monotonic)."""

    wanneer: float
    crls: list[crl.CertificateList]
    ocsps: list[ocsp.OCSPResponse]


_opgehaald: dict[Waarvoor, Opgehaald] = {}  # per map van het zegel en wat erbuiten bleef
_slot = Lock()
Werk = Callable[[ValidationContext], Coroutine[Any, Any, Uit]]


def voor_zegel(keten: list[x509.Certificate], werk: Werk[Uit]) -> Uit:
    """Doet `werk` met een context die elke intrekking streng nakijkt. `keten`: van het zegel.

    Wat een uitgever zegt wordt een uur onthouden. Fouten: BewijsFout als niet na te gaan is of iets ingetrokken is.
    """
    return _met_bewijs(werk, keten, frozenset())


def voor_hernieuwing(zegel: list[x509.Certificate], werk: Werk[Uit]) -> Uit:
    """Idem, maar enkel over tijdstempels. `zegel`: de certificaten van het zegel, waarover nu niets meer gezegd wordt.

    Het is misschien verlopen, en dan zou een nieuwe CRL van zijn uitgever het oude bewijs tegenspreken.
    """
    return _met_bewijs(werk, [], frozenset(c.issuer.dump() for c in zegel))


def _met_bewijs(werk: Werk[Uit], keten: list[x509.Certificate], zonder: frozenset[bytes]) -> Uit:
    waarvoor = (str(settings.GD_ZEGEL_MAP), zonder)
    try:
        if (vorige := _onthouden(waarvoor)) is not None:
            try:
                return draai(_binnen(werk, _context(keten, vorige)))
            except GEEN_BEWIJS:  # een andere server, of iets nieuws: dan toch ophalen
                vergeet()
        return draai(_binnen(werk, _context(keten, None, zonder), waarvoor))
    except GEEN_BEWIJS as fout:
        raise BewijsFout(
            "Het is niet na te gaan of het certificaat van het zegel of van de tijdstempelserver ingetrokken is:"
            " laat deze machine bij de uitgever, zet zijn CRL in vertrouwd/, of kies GD_ZEGEL_NIVEAU=B-T."
        ) from fout


async def _binnen(werk: Werk[Uit], context: ValidationContext, waarvoor: Waarvoor | None = None) -> Uit:
    try:
        uit = await werk(context)
        if waarvoor:
            with _slot:
                _opgehaald[waarvoor] = Opgehaald(time.monotonic(), list(context.crls), list(context.ocsps))
        return uit
    except SigningError as fout:
        if isinstance(fout.__cause__, GEEN_BEWIJS):
            raise fout.__cause__ from fout
        raise
    finally:
        await context.aclose()


def _van_buiten() -> bool:
    """Een test-CA heeft geen adres: enkel voor wat van een ander komt gaan we naar buiten."""
    return instelling.een_echt() or any(s != instelling.TEST for s in instelling.tijdstempelservers())


def _onthouden(waarvoor: Waarvoor) -> Opgehaald | None:
    with _slot:
        vorige = _opgehaald.get(waarvoor)
    return vorige if vorige and time.monotonic() - vorige.wanneer < HOUDBAAR else None


def vergeet() -> None:
    """Wat onthouden werd telt niet meer: de volgende keer wordt het opnieuw gevraagd."""
    with _slot:
        _opgehaald.clear()


def _context(
    keten: list[x509.Certificate], vorige: Opgehaald | None, zonder: frozenset[bytes] = frozenset()
) -> ValidationContext:
    return ValidationContext(
        trust_roots=sleutel.wortels(),
        other_certs=keten,
        crls=vorige.crls if vorige else [lijst for lijst in _crls(keten) if lijst.issuer.dump() not in zonder],
        ocsps=vorige.ocsps if vorige else [],
        allow_fetching=vorige is None and _van_buiten(),
        revocation_mode="require",
    )


def _crls(keten: list[x509.Certificate]) -> Iterator[crl.CertificateList]:
    """Van de test-CA en haar tijdstempeldienst, en wat de beheerder zelf klaarzet."""
    if keten and testca.wortelpad().exists():
        yield crl.CertificateList.load(testca.crl(van_stempels=False))
    if testca.stempelwortel().exists():
        yield crl.CertificateList.load(testca.crl(van_stempels=True))
    for pad in sorted((Path(settings.GD_ZEGEL_MAP) / "vertrouwd").glob("*.crl")):
        yield _crl(pad, sleutelmap.stempel(pad))


@lru_cache(maxsize=64)
def _crl(pad: Path, stempel: tuple[int, int]) -> crl.CertificateList:
    inhoud = pad.read_bytes()
    return crl.CertificateList.load(pem.unarmor(inhoud)[2] if pem.detect(inhoud) else inhoud)
