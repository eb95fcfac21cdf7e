"""Aanvallen op een verzegelde PDF: elk bestand dat niet ons document is, valt op met de reden. Echte zegels, echte PDF's."""

import io
import random
import re
import subprocess

import pytest
from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from documenten.zegel import testca
from documenten.zegel.cms import draai
from documenten.zegel.controle import controleer_pdf, looptijd
from documenten.zegel.pades import VELD_PERSOON, verzegel
from documenten.zegel.persoon import Persoon, _heet, beoordeel_ondertekend
from documenten.zegel.sleutel import wortels, zegelaar
from tests.documenten.conftest import WOORDEN
from tests.documenten.test_zegel_pdf import overplak, pdfsig, persoon, teken

WIE = Persoon("Anneleen", "Van den Eynde")
HERSCHREVEN = "Dit is niet het document dat wij verzegelden"


@pytest.fixture
def wie(verzegeld, settings):
    return persoon(settings)


@pytest.fixture
def getekend(verzegeld, wie):
    return teken(verzegeld.bytes, wie, VELD_PERSOON)


def oordeel(verzegeld, opgeladen, verwacht=WIE):
    return beoordeel_ondertekend(verzegeld.bytes, opgeladen, verwacht, wortels())


def geweigerd(verzegeld, opgeladen, zin):
    uit = oordeel(verzegeld, opgeladen)
    assert not uit.ok
    assert not uit.manueel, uit
    assert any(zin in reden for reden in uit.redenen), uit.redenen


def test_eigen_handtekening_is_geldig(verzegeld, getekend):
    uit = oordeel(verzegeld, getekend)
    assert uit.redenen == []
    assert uit.ok
    assert uit.ondertekenaar == "Anneleen Van den Eynde"
    assert uit.geldig_tot > uit.moment


def test_omgekeerde_bits(verzegeld, getekend, omvang):
    """Ook in wat de persoon toevoegde."""
    toeval, ongemerkt = random.Random(6), []
    for plaats in toeval.sample(range(len(getekend)), omvang(60, 2000)):
        vals = bytearray(getekend)
        vals[plaats] ^= 1 << toeval.randrange(8)
        if oordeel(verzegeld, bytes(vals)).ok:
            ongemerkt.append(plaats)
    assert ongemerkt == []


def test_overplakt(verzegeld, getekend, wie):
    geweigerd(verzegeld, overplak(verzegeld.bytes), "Er staat geen handtekening bij")
    geweigerd(verzegeld, overplak(getekend), "Na de laatste handtekening")
    geweigerd(verzegeld, teken(overplak(verzegeld.bytes), wie, VELD_PERSOON), "Het zegel laat niet toe")


def test_verwisselde_bijlage(verzegeld, wie):
    """Een andere fiche.json in de PDF, waarna een persoon tekent."""
    schrijver = IncrementalPdfFileWriter(io.BytesIO(verzegeld.bytes))
    bijlage = schrijver.root["/AF"][0]["/EF"].raw_get("/F")
    oud = bijlage.get_object()
    stroom = generic.StreamObject(dict_data={k: v for k, v in oud.items() if k in ("/Type", "/Subtype")})
    stroom._data = b'{"vals": true}'
    schrijver.objects[(bijlage.generation, bijlage.idnum)] = stroom
    schrijver.update_container(stroom)
    uit = io.BytesIO()
    schrijver.write(uit)
    geweigerd(verzegeld, teken(uit.getvalue(), wie, VELD_PERSOON), "Het zegel laat niet toe")
    assert not controleer_pdf(uit.getvalue()).ok


@pytest.mark.programma("qpdf")
def test_herschreven(verzegeld, getekend, tmp_path):
    (tmp_path / "a.pdf").write_bytes(getekend)
    subprocess.run(["qpdf", "--linearize", "a.pdf", "b.pdf"], cwd=tmp_path, check=False, capture_output=True)
    geweigerd(verzegeld, (tmp_path / "b.pdf").read_bytes(), HERSCHREVEN)
    assert not controleer_pdf((tmp_path / "b.pdf").read_bytes()).ok


def test_bedrieger_met_dezelfde_naam(verzegeld, settings):
    vals = teken(verzegeld.bytes, persoon(settings, vertrouwd=False), VELD_PERSOON)
    geweigerd(verzegeld, vals, "niet van een uitgever die wij vertrouwen")


def test_nagemaakt_zegel_met_dezelfde_naam(pdf, zegel, settings, tmp_path):
    onze = wortels()
    settings.GD_ZEGEL_MAP = tmp_path / "bedrieger"
    vals = verzegel(pdf, zegelaar("opwijk", "Gemeente Opwijk"), **WOORDEN)
    assert controleer_pdf(vals.bytes, vertrouwd=onze).redenen == [
        "Het zegel komt niet van een uitgever die wij vertrouwen, of is verlopen."
    ]


def test_na_het_slot(verzegeld, getekend, wie):
    geweigerd(verzegeld, teken(getekend, wie, "Nog", SigFieldSpec("Nog")), "meer handtekeningen")
    assert not controleer_pdf(teken(getekend, wie, "Nog", SigFieldSpec("Nog"))).ok


def test_ander_vak_en_niets_erbij(verzegeld, wie):
    geweigerd(verzegeld, teken(verzegeld.bytes, wie, "Ander", SigFieldSpec("Ander")), "niet in het vak")
    geweigerd(verzegeld, verzegeld.bytes, "Onderteken het document eerst")
    geweigerd(verzegeld, verzegeld.bytes + b"%%rommel", "Er staat geen handtekening bij")


def test_een_datum_op_het_vak_kijkt_iemand_na(verzegeld, wie):
    """Sommige programma's zetten /M op het vak van het zegel: niet geweigerd, niet vanzelf aanvaard."""
    schrijver = IncrementalPdfFileWriter(io.BytesIO(verzegeld.bytes))
    vak = next(v.get_object() for v in schrijver.root["/AcroForm"]["/Fields"] if v.get_object()["/T"] == "Zegel")
    vak["/M"] = generic.pdf_string("D:20261127120000Z")
    schrijver.update_container(vak)
    meta = PdfSignatureMetadata(field_name=VELD_PERSOON, md_algorithm="sha256")
    aangeraakt = draai(PdfSigner(meta, wie).async_sign_pdf(schrijver)).getvalue()
    uit = oordeel(verzegeld, aangeraakt)
    assert (uit.ok, uit.manueel) == (False, True), uit.redenen
    assert "datum op een vak" in uit.redenen[0]
    assert not controleer_pdf(aangeraakt).ok


def test_een_andere_naam_kijkt_iemand_na(verzegeld, getekend):
    uit = oordeel(verzegeld, getekend, Persoon("Jan", "Peeters"))
    assert (uit.ok, uit.manueel) == (False, True)
    assert uit.redenen == ["De naam in het certificaat is niet die van wie moest tekenen."]


@pytest.mark.parametrize(
    ("cn", "voornaam", "naam", "hoort"),
    [
        ("Anneleen Van den Eynde (Signature)", "Anneleen", "Van den Eynde", True),
        ("ANNELEEN VAN DEN EYNDE", "anneleen", "van den eynde", True),
        ("Zoë Maria Müller", "Zoé", "Muller", True),
        ("Van den Eynde Anneleen", "Anneleen", "Van den Eynde", True),
        ("Anneleen Eynde", "Anneleen", "Van den Eynde", False),
        ("Anneleen Van den Eynde", "Anneleen", "Eynde", True),
        ("Van den Eynde", "Anneleen", "Van den Eynde", False),
        ("An Van den Eynde", "Anneleen", "Van den Eynde", False),
        ("", "", "", False),
    ],
)
def test_namen(cn, voornaam, naam, hoort):
    class Nep:
        class subject:
            native = {"common_name": cn}

    assert _heet(Nep, Persoon(voornaam, naam)) is hoort


def test_namen_van_een_eid():
    class Nep:
        class subject:
            native = {"surname": "Peeters", "given_name": "Jan Maria", "serial_number": "00010100105"}

    assert _heet(Nep, Persoon("Maria", "Peeters"))
    assert not _heet(Nep, Persoon("Jan", "Peeters-Maes"))


# --- vijandige aanvullingen (belofte 7)


def _zet_stroom(schrijver, toeval):
    kleur = f"{toeval.random():.2f} g {toeval.randrange(500)} {toeval.randrange(700)} 80 12 re f".encode()
    schrijver.add_stream_to_page(0, schrijver.add_object(generic.StreamObject(stream_data=kleur)))


def _wortel(sleutel_, maak):
    def doe(schrijver, toeval):
        schrijver.root[generic.NameObject(sleutel_)] = maak(toeval)
        schrijver.update_root()

    return doe


def _pagina(sleutel_, maak):
    def doe(schrijver, toeval):
        blad = schrijver.root["/Pages"]["/Kids"][0].get_object()
        blad[generic.NameObject(sleutel_)] = maak(toeval)
        schrijver.update_container(blad)

    return doe


def _veld(sleutel_, maak):
    def doe(schrijver, toeval):
        vak = schrijver.root["/AcroForm"]["/Fields"][toeval.randrange(2)].get_object()
        vak[generic.NameObject(sleutel_)] = maak(toeval)
        schrijver.update_container(vak)

    return doe


def _rommel(toeval):
    return generic.pdf_string(f"x{toeval.randrange(10**6)}")


def _doos(toeval):
    return generic.ArrayObject([generic.NumberObject(toeval.randrange(900)) for _ in range(4)])


def _script(toeval):
    return generic.DictionaryObject(
        {
            generic.NameObject("/S"): generic.NameObject("/JavaScript"),
            generic.NameObject("/JS"): _rommel(toeval),
        }
    )


AANVULLINGEN = [
    _zet_stroom,
    _wortel("/OpenAction", _script),
    _wortel("/AA", _script),
    _wortel("/AF", lambda t: generic.ArrayObject()),
    _wortel("/Names", lambda t: generic.DictionaryObject()),
    _wortel("/Lang", _rommel),
    _wortel("/Perms", lambda t: generic.DictionaryObject()),
    _pagina("/MediaBox", _doos),
    _pagina("/Annots", lambda t: generic.ArrayObject()),
    _pagina("/Rotate", lambda t: generic.NumberObject(90)),
    _veld("/Rect", _doos),
    _veld("/T", _rommel),
    _veld("/TU", _rommel),
    _veld("/Lock", lambda t: generic.NullObject()),
]


def _vijandig(verzegeld, toeval, wie):
    schrijver = IncrementalPdfFileWriter(io.BytesIO(verzegeld))
    toeval.choice(AANVULLINGEN)(schrijver, toeval)
    uit = io.BytesIO()
    schrijver.write(uit)
    data = uit.getvalue()
    return teken(data, wie, "Later", SigFieldSpec("Later")) if toeval.random() < 0.5 else data


def _naief(data):
    """Wat wie niet verder kijkt doet: kloppen de handtekeningen zelf?"""
    vertrouwen = ValidationContext(trust_roots=wortels(), allow_fetching=False)
    for h in PdfFileReader(io.BytesIO(data)).embedded_regular_signatures:
        status = draai(async_validate_pdf_signature(h, vertrouwen, skip_diff=True))
        if not (status.intact and status.valid):
            return False
    return True


def test_vijandige_aanvullingen(verzegeld, wie, omvang):
    toeval, door, naief = random.Random(7), [], 0
    for nummer in range(omvang(25, 1000)):
        data = _vijandig(verzegeld.bytes, toeval, wie)
        uit = oordeel(verzegeld, data)
        if uit.ok or uit.manueel or controleer_pdf(data).ok:
            door.append(nummer)
        if nummer < 12:
            naief += _naief(data)
    assert door == []
    assert naief >= 8  # de controle: wie alleen naar de handtekening kijkt, laat ze door


@pytest.mark.programma("pdfsig")
def test_onafhankelijke_controle(verzegeld, getekend, tmp_path):
    uit = pdfsig(tmp_path, getekend)
    assert uit.count("Signature is Valid") == 2
    assert "Total document signed" in uit
    bytes_ = bytearray(getekend)
    plaats = re.search(rb"/Title", getekend).start() + 8
    bytes_[plaats] ^= 1
    assert pdfsig(tmp_path, bytes(bytes_)).count("Signature is Valid") < 2


def test_looptijd_is_die_van_het_certificaat(pdf, verzegeld, zegel):
    """Ook met een tijdstempel van langer: enkel een archieftijdstempel verlengt (zie test_zegel_duurzaam)."""
    kort = looptijd(verzegeld.bytes)
    assert kort.is_test
    assert kort.geldig_tot == zegel.keten[0]["tbs_certificate"]["validity"]["not_after"].native
    geheim = rsa.generate_private_key(65537, 2048)
    naam = testca.dn("Tijdstempel", "Tijdstempel", "")
    houder = testca.asn1(testca.maak_certificaat(geheim, naam, geheim, None))
    der = geheim.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    tsa = DummyTimeStamper(houder, asn1_keys.PrivateKeyInfo.load(der))
    meta = PdfSignatureMetadata(field_name="Zegel", md_algorithm="sha256", certify=True)
    ondertekenaar = PdfSigner(meta, zegel.signer, timestamper=tsa, new_field_spec=SigFieldSpec("Zegel"))
    met = draai(ondertekenaar.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))).getvalue()
    assert looptijd(met) == kort._replace(archief_tot=None)
    assert looptijd(pdf) is None
