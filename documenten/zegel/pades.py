"""Het zegel van het bestuur op een PDF: PAdES, certificerend, onzichtbaar; de tekst van het blok staat in de pagina.

Altijd als eerste en certificerend: wat vóór een latere handtekening toegevoegd wordt, is anders niet te onderscheiden
van het origineel. Eén leeg veld staat klaar voor de eigen handtekening van een persoon; die sluit het document af.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from urllib.parse import quote

from asn1crypto import cms, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment, SignerAttrSpec
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSignatureMetadata,
    PdfSigner,
    PdfTimeStamper,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from . import bewijs, tsa
from .cms import draai
from .fouten import ZegelFout
from .sleutel import Zegelaar

VELD_ZEGEL = "Zegel"
VELD_PERSOON = "EigenHandtekening"
VELD_ARCHIEF = "Archieftijdstempel"  # met een nummer erachter
VELD_STEMPEL = "Tijdstempel"  # idem; zonder bewijzen: het zegt enkel dat alles ervoor er toen al stond
# Buiten het blad en afdrukbaar: een zichtbaar veld zonder plaats in de tags breekt PDF/UA, een verborgen veld PDF/A.
ONZICHTBAAR = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)


@dataclass(frozen=True)
class Verzegeld:
    """Een verzegelde PDF; `bytes` begint met de bytes van vóór het zegel. `op`: het ogenblik dat het zegel noemt."""

    bytes: bytes
    niveau: str
    certificaat_sha256: str
    op: datetime


def verzegel(
    pdf: bytes,
    zegelaar: Zegelaar,
    *,
    hoedanigheid: str,
    reden: str,
    naam: str,
    plaats: str = "",
) -> Verzegeld:
    """Verzegelt een PDF die nog geen handtekening draagt, op `zegelaar.niveau` (B-B, B-T of B-LTA).

    In: `hoedanigheid` waarin getekend werd (bv. algemeen directeur), `reden` en `naam` voor wie het zegel opent.
    Het zegel laat alleen het invullen van het klare veld EigenHandtekening toe. Fouten: ZegelFout.
    """
    meta = _metagegevens(hoedanigheid, reden, naam, plaats)
    try:
        uit = tsa.met_tijdstempel(lambda dienst: _verzegel(pdf, zegelaar, meta, dienst))
    except (SigningError, PdfError, ValueError) as fout:
        raise ZegelFout(
            "Dit document kan niet verzegeld worden: het is geen PDF, of het draagt al een zegel."
        ) from fout
    return Verzegeld(uit, zegelaar.niveau, zegelaar.certificaat_sha256, _ogenblik(uit[len(pdf) :]))


def _verzegel(pdf: bytes, zegelaar: Zegelaar, meta: PdfSignatureMetadata, dienst: TimeStamper | None) -> bytes:
    if dienst is None or zegelaar.niveau != "B-LTA":
        return draai(_zet(pdf, zegelaar, meta, dienst))
    return bewijs.voor_zegel(zegelaar.keten, lambda context: _duurzaam(pdf, zegelaar, meta, dienst, context))


async def _duurzaam(
    pdf: bytes, zegelaar: Zegelaar, meta: PdfSignatureMetadata, dienst: TimeStamper, context: ValidationContext
) -> bytes:
    """Het zegel met zijn bewijzen (DSS) in één toevoeging, en er een archieftijdstempel over."""
    meta = replace(
        meta,
        validation_context=context,
        embed_validation_info=True,
        dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE),
    )
    verzegeld = await _zet(pdf, zegelaar, meta, dienst)
    # de losse handtekening draagt haar wortel niet; wie later zonder net nakijkt heeft hem wel nodig
    keten = CertificateValidator(zegelaar.keten[0], zegelaar.keten[1:], validation_context=context)
    return await archiveer(verzegeld, dienst, context, [await keten.async_validate_usage(set())])


async def archiveer(
    pdf: bytes, dienst: TimeStamper, context: ValidationContext, paden: list[ValidationPath] | None = None
) -> bytes:
    """Zet een archieftijdstempel over alles wat er staat, met zijn bewijzen en die van `paden` erin."""
    schrijver, stempelaar = _stempelaar(pdf, dienst, VELD_ARCHIEF, "Tijdstempel voor de lange duur")
    uit = await stempelaar.async_timestamp_pdf(
        schrijver,
        "sha256",
        context,
        validation_paths=list(paden or ()),
        output=BytesIO(),
        dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
    )
    return uit.getvalue()


async def stempel(pdf: bytes, dienst: TimeStamper) -> bytes:
    """Zet een tijdstempel over alles wat er staat, en verder niets (PAdES B-T voor wat nog geen tijdstempel heeft)."""
    schrijver, stempelaar = _stempelaar(pdf, dienst, VELD_STEMPEL, "Tijdstempel van de eigen handtekening")
    uit = await stempelaar.async_timestamp_pdf(schrijver, "sha256", output=BytesIO())
    return uit.getvalue()


def _stempelaar(
    pdf: bytes, dienst: TimeStamper, veld: str, leesbaar: str
) -> tuple[IncrementalPdfFileWriter, PdfTimeStamper]:
    schrijver = IncrementalPdfFileWriter(BytesIO(pdf))
    nr = 1 + len(schrijver.prev.embedded_timestamp_signatures)
    return schrijver, PdfTimeStamper(
        dienst, field_name=f"{veld}{nr}", invis_settings=ONZICHTBAAR, readable_field_name=leesbaar
    )


async def _zet(pdf: bytes, zegelaar: Zegelaar, meta: PdfSignatureMetadata, dienst: TimeStamper | None) -> bytes:
    schrijver = IncrementalPdfFileWriter(BytesIO(pdf))
    append_signature_field(
        schrijver,
        SigFieldSpec(
            VELD_PERSOON,
            on_page=-1,
            field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL),
            doc_mdp_update_value=MDPPerm.NO_CHANGES,
            invis_sig_settings=ONZICHTBAAR,
            readable_field_name="Eigen handtekening van een persoon",
        ),
    )
    ondertekenaar = PdfSigner(
        meta,
        signer=zegelaar.signer,
        timestamper=dienst,
        new_field_spec=SigFieldSpec(
            VELD_ZEGEL,
            on_page=-1,
            invis_sig_settings=ONZICHTBAAR,
            readable_field_name="Elektronisch zegel van het bestuur",
        ),
    )
    # twee hextekens per byte: de keten, de attributen, en ruim plaats voor een tijdstempel met keten
    plaats = 2 * (sum(len(c.dump()) for c in zegelaar.keten) + 4096 + (12288 if dienst else 0))
    uit = await ondertekenaar.async_sign_pdf(schrijver, bytes_reserved=plaats, output=BytesIO())
    return uit.getvalue()


def _metagegevens(hoedanigheid: str, reden: str, naam: str, plaats: str) -> PdfSignatureMetadata:
    # id-at-role (RFC 5755) vraagt een naam in de vorm van een adres
    rol = x509.GeneralName(
        "uniform_resource_identifier",
        f"urn:gemeenschapsdienst:hoedanigheid:{quote(hoedanigheid)}",
    )
    return PdfSignatureMetadata(
        field_name=VELD_ZEGEL,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        reason=reden,
        name=naam,
        location=plaats or None,
        cades_signed_attr_spec=CAdESSignedAttrSpec(
            commitment_type=GenericCommitment.PROOF_OF_APPROVAL.asn1,
            signer_attributes=SignerAttrSpec(
                claimed_attrs=[cms.AttCertAttribute({"type": "role", "values": [{"role_name": rol}]})],
                certified_attrs=[],
            ),
        ),
    )


def _ogenblik(toegevoegd: bytes) -> datetime:
    """Wat het zegel zelf als ogenblik noemt: /M volgt op /SubFilter en staat vóór alle vrije tekst."""
    begin = toegevoegd.index(b"(", toegevoegd.index(b"/M ", toegevoegd.index(b"/SubFilter")))
    return generic.parse_pdf_date(str(generic.read_string_from_stream(BytesIO(toegevoegd[begin : begin + 99]))))
