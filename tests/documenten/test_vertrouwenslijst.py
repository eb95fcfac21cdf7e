"""De handtekening van de vertrouwenslijst: enkel wat de uitgever ondertekende telt, en een gewijzigde lijst is er geen."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml import XMLSigner, methods
from signxml.xades import XAdESSigner

from documenten.zegel import vertrouwenslijst
from documenten.zegel.vertrouwenslijst import GEEN_CERTIFICATEN, VREEMD, lijst, waarom_niet
from tests.beheer.test_tekenwijzen import lijst_xml


def certificaat(sleutel, naam):
    nu = datetime.now(UTC)
    wie = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, naam)])
    bouw = x509.CertificateBuilder(wie, wie, sleutel.public_key(), x509.random_serial_number())
    bouw = bouw.not_valid_before(nu - timedelta(days=1)).not_valid_after(nu + timedelta(days=300))
    return bouw.sign(sleutel, hashes.SHA256())


class Uitgever:
    def __init__(self, naam="Scheme operator (test)"):
        self.sleutel = ec.generate_private_key(ec.SECP256R1())
        self.certificaat = certificaat(self.sleutel, naam)
        self.pem = self.certificaat.public_bytes(Encoding.PEM)

    def onderteken(self, xml, soort=XAdESSigner):
        wie = soort(method=methods.enveloped, signature_algorithm="ecdsa-sha256")
        return etree.tostring(wie.sign(etree.fromstring(xml.encode()), key=self.sleutel, cert=[self.certificaat]))


DIENST, ANDER = Uitgever("Citizen CA"), Uitgever("Valse CA")
DER, VALS = (wie.certificaat.public_bytes(Encoding.DER) for wie in (DIENST, ANDER))
UITGEVER = Uitgever()


@pytest.fixture
def zet(settings, tmp_path):
    """Legt een lijst klaar, en wie ze mag ondertekenen."""
    settings.GD_VERTROUWENSLIJST = str(tmp_path / "tl.xml")
    settings.GD_VERTROUWENSLIJST_VAN = str(tmp_path / "van.pem")

    def schrijf(bron, van=UITGEVER.pem):
        (tmp_path / "tl.xml").write_bytes(bron)
        (tmp_path / "van.pem").write_bytes(van)
        vertrouwenslijst._gelezen.cache_clear()

    return schrijf


def test_een_goede_lijst(zet, settings):
    bron = UITGEVER.onderteken(lijst_xml(DER))
    zet(bron, ANDER.pem + UITGEVER.pem)  # een van de twee is genoeg: de uitgever wisselt soms van certificaat
    assert lijst().nagekeken and [c.dump() for c in lijst().uitgevers] == [DER]
    settings.GD_VERTROUWENSLIJST_VAN = ""
    assert not lijst().nagekeken


def erbij(bron):
    """Een dienst erbij in wat ondertekend is."""
    return bron.replace(base64.b64encode(DER), base64.b64encode(VALS))


def omwikkeld(bron):
    """De ondertekende lijst ergens in een andere: een lezer die niet oplet, leest de buitenste."""
    buiten = etree.fromstring(lijst_xml(VALS).encode())
    binnen = etree.fromstring(bron)
    etree.SubElement(buiten, "Verstopt").append(binnen)
    buiten.append(binnen.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
    return etree.tostring(buiten)


def enkel_xmldsig(bron):
    """Ondertekend, maar zonder XAdES: niet gebonden aan een certificaat."""
    return UITGEVER.onderteken(lijst_xml(DER), soort=XMLSigner)


@pytest.mark.parametrize(
    "aanval",
    [
        erbij,
        omwikkeld,
        enkel_xmldsig,
        lambda bron: lijst_xml(VALS).encode(),
        lambda bron: ANDER.onderteken(lijst_xml(VALS)),
        lambda bron: bron.replace(b"2099-01-01", b"2199-01-01"),
        lambda bron: bron[:-40],
    ],
    ids=["gewijzigd", "omwikkeld", "geen XAdES", "zonder handtekening", "van een ander", "langer geldig", "afgekapt"],
)
def test_een_lijst_die_niet_klopt_wordt_geweigerd(zet, aanval):
    bron = UITGEVER.onderteken(lijst_xml(DER))
    zet(bron)
    assert waarom_niet() == ""
    zet(aanval(bron))
    assert waarom_niet() == VREEMD


def test_een_lijst_van_een_verlopen_certificaat(zet):
    zet(UITGEVER.onderteken(lijst_xml(DER)))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=301)):
        vertrouwenslijst._gelezen.cache_clear()
        assert waarom_niet() == VREEMD


def test_verouderd_en_zonder_certificaten(zet, tmp_path):
    zet(UITGEVER.onderteken(lijst_xml(DER, volgende="2026-11-01T00:00:00Z")))
    assert lijst().verouderd(datetime(2026, 11, 2, tzinfo=UTC)) and not lijst().verouderd(
        datetime(2026, 10, 31, tzinfo=UTC)
    )
    (tmp_path / "van.pem").unlink()
    assert waarom_niet() == GEEN_CERTIFICATEN
