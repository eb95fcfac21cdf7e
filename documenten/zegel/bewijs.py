"""Wat een zegel voor de lange duur (B-LTA) bij zich draagt: elke keten, en dat er toen niets ingetrokken was.

Zonder net kan het ook: een CRL in `GD_ZEGEL_MAP/vertrouwd/*.crl`, en die van de test-CA maken we zelf.
"""

import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

from asn1crypto import crl, pem, x509
from django.conf import settings
from pyhanko.sign.general import SigningError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from . import instelling, sleutel, testca
from .fouten import BewijsFout

HOUDBAAR = 3600.0  # seconden dat wat opgehaald werd opnieuw gebruikt wordt
GEEN_BEWIJS = (PathError, ValidationError, SigningError)
Uit = TypeVar("Uit")

_opgehaald: dict[str, tuple[float, ValidationContext]] = {}  # map van het zegel → wanneer, en wat er toen in zat
_slot = Lock()


def met_bewijs(keten: list[x509.Certificate], werk: Callable[[ValidationContext], Uit]) -> Uit:
    """Doet `werk` met een context die elke intrekking streng nakijkt. `keten`: van het zegel.

    Wat een uitgever zegt wordt een uur onthouden. Fouten: BewijsFout als niet na te gaan is of iets ingetrokken is.
    """
    try:
        if (vorige := _onthouden()) is not None:
            try:
                return werk(_context(keten, vorige, ophalen=False))
            except GEEN_BEWIJS:  # een andere server, of iets nieuws: dan toch ophalen
                _vergeet()
        vers = _context(keten, None, ophalen=_van_buiten())
        uit = werk(vers)
        with _slot:
            _opgehaald[str(settings.GD_ZEGEL_MAP)] = (time.monotonic(), vers)
        return uit
    except GEEN_BEWIJS as fout:
        raise BewijsFout(
            "Het is niet na te gaan of het certificaat van het zegel of van de tijdstempelserver ingetrokken is:"
            " laat deze machine bij de uitgever, zet zijn CRL in vertrouwd/, of kies GD_ZEGEL_NIVEAU=B-T."
        ) from fout


def _van_buiten() -> bool:
    """Een test-CA heeft geen adres: enkel voor wat van een ander komt gaan we naar buiten."""
    return instelling.een_echt() or any(s != instelling.TEST for s in instelling.tijdstempelservers())


def _onthouden() -> ValidationContext | None:
    with _slot:
        wanneer, vers = _opgehaald.get(str(settings.GD_ZEGEL_MAP), (0.0, None))
    return vers if time.monotonic() - wanneer < HOUDBAAR else None


def _vergeet() -> None:
    with _slot:
        _opgehaald.pop(str(settings.GD_ZEGEL_MAP), None)


def _context(keten: list[x509.Certificate], vorige: ValidationContext | None, *, ophalen: bool) -> ValidationContext:
    return ValidationContext(
        trust_roots=sleutel.wortels(),
        other_certs=keten,
        crls=list(vorige.crls) if vorige else _eigen_crls(),
        ocsps=list(vorige.ocsps) if vorige else [],
        allow_fetching=ophalen,
        revocation_mode="require",
    )


def _eigen_crls() -> list[crl.CertificateList]:
    gevonden = [crl.CertificateList.load(testca.crl())] if testca.wortelpad().exists() else []
    for pad in sorted((Path(settings.GD_ZEGEL_MAP) / "vertrouwd").glob("*.crl")):
        gevonden.append(_crl(pad, testca.stempel(pad)))
    return gevonden


@lru_cache(maxsize=64)
def _crl(pad: Path, stempel: tuple[int, int]) -> crl.CertificateList:
    inhoud = pad.read_bytes()
    return crl.CertificateList.load(pem.unarmor(inhoud)[2] if pem.detect(inhoud) else inhoud)
