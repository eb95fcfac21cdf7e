"""Losse handtekening van het bewijspakket: openssl aanvaardt ze, en wij aanvaarden niets dan precies deze bytes."""

import http.server
import subprocess
import threading
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms as asn1_cms
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documenten.zegel import fouten, sleutel
from documenten.zegel.cms import controleer_los, draai, onderteken_los
from documenten.zegel.sleutel import wortel_pem, wortels, zegelaar

INHOUD = b"0" * 64 + b"  fiches/OPW-LWP-001.pdf\n"


@pytest.fixture
def zegel(settings, tmp_path):
    settings.GD_ZEGEL_MAP = tmp_path / "zegel"
    settings.GD_ZEGEL_PKCS12 = settings.GD_ZEGEL_WACHTWOORD = settings.GD_TSA_URL = ""
    return zegelaar("opwijk", "Gemeente Opwijk")


@pytest.fixture
def tijdstempelserver(zegel, settings):
    """Een echte server met een eigen uitgever, die in `vertrouwd/` staat."""
    geheim = rsa.generate_private_key(65537, 2048)
    naam = sleutel._dn("Tijdstempeldienst", "Proef", "")
    nu = datetime.now(UTC)
    eigen = (
        x509.CertificateBuilder(naam, naam, geheim.public_key(), x509.random_serial_number())
        .not_valid_before(nu - timedelta(days=1))
        .not_valid_after(nu + timedelta(days=1))
        .add_extension(x509.KeyUsage(True, False, False, False, False, False, False, False, False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(geheim, hashes.SHA256())
    )
    der = geheim.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    dienst = DummyTimeStamper(sleutel._asn1(eigen), asn1_keys.PrivateKeyInfo.load(der), SimpleCertificateStore())

    class Antwoord(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            vraag = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            inhoud = dienst.request_tsa_response(vraag).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(inhoud)))
            self.end_headers()
            self.wfile.write(inhoud)

        def log_message(self, *_):
            """Stil."""

    (settings.GD_ZEGEL_MAP / "vertrouwd").mkdir()
    (settings.GD_ZEGEL_MAP / "vertrouwd" / "tsa.pem").write_bytes(eigen.public_bytes(serialization.Encoding.PEM))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Antwoord) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.GD_TSA_URL = f"http://127.0.0.1:{server.server_port}/"
        yield server
        server.shutdown()


def klachten(p7s, inhoud=INHOUD, **keus):
    gemeld = []
    controleer_los(p7s, inhoud, keus.pop("vertrouwd", None) or wortels(), gemeld.append, **keus)
    return gemeld


@pytest.mark.programma("openssl")
def test_openssl_aanvaardt_het(zegel, tmp_path):
    (tmp_path / "p7s").write_bytes(onderteken_los(INHOUD, zegel))
    (tmp_path / "lijst").write_bytes(INHOUD)
    (tmp_path / "ca.pem").write_bytes(wortel_pem())
    opdracht = "openssl cms -verify -binary -inform DER -in p7s -content lijst -CAfile ca.pem -out uit".split()
    assert subprocess.run(opdracht, cwd=tmp_path, capture_output=True).returncode == 0
    (tmp_path / "lijst").write_bytes(INHOUD + b" ")
    assert subprocess.run(opdracht, cwd=tmp_path, capture_output=True).returncode != 0


def test_eigen_zegel_zonder_klachten(zegel):
    p7s = onderteken_los(INHOUD, zegel)
    gemeld = []
    wie = controleer_los(p7s, INHOUD, wortels(), gemeld.append, "B-B", zegel.keten_sha256)
    assert gemeld == []
    assert wie["naam"] == "TESTZEGEL Gemeente Opwijk"
    assert wie["certificaat"].hex() == zegel.certificaat_sha256
    assert wie["tijdstempel"] is None


def test_ook_binnen_een_lopende_lus(zegel):
    async def binnen():
        return klachten(onderteken_los(INHOUD, zegel), niveau="B-B")

    assert draai(binnen()) == []


def test_elke_veranderde_byte_valt_op(zegel):
    p7s = onderteken_los(INHOUD, zegel)
    ongemerkt = []
    for plaats in range(len(p7s)):
        vals = bytearray(p7s)
        vals[plaats] ^= 1 << plaats % 8
        if not klachten(bytes(vals)):
            ongemerkt.append(plaats)
    assert ongemerkt == []
    assert klachten(p7s + b"\0") != []
    assert klachten(p7s, INHOUD[:-1]) == ["Het zegel hoort niet bij deze inhoudslijst."]


def test_hoge_s_geweigerd(zegel):
    """Bij ECDSA is (r, n-s) wiskundig even geldig: zonder deze regel bestaat elk zegel twee keer."""
    ci = asn1_cms.ContentInfo.load(onderteken_los(INHOUD, zegel))
    si = ci["content"]["signer_infos"][0]
    r, s = decode_dss_signature(si["signature"].native)
    assert s <= sleutel.ORDE["secp256r1"] // 2
    si["signature"] = encode_dss_signature(r, sleutel.ORDE["secp256r1"] - s)
    assert klachten(ci.dump(force=True)) == ["De handtekening heeft niet de afgesproken vorm (lage s)."]


def test_altijd_lage_s(zegel):
    for nummer in range(12):
        si = asn1_cms.ContentInfo.load(onderteken_los(bytes([nummer]), zegel))["content"]["signer_infos"][0]
        assert decode_dss_signature(si["signature"].native)[1] <= sleutel.ORDE["secp256r1"] // 2


def test_extra_bytes_geweigerd(zegel):
    ci = asn1_cms.ContentInfo.load(onderteken_los(INHOUD, zegel))
    ci["content"]["certificates"].append(asn1_cms.CertificateChoices("certificate", wortels()[0]))
    vals = ci.dump(force=True)
    assert klachten(vals) == ["Het zegel heeft bytes die er niet horen."]
    assert klachten(vals, streng=False) == []


def test_andere_uitgever_geweigerd(zegel, settings, tmp_path):
    onze = wortels()
    settings.GD_ZEGEL_MAP = tmp_path / "ander"
    vals = onderteken_los(INHOUD, zegelaar("opwijk", "Gemeente Opwijk"))
    assert klachten(vals, vertrouwd=onze) == ["Het zegel komt niet van een vertrouwde uitgever."]


def test_keten_en_niveau_die_het_pakket_noemt(zegel):
    p7s = onderteken_los(INHOUD, zegel)
    assert klachten(p7s, keten_sha256=["00" * 32]) == [
        "De certificaten van het zegel zijn niet die welke het pakket noemt."
    ]
    assert klachten(p7s, niveau="B-T") == ["Het pakket zegt een tijdstempel te hebben, maar het zegel heeft er geen."]


@pytest.mark.parametrize("rommel", [b"", b"\x30\x00", b"\xff" * 50, b"-----BEGIN CMS-----"])
def test_onleesbaar_zegel(zegel, rommel):
    gemeld = []
    assert controleer_los(rommel, INHOUD, wortels(), gemeld.append) == {}
    assert len(gemeld) == 1
    assert gemeld[0].startswith("Het zegel is niet leesbaar")


def test_met_tijdstempel(zegel, tijdstempelserver):
    assert zegel.niveau == "B-T"
    p7s = onderteken_los(INHOUD, zegel)
    gemeld = []
    wie = controleer_los(p7s, INHOUD, wortels(), gemeld.append, "B-T", zegel.keten_sha256)
    assert gemeld == []
    assert wie["tijdstempel"] is not None
    assert klachten(p7s, niveau="B-B") == ["Het zegel heeft een tijdstempel dat het pakket niet noemt."]


def test_tijdstempelserver_weg(zegel, tijdstempelserver):
    tijdstempelserver.shutdown()
    tijdstempelserver.server_close()
    with pytest.raises(fouten.TijdstempelFout, match="GD_TSA_URL"):
        onderteken_los(INHOUD, zegel)
