"""Een zegel voor de lange duur op tijd een nieuw archieftijdstempel geven, met de bewijzen over het vorige erin."""

from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import CertificateValidator, ValidationContext

from . import bewijs, tsa
from .controle import controleer_pdf
from .fouten import TijdstempelFout, ZegelFout
from .pades import archiveer


def hernieuw(pdf: bytes) -> bytes:
    """Dezelfde PDF met een archieftijdstempel erbij; ze begint met de bytes van `pdf`.

    Fouten: ZegelFout, ook als het zegel nu niet streng geldig is: dan wordt er niets toegedekt.
    """
    oordeel = controleer_pdf(pdf)
    if not oordeel.ok or oordeel.niveau != "B-LTA":
        reden = oordeel.redenen[0] if oordeel.redenen else "Het is geen zegel voor de lange duur."
        raise ZegelFout(f"Dit document krijgt geen nieuw tijdstempel. {reden}")

    def werk(dienst: TimeStamper | None) -> bytes:
        if dienst is None:
            raise TijdstempelFout("Er is geen tijdstempelserver: zet GD_TSA_URLS en probeer opnieuw.")
        return bewijs.met_bewijs([], lambda context: _erbij(pdf, dienst, context))

    return tsa.met_tijdstempel(werk)


async def _erbij(pdf: bytes, dienst: TimeStamper, context: ValidationContext) -> bytes:
    vorige = PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures[-1]
    keten = extract_certificate_info(vorige.signed_data)
    keurder = CertificateValidator(keten.signer_cert, keten.other_certs, validation_context=context)
    return await archiveer(pdf, dienst, context, [await keurder.async_validate_usage(set(), {"time_stamping"})])
