"""Eén zegel per bestuur: uit PKCS#12, uit een HSM (SoftHSM) of van een dienst van elders; fouten treffen enkel wie ze aangaan."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from documenten.zegel import fouten, instelling, signers, sleutel
from documenten.zegel.cms import controleer_los, onderteken_los
from documenten.zegel.controle import controleer_pdf
from documenten.zegel.pades import verzegel
from documenten.zegel.sleutel import stand_van, wortels, zegelaar
from documenten.zegel.testca import wortel_pem
from tests.documenten.conftest import WOORDEN
from tests.documenten.test_zegel_sleutel import certificaat
from tests.hulp.csc import Dienst

PEM, SOFTHSM = serialization.Encoding.PEM, "/usr/lib/softhsm/libsofthsm2.so"


def zegel_van(naam, soort="ec", dagen=365):
    """(sleutel, keten) zoals een verlener ze levert: het zegel, een tussenuitgever en een wortel."""
    wortel, tussen = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    eigen = rsa.generate_private_key(65537, 2048) if soort == "rsa" else ec.generate_private_key(ec.SECP256R1())
    return eigen, [
        certificaat(eigen, naam, f"Uitgever {naam}", tussen, dagen=dagen),
        certificaat(tussen, f"Uitgever {naam}", f"Wortel {naam}", wortel, ca=True),
        certificaat(wortel, f"Wortel {naam}", f"Wortel {naam}", wortel, ca=True),
    ]


@pytest.fixture
def kaart(settings, tmp_path):
    settings.GD_ZEGEL_MAP = tmp_path / "zegel"
    settings.GD_ZEGEL_PKCS12 = settings.GD_ZEGEL_WACHTWOORD = settings.GD_TSA_URL = ""
    settings.GD_TSA_URLS = []
    return tmp_path


@pytest.fixture
def stel_in(kaart, settings):
    """stel_in(tekst): schrijft GD_ZEGELS."""

    def schrijf(tekst):
        (kaart / "zegels.toml").write_text(tekst)
        settings.GD_ZEGELS = str(kaart / "zegels.toml")

    return schrijf


def p12(kaart, slug, naam, wachtwoord="geheim", **anders):
    eigen, keten = zegel_van(naam, **anders)
    slot = serialization.BestAvailableEncryption(wachtwoord.encode())
    (kaart / f"{slug}.p12").write_bytes(pkcs12.serialize_key_and_certificates(b"x", eigen, keten[0], keten[1:], slot))
    (kaart / f"{slug}.wachtwoord").write_text(f"{wachtwoord}\n")
    return f'[{slug}]\npkcs12 = "{kaart}/{slug}.p12"\nwachtwoord_bestand = "{kaart}/{slug}.wachtwoord"\n'


def pem_keten(pad, keten):
    pad.write_bytes(b"".join(c.public_bytes(PEM) for c in keten))
    return pad


def goed(pdf, wie):
    """Het zegel houdt stand, op een PDF en los (strenger: precies de bytes die wij zouden schrijven)."""
    assert controleer_pdf(verzegel(pdf, wie, **WOORDEN).bytes).redenen == []
    gemeld = []
    controleer_los(onderteken_los(b"inhoud", wie), b"inhoud", wortels(), gemeld.append, "B-B", wie.keten_sha256)
    assert gemeld == []


# --- instellen


def test_elk_bestuur_zijn_zegel_een_keer_gelezen(kaart, stel_in, pdf, monkeypatch):
    stel_in(p12(kaart, "opwijk", "Gemeente Opwijk") + p12(kaart, "gent", "Stad Gent", "anders", soort="rsa"))
    gelezen, echt = [], pkcs12.load_pkcs12
    monkeypatch.setattr(sleutel.pkcs12, "load_pkcs12", lambda *a: gelezen.append(1) or echt(*a))
    for _ in range(3):
        opwijk, gent = zegelaar("opwijk", "Gemeente Opwijk"), zegelaar("gent", "Stad Gent")
    assert (opwijk.naam, gent.naam, opwijk.is_test, gent.is_test) == ("Gemeente Opwijk", "Stad Gent", False, False)
    goed(pdf, opwijk)
    goed(pdf, gent)
    assert len(gelezen) == 2  # ook na verzegelen en nakijken: één keer per proces
    assert zegelaar("herent", "Gemeente Herent").is_test and instelling.is_test("herent")
    assert not instelling.is_test("opwijk") and instelling.een_echt()


def test_een_zegel_voor_al_de_andere(kaart, stel_in, settings):
    stel_in(p12(kaart, "opwijk", "Gemeente Opwijk") + p12(kaart, "rest", "Streek").replace("[rest]", '["*"]'))
    assert [zegelaar(slug, "x").naam for slug in ("opwijk", "gent")] == ["Gemeente Opwijk", "Streek"]
    assert not instelling.is_test()


def test_een_wachtwoord_uit_de_omgeving(kaart, stel_in, monkeypatch):
    stel_in(
        p12(kaart, "opwijk", "Gemeente Opwijk").replace(f'bestand = "{kaart}/opwijk.wachtwoord"', 'env = "OPW_P12"')
    )
    with pytest.raises(fouten.SleutelOntbreekt, match="OPW_P12 is niet gezet"):
        zegelaar("opwijk", "x")
    monkeypatch.setenv("OPW_P12", "geheim")
    assert zegelaar("opwijk", "x").naam == "Gemeente Opwijk"
    monkeypatch.setenv("OPW_P12", "fout")
    with pytest.raises(fouten.VerkeerdWachtwoord, match=r"het wachtwoord bij \[opwijk\]"):
        zegelaar("opwijk", "x")


@pytest.mark.parametrize(
    ("tekst", "zin"),
    [
        ("[opwijk\n", "geen geldige TOML"),
        ("opwijk = 3", "meer dan tekst"),
        ("[opwijk]\npkcs12 = 3", "meer dan tekst"),
        ('[opwijk]\nsleutel = "x"', "noemt geen soort"),
        ('[opwijk]\npkcs12 = "x"\ndienst = "y"', "meer dan één"),
        ('[opwijk]\npkcs11 = "x"\ntoken = "y"', "vul sleutel, keten in"),
        ('[opwijk]\npkcs12 = "x"\nwachtwoord = "open en bloot"', "niet kennen: wachtwoord"),
        ('[opwijk]\npkcs12 = "/er/niet.p12"', "/er/niet.p12 is er niet"),
        ('[opwijk]\npkcs12 = "{0}"\nwachtwoord_bestand = "/er/niet"', "/er/niet is niet te lezen"),
        ('[opwijk]\ndienst = "http://x"\nreferentie = "y"\nketen = "{0}"', "geen certificaten"),
    ],
)
def test_een_fout_in_de_instelling_zegt_wat_te_doen(kaart, stel_in, tekst, zin):
    (kaart / "leeg").touch()
    stel_in(tekst.format(kaart / "leeg"))
    with pytest.raises(fouten.SleutelOntbreekt, match=zin):
        zegelaar("opwijk", "x")
    assert not instelling.is_test("opwijk") and zin in stand_van("opwijk").fout.replace("\\", "")
    assert isinstance(wortels(), list)  # nakijken gaat door


def test_een_fout_in_het_deel_van_een_ander_raakt_je_niet(kaart, stel_in, pdf):
    stel_in('[opwijk]\npkcs11 = "x"\n' + p12(kaart, "gent", "Stad Gent"))
    goed(pdf, zegelaar("gent", "x"))
    with pytest.raises(fouten.SleutelOntbreekt, match="onvolledig"):
        zegelaar("opwijk", "x")


def test_een_verlopen_zegel_houdt_een_ander_niet_tegen(kaart, stel_in, pdf):
    stel_in(p12(kaart, "opwijk", "Gemeente Opwijk", dagen=-1) + p12(kaart, "gent", "Stad Gent"))
    with pytest.raises(fouten.CertificaatVerlopen, match="“Gemeente Opwijk” is niet geldig vandaag"):
        zegelaar("opwijk", "x")
    goed(pdf, zegelaar("gent", "x"))
    assert stand_van("opwijk").geldig_tot < datetime.now(UTC) < stand_van("gent").geldig_tot
    assert stand_van("gent").uitgever == "Uitgever Stad Gent" and stand_van("gent").fout == ""


# --- een HSM


@pytest.fixture
def hsm(kaart, monkeypatch):
    """hsm(soort): een token met een sleutel; geeft het deel van de instelling."""
    (kaart / "tokens").mkdir()
    (kaart / "softhsm.conf").write_text(f"directories.tokendir = {kaart}/tokens\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(kaart / "softhsm.conf"))

    def util(*opdracht):
        subprocess.run([shutil.which("softhsm2-util"), *opdracht], check=True, capture_output=True)

    def maak(naam, soort):
        eigen, keten = zegel_van(f"Stad {naam}", soort)
        vorm = (PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (kaart / f"{naam}.pem").write_bytes(eigen.private_bytes(*vorm))
        pem_keten(kaart / f"{naam}-keten.pem", keten)
        util("--init-token", "--free", "--label", naam, "--pin", "1234", "--so-pin", "4321")
        util("--import", f"{kaart}/{naam}.pem", "--token", naam, "--label", "zegel", "--id", "01", "--pin", "1234")
        Path(kaart / f"{naam}.pem").unlink()  # de sleutel is nu enkel nog in de HSM
        return (
            f'[{naam}]\npkcs11 = "{SOFTHSM}"\ntoken = "{naam}"\nsleutel = "zegel"\npin_env = "PIN_{naam}"\n'
            f'keten = "{kaart}/{naam}-keten.pem"\n'
        )

    return maak


@pytest.mark.programma("softhsm2-util")
def test_een_sleutel_in_een_hsm(kaart, stel_in, hsm, pdf, monkeypatch):
    stel_in(hsm("gent", "ec") + hsm("genk", "rsa"))
    monkeypatch.setenv("PIN_gent", "0000")
    monkeypatch.setenv("PIN_genk", "1234")
    with pytest.raises(fouten.SleutelOntbreekt, match=r"De HSM tekent niet \(PinIncorrect\): kijk token “gent”"):
        verzegel(pdf, zegelaar("gent", "x"), **WOORDEN)
    monkeypatch.setenv("PIN_gent", "1234")
    for slug in ("gent", "genk"):
        wie = zegelaar(slug, "x")
        assert wie is zegelaar(slug, "x") and wie.naam == f"Stad {slug}"
        for _ in range(3):
            goed(pdf, wie)


# --- een dienst van elders


@pytest.fixture
def dienst(kaart, stel_in, monkeypatch):
    eigen, keten = zegel_van("Stad Oostende")
    server = Dienst(eigen, keten, "token-van-de-dienst")
    pem_keten(kaart / "oostende.pem", keten)
    monkeypatch.setenv("CSC_TOKEN", server.token)
    monkeypatch.setenv("CSC_PIN", "1234")
    stel_in(
        f'[oostende]\ndienst = "{server.adres}"\nreferentie = "zegel"\ntoken_env = "CSC_TOKEN"\npin_env = "CSC_PIN"\n'
        f'keten = "{kaart}/oostende.pem"\n'
    )
    yield server
    server.stop()


def test_een_dienst_van_elders(dienst, pdf):
    wie = zegelaar("oostende", "x")
    goed(pdf, wie)
    goed(pdf, wie)
    assert dienst.gevraagd.count("credentials/info") == 1  # één keer per proces
    assert dienst.gevraagd.count("signatures/signHash") == 4 and dienst.machtigingen == {}


def test_een_dienst_die_weigert_hangt_of_een_ander_zegel_heeft(dienst, kaart, pdf, monkeypatch):
    monkeypatch.setattr(signers, "LIMIET", 0.3)
    dienst.hangt = True
    with pytest.raises(fouten.DienstFout, match="tekent niet"):
        verzegel(pdf, zegelaar("oostende", "x"), **WOORDEN)
    dienst.hangt, dienst.token = False, "intussen een ander"
    with pytest.raises(fouten.DienstFout, match="haar token"):
        verzegel(pdf, zegelaar("oostende", "x"), **WOORDEN)
    dienst.token = "token-van-de-dienst"
    pem_keten(kaart / "oostende.pem", zegel_van("Stad Oostende")[1])
    with pytest.raises(fouten.SleutelOntbreekt, match="een ander certificaat"):
        verzegel(pdf, zegelaar("oostende", "x"), **WOORDEN)


def test_de_test_ca_blijft_vertrouwd_voor_wie_nog_test(kaart, stel_in):
    wortel_pem()
    stel_in(p12(kaart, "rest", "Streek").replace("[rest]", '["*"]'))
    assert len(wortels()) == 2  # wat vroeger met een testzegel verzegeld werd, blijft na te kijken
