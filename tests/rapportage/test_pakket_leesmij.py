"""Wie LEESMIJ.txt letterlijk volgt, met alleen unzip, sha256sum en openssl, ziet wat er verwacht wordt; anders niet."""

import re
import shutil
import subprocess
import zipfile
from datetime import date

import pytest

from documenten.zegel import testca
from rapportage.pakket import asic, leesmij, zipvorm

pytestmark = pytest.mark.programma("openssl", "unzip")


def blokken(tekst: str) -> list[tuple[str, str]]:
    """De blokken met opdrachten (vier spaties) uit de tekst, elk met wat er verwacht wordt."""
    gevonden = []
    for blok in re.findall(r"(?m)(?:^    .*\n)+", tekst):
        regels = [regel[4:] for regel in blok.splitlines()]
        assert regels[-1].startswith("# verwacht: "), regels
        gevonden.append(("\n".join(regels), regels[-1].removeprefix("# verwacht: ")))
    return gevonden


def volg(map_, pakket, wortel: bytes, tekst: str, schil: str, **extra: bytes) -> list[bool]:
    """Voert elk blok uit zoals het er staat, in één schil; zegt per blok of de uitvoer is wat er verwacht wordt."""
    map_.mkdir()
    shutil.copy(pakket, map_ / pakket.name)
    for naam, pem in {"wortel": wortel, **extra}.items():
        (map_ / f"{naam.replace('_', '-')}.pem").write_bytes(pem)
    stappen = blokken(tekst)
    opdracht = "".join(f"exec >'{map_}/uit-{n}' 2>&1\n{blok}\n" for n, (blok, _) in enumerate(stappen))
    subprocess.run([shutil.which(schil)], input=opdracht, text=True, cwd=map_, check=False, timeout=60)
    uitkomst = []
    for n, (_, verwacht) in enumerate(stappen):
        uit = (map_ / f"uit-{n}").read_text().strip()
        goed = {"geen uitvoer": uit == "", "1": uit == "1"}.get(verwacht, verwacht in uit)
        uitkomst.append(goed)
        print(f"{n + 1}. {'goed' if goed else 'FOUT'}: {uit[:300]}")
    return uitkomst


def uit_pakket(pakket) -> str:
    with zipfile.ZipFile(pakket) as z:
        return z.read(asic.LEESMIJ).decode()


@pytest.mark.parametrize("schil", ["sh", "bash"])
def test_letterlijk_gevolgd(pakket, tmp_path, schil):
    uitkomst = volg(tmp_path / "auditor", pakket, testca.wortel_pem(), uit_pakket(pakket), schil)
    assert uitkomst == [True] * 6


def test_letterlijk_gevolgd_met_tijdstempel(pakket_bt, tmp_path, _tsa):
    tekst = uit_pakket(pakket_bt)
    uitkomst = volg(tmp_path / "auditor", pakket_bt, testca.wortel_pem(), tekst, "sh", wortel_tsa=_tsa.wortel)
    assert uitkomst == [True] * 8
    uitkomst = volg(tmp_path / "ander", pakket_bt, testca.wortel_pem(), tekst, "sh", wortel_tsa=testca.wortel_pem())
    assert uitkomst == [True] * 7 + [False], "een vreemde tijdstempeldienst wordt aanvaard"


def _herschreven(pakket, doel, verander) -> None:
    """Hetzelfde pakket in dezelfde vorm (elke CRC klopt), met andere bestanden."""
    with zipfile.ZipFile(pakket) as z:
        bestanden = verander([(naam, z.read(naam)) for naam in z.namelist()])
    with doel.open("w+b") as f:
        zip_ = zipvorm.Schrijver(f)
        for naam, inhoud in bestanden:
            zip_.voeg_toe(naam, [inhoud], len(inhoud))
        zip_.sluit()


def _vervang(deel: str, oud: bytes, nieuw: bytes):
    return lambda b: [(n, i.replace(oud, nieuw) if n == deel else i) for n, i in b]


@pytest.mark.parametrize(
    ("verander", "fout"),
    [
        (_vervang("rapport.pdf", b"", b"x"), 2),
        (lambda b: b[:3] + [("fiches/extra.pdf", b"x")] + b[3:], 3),
        (lambda b: [x for x in b if x[0] != "rapport.pdf"], 2),
        (_vervang(asic.SOMMEN, b"\n", b"\n\n"), 4),
        (_vervang(asic.LIJST, b"text/csv", b"text/plain"), 5),
    ],
    ids=["inhoud", "bestand te veel", "bestand te weinig", "SHA256SUMS", "inhoudslijst"],
)
def test_letterlijk_gevolgd_ziet_een_wijziging(pakket, tmp_path, verander, fout):
    ander = tmp_path / "ander" / pakket.name
    ander.parent.mkdir()
    _herschreven(pakket, ander, verander)
    uitkomst = volg(tmp_path / "auditor", ander, testca.wortel_pem(), uit_pakket(pakket), "sh")
    assert uitkomst[fout - 1] is False


def test_letterlijk_gevolgd_met_een_andere_wortel(pakket, tmp_path, settings):
    tekst = uit_pakket(pakket)
    settings.GD_ZEGEL_MAP = tmp_path / "andere-installatie"
    uitkomst = volg(tmp_path / "auditor", pakket, testca.wortel_pem(), tekst, "sh")
    assert uitkomst[4] is False


def _tekst(**anders) -> str:
    velden = {
        "bestand": "x.zip",
        "bestuur": "Opwijk",
        "project": "572-01",
        "peildatum": date(2026, 11, 1),
        "zegel": "TESTZEGEL Opwijk",
        "wortel": "https://voorbeeld.be",
        "register": "https://voorbeeld.be/register/",
    }
    return leesmij.tekst(**velden | anders).decode()


def test_demo_staat_erop():
    assert "DEMOGEGEVENS" in _tekst(demo=True)
    assert "DEMOGEGEVENS" not in _tekst()


def test_een_naam_wordt_geen_opdracht():
    kwaad = "Opwijk\n\n    touch /tmp/kwaad\n"
    assert "    touch" not in _tekst(bestuur=kwaad, project=kwaad, zegel=kwaad, wortel=kwaad, register=kwaad)
    for bestand in ("x;reboot.zip", "$(reboot).zip", "-x.zip", "a b.zip", ""):
        with pytest.raises(ValueError, match="naam van een pakket"):
            _tekst(bestand=bestand)
