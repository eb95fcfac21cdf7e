"""Losse CAdES op een inhoudslijst (bewijspakket): zetten (B-B, of B-T met tijdstempel), en streng nakijken."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import cms
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from . import tsa
from .sleutel import ORDE, Zegelaar

SPELING = timedelta(minutes=10)
ONLEESBAAR = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    NotImplementedError,
    StopIteration,
    SigningError,
    SignatureValidationError,
)


def draai(werk: Coroutine[Any, Any, Any]) -> Any:
    """Voert een coroutine van pyHanko uit; in een eigen draad als er hier al een lus loopt."""
    try:
        lus = asyncio.get_running_loop()
    except RuntimeError:
        lus = None
    if lus is None:
        return asyncio.run(werk)
    with ThreadPoolExecutor(1) as draad:
        return draad.submit(asyncio.run, werk).result()


def onderteken_los(inhoud: bytes, zegelaar: Zegelaar) -> bytes:
    """Losse CAdES-handtekening (DER) over `inhoud`, op `zegelaar.niveau_los`. Fouten: ZegelFout."""

    def onderteken(dienst: TimeStamper | None) -> bytes:
        los = zegelaar.signer.async_sign_general_data(
            inhoud, "sha256", detached=True, use_cades=True, timestamper=dienst
        )
        return draai(los).dump()

    return tsa.met_tijdstempel(onderteken)


def controleer_los(
    p7s: bytes,
    inhoud: bytes,
    wortels: list[Certificate],
    meld: Callable[[str], None],
    niveau: str | None = None,
    keten_sha256: list[str] | None = None,
    streng: bool = True,
    moment: datetime | None = None,
) -> dict[str, Any]:
    """Kijkt een losse handtekening na; roept `meld` met een zin per afwijking.

    `niveau` (B-B of B-T) en `keten_sha256` (zegel eerst, zonder wortel) zegt het ondertekende pakket zelf. `streng`
    laat alleen de bytes toe die wij zelf zouden schrijven. `moment`: waarop het certificaat moest gelden als er geen
    tijdstempel is; standaard nu. Uit: `certificaat` (sha256), `naam`, `tijdstempel` (of
    None), `gezegd` (het ogenblik dat de ondertekenaar noemt), `ondertekend` (bytes van de ondertekende attributen);
    leeg als het zegel niet te lezen is.
    """
    try:
        return _controleer(p7s, inhoud, wortels, meld, niveau, keten_sha256, streng, moment)
    except ONLEESBAAR as fout:
        meld(f"Het zegel is niet leesbaar of niet geldig ({type(fout).__name__}).")
        return {}


def _controleer(
    p7s: bytes,
    inhoud: bytes,
    wortels: list[Certificate],
    meld: Callable[[str], None],
    niveau: str | None,
    keten_sha256: list[str] | None,
    streng: bool,
    moment: datetime | None,
) -> dict[str, Any]:
    ci = cms.ContentInfo.load(p7s, strict=True)
    (si,) = ci["content"]["signer_infos"]
    stempel = _tijdstempel(si)
    tijd = stempel["content"]["encap_content_info"]["content"].parsed["gen_time"].native if stempel else None
    vertrouwen = ValidationContext(
        trust_roots=wortels,
        moment=tijd or moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    status = draai(async_validate_detached_cms(inhoud, ci["content"], vertrouwen))
    gezegd = next(a["values"][0].native for a in si["signed_attrs"] if a["type"].native == "signing_time")
    if not status.intact:
        meld("Het zegel hoort niet bij deze inhoudslijst.")
    if not status.valid:
        meld("De handtekening van het zegel klopt niet.")
    if status.intact and status.valid and not status.trusted:
        meld("Het zegel komt niet van een vertrouwde uitgever.")
    if stempel and not _stempel_goed(status.timestamp_validity):
        meld("Het tijdstempel klopt niet.")
    if niveau and (stempel is not None) != (niveau == "B-T"):
        meld(
            "Het pakket zegt een tijdstempel te hebben, maar het zegel heeft er geen."
            if niveau == "B-T"
            else "Het zegel heeft een tijdstempel dat het pakket niet noemt."
        )
    if streng:
        _streng(p7s, si, status, keten_sha256, tijd, gezegd, meld)
    return {
        "certificaat": status.signing_cert.sha256,
        "naam": status.signing_cert.subject.native.get("common_name"),
        "tijdstempel": tijd,
        "gezegd": gezegd,
        "ondertekend": si["signed_attrs"].dump(),
    }


def _streng(
    p7s: bytes,
    si: cms.SignerInfo,
    status: Any,
    keten_sha256: list[str] | None,
    tijd: datetime | None,
    gezegd: datetime,
    meld: Callable[[str], None],
) -> None:
    if tijd and not -SPELING <= tijd - gezegd <= SPELING:
        meld("Het tijdstempel ligt niet bij het ogenblik van verzegelen.")
    if not status.trusted:
        return
    keten = list(status.validation_path.iter_certs(include_root=False))[::-1]
    if keten_sha256 is not None and [c.sha256.hex() for c in keten] != keten_sha256:
        meld("De certificaten van het zegel zijn niet die welke het pakket noemt.")
    if not keten or _nagebouwd(si, keten) != p7s:
        meld("Het zegel heeft bytes die er niet horen.")
    elif keten[0].public_key.algorithm == "ec":
        orde = ORDE.get(keten[0].public_key.curve[1])
        if orde is None or decode_dss_signature(si["signature"].native)[1] > orde // 2:
            meld("De handtekening heeft niet de afgesproken vorm (lage s).")


def _tijdstempel(si: cms.SignerInfo) -> cms.ContentInfo | None:
    for attribuut in si["unsigned_attrs"] or ():
        if attribuut["type"].native == "signature_time_stamp_token":
            return attribuut["values"][0]
    return None


def _stempel_goed(geldigheid: Any) -> bool:
    return bool(geldigheid and geldigheid.intact and geldigheid.valid and geldigheid.trusted)


def _nagebouwd(si: cms.SignerInfo, keten: list[Certificate]) -> bytes:
    """De enige bytes die dit zegel mag hebben: wat niet ondertekend is, volgt uit wat ondertekend is."""
    stempel = _tijdstempel(si)
    ondertekenaar = {
        "version": "v1",
        "sid": {
            "issuer_and_serial_number": {
                "issuer": keten[0].issuer,
                "serial_number": keten[0].serial_number,
            }
        },
        "digest_algorithm": {"algorithm": "sha256"},
        "signed_attrs": si["signed_attrs"].untag(),
        "signature_algorithm": {"algorithm": "sha256_ecdsa" if keten[0].public_key.algorithm == "ec" else "sha256_rsa"},
        "signature": si["signature"].native,
    }
    if stempel:
        ondertekenaar["unsigned_attrs"] = [{"type": "signature_time_stamp_token", "values": [stempel]}]
    inhoud = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": "sha256"}],
        "encap_content_info": {"content_type": "data"},
        "certificates": keten,
        "signer_infos": [ondertekenaar],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": inhoud}).dump()
