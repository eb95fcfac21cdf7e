"""Nakijken van een verzegelde PDF, zonder net, met de uitgevers die deze installatie vertrouwt.

`controleer_pdf`: draagt dit bestand ons zegel en is het niet veranderd? Wat een persoon terugstuurt: zie `persoon`.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import takewhile
from typing import Any, NamedTuple

from asn1crypto.parser import peek
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffPolicy
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from . import duurzaam as duur
from .cms import draai
from .pades import VELD_ARCHIEF, VELD_ZEGEL
from .sleutel import is_testcertificaat, wortels

VREEMD_STEMPEL = "draagt een tijdstempel dat niet klopt, of van een uitgever die wij niet vertrouwen."


@dataclass(frozen=True)
class Oordeel:
    """Of een PDF ons zegel draagt en niet veranderd is.

    `niveau` (B-B, B-T of B-LTA), `ondertekenaar`, `certificaat_sha256` en `moment` gaan over het zegel, leeg zonder
    leesbaar zegel. `redenen`: Nederlandse zinnen, leeg als `ok`. `is_test`: het zegel is rechtens niets waard.
    `manueel`: niet `ok`, maar ook niet fout; een tweede persoon kijkt het na. `geldig_tot`: einde van het certificaat,
    bij B-LTA dat van het jongste tijdstempel. `einde`: tot welke byte ons eigen werk gaat.
    """

    ok: bool
    redenen: list[str]
    niveau: str = ""
    ondertekenaar: str = ""
    certificaat_sha256: str = ""
    moment: datetime | None = None
    is_test: bool = False
    manueel: bool = False
    geldig_tot: datetime | None = None
    einde: int = 0


class Looptijd(NamedTuple):
    """Tot wanneer het zegel na te kijken is: het einde van het certificaat, bij B-LTA dat van het jongste tijdstempel.

    `archief_tot`: enkel met een archieftijdstempel; een handtekening die er nog niet onder ligt, eindigt vroeger.
    """

    geldig_tot: datetime
    is_test: bool
    archief_tot: datetime | None = None


def looptijd(data: bytes) -> Looptijd | None:
    """De looptijd van het zegel op een document dat wij zelf bewaren, zonder het na te kijken; None zonder zegel."""
    alle = PdfFileReader(BytesIO(data)).embedded_signatures
    if not alle:
        return None
    archief = [h for h in alle if _is_archief(h)]
    return Looptijd(
        _einde_van(alle), is_testcertificaat(alle[0].signer_cert), _tot(archief[-1].signer_cert) if archief else None
    )


def _is_archief(handtekening: EmbeddedPdfSignature) -> bool:
    return _is_stempel(handtekening) and str(handtekening.field_name).startswith(VELD_ARCHIEF)


def _is_stempel(handtekening: EmbeddedPdfSignature) -> bool:
    return handtekening.sig_object_type == "/DocTimeStamp"


def _einde_van(alle: list[EmbeddedPdfSignature]) -> datetime:
    """Een archieftijdstempel neemt over van alles wat ervoor staat; een ander tijdstempel verlengt niets."""
    vanaf = max((nr for nr, h in enumerate(alle) if _is_archief(h)), default=0)
    return min(_tot(h.signer_cert) for h in alle[vanaf:] if _is_archief(h) or not _is_stempel(h))


def controleer_pdf(
    data: bytes,
    *,
    origineel: bytes | None = None,
    vertrouwd: list[Certificate] | None = None,
    eigen: bool = False,
) -> Oordeel:
    """Oordeelt over `data`; met `origineel` moet het ook dát document zijn (gelijk, of met een handtekening erbij).

    `vertrouwd`: de wortels, standaard `sleutel.wortels()`. `eigen`: precies deze bytes bewaren wij als bewijs. Wie de
    handtekening van een persoon erin uitgaf, keken wij na toen we ze aannamen; zijn certificaat mag intussen verlopen
    zijn. Geeft altijd een oordeel, ook over onleesbare bytes.
    """
    if origineel is not None and not data.startswith(origineel):
        return Oordeel(
            False,
            ["Dit is niet het document dat wij verzegelden, of het is herschreven."],
        )
    try:
        return draai(_oordeel(data, wortels() if vertrouwd is None else vertrouwd, eigen))
    except Exception as fout:  # vijandige bytes mogen overal struikelen; ook dan volgt een oordeel
        return Oordeel(
            False,
            ["Dit is geen leesbare PDF of het zegel is beschadigd.", f"Voor de beheerder: {type(fout).__name__}."],
        )


async def _oordeel(data: bytes, vertrouwd: list[Certificate], eigen: bool) -> Oordeel:
    lezer = PdfFileReader(BytesIO(data))
    handtekeningen, alle = lezer.embedded_regular_signatures, lezer.embedded_signatures
    if not handtekeningen:
        return Oordeel(False, ["Dit document draagt geen zegel."])
    zegel, *andere = handtekeningen
    duurzaam = await duur.keur(zegel, vertrouwd)
    status = duurzaam or await _status(zegel, vertrouwd)
    redenen = [f"Het zegel {gebrek}" for gebrek in _gebreken(status)]
    for handtekening in andere:
        gebreken = _gebreken(await _status(handtekening, vertrouwd), van_bekende=eigen)
        redenen += [f"De handtekening “{handtekening.field_name}” {gebrek}" for gebrek in gebreken]
    if duurzaam is None:
        redenen += await _stempels(alle, vertrouwd)
    redenen += _vorm(alle, data)
    stempel, certificaat = status.timestamp_validity, status.signing_cert
    return Oordeel(
        ok=not redenen,
        redenen=redenen,
        niveau="B-LTA" if duurzaam else "B-T" if stempel and stempel.valid and stempel.trusted else "B-B",
        ondertekenaar=certificaat.subject.native.get("common_name", ""),
        certificaat_sha256=certificaat.sha256.hex(),
        moment=stempel.timestamp if stempel else zegel.self_reported_timestamp,
        is_test=is_testcertificaat(certificaat),
        geldig_tot=_einde_van(alle) if duurzaam else min(_tot(h.signer_cert) for h in handtekeningen),
        einde=_einde(alle),
    )


async def _stempels(alle: list[EmbeddedPdfSignature], vertrouwd: list[Certificate]) -> list[str]:
    """Wat er schort aan de tijdstempels van een document dat voor de lange duur geen stand houdt."""
    if any(_is_archief(h) for h in alle):
        return ["Een tijdstempel voor de lange duur is niet geldig, of verlopen zonder dat het hernieuwd werd."]
    staten = [await async_validate_pdf_timestamp(h, _vertrouwen(vertrouwd)) for h in alle if _is_stempel(h)]
    if all(staat.intact and staat.valid and staat.trusted for staat in staten):
        return []
    return ["Een tijdstempel is niet geldig, is verlopen, of komt van een uitgever die wij niet vertrouwen."]


def _einde(alle: list[EmbeddedPdfSignature]) -> int:
    """Tot waar ons eigen werk gaat: het zegel, en de archieftijdstempels die er meteen op volgen."""
    eigen = [alle[0], *takewhile(_is_stempel, alle[1:])]
    return sum(list(eigen[-1].byte_range)[2:])


async def _status(
    handtekening: EmbeddedPdfSignature,
    vertrouwd: list[Certificate],
    regels: DiffPolicy = DEFAULT_DIFF_POLICY,
    stempels: list[Certificate] | None = None,
) -> Any:
    """`stempels`: de wortels voor een tijdstempel erin, als het andere zijn."""
    return await async_validate_pdf_signature(
        handtekening,
        _vertrouwen(vertrouwd),
        ts_validation_context=_vertrouwen(vertrouwd if stempels is None else stempels),
        diff_policy=regels,
    )


def _vertrouwen(vertrouwd: list[Certificate]) -> ValidationContext:
    return ValidationContext(trust_roots=vertrouwd, allow_fetching=False, revocation_mode="soft-fail")


def _gebreken(status: Any, *, van_bekende: bool = False) -> list[str]:
    """Wat er aan één handtekening schort, de eerste oorzaak alleen: de rest volgt eruit.

    `van_bekende`: de uitgever is eerder nagekeken, en telt niet meer.
    """
    if not status.intact:
        return ["hoort niet bij deze inhoud: er is iets aan het document veranderd."]
    if not status.valid:
        return ["heeft een ongeldige handtekening."]
    if not (status.trusted or van_bekende):
        return ["komt niet van een uitgever die wij vertrouwen, of is verlopen."]
    if not (status.seed_value_ok and (status.docmdp_ok or status.modification_level is None)):
        return ["laat niet toe wat er daarna aan het document gewijzigd is."]
    if not (status.bottom_line or van_bekende):
        return [VREEMD_STEMPEL]
    return []


def _vorm(handtekeningen: list[EmbeddedPdfSignature], data: bytes) -> list[str]:
    """Het zegel komt eerst en certificeert, de laatste (ook een archieftijdstempel) dekt het hele bestand."""
    zegel, laatste = handtekeningen[0], handtekeningen[-1]
    if _is_stempel(zegel):
        return ["Er staat iets voor het zegel."]
    redenen = []
    if zegel.field_name != VELD_ZEGEL or zegel.docmdp_level not in (
        MDPPerm.NO_CHANGES,
        MDPPerm.FILL_FORMS,
    ):
        redenen.append("De eerste handtekening is geen zegel dat het document vastlegt.")
    if laatste.evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        redenen.append("Na de laatste handtekening is nog iets aan het document toegevoegd.")
    if not all(_zuiver(h, data) for h in handtekeningen if h is zegel or _is_stempel(h)):
        redenen.append("Het zegel heeft bytes die er niet horen.")
    return redenen


def _zuiver(zegel: EmbeddedPdfSignature, data: bytes) -> bool:
    """De plaats van een handtekening, het enige dat niet ondertekend is, bevat die en dan niets dan nullen."""
    _, begin, einde, _ = zegel.byte_range
    inhoud = zegel.pkcs7_content
    plaats, hex_ = data[begin + 1 : einde - 1], inhoud.hex().encode()
    return plaats in (hex_, hex_.upper()) and not any(inhoud[peek(inhoud) :])


def _tot(certificaat: Certificate) -> datetime:
    return certificaat["tbs_certificate"]["validity"]["not_after"].native
