"""Nakijken van een verzegelde PDF, zonder net, met de uitgevers die deze installatie vertrouwt."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto.parser import peek
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .cms import draai
from .pades import VELD_ZEGEL
from .sleutel import is_testcertificaat, wortels


@dataclass(frozen=True)
class Oordeel:
    """Of een PDF ons zegel draagt en niet veranderd is.

    `niveau` (B-B of B-T), `ondertekenaar`, `certificaat_sha256` en `moment` gaan over het zegel en zijn leeg zonder
    leesbaar zegel. `redenen`: Nederlandse zinnen, leeg als `ok`. `is_test`: het zegel is rechtens niets waard.
    """

    ok: bool
    redenen: list[str]
    niveau: str = ""
    ondertekenaar: str = ""
    certificaat_sha256: str = ""
    moment: datetime | None = None
    is_test: bool = False


def controleer_pdf(
    data: bytes,
    *,
    origineel: bytes | None = None,
    vertrouwd: list[Certificate] | None = None,
) -> Oordeel:
    """Oordeelt over `data`; met `origineel` moet het ook dát document zijn (gelijk, of met een handtekening erbij).

    `vertrouwd`: de wortels, standaard `sleutel.wortels()`. Geeft altijd een oordeel, ook over onleesbare bytes.
    """
    if origineel is not None and not data.startswith(origineel):
        return Oordeel(
            False,
            ["Dit is niet het document dat wij verzegelden, of het is herschreven."],
        )
    try:
        return draai(_oordeel(data, wortels() if vertrouwd is None else vertrouwd))
    except Exception as fout:  # vijandige bytes mogen overal struikelen; ook dan volgt een oordeel
        return Oordeel(
            False,
            [f"Dit is geen leesbare PDF of het zegel is beschadigd ({type(fout).__name__})."],
        )


async def _oordeel(data: bytes, vertrouwd: list[Certificate]) -> Oordeel:
    handtekeningen = PdfFileReader(BytesIO(data)).embedded_regular_signatures
    if not handtekeningen:
        return Oordeel(False, ["Dit document draagt geen zegel."])
    redenen: list[str] = []
    statussen = [await _status(handtekening, vertrouwd) for handtekening in handtekeningen]
    for handtekening, status in zip(handtekeningen, statussen, strict=True):
        naam = "Het zegel" if handtekening is handtekeningen[0] else f"De handtekening “{handtekening.field_name}”"
        redenen += [f"{naam} {gebrek}" for gebrek in _gebreken(status)]
    redenen += _vorm(handtekeningen, data)
    zegel, certificaat = handtekeningen[0], statussen[0].signing_cert
    stempel = statussen[0].timestamp_validity
    return Oordeel(
        ok=not redenen,
        redenen=redenen,
        niveau="B-T" if stempel and stempel.valid and stempel.trusted else "B-B",
        ondertekenaar=certificaat.subject.native.get("common_name", ""),
        certificaat_sha256=certificaat.sha256.hex(),
        moment=stempel.timestamp if stempel else zegel.self_reported_timestamp,
        is_test=is_testcertificaat(certificaat),
    )


async def _status(handtekening: EmbeddedPdfSignature, vertrouwd: list[Certificate]) -> Any:
    vertrouwen = ValidationContext(trust_roots=vertrouwd, allow_fetching=False, revocation_mode="soft-fail")
    return await async_validate_pdf_signature(handtekening, vertrouwen)


def _gebreken(status: Any) -> list[str]:
    """Wat er aan één handtekening schort, de eerste oorzaak alleen: de rest volgt eruit."""
    if not status.intact:
        return ["hoort niet bij deze inhoud: er is iets aan het document veranderd."]
    if not status.valid:
        return ["heeft een ongeldige handtekening."]
    if not status.trusted:
        return ["komt niet van een uitgever die wij vertrouwen, of is verlopen."]
    if not status.bottom_line:
        return ["laat niet toe wat er daarna aan het document gewijzigd is."]
    return []


def _vorm(handtekeningen: list[EmbeddedPdfSignature], data: bytes) -> list[str]:
    """Het zegel komt eerst en certificeert, de laatste handtekening dekt het hele bestand, en ertussen zit niets."""
    zegel, laatste = handtekeningen[0], handtekeningen[-1]
    redenen = []
    if zegel.field_name != VELD_ZEGEL or zegel.docmdp_level not in (
        MDPPerm.NO_CHANGES,
        MDPPerm.FILL_FORMS,
    ):
        redenen.append("De eerste handtekening is geen zegel dat het document vastlegt.")
    if laatste.evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        redenen.append("Na de laatste handtekening is nog iets aan het document toegevoegd.")
    if not _zuiver(zegel, data):
        redenen.append("Het zegel heeft bytes die er niet horen.")
    return redenen


def _zuiver(zegel: EmbeddedPdfSignature, data: bytes) -> bool:
    """De plaats van het zegel, het enige dat niet ondertekend is, bevat het zegel en dan niets dan nullen."""
    _, begin, einde, _ = zegel.byte_range
    inhoud = zegel.pkcs7_content
    return data[begin + 1 : einde - 1] == inhoud.hex().upper().encode() and not any(inhoud[peek(inhoud) :])
