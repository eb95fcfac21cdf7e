"""De handtekening van een vertrouwenslijst (XAdES): staat ze er, klopt ze, en is ze van wie ze mag uitgeven?"""

from pathlib import Path

from cryptography import x509
from lxml import etree
from signxml.exceptions import SignXMLException
from signxml.xades import XAdESSignatureConfiguration, XAdESVerifier

WORTEL = "{http://uri.etsi.org/02231/v2#}TrustServiceStatusList"


def ondertekend_deel(bron: bytes, ondertekenaars: Path) -> bytes:
    """Wat van `bron` echt ondertekend is door een van de certificaten (PEM) in `ondertekenaars`: de hele lijst.

    Enkel dat mag gelezen worden: een ander stuk kan later toegevoegd zijn. Fouten: ValueError als geen handtekening
    klopt, of als dat certificaat vandaag niet geldig is; OSError als het bestand met certificaten er niet is.
    """
    waarom: Exception | None = None
    for certificaat in x509.load_pem_x509_certificates(ondertekenaars.read_bytes()):
        try:
            return _deel(bron, certificaat)
        except (SignXMLException, etree.LxmlError) as fout:
            waarom = fout
    raise ValueError("de handtekening van de vertrouwenslijst klopt niet") from waarom


def _deel(bron: bytes, certificaat: x509.Certificate) -> bytes:
    keuze = XAdESSignatureConfiguration(require_x509=True, expect_references=True)
    for uitslag in XAdESVerifier().verify(bron, x509_cert=certificaat, expect_config=keuze):
        if uitslag.signed_xml is not None and uitslag.signed_xml.tag == WORTEL:
            return uitslag.signed_data
    raise SignXMLException("de handtekening gaat niet over de hele lijst")
