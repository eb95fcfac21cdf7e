"""Sleutels: één test-CA per installatie, één zegel per bestuur, of een echt zegel uit PKCS#12; fouten zeggen wat te doen."""

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from documenten.zegel import fouten, sleutel
from documenten.zegel.sleutel import wortels, zegelaar
from documenten.zegel.testca import wortel_pem

MAAK = """
from documenten.zegel import sleutel
print(sleutel.zegelaar("opwijk", "Gemeente Opwijk").certificaat_sha256, sleutel.wortels()[0].sha256.hex())
"""


@pytest.fixture
def kaart(settings, tmp_path):
    settings.GD_ZEGEL_MAP = tmp_path / "zegel"
    settings.GD_ZEGEL_PKCS12 = settings.GD_ZEGEL_WACHTWOORD = settings.GD_TSA_URL = ""
    return settings.GD_ZEGEL_MAP


def naam(tekst):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, tekst)])


def certificaat(sleutel_, onderwerp, uitgever, uitgeversleutel, ca=False, dagen=365):
    nu = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(naam(onderwerp))
        .issuer_name(naam(uitgever))
        .public_key(sleutel_.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - timedelta(days=2))
        .not_valid_after(nu + timedelta(days=dagen))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False), critical=True)
        .sign(uitgeversleutel, hashes.SHA256())
    )


@pytest.fixture
def pkcs12_bestand(kaart, settings, tmp_path):
    """Maakt een zegel zoals een verlener het levert: RSA of EC, een tussenuitgever en een wortel."""

    def maak(met_keten=True, dagen=365, soort="rsa"):
        wortel, tussen = ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP384R1())
        zegel = rsa.generate_private_key(65537, 2048) if soort == "rsa" else ec.generate_private_key(ec.SECP384R1())
        keten = [
            certificaat(tussen, "Tussenuitgever", "Wortel", wortel, ca=True),
            certificaat(wortel, "Wortel", "Wortel", wortel, ca=True),
        ]
        eigen = certificaat(zegel, "Gemeente Opwijk", "Tussenuitgever", tussen, dagen=dagen)
        pad = tmp_path / "zegel.p12"
        versleuteld = serialization.BestAvailableEncryption(b"geheim")
        pad.write_bytes(
            pkcs12.serialize_key_and_certificates(b"x", zegel, eigen, keten if met_keten else None, versleuteld)
        )
        settings.GD_ZEGEL_PKCS12, settings.GD_ZEGEL_WACHTWOORD = str(pad), "geheim"
        return pad

    return maak


def test_vier_processen_maken_samen_een_wortel_en_een_zegel(kaart):
    omgeving = {**os.environ, "GD_ZEGEL_MAP": str(kaart), "PYTHONPATH": os.getcwd()}
    gestart = [
        subprocess.Popen([sys.executable, "-c", MAAK], env=omgeving, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    uit = {proces.communicate(timeout=60)[0] for proces in gestart}
    assert [p.returncode for p in gestart] == [0] * 4
    assert len(uit) == 1
    assert uit == {f"{zegelaar('opwijk', 'Gemeente Opwijk').certificaat_sha256} {wortels()[0].sha256.hex()}\n"}


def test_testzegel_zegt_dat_het_er_een_is(kaart):
    zegel = zegelaar("opwijk", "Gemeente Opwijk", "0207514434")
    assert zegel.is_test
    assert zegel.naam == "TESTZEGEL Gemeente Opwijk"
    assert zegel.niveau == "B-B"
    onderwerp = zegel.keten[0].subject.native
    assert onderwerp["organization_identifier"] == "NTRBE-0207514434"
    assert zegel.keten[0].issuer.native["common_name"] == "TESTZEGEL — geen rechtsgeldig zegel"
    assert sleutel.is_testcertificaat(zegel.keten[0])
    assert zegel.keten_sha256 == [zegel.certificaat_sha256]


def test_rechten_van_de_bestanden(kaart):
    zegelaar("opwijk", "Gemeente Opwijk")
    rechten = {pad.name: oct(pad.stat().st_mode & 0o777) for pad in kaart.iterdir()}
    assert rechten == {
        ".slot": "0o600",
        "opwijk.sleutel.pem": "0o600",
        "wortel.pem": "0o644",
        "wortel.sleutel.pem": "0o600",
    }
    assert oct(kaart.stat().st_mode & 0o777) == "0o700"
    assert (kaart / "wortel.pem").read_bytes() == wortel_pem()
    assert b"PRIVATE" not in wortel_pem()


def test_elk_bestuur_zijn_zegel_en_het_blijft(kaart):
    eerste = zegelaar("opwijk", "Gemeente Opwijk")
    assert zegelaar("opwijk", "Gemeente Opwijk") is eerste  # de sleutel is één keer gelezen
    assert zegelaar("antwerpen", "Stad Antwerpen").certificaat_sha256 != eerste.certificaat_sha256
    sleutel._testzegel.cache_clear()
    assert zegelaar("opwijk", "Gemeente Opwijk").certificaat_sha256 == eerste.certificaat_sha256


def test_nieuwe_naam_zelfde_sleutel(kaart):
    oud, nieuw = zegelaar("opwijk", "Gemeente Opwijk"), zegelaar("opwijk", "Stad Opwijk")
    assert nieuw.naam == "TESTZEGEL Stad Opwijk"
    assert nieuw.keten[0].public_key.dump() == oud.keten[0].public_key.dump()
    assert nieuw.certificaat_sha256 != oud.certificaat_sha256


def test_lange_naam(kaart):
    assert len(zegelaar("lang", "Intergemeentelijk samenwerkingsverband " * 3).naam) <= 64


@pytest.mark.parametrize("slug", ["", "../wortel", "Opwijk", "a/b", "a" * 81])
def test_onbruikbare_naam_van_een_bestand(kaart, slug):
    with pytest.raises(fouten.SleutelOntbreekt, match="geen bruikbare naam"):
        zegelaar(slug, "Gemeente Opwijk")


def test_beschadigde_sleutel(kaart):
    zegelaar("opwijk", "Gemeente Opwijk")
    (kaart / "opwijk.sleutel.pem").write_text("geen sleutel")
    with pytest.raises(fouten.SleutelOntbreekt, match="reservekopie"):
        zegelaar("opwijk", "Gemeente Opwijk")


@pytest.mark.parametrize("nummer", [errno.ENOSPC, errno.EDQUOT])
def test_volle_schijf_laat_niets_halfs_achter(kaart, monkeypatch, nummer):
    def vol(_):
        raise OSError(nummer, "vol")

    monkeypatch.setattr(os, "fsync", vol)
    with pytest.raises(fouten.SchijfVol, match="De schijf is vol"):
        zegelaar("opwijk", "Gemeente Opwijk")
    assert [pad.name for pad in kaart.iterdir()] == [".slot"]
    monkeypatch.undo()
    assert zegelaar("opwijk", "Gemeente Opwijk").is_test


def test_map_niet_te_schrijven(settings, kaart, tmp_path):
    (tmp_path / "bestand").touch()
    settings.GD_ZEGEL_MAP = tmp_path / "bestand" / "zegel"
    with pytest.raises(fouten.SchijfVol, match="rechten"):
        zegelaar("opwijk", "Gemeente Opwijk")


def test_verlopen_testzegel(kaart):
    zegelaar("opwijk", "Gemeente Opwijk")
    with (
        time_machine.travel(datetime.now(UTC) + timedelta(days=11 * 365)),
        pytest.raises(fouten.CertificaatVerlopen, match="verwijder"),
    ):
        zegelaar("opwijk", "Gemeente Opwijk")


@pytest.mark.parametrize("soort", ["rsa", "ec"])
def test_echt_zegel(pkcs12_bestand, soort):
    pkcs12_bestand(soort=soort)
    zegel = zegelaar("opwijk", "Gemeente Opwijk")
    assert not zegel.is_test
    assert [c.subject.native["common_name"] for c in zegel.keten] == ["Gemeente Opwijk", "Tussenuitgever"]
    assert [c.subject.native["common_name"] for c in wortels()] == ["Wortel"]
    assert not sleutel.is_testcertificaat(zegel.keten[0])


def test_verkeerd_wachtwoord(pkcs12_bestand, settings):
    pkcs12_bestand()
    settings.GD_ZEGEL_WACHTWOORD = "fout"
    with pytest.raises(fouten.VerkeerdWachtwoord, match="GD_ZEGEL_WACHTWOORD"):
        zegelaar("opwijk", "Gemeente Opwijk")


def test_pkcs12_weg(pkcs12_bestand):
    pkcs12_bestand().unlink()
    with pytest.raises(fouten.SleutelOntbreekt, match="GD_ZEGEL_PKCS12"):
        zegelaar("opwijk", "Gemeente Opwijk")


def test_pkcs12_zonder_keten(pkcs12_bestand):
    pkcs12_bestand(met_keten=False)
    with pytest.raises(fouten.SleutelOntbreekt, match="volledige keten"):
        zegelaar("opwijk", "Gemeente Opwijk")


def test_pkcs12_verlopen(pkcs12_bestand):
    pkcs12_bestand(dagen=-1)
    with pytest.raises(fouten.CertificaatVerlopen, match="vraag een nieuw zegel aan"):
        zegelaar("opwijk", "Gemeente Opwijk")


def test_alle_fouten_zijn_zegelfouten():
    soorten = (fouten.SleutelOntbreekt, fouten.VerkeerdWachtwoord, fouten.CertificaatVerlopen, fouten.SchijfVol)
    assert all(issubclass(soort, fouten.ZegelFout) for soort in (*soorten, fouten.TijdstempelFout))
