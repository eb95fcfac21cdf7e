"""Een uitgever met zijn vertrouwenslijst, kaarten van personen, en de weg van klaarzetten tot verzegeld exemplaar."""

import base64
import io
from datetime import UTC, datetime, timedelta

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documenten import opslag
from documenten.opladen import Opgeladen
from documenten.zegel.cms import draai
from fiches.models import Aanlevering
from fiches.stappen import certificaat
from taken.models import Taak
from taken.uitvoering import voer_alles_uit

SVC = "http://uri.etsi.org/TrstSvc/"
RIJKSREGISTER = "85073000160"  # de kanarie: staat in het certificaat van een eID en nergens anders


def _bouw(naam, uitgever, sleutel, door, ca):
    nu = datetime.now(UTC)
    bouw = (
        x509.CertificateBuilder().subject_name(naam).issuer_name(uitgever).public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(nu - timedelta(days=1))
        .not_valid_after(nu + timedelta(days=300))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False), critical=True)
    )  # fmt: skip
    return bouw.sign(door, hashes.SHA256())


class Uitgever:
    """Een eigen CA, met een lokale vertrouwenslijst die haar noemt."""

    def __init__(self, map_):
        self.sleutel = ec.generate_private_key(ec.SECP256R1())
        self.naam = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Citizen CA (test)")])
        self.certificaat = _bouw(self.naam, self.naam, self.sleutel, self.sleutel, True)
        self.pad = map_ / "lijst.xml"
        der = base64.b64encode(self.certificaat.public_bytes(Encoding.DER)).decode()
        self.pad.write_text(
            '<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><SchemeInformation><SchemeTerritory>BE'
            "</SchemeTerritory><ListIssueDateTime>2026-10-01T08:00:00Z</ListIssueDateTime></SchemeInformation><TSPService>"
            f"<ServiceInformation><ServiceTypeIdentifier>{SVC}Svctype/CA/QC</ServiceTypeIdentifier><ServiceDigitalIdentity>"
            f"<DigitalId><X509Certificate>{der}</X509Certificate></DigitalId></ServiceDigitalIdentity><ServiceStatus>"
            f"{SVC}TrustedList/Svcstatus/granted</ServiceStatus></ServiceInformation></TSPService></TrustServiceStatusList>"
        )

    def kaart(self, voornaam, naam):
        """Iemand met een eID: naam, voornamen en rijksregisternummer in het certificaat."""
        sleutel = ec.generate_private_key(ec.SECP256R1())
        delen = [
            (NameOID.COMMON_NAME, f"{voornaam} {naam} (Signature)"), (NameOID.SURNAME, naam),
            (NameOID.GIVEN_NAME, f"{voornaam} Maria"), (NameOID.SERIAL_NUMBER, RIJKSREGISTER),
        ]  # fmt: skip
        wie = x509.Name([x509.NameAttribute(soort, waarde) for soort, waarde in delen])
        der = _bouw(wie, self.naam, sleutel, self.sleutel, False).public_bytes(Encoding.DER)
        pkcs8 = sleutel.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return signers.SimpleSigner(
            asn1_x509.Certificate.load(der), asn1_keys.PrivateKeyInfo.load(pkcs8), SimpleCertificateStore()
        )


def teken(data, kaart, veld="EigenHandtekening"):
    meta = PdfSignatureMetadata(field_name=veld, md_algorithm="sha256")
    return draai(PdfSigner(meta, kaart).async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)))).getvalue()


def doe(naam):
    """Voert de taken met die naam uit."""
    assert voer_alles_uit(*Taak.objects.filter(naam=naam, status="wacht").values_list("pk", flat=True)) == []


def zet_klaar(huis, fiche, wie="leidinggevende"):
    with huis.binnen():
        sha = fiche.inhoud_sha256
        rij = certificaat.zet_klaar(huis.actor(wie), fiche, hoedanigheid=wie, inhoud_sha256=sha)
    doe("fiches.zet_klaar")
    return lees(huis, rij)


def lees(huis, rij):
    with huis.binnen():
        rijen = Aanlevering.objects.select_related(
            "klaar", "bestand", "fiche", "leerwerkplek__mentor", "door__gebruiker"
        )
        return rijen.get(pk=rij.pk)


def onze(rij):
    return opslag.lees(rij.klaar)


def lever(huis, rij, data, wie="leidinggevende"):
    with huis.binnen():
        certificaat.lever(huis.actor(wie), rij, bestand=Opgeladen(data, "application/pdf", ".pdf"))
    doe("fiches.kijk_eigen_na")
    doe("fiches.verzegel")
    return lees(huis, rij)
