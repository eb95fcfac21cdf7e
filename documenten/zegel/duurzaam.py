"""Houdt een zegel voor de lange duur stand, ook jaren later en zonder net? (ETSI EN 319 102-1, § 5.6.3)

Streng: van elk certificaat staat in het document zelf dat het toen niet ingetrokken was. Enkel van het jongste
archieftijdstempel kan dat niet in het document staan: dat moet nog geldig zijn. Daarom wordt het op tijd hernieuwd.
"""

from datetime import UTC, datetime, timedelta

from asn1crypto.x509 import Certificate
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator.context import CertValidationPolicySpec, ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    NonRevokedStatusAssertion,
    RevocationCheckingPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager


async def keur(
    zegel: EmbeddedPdfSignature, vertrouwd: list[Certificate], moment: datetime | None = None
) -> PdfSignatureStatus | None:
    """De staat van dit zegel als het op `moment` (nu) streng standhoudt; anders None, ook zonder archieftijdstempel."""
    stempels = zegel.reader.embedded_timestamp_signatures
    if not stempels:
        return None
    op = moment or datetime.now(UTC)
    jongste = NonRevokedStatusAssertion(stempels[-1].signer_cert.sha256, at=op + timedelta(minutes=1))
    uitslag = await ades_lta_validation(
        zegel,
        PdfSignatureValidationSpec(
            SignatureValidationSpec(
                CertValidationPolicySpec(
                    trust_manager=SimpleTrustManager.build(trust_roots=vertrouwd),
                    revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("require")),
                ),
                RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
                local_knowledge=LocalKnowledge(nonrevoked_assertions=[jongste]),
            )
        ),
        ValidationTimingInfo(validation_time=op, best_signature_time=op, point_in_time_validation=moment is not None),
    )
    zonder = uitslag.oldest_evidence_record_timestamp is None  # de keten van archieftijdstempels klopt niet
    if zonder or uitslag.ades_subindic != AdESPassed.OK or uitslag.api_status is None:
        return None
    return uitslag.api_status
