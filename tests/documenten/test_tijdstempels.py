"""Meer tijdstempelservers: wie uitvalt wordt overgeslagen, en een antwoord dat niet klopt telt niet."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from documenten.zegel import fouten, tsa
from documenten.zegel.cms import controleer_los, onderteken_los
from documenten.zegel.controle import controleer_pdf
from documenten.zegel.pades import verzegel
from documenten.zegel.sleutel import wortels, zegelaar
from documenten.zegel.testca import stempelwortel_pem
from documenten.zegel.testdienst import Stempeldienst
from tests.documenten.conftest import WOORDEN
from tests.hulp.tijdstempel import Server

LIMIET = 1.0  # seconden; enkel voor wie traag is, zodat een drukke machine de goede niet treft


@pytest.fixture
def servers(zegel, settings):
    """servers(*wat): zoveel servers die zo doen, in die volgorde ingesteld."""
    gestart = []

    def start(*wat):
        gestart.extend(een if isinstance(een, Server) else Server(een) for een in wat)
        settings.GD_TSA_URLS = [server.adres for server in gestart]
        return gestart

    settings.GD_TSA_TIJDSLIMIET = 10.0
    tsa.vergeet()
    yield start
    tsa.vergeet()
    for server in gestart:
        server.stop()


def zet(pdf):
    return verzegel(pdf, zegelaar("opwijk", "Gemeente Opwijk"), **WOORDEN)


def test_zonder_server_is_het_b_b(pdf, zegel, settings):
    settings.GD_TSA_URLS = []
    assert zet(pdf).niveau == "B-B"


def test_de_testdienst_in_het_eigen_proces(pdf, zegel, settings):
    settings.GD_TSA_URLS = ["test"]
    uit = zet(pdf)
    oordeel = controleer_pdf(uit.bytes)
    assert (uit.niveau, oordeel.niveau, oordeel.redenen) == ("B-T", "B-T", [])
    assert Stempeldienst.van_deze_installatie().certificaat.subject.native["common_name"].startswith("TEST ")


@pytest.mark.parametrize(
    ("doet", "waarom"),
    [
        ("kapot", "antwoordt met 500"),
        ("traag", "antwoordt niet binnen 1 seconden"),
        ("druppelt", "antwoordt niet binnen 1 seconden"),
        ("onzin", "geen tijdstempel"),
        ("nonce", r"andere vraag \(nonce\)"),
        ("hash", r"iets anders dan gevraagd \(hash\)"),
        ("weigert", "weigert de vraag"),
    ],
)
def test_wie_tekortschiet_en_dan_de_volgende(servers, pdf, settings, doet, waarom):
    if doet in ("traag", "druppelt"):
        settings.GD_TSA_TIJDSLIMIET = LIMIET
    (slecht,) = servers(doet)
    begin = time.monotonic()
    with pytest.raises(fouten.TijdstempelFout, match=f"GD_TSA_URLS na en probeer opnieuw.*{waarom}"):
        zet(pdf)
    assert time.monotonic() - begin < 5
    _, goed = servers("goed")
    tsa.vergeet()
    assert controleer_pdf(zet(pdf).bytes).niveau == "B-T"
    assert slecht.vragen == 2 and goed.vragen


def test_een_server_die_weg_is(servers, pdf):
    weg, goed = servers("goed", "goed")
    weg.stop()
    assert controleer_pdf(zet(pdf).bytes).niveau == "B-T"
    assert goed.vragen and tsa.rust() == [weg.adres.split("/")[2]]


def test_een_uitgever_die_wij_niet_kennen(servers, pdf, settings, tmp_path):
    eigen, settings.GD_ZEGEL_MAP = settings.GD_ZEGEL_MAP, tmp_path / "elders"
    dienst, settings.GD_ZEGEL_MAP = Stempeldienst.van_deze_installatie(), eigen
    servers(Server("vreemd", dienst))
    with pytest.raises(fouten.TijdstempelFout, match="niet vertrouwen: zet diens wortel in vertrouwd/"):
        zet(pdf)


def test_wie_faalde_rust_enkele_minuten(servers, pdf, monkeypatch):
    eerste, tweede = servers("kapot", "goed")
    for _ in range(3):
        zet(pdf)
    assert eerste.vragen == 1  # daarna overgeslagen
    eerste.doet = "goed"
    nu = time.monotonic
    monkeypatch.setattr(tsa.time, "monotonic", lambda: nu() + tsa.RUST + 1)
    gevraagd = tweede.vragen
    zet(pdf)
    assert eerste.vragen > 1 and tweede.vragen == gevraagd and tsa.rust() == []


def test_rusten_ze_allemaal_dan_wordt_er_toch_een_gevraagd(servers, pdf):
    een, twee = servers("kapot", "kapot")
    for _ in range(2):
        with pytest.raises(fouten.TijdstempelFout):
            zet(pdf)
    assert (een.vragen, twee.vragen) == (2, 1)  # de tweede keer enkel wie het langst rust
    twee.doet = "goed"  # nu is die het langst aan het rusten
    assert controleer_pdf(zet(pdf).bytes).niveau == "B-T"


def test_acht_draden_tegelijk(servers, pdf):
    servers("kapot", "goed")
    zegel = zegelaar("opwijk", "Gemeente Opwijk")

    def werk(n):
        inhoud = b"inhoud %d" % n
        gemeld = []
        wie = controleer_los(onderteken_los(inhoud, zegel), inhoud, wortels(), gemeld.append, "B-T", zegel.keten_sha256)
        return gemeld, wie["tijdstempel"] is not None

    with ThreadPoolExecutor(8) as draden:
        assert list(draden.map(werk, range(24))) == [([], True)] * 24


def test_de_klok_van_de_server_staat_verkeerd(servers, pdf, monkeypatch):
    servers("goed")
    monkeypatch.setattr(tsa, "SPELING", tsa.SPELING * -1)
    with pytest.raises(fouten.TijdstempelFout, match="een klok die meer dan tien minuten"):
        zet(pdf)


@pytest.mark.programma("openssl")
def test_openssl_aanvaardt_een_tijdstempel_van_de_testdienst(zegel, tmp_path):
    """Een vraag van openssl zelf; een verminkte of onbekende vraag krijgt een weigering zoals het hoort."""

    def openssl(*opdracht):
        return subprocess.run(["openssl", "ts", *opdracht], cwd=tmp_path, capture_output=True, text=True, check=False)

    (tmp_path / "bestand").write_bytes(b"inhoud")
    openssl("-query", "-data", "bestand", "-sha256", "-cert", "-out", "vraag")
    dienst, vraag = Stempeldienst.van_deze_installatie(), (tmp_path / "vraag").read_bytes()
    (tmp_path / "ca.pem").write_bytes(stempelwortel_pem())
    (tmp_path / "antwoord").write_bytes(dienst.antwoord_bytes(vraag))
    gekeurd = openssl("-verify", "-in", "antwoord", "-queryfile", "vraag", "-CAfile", "ca.pem")
    assert "Verification: OK" in gekeurd.stdout, gekeurd.stderr
    openssl("-query", "-data", "bestand", "-sha1", "-out", "oud")
    for fout in ((tmp_path / "oud").read_bytes(), vraag[:-3], b""):
        (tmp_path / "antwoord").write_bytes(dienst.antwoord_bytes(fout))
        assert "rejected" in openssl("-reply", "-in", "antwoord", "-text").stdout.lower()
