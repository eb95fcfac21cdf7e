"""Een zegel voor de lange duur (B-LTA): in 2037 streng en zonder net geldig, B-B en B-T niet; en wat er niet bij hoort valt op."""

import http.server
import io
import random
import re
import subprocess
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from asn1crypto import crl as asn1_crl
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

from documenten.zegel import bewijs, duurzaam, fouten, instelling, testca, tsa
from documenten.zegel.cms import controleer_los, draai, onderteken_los
from documenten.zegel.controle import controleer_pdf, looptijd
from documenten.zegel.pades import VELD_PERSOON, verzegel
from documenten.zegel.persoon import Persoon, beoordeel_ondertekend
from documenten.zegel.sleutel import wortels, zegelaar
from documenten.zegel.testdienst import Stempeldienst
from tests.documenten.conftest import WOORDEN
from tests.documenten.test_zegel_pdf import overplak, persoon, teken
from tests.documenten.test_zegel_sleutel import certificaat, naam
from tests.hulp.tijdstempel import Server

IN_2037 = datetime(2037, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def lta(zegel, settings):
    settings.GD_TSA_URLS, settings.GD_ZEGEL_NIVEAU = ["test"], "B-LTA"
    tsa.vergeet()
    bewijs.vergeet()
    return zegelaar("opwijk", "Gemeente Opwijk")


def zet(pdf, settings, niveau):
    settings.GD_ZEGEL_NIVEAU = niveau
    uit = verzegel(pdf, zegelaar("opwijk", "Gemeente Opwijk"), **WOORDEN)
    assert uit.niveau == niveau
    return uit.bytes


def streng(data):
    """Of het zegel met enkel wat in het document zit standhoudt, en elke intrekking nagekeken is."""
    return draai(duurzaam.keur(PdfFileReader(io.BytesIO(data)).embedded_regular_signatures[0], wortels())) is not None


def test_enkel_b_lta_houdt_in_2037_streng_en_zonder_net_stand(pdf, lta, settings):
    alle = {niveau: zet(pdf, settings, niveau) for niveau in instelling.NIVEAUS}
    nu = {niveau: controleer_pdf(data) for niveau, data in alle.items()}
    assert {niveau: (o.niveau, o.redenen) for niveau, o in nu.items()} == {n: (n, []) for n in alle}
    with time_machine.travel(IN_2037):
        assert {niveau: streng(data) for niveau, data in alle.items()} == {"B-B": False, "B-T": False, "B-LTA": True}
        straks = {niveau: controleer_pdf(data) for niveau, data in alle.items()}
    assert {niveau: o.ok for niveau, o in straks.items()} == {"B-B": False, "B-T": False, "B-LTA": True}
    assert (straks["B-LTA"].niveau, straks["B-LTA"].moment) == ("B-LTA", nu["B-LTA"].moment)
    assert "verlopen" in straks["B-T"].redenen[0]
    assert straks["B-LTA"].geldig_tot == looptijd(alle["B-LTA"]).geldig_tot > IN_2037 > nu["B-T"].geldig_tot
    with time_machine.travel(datetime(2040, 1, 1, tzinfo=UTC)):  # ook het archieftijdstempel is dan verlopen
        assert controleer_pdf(alle["B-LTA"]).redenen == [
            "Het zegel komt niet van een uitgever die wij vertrouwen, of is verlopen.",
            "Een tijdstempel voor de lange duur is niet geldig, of verlopen zonder dat het hernieuwd werd.",
        ]


def test_wat_er_in_het_document_zit(pdf, lta, settings):
    data = zet(pdf, settings, "B-LTA")
    assert data.startswith(pdf)
    lezer = PdfFileReader(io.BytesIO(data))
    dss = lezer.root["/DSS"]
    lijsten = [asn1_crl.CertificateList.load(lijst.get_object().data) for lijst in dss["/CRLs"]]
    uitgevers = {lijst.issuer.native["common_name"] for lijst in lijsten}
    assert uitgevers == {testca.NAAM_WORTEL, testca.NAAM_STEMPELWORTEL} and len(dss["/Certs"]) == 4
    assert [h.field_name for h in lezer.embedded_signatures] == ["Zegel", "Archieftijdstempel1"]


@pytest.mark.programma("openssl")
def test_openssl_aanvaardt_het_archieftijdstempel(pdf, lta, settings, tmp_path):
    data = zet(pdf, settings, "B-LTA")
    plaats = list(re.finditer(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", data))[-1]
    _, lengte, rest, einde = map(int, plaats.groups())
    assert rest + einde == len(data)
    (tmp_path / "token").write_bytes(bytes.fromhex(data[lengte + 1 : rest - 1].decode()))
    (tmp_path / "inhoud").write_bytes(data[:lengte] + data[rest:])
    (tmp_path / "ca.pem").write_bytes(testca.stempelwortel_pem())
    opdracht = "openssl ts -verify -token_in -in token -data inhoud -CAfile ca.pem".split()
    assert "OK" in subprocess.run(opdracht, cwd=tmp_path, capture_output=True, text=True).stdout
    (tmp_path / "inhoud").write_bytes(data[:lengte] + data[rest:-1] + b" ")
    assert "OK" not in subprocess.run(opdracht, cwd=tmp_path, capture_output=True, text=True).stdout


def test_elke_veranderde_byte_valt_op(pdf, lta, settings, omvang):
    data = zet(pdf, settings, "B-LTA")
    toeval, ongemerkt = random.Random(20370601), []
    for plaats in toeval.sample(range(len(data)), omvang(8, 1000)):
        vals = bytearray(data)
        vals[plaats] ^= 1 << toeval.randrange(8)
        oordeel = controleer_pdf(bytes(vals))
        if oordeel.ok and oordeel.niveau == "B-LTA":
            ongemerkt.append(plaats)
    assert ongemerkt == []


def test_wat_er_na_het_archieftijdstempel_bijkomt_valt_op(pdf, lta, settings, tmp_path):
    data = zet(pdf, settings, "B-LTA")
    assert not controleer_pdf(overplak(data)).ok
    assert not controleer_pdf(data + b"\n").ok
    eigen, settings.GD_ZEGEL_MAP = settings.GD_ZEGEL_MAP, tmp_path / "elders"
    vreemd = Stempeldienst.van_deze_installatie()
    settings.GD_ZEGEL_MAP = eigen
    assert controleer_pdf(_met_vreemd_stempel(data, vreemd)).redenen == [
        "Een tijdstempel voor de lange duur is niet geldig, of verlopen zonder dat het hernieuwd werd."
    ]


def _met_vreemd_stempel(data, vreemd):
    class Vreemd(tsa.TimeStamper):
        async def async_request_tsa_response(self, req):
            return vreemd.antwoord(req)

    schrijver = IncrementalPdfFileWriter(io.BytesIO(data))
    return draai(PdfTimeStamper(Vreemd()).async_timestamp_pdf(schrijver, "sha256")).getvalue()


def test_een_persoon_tekent_na_het_archieftijdstempel(pdf, lta, settings):
    data = zet(pdf, settings, "B-LTA")
    getekend = teken(data, persoon(settings), VELD_PERSOON)
    oordeel = beoordeel_ondertekend(data, getekend, Persoon("Anneleen", "Van den Eynde"), wortels())
    assert oordeel.redenen == [] and oordeel.ok
    geheel = controleer_pdf(getekend, origineel=data)
    assert (geheel.ok, geheel.niveau, geheel.einde) == (True, "B-LTA", len(data))


def test_zonder_bewijs_geen_b_lta(pdf, lta, settings, tmp_path, monkeypatch):
    """Een tijdstempelserver van een ander, en diens CRL is nergens te halen; met de CRL in vertrouwd/ lukt het."""
    eigen, settings.GD_ZEGEL_MAP = settings.GD_ZEGEL_MAP, tmp_path / "dienst"
    with monkeypatch.context() as ander:
        ander.setattr(testca, "NAAM_STEMPELWORTEL", "Wortel van een ander")
        dienst, wortel = Stempeldienst.van_deze_installatie(), testca.stempelwortel_pem()
        lijst = testca.crl(van_stempels=True)
    settings.GD_ZEGEL_MAP = eigen
    (eigen / "vertrouwd").mkdir()
    (eigen / "vertrouwd" / "tsa.pem").write_bytes(wortel)
    with Server(dienst=dienst) as server:
        settings.GD_TSA_URLS = [server.adres]
        with pytest.raises(fouten.BewijsFout, match=r"CRL in vertrouwd/, of kies GD_ZEGEL_NIVEAU=B-T"):
            verzegel(pdf, lta, **WOORDEN)
        (eigen / "vertrouwd" / "tsa.crl").write_bytes(lijst)
        data = verzegel(pdf, lta, **WOORDEN).bytes
    assert streng(data) and controleer_pdf(data).niveau == "B-LTA"


def test_valt_een_server_halverwege_uit_dan_begint_de_volgende_opnieuw(pdf, lta, settings):
    """Het tijdstempel van het zegel lukt, dat van het archief niet: alles komt dan van de tweede server."""
    with Server() as een, Server() as twee:
        settings.GD_TSA_URLS = [een.adres, twee.adres]
        een.hoogstens = 1
        data = verzegel(pdf, lta, **WOORDEN).bytes
        assert een.vragen >= 2 and twee.vragen >= 2
    assert streng(data)


@pytest.mark.parametrize(
    ("gekozen", "servers", "niveau", "los"),
    [
        ("", [], "B-B", "B-B"),
        ("", ["test"], "B-T", "B-T"),
        ("B-B", ["test"], "B-B", "B-B"),
        ("B-LTA", ["test"], "B-LTA", "B-T"),
        ("B-LTA", [], "B-B", "B-B"),
        ("B-XL", ["test"], "B-T", "B-T"),
    ],
)
def test_het_niveau_volgt_de_instelling_en_wat_kan(zegel, settings, gekozen, servers, niveau, los):
    settings.GD_ZEGEL_NIVEAU, settings.GD_TSA_URLS = gekozen, servers
    wie = zegelaar("opwijk", "Gemeente Opwijk")
    assert (wie.niveau, wie.niveau_los) == (niveau, los)
    gemeld = []
    uit = controleer_los(onderteken_los(b"x", wie), b"x", wortels(), gemeld.append, los, wie.keten_sha256)
    assert gemeld == [] and (uit["tijdstempel"] is not None) == (los == "B-T")


def test_niet_twee_keer(pdf, lta):
    verzegeld = verzegel(pdf, lta, **WOORDEN).bytes
    with pytest.raises(fouten.ZegelFout, match="draagt al een zegel"):
        verzegel(verzegeld, lta, **WOORDEN)


# --- een echt zegel: de uitgever zegt op een adres in het certificaat wat hij introk


class Uitgever(http.server.ThreadingHTTPServer):
    """Geeft zijn CRL; `vragen`: hoe vaak, `inhoud`: wat hij zegt (None: niets)."""

    daemon_threads, block_on_close = True, False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Crl)
        self.vragen, self.inhoud = 0, None
        self.sleutel = ec.generate_private_key(ec.SECP256R1())
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def zeg(self, *ingetrokken):
        nu = datetime.now(UTC)
        bouw = x509.CertificateRevocationListBuilder().issuer_name(naam("Wortel"))
        bouw = bouw.last_update(nu - timedelta(hours=1)).next_update(nu + timedelta(days=1))
        for nummer in ingetrokken:
            rij = x509.RevokedCertificateBuilder().serial_number(nummer).revocation_date(nu - timedelta(minutes=30))
            bouw = bouw.add_revoked_certificate(rij.build())
        self.inhoud = bouw.sign(self.sleutel, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


class _Crl(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.vragen += 1
        self.send_response(200 if self.server.inhoud else 503)
        self.send_header("Content-Type", "application/pkix-crl")
        self.end_headers()
        self.wfile.write(self.server.inhoud or b"")

    def log_message(self, *_):
        """Stil."""


@pytest.fixture
def uitgever(lta, settings, tmp_path):
    """Een zegel uit PKCS#12 met een adres voor de CRL erin."""
    server = Uitgever()
    zegel = ec.generate_private_key(ec.SECP256R1())
    wortel = certificaat(server.sleutel, "Wortel", "Wortel", server.sleutel, ca=True)
    adres = x509.UniformResourceIdentifier(f"http://127.0.0.1:{server.server_port}/wortel.crl")
    punt = x509.DistributionPoint([adres], None, None, None)
    nu = datetime.now(UTC)
    eigen = (
        x509.CertificateBuilder(
            naam("Wortel"), naam("Gemeente Opwijk"), zegel.public_key(), x509.random_serial_number()
        )
        .not_valid_before(nu - timedelta(days=2))
        .not_valid_after(nu + timedelta(days=365))
        .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
        .add_extension(x509.CRLDistributionPoints([punt]), critical=False)
        .sign(server.sleutel, hashes.SHA256())
    )
    slot = serialization.NoEncryption()
    (tmp_path / "z.p12").write_bytes(pkcs12.serialize_key_and_certificates(b"x", zegel, eigen, [wortel], slot))
    settings.GD_ZEGEL_PKCS12 = str(tmp_path / "z.p12")
    server.nummer = eigen.serial_number
    yield server
    server.shutdown()
    server.server_close()


def test_wat_de_uitgever_zegt_wordt_opgehaald_en_een_uur_onthouden(pdf, uitgever, monkeypatch):
    wie = zegelaar("opwijk", "Gemeente Opwijk")
    with pytest.raises(fouten.BewijsFout):  # de uitgever antwoordt niet
        verzegel(pdf, wie, **WOORDEN)
    uitgever.zeg()
    uitgever.vragen = 0
    eerste, tweede = verzegel(pdf, wie, **WOORDEN), verzegel(pdf, wie, **WOORDEN)
    assert uitgever.vragen == 1 and streng(eerste.bytes) and streng(tweede.bytes)
    uitgever.zeg(uitgever.nummer)
    nu = bewijs.time.monotonic
    monkeypatch.setattr(bewijs.time, "monotonic", lambda: nu() + bewijs.HOUDBAAR + 1)
    with pytest.raises(fouten.BewijsFout):  # intussen ingetrokken
        verzegel(pdf, wie, **WOORDEN)
    assert uitgever.vragen == 2
