"""Het maken: canonieke bytes, de norm, ZIP64, geheugen, en niets als het misloopt."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tracemalloc
import xml.etree.ElementTree as ET
import zipfile
import zlib
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from documenten.zegel import sleutel
from rapportage.pakket import asic, schrijf, zipvorm

VAST = {asic.GEGEVENS: b"{}", asic.LEESMIJ: b"Lees mij.\n"}


def namaak_zegel(lijst: bytes, zegelaar) -> bytes:
    return b"zegel over " + hashlib.sha256(lijst).digest()


@pytest.fixture(params=["naamloos", "ernaast", "zonder harde koppelingen"])
def bestandssysteem(request, monkeypatch):
    """Met O_TMPFILE, zonder, en zonder harde koppelingen."""
    if request.param != "naamloos":
        monkeypatch.setattr(schrijf, "_naamloos", lambda map_: None)
    if request.param == "zonder harde koppelingen":

        def weiger(*args, **kwargs):
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", weiger)
    return request.param


def test_wat_gemaakt_werd_is_wat_er_staat(pakket, zegelaar, inhoud, bestandssysteem):
    doel = pakket.with_name("nog-een.zip")
    stand = []
    bestanden = inhoud(zegelaar)
    gemaakt = asic.maak(doel, bestanden, zegelaar, voortgang=lambda gedaan, totaal: stand.append((gedaan, totaal)))
    ruw = doel.read_bytes()
    assert (gemaakt.sha256, gemaakt.grootte) == (hashlib.sha256(ruw).hexdigest(), len(ruw))
    assert gemaakt.aantal == len(bestanden)
    assert sorted(stand) == stand
    assert stand[-1][0] == stand[-1][1] > 0
    assert {p.name for p in doel.parent.iterdir()} == {pakket.name, doel.name}, "er bleef iets achter"
    controle = asic.controleer(BytesIO(ruw), sleutel.wortels())
    assert controle.afwijkingen == []
    assert controle.sha256 == gemaakt.sha256
    assert {b.naam for b in controle.inhoud} == set(bestanden)


def test_zelfde_inhoud_zelfde_bytes(tmp_path, zegelaar, inhoud):
    bestanden = inhoud(zegelaar)
    paden = {}
    for n, naam in enumerate(bestanden):
        paden[naam] = tmp_path / f"bron-{n}"
        paden[naam].write_bytes(bestanden[naam])
        os.utime(paden[naam], (n, n))
    omgekeerd = dict(reversed(paden.items()))
    for doel, bronnen in (("a.zip", bestanden), ("b.zip", omgekeerd)):
        asic.maak(tmp_path / doel, bronnen, zegelaar, onderteken=namaak_zegel)
        asic.maak(tmp_path / f"echt-{doel}", bronnen, zegelaar)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    echt = [(tmp_path / f"echt-{doel}").read_bytes() for doel in ("a.zip", "b.zip")]
    voor_het_zegel = [ruw[: ruw.index(asic.HANDTEKENING.encode(), ruw.index(b"</ASiCManifest>")) - 30] for ruw in echt]
    assert voor_het_zegel[0] == voor_het_zegel[1]
    assert len(voor_het_zegel[0]) > len(echt[0]) * 0.8


def test_asic_e_zoals_de_norm_het_vraagt(pakket):
    ruw = pakket.read_bytes()
    assert ruw[:4] == b"PK\3\4"
    assert ruw[30:69] == b"mimetypeapplication/vnd.etsi.asic-e+zip"
    with zipfile.ZipFile(pakket) as z:
        assert z.testzip() is None
        namen = z.namelist()
        midden = namen[1:-3]
        assert namen == [asic.MIMETYPE, *sorted(midden), asic.SOMMEN, asic.LIJST, asic.HANDTEKENING]
        vormen = {
            (i.compress_type, i.flag_bits, i.date_time, i.extra, i.comment, i.external_attr) for i in z.infolist()
        }
        assert vormen == {(0, 0, (1980, 1, 1, 0, 0, 0), b"", b"", 0)}
        lijst = ET.fromstring(z.read(asic.LIJST))
        ns = {"a": "http://uri.etsi.org/02918/v1.2#", "ds": "http://www.w3.org/2000/09/xmldsig#"}
        assert lijst.tag == f"{{{ns['a']}}}ASiCManifest"
        assert lijst.find("a:SigReference", ns).attrib["URI"] == asic.HANDTEKENING
        genoemd = {
            d.attrib["URI"]: b64decode(d.find("ds:DigestValue", ns).text)
            for d in lijst.findall("a:DataObjectReference", ns)
        }
        assert genoemd == {n: hashlib.sha256(z.read(n)).digest() for n in [*midden, asic.SOMMEN]}


def test_pakket_zegt_zelf_met_welk_zegel(pakket, zegelaar):
    with zipfile.ZipFile(pakket) as z:
        gegevens = json.loads(z.read(asic.GEGEVENS))
    assert gegevens["zegel"] == {"niveau": "B-B", "keten_sha256": zegelaar.keten_sha256}
    assert gegevens["cijfers"] == {"fiches": 6, "mentoren": 3}


def test_goede_pakketten_geven_geen_vals_alarm(tmp_path, zegelaar, inhoud, omvang):
    aantal = omvang(12, 100)
    alarm = {}
    for zaad in range(aantal):
        bestanden = inhoud(zegelaar, zaad)
        bestanden["leeg.csv"] = b""
        bestanden["fiches/A_b-C.9.pdf"] = bytes(zipvorm.BLOK + zaad % 3 - 1)
        doel = tmp_path / f"{zaad}.zip"
        asic.maak(doel, bestanden, zegelaar)
        with doel.open("rb") as f:
            alarm[zaad] = asic.controleer(f, sleutel.wortels()).afwijkingen
        doel.unlink()
    assert {z: a for z, a in alarm.items() if a} == {}
    print(f"{aantal} goede pakketten, 0 keer vals alarm")


def test_goed_met_tijdstempel(pakket_bt):
    with pakket_bt.open("rb") as f:
        controle = asic.controleer(f, sleutel.wortels())
    assert controle.afwijkingen == []
    assert controle.zegel["tijdstempel"] is not None
    assert controle.gegevens["zegel"]["niveau"] == "B-T"


@pytest.mark.parametrize(
    ("namen", "fout"),
    [
        (["../weg.pdf"], "niet toegelaten"),
        (["/etc/passwd"], "niet toegelaten"),
        (["fiches/./a.pdf"], "niet toegelaten"),
        (["fiches//a.pdf"], "niet toegelaten"),
        (["fiches/"], "niet toegelaten"),
        (["fiches/é.pdf"], "niet toegelaten"),
        (["fiches/a b.pdf"], "niet toegelaten"),
        (["fiches/a.pdf\n"], "niet toegelaten"),
        (["-rf"], "niet toegelaten"),
        (["a" * 201], "niet toegelaten"),
        ([""], "niet toegelaten"),
        (["fiches/a.pdf", "fiches/A.pdf"], "hoofdletters"),
        (["fiches", "fiches/A.pdf"], "ook een map"),
        (["sha256sums"], "hoofdletters"),
        (["SHA256SUMS"], "meer dan één keer"),
        (["mimetype"], "meer dan één keer"),
        (["META-INF/extra.xml"], "voorbehouden"),
        (["meta-inf/extra.xml"], "voorbehouden"),
    ],
)
def test_namen_die_niet_kunnen(tmp_path, zegelaar, namen, fout):
    with pytest.raises(ValueError, match=fout):
        asic.maak(tmp_path / "x.zip", VAST | dict.fromkeys(namen, b"x"), zegelaar)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("weg", [asic.GEGEVENS, asic.LEESMIJ])
def test_wat_erin_moet(tmp_path, zegelaar, weg):
    with pytest.raises(ValueError, match=f"{weg} ontbreekt"):
        asic.maak(tmp_path / "x.zip", {n: b for n, b in VAST.items() if n != weg}, zegelaar)


class Stuk(Exception):
    pass


def _groeit(bron: Path):
    def voortgang(gedaan, totaal):
        with bron.open("ab") as f:
            f.write(b"erbij")

    return {"voortgang": voortgang}


def _tekent_niet(lijst, zegelaar):
    raise Stuk


@pytest.mark.parametrize(
    ("hoe", "fout"),
    [
        (lambda bron: {"afbreken": iter([False, False, False, True]).__next__}, asic.Afgebroken),
        (lambda bron: {"onderteken": _tekent_niet}, Stuk),
        (_groeit, ValueError),
        (lambda bron: bron.unlink() or {}, FileNotFoundError),
    ],
    ids=["afgebroken", "zegel lukt niet", "bron verandert", "bron is weg"],
)
def test_misgelopen_laat_niets_achter(tmp_path, zegelaar, bestandssysteem, hoe, fout):
    bron, uit = tmp_path / "bron.pdf", tmp_path / "uit"
    bron.write_bytes(bytes(zipvorm.KLEIN + 3 * zipvorm.BLOK))  # te groot voor het geheugen: het gaat per blok
    uit.mkdir()
    with pytest.raises(fout):
        asic.maak(uit / "x.zip", VAST | {"fiches/a.pdf": bron}, zegelaar, **hoe(bron))
    assert list(uit.iterdir()) == []


def test_wat_er_stond_blijft(tmp_path, zegelaar, bestandssysteem):
    doel = tmp_path / "x.zip"

    def intussen(lijst, zegelaar):
        doel.write_bytes(b"van een ander")
        return b"zegel"

    with pytest.raises(FileExistsError):
        asic.maak(doel, VAST, zegelaar, onderteken=intussen)
    assert doel.read_bytes() == b"van een ander"
    with pytest.raises(FileExistsError):
        asic.maak(doel, VAST, zegelaar)
    assert [p.name for p in tmp_path.iterdir()] == ["x.zip"]


def test_kill_halverwege_laat_niets_achter(tmp_path):
    uit = tmp_path / "uit"
    uit.mkdir()
    werk = (
        "import os, signal, sys; from pathlib import Path; from rapportage.pakket.schrijf import in_een_keer\n"
        "with in_een_keer(Path(sys.argv[1])) as f:\n"
        "    f.write(bytes(1 << 20)); f.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    basis = Path(asic.__file__).parents[2]
    klaar = subprocess.run([sys.executable, "-c", werk, str(uit / "x.zip")], cwd=basis, check=False)
    assert klaar.returncode == -signal.SIGKILL
    assert list(uit.iterdir()) == []


def test_geheugen_groeit_niet_met_het_pakket(tmp_path, zegelaar, omvang):
    pieken = {}
    for mb in (4, omvang(40, 200)):
        bron, doel = tmp_path / f"{mb}.bin", tmp_path / f"{mb}.zip"
        with bron.open("wb") as f:
            f.truncate(mb << 20)
        tracemalloc.start()
        asic.maak(doel, VAST | {"rapport.pdf": bron}, zegelaar)
        with doel.open("rb") as f:
            controle = asic.controleer(f, sleutel.wortels())
        pieken[mb] = tracemalloc.get_traced_memory()[1] / (1 << 20)
        tracemalloc.stop()
        assert controle.afwijkingen == []
    klein, groot = pieken.values()
    print(f"piek in MB per inhoud in MB: { {mb: round(p, 1) for mb, p in pieken.items()} }")
    assert groot < klein + 1


@pytest.mark.programma("unzip")
def test_zip64_kop_en_tafel_zoals_anderen_ze_lezen(tmp_path):
    """Grenzen van 4 GiB en 65.535 ingangen, in een bestand met gaten: de inhoud zelf staat er niet in."""
    vier = 1 << 32
    groottes = [vier - 2, vier - 1, vier, 5 * vier, 7]  # het laatste deel leest zipfile echt: crc van 7 nullen
    ingangen, doel = [], tmp_path / "groot.zip"
    with doel.open("w+b") as f:
        for n, grootte in enumerate(groottes):
            ingangen.append(zipvorm.Ingang(f"deel-{n}.bin", grootte, f.tell(), zlib.crc32(bytes(n + 3))))
            f.write(zipvorm.lokale_kop(ingangen[-1]))
            f.truncate(f.tell() + grootte)
            f.seek(0, 2)
        f.write(zipvorm.staart(ingangen, f.tell()))
    with zipfile.ZipFile(doel) as z:
        assert [(i.file_size, i.compress_size, i.header_offset, i.CRC) for i in z.infolist()] == [
            (i.grootte, i.grootte, i.plaats, i.crc) for i in ingangen
        ]
        with z.open("deel-4.bin") as inhoud:
            assert inhoud.read(5) == bytes(5)
    lijst = subprocess.run([shutil.which("unzip"), "-Zl", doel], capture_output=True, text=True, check=True).stdout
    assert [regel.split()[3] for regel in lijst.splitlines()[2:-1]] == [str(g) for g in groottes]


@pytest.mark.programma("unzip")
def test_zip64_met_meer_dan_65535_ingangen(tmp_path, zegelaar):
    veel = {f"gegevens/{n}.csv": b"%d" % n for n in range(66_000)}
    doel = tmp_path / "veel.zip"
    asic.maak(doel, VAST | veel, zegelaar)
    with zipfile.ZipFile(doel) as z:
        assert len(z.namelist()) == 66_006
        assert z.read("gegevens/65999.csv") == b"65999"
    namen = subprocess.run([shutil.which("unzip"), "-Z1", doel], capture_output=True, text=True, check=True).stdout
    assert len(namen.splitlines()) == 66_006
    with doel.open("rb") as f:
        assert asic.controleer(f, sleutel.wortels()).afwijkingen == []


def test_bestand_van_meer_dan_4_gib(tmp_path, zegelaar, omvang):
    """Volledig: een echt bestand van 4 GiB en 1 byte; kort: van 1 byte, dezelfde weg."""
    grootte = omvang(1, (1 << 32) + 1)
    bron, doel = tmp_path / "bron.bin", tmp_path / "groot.zip"
    with bron.open("wb") as f:
        f.truncate(grootte)
    try:
        asic.maak(doel, VAST | {"fiches/groot.pdf": bron, "rapport.pdf": b"na de grens"}, zegelaar)
        with zipfile.ZipFile(doel) as z:
            assert z.getinfo("fiches/groot.pdf").file_size == grootte
            assert z.read("rapport.pdf") == b"na de grens"
        with doel.open("rb") as f:
            assert asic.controleer(f, sleutel.wortels()).afwijkingen == []
    finally:
        doel.unlink(missing_ok=True)


@pytest.mark.parametrize("anders", [-1, 1])
def test_een_klein_bestand_dat_verandert_terwijl_het_gelezen_wordt(tmp_path, zegelaar, monkeypatch, anders):
    """Tussen vragen hoe groot het is en lezen komt er een byte bij, of gaat er een af."""
    bron, uit = tmp_path / "bron.pdf", tmp_path / "uit"
    bron.write_bytes(b"%PDF-1.7 klein")
    uit.mkdir()
    echt = asic.os.fstat
    groot = bron.stat().st_size - anders

    def fstat(fd):
        staat = echt(fd)
        return SimpleNamespace(st_size=groot) if staat.st_size == bron.stat().st_size else staat

    monkeypatch.setattr(asic.os, "fstat", fstat)
    with pytest.raises(ValueError, match=r"fiches/x\.pdf veranderde tijdens het lezen"):
        asic.maak(uit / "x.zip", {"fiches/x.pdf": bron, asic.GEGEVENS: b"{}", asic.LEESMIJ: b"x"}, zegelaar)
    assert list(uit.iterdir()) == []
