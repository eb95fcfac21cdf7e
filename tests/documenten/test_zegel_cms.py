"""Losse handtekening van het bewijspakket: openssl aanvaardt ze, en wij aanvaarden niets dan precies deze bytes."""

import subprocess

import pytest
from asn1crypto import cms as asn1_cms
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from documenten.zegel import fouten, sleutel, testca, tsa
from documenten.zegel.cms import controleer_los, draai, onderteken_los
from documenten.zegel.sleutel import wortels, zegelaar
from documenten.zegel.testca import wortel_pem
from documenten.zegel.testdienst import Stempeldienst
from tests.hulp.tijdstempel import Server

INHOUD = b"0" * 64 + b"  fiches/OPW-LWP-001.pdf\n"


@pytest.fixture
def zegel(settings, tmp_path):
    settings.GD_ZEGEL_MAP = tmp_path / "zegel"
    settings.GD_ZEGEL_PKCS12 = settings.GD_ZEGEL_WACHTWOORD = settings.GD_TSA_URL = ""
    return zegelaar("opwijk", "Gemeente Opwijk")


@pytest.fixture
def tijdstempelserver(zegel, settings):
    """Een echte server, met een tijdstempeldienst van een andere uitgever, die in `vertrouwd/` staat."""
    eigen, settings.GD_ZEGEL_MAP = settings.GD_ZEGEL_MAP, settings.GD_ZEGEL_MAP.parent / "dienst"
    dienst, wortel = Stempeldienst.van_deze_installatie(), testca.stempelwortel_pem()
    settings.GD_ZEGEL_MAP = eigen
    (eigen / "vertrouwd").mkdir()
    (eigen / "vertrouwd" / "tsa.pem").write_bytes(wortel)
    with Server(dienst=dienst) as server:
        settings.GD_TSA_URLS, settings.GD_TSA_URL = [], server.adres
        yield server
    tsa.vergeet()


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
    tijdstempelserver.stop()
    with pytest.raises(fouten.TijdstempelFout, match="GD_TSA_URL"):
        onderteken_los(INHOUD, zegel)
