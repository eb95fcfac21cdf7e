"""Het zegel op een PDF: anderen aanvaarden het, en elke verandering daarna valt op."""

import io
import random
import re
import subprocess

import pytest
from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader

from documenten.zegel import fouten, testca
from documenten.zegel.cms import draai
from documenten.zegel.controle import controleer_pdf
from documenten.zegel.pades import VELD_PERSOON, verzegel
from documenten.zegel.sleutel import wortels, zegelaar
from documenten.zegel.testca import wortel_pem
from tests.documenten.conftest import WOORDEN
from tests.verapdf import voorbeeld


def persoon(settings, vertrouwd=True):
    """Iemand met een eigen certificaat, al dan niet van een uitgever die we vertrouwen."""
    geheim = ec.generate_private_key(ec.SECP256R1())
    uitgever = ec.generate_private_key(ec.SECP256R1())
    wortel = testca.maak_certificaat(uitgever, testca.dn("Uitgever", "Uitgever", ""), uitgever, None)
    eigen = testca.maak_certificaat(geheim, testca.dn("Anneleen Van den Eynde", "Burger", ""), uitgever, wortel)
    if vertrouwd:
        (settings.GD_ZEGEL_MAP / "vertrouwd").mkdir(exist_ok=True)
        pem = wortel.public_bytes(serialization.Encoding.PEM)
        (settings.GD_ZEGEL_MAP / "vertrouwd" / "burger.pem").write_bytes(pem)
    der = geheim.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(testca.asn1(eigen), asn1_keys.PrivateKeyInfo.load(der), SimpleCertificateStore())


def teken(data, ondertekenaar, veld, nieuw=None, **keus):
    meta = PdfSignatureMetadata(field_name=veld, md_algorithm="sha256", **keus)
    schrijver = IncrementalPdfFileWriter(io.BytesIO(data))
    return draai(PdfSigner(meta, ondertekenaar, new_field_spec=nieuw).async_sign_pdf(schrijver)).getvalue()


def overplak(data, tekst=b"0 0 m 200 200 l S"):
    """Een tekening over pagina 1, als gewone aanvulling van het bestand."""
    schrijver = IncrementalPdfFileWriter(io.BytesIO(data))
    schrijver.add_stream_to_page(0, schrijver.add_object(generic.StreamObject(stream_data=tekst)))
    uit = io.BytesIO()
    schrijver.write(uit)
    return uit.getvalue()


def pdfsig(tmp_path, data):
    (tmp_path / "x.pdf").write_bytes(data)
    return subprocess.run(["pdfsig", "x.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False).stdout


def test_eigen_oordeel(verzegeld, pdf, zegel):
    oordeel = controleer_pdf(verzegeld.bytes, origineel=pdf)
    assert oordeel.ok
    assert oordeel.redenen == []
    assert (oordeel.niveau, verzegeld.niveau) == ("B-B", "B-B")
    assert oordeel.ondertekenaar == "TESTZEGEL Gemeente Opwijk"
    assert oordeel.moment == verzegeld.op
    assert oordeel.certificaat_sha256 == verzegeld.certificaat_sha256 == zegel.certificaat_sha256
    assert oordeel.is_test
    assert verzegeld.bytes.startswith(pdf)


@pytest.mark.programma("pdfsig")
def test_pdfsig_aanvaardt_en_weigert(verzegeld, tmp_path):
    uit = pdfsig(tmp_path, verzegeld.bytes)
    assert "Signature is Valid" in uit
    assert "Total document signed" in uit
    assert "ETSI.CAdES.detached" in uit
    vals = verzegeld.bytes.replace(b"/Title (Fiche)", b"/Title (Fisch)", 1)
    assert vals != verzegeld.bytes
    assert "Signature is Valid" not in pdfsig(tmp_path, vals)


@pytest.mark.programma("openssl")
def test_openssl_aanvaardt_de_handtekening_over_het_byterange(verzegeld, tmp_path):
    data = verzegeld.bytes
    (plaats,) = re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", data)
    begin, lengte, rest, einde = map(int, plaats.groups())
    assert (begin, rest + einde) == (0, len(data))
    (tmp_path / "p7s").write_bytes(bytes.fromhex(data[lengte + 1 : rest - 1].decode()))
    (tmp_path / "inhoud").write_bytes(data[:lengte] + data[rest:])
    (tmp_path / "ca.pem").write_bytes(wortel_pem())
    opdracht = "openssl cms -verify -binary -inform DER -in p7s -content inhoud -CAfile ca.pem -out uit".split()
    assert subprocess.run(opdracht, cwd=tmp_path, capture_output=True).returncode == 0
    (tmp_path / "inhoud").write_bytes(data[:lengte] + data[rest:-1] + b" ")
    assert subprocess.run(opdracht, cwd=tmp_path, capture_output=True).returncode != 0


@pytest.mark.programma("qpdf")
def test_qpdf_vindt_geen_fouten(verzegeld, tmp_path):
    (tmp_path / "x.pdf").write_bytes(verzegeld.bytes)
    assert subprocess.run(["qpdf", "--check", tmp_path / "x.pdf"], capture_output=True).returncode == 0


def test_wat_het_zegel_vertelt(verzegeld):
    lezer = PdfReader(io.BytesIO(verzegeld.bytes))
    velden = {veld["/T"]: veld for veld in (v.get_object() for v in lezer.root_object["/AcroForm"]["/Fields"])}
    assert set(velden) == {"Zegel", VELD_PERSOON}
    handtekening = velden["Zegel"]["/V"]
    assert handtekening["/Name"] == "Anneleen Van den Eynde"
    assert handtekening["/Reason"] == "Afgetekend"
    assert lezer.root_object["/Perms"]["/DocMDP"] == handtekening
    assert handtekening["/Reference"][0]["/TransformParams"]["/P"] == 2  # alleen velden invullen
    inhoud = handtekening["/Contents"].original_bytes
    assert b"urn:gemeenschapsdienst:hoedanigheid:algemeen%20directeur" in inhoud
    assert "/V" not in velden[VELD_PERSOON]
    assert velden[VELD_PERSOON]["/Lock"]["/Action"] == "/All"
    assert velden[VELD_PERSOON]["/Lock"]["/P"] == 1  # daarna verandert niets meer


def test_elke_veranderde_byte_valt_op(verzegeld, omvang):
    """Overal in het bestand, ook in de plaats van het zegel zelf."""
    data = verzegeld.bytes
    toeval, ongemerkt = random.Random(20230314), []
    for plaats in toeval.sample(range(len(data)), omvang(220, 2000)):
        vals = bytearray(data)
        vals[plaats] ^= 1 << toeval.randrange(8)
        if controleer_pdf(bytes(vals)).ok:
            ongemerkt.append(plaats)
    assert ongemerkt == []


def test_niet_verzegeld_en_geen_pdf(pdf, zegel):
    assert controleer_pdf(pdf).redenen == ["Dit document draagt geen zegel."]
    for rommel in (b"", b"%PDF-1.7\n", b"PK\x03\x04", pdf[:2000]):
        oordeel = controleer_pdf(rommel)
        assert not oordeel.ok
        assert "geen leesbare PDF" in oordeel.redenen[0]


def test_overplakt_na_het_zegel(verzegeld):
    oordeel = controleer_pdf(overplak(verzegeld.bytes))
    assert not oordeel.ok
    assert "Na de laatste handtekening is nog iets aan het document toegevoegd." in oordeel.redenen


def test_overplakt_en_dan_getekend(verzegeld, settings):
    """Een geldige latere handtekening dekt de overplakking niet."""
    vals = teken(overplak(verzegeld.bytes), persoon(settings), VELD_PERSOON)
    oordeel = controleer_pdf(vals, origineel=verzegeld.bytes)
    assert not oordeel.ok
    assert "Het zegel laat niet toe wat er daarna aan het document gewijzigd is." in oordeel.redenen


def test_bytes_erachter(verzegeld):
    assert not controleer_pdf(verzegeld.bytes + b"\n").ok
    assert not controleer_pdf(verzegeld.bytes + verzegeld.bytes).ok


def test_zegel_van_een_andere_installatie(pdf, zegel, settings, tmp_path):
    onze = wortels()
    settings.GD_ZEGEL_MAP = tmp_path / "ander"
    vals = verzegel(pdf, zegelaar("opwijk", "Gemeente Opwijk"), **WOORDEN)
    oordeel = controleer_pdf(vals.bytes, vertrouwd=onze)
    assert not oordeel.ok
    assert oordeel.redenen == ["Het zegel komt niet van een uitgever die wij vertrouwen, of is verlopen."]


def test_ander_document_met_een_goed_zegel(pdf, verzegeld, zegel):
    ander = verzegel(voorbeeld.document(vrij="Een andere afspraak."), zegel, **WOORDEN)
    assert controleer_pdf(ander.bytes).ok
    oordeel = controleer_pdf(ander.bytes, origineel=verzegeld.bytes)
    assert oordeel.redenen == ["Dit is niet het document dat wij verzegelden, of het is herschreven."]


def test_zegel_dat_niet_vastlegt(pdf, zegel):
    """Een gewone handtekening met onze sleutel: daarop zou een overplakking niet te zien zijn."""
    gewoon = teken(pdf, zegel.signer, "Zegel", SigFieldSpec("Zegel"))
    assert controleer_pdf(gewoon).redenen == ["De eerste handtekening is geen zegel dat het document vastlegt."]
    los = teken(pdf, zegel.signer, "Zegel", SigFieldSpec("Zegel"), certify=True, docmdp_permissions=MDPPerm.ANNOTATE)
    assert not controleer_pdf(los).ok


def test_eigen_handtekening_van_een_persoon(verzegeld, settings):
    wie = persoon(settings)
    getekend = teken(verzegeld.bytes, wie, VELD_PERSOON)
    oordeel = controleer_pdf(getekend, origineel=verzegeld.bytes)
    assert oordeel.redenen == []
    assert oordeel.ondertekenaar == "TESTZEGEL Gemeente Opwijk"
    nog_een = teken(getekend, wie, "Nog", SigFieldSpec("Nog"))
    assert not controleer_pdf(nog_een, origineel=verzegeld.bytes).ok


def test_persoon_van_een_onbekende_uitgever(verzegeld, settings):
    vals = teken(verzegeld.bytes, persoon(settings, vertrouwd=False), VELD_PERSOON)
    oordeel = controleer_pdf(vals, origineel=verzegeld.bytes)
    assert oordeel.redenen == [
        "De handtekening “EigenHandtekening” komt niet van een uitgever die wij vertrouwen, of is verlopen."
    ]


def test_niet_twee_keer(verzegeld, zegel):
    with pytest.raises(fouten.ZegelFout, match="draagt al een zegel"):
        verzegel(verzegeld.bytes, zegel, **WOORDEN)
    with pytest.raises(fouten.ZegelFout, match="geen PDF"):
        verzegel(b"geen pdf", zegel, **WOORDEN)
