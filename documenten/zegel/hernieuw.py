"""Een zegel voor de lange duur op tijd een nieuw archieftijdstempel geven, met de bewijzen over het vorige erin."""

from datetime import timedelta
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import CertificateValidator, ValidationContext

from . import bewijs, duurzaam, sleutel, tsa
from .cms import draai
from .controle import controleer_pdf
from .fouten import NietLanger, TijdstempelFout, ZegelFout
from .pades import archiveer


def hernieuw(pdf: bytes) -> bytes:
    """Dezelfde PDF met een archieftijdstempel erbij; ze begint met de bytes van `pdf`.

    Fouten: ZegelFout, ook als het zegel nu niet streng geldig is: dan wordt er niets toegedekt. NietLanger als het
    nieuwe tijdstempel niet later eindigt dan het vorige.
    """
    if bezwaar := _bezwaar(pdf):
        raise ZegelFout(f"Dit document krijgt geen nieuw tijdstempel. {bezwaar}")
    nieuw = met_archiefstempel(pdf)
    *_, oud, jong = PdfFileReader(BytesIO(nieuw)).embedded_timestamp_signatures
    if jong.signer_cert.not_valid_after <= oud.signer_cert.not_valid_after:
        raise NietLanger("Het nieuwe tijdstempel eindigt niet later dan het vorige: kies een andere tijdstempelserver.")
    if bezwaar := _bezwaar(nieuw) or _bezwaar_op_het_einde(nieuw):  # nooit bewaren wat niet standhoudt
        raise ZegelFout(f"Met het nieuwe tijdstempel houdt dit document geen stand. {bezwaar}")
    return nieuw


def met_archiefstempel(pdf: bytes) -> bytes:
    """Een archieftijdstempel erbij op een PDF die er al een draagt, met bewijs over het vorige. Fouten: ZegelFout."""
    lezer = PdfFileReader(BytesIO(pdf))
    zegel = extract_certificate_info(lezer.embedded_regular_signatures[0].signed_data)
    vorige = extract_certificate_info(lezer.embedded_timestamp_signatures[-1].signed_data)

    def werk(dienst: TimeStamper | None) -> bytes:
        if dienst is None:
            raise TijdstempelFout("Er is geen tijdstempelserver: zet GD_TSA_URLS en probeer opnieuw.")
        van_zegel = [zegel.signer_cert, *zegel.other_certs]
        return bewijs.voor_hernieuwing(van_zegel, lambda context: _erbij(pdf, dienst, context, vorige))

    return tsa.met_tijdstempel(werk)


def _bezwaar(pdf: bytes) -> str:
    oordeel = controleer_pdf(pdf, eigen=True)
    if oordeel.ok and oordeel.niveau == "B-LTA":
        return ""
    return oordeel.redenen[0] if oordeel.redenen else "Het is geen zegel voor de lange duur."


def _bezwaar_op_het_einde(pdf: bytes) -> str:
    """Of het nog standhoudt op de laatste dag van het nieuwe tijdstempel: dan moet het vorige zichzelf bewijzen."""
    lezer = PdfFileReader(BytesIO(pdf))
    tot = lezer.embedded_timestamp_signatures[-1].signer_cert.not_valid_after
    staat = draai(duurzaam.keur(lezer.embedded_regular_signatures[0], sleutel.wortels(), tot - timedelta(days=1)))
    return "" if staat else "Over het vorige tijdstempel ontbreekt een bewijs dat het toen niet ingetrokken was."


async def _erbij(pdf: bytes, dienst: TimeStamper, context: ValidationContext, vorige: SignedDataCerts) -> bytes:
    keurder = CertificateValidator(vorige.signer_cert, vorige.other_certs, validation_context=context)
    return await archiveer(pdf, dienst, context, [await keurder.async_validate_usage(set(), {"time_stamping"})])
