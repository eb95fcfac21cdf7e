"""Ons tijdstempel achter de eigen handtekening van een persoon: dan staat vast dat ze er toen was, ook later nog."""

from collections.abc import Iterable
from io import BytesIO

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.dss import DocumentSecurityStore

from . import instelling, tsa
from .cms import draai
from .controle import controleer_pdf
from .fouten import ZegelFout
from .hernieuw import met_archiefstempel
from .pades import stempel


def sluit_af(getekend: bytes, uitgevers: Iterable[Certificate]) -> bytes:
    """Dezelfde PDF met ons tijdstempel erachter; ze begint met de bytes van `getekend`.

    Is haar zegel er een voor de lange duur, dan wordt het een archieftijdstempel, met de certificaten van de persoon
    erbij (`uitgevers`: de vertrouwenslijst). Anders een gewoon tijdstempel; bij B-B niets. Fouten: ZegelFout.
    """
    if instelling.niveau() == "B-B":
        return getekend
    if controleer_pdf(getekend, eigen=True).niveau == "B-LTA":
        uit = met_archiefstempel(_met_keten(getekend, uitgevers))
    else:
        uit = tsa.met_tijdstempel(lambda dienst: draai(stempel(getekend, dienst)) if dienst else getekend)
    oordeel = controleer_pdf(uit, eigen=True)
    if not oordeel.ok:  # nooit bewaren wat niet standhoudt
        raise ZegelFout(f"Met ons tijdstempel houdt dit document geen stand. {oordeel.redenen[0]}")
    return uit


def _met_keten(getekend: bytes, uitgevers: Iterable[Certificate]) -> bytes:
    """Het certificaat van de persoon en wie het uitgaf bij de bewijzen: later staat die misschien nergens meer."""
    ondertekend = PdfFileReader(BytesIO(getekend)).embedded_regular_signatures[-1].signed_data
    info = extract_certificate_info(ondertekend)
    keten = [info.signer_cert, *info.other_certs]
    namen = {certificaat.issuer.dump() for certificaat in keten}
    keten += [uitgever for uitgever in uitgevers if uitgever.subject.dump() in namen]
    uit = BytesIO(getekend)
    DocumentSecurityStore.add_dss(uit, None, certs=keten)
    return uit.getvalue()
