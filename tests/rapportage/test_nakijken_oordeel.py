"""Wat het nakijken zegt, bij elke uitkomst: geldig en bekend is iets anders dan geldig, vervangen of een test."""

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from documenten.enums import Soort
from documenten.zegel.controle import Oordeel
from fiches.enums import Status
from fiches.verificatie import Bekend
from rapportage import nakijken

FICHE = Bekend("Gemeente AA", Soort.FICHE, "tok", "AA-01", 2, Status.ONDERTEKEND, False)
RAPPORT = Bekend("Gemeente AA", Soort.RAPPORT, None, None, None, None, False)
TE_TEKENEN = replace(FICHE, soort=Soort.FICHE_TE_TEKENEN, status=Status.TER_ONDERTEKENING)
VERVANGEN, DEMO = replace(FICHE, status=Status.VERVANGEN), replace(FICHE, is_demo=True)
TESTZIN, DEMOZIN = (
    "TEST: dit zegel komt van een testcertificaat en is niet rechtsgeldig.",
    ("Dit document hoort bij demogegevens en bewijst niets."),
)


@pytest.mark.parametrize(
    ("is_test", "rij", "kleur", "kop", "begin"),
    [
        (False, FICHE, "goed", "Ongewijzigd en bekend", []),
        (False, RAPPORT, "goed", "Ongewijzigd en bekend", []),
        (True, FICHE, "letop", "Ongewijzigd en bekend", [TESTZIN]),
        (True, DEMO, "letop", "Ongewijzigd en bekend", [TESTZIN, DEMOZIN]),
        (False, VERVANGEN, "letop", "Ongewijzigd, maar vervangen", ["Er is intussen"]),
        (True, VERVANGEN, "letop", "Ongewijzigd, maar vervangen", ["Er is intussen", TESTZIN]),
        (False, TE_TEKENEN, "letop", "Nog niet ondertekend", ["Ze geldt pas als"]),
        (False, None, "letop", "Het zegel klopt", ["Dit bestand staat niet in ons register."]),
        (True, None, "letop", "Het zegel klopt", ["Dit bestand staat niet", TESTZIN]),
    ],
)
def test_een_zegel_dat_klopt(is_test, rij, kleur, kop, begin):
    uit = nakijken._goed(is_test, rij, [("a", "b")], "tok")
    assert (uit.kleur, uit.kop, uit.rijen, uit.token) == (kleur, kop, [("a", "b")], "tok")
    assert len(uit.redenen) == len(begin) and all(r.startswith(b) for r, b in zip(uit.redenen, begin, strict=True))


SOM = "a" * 64


@pytest.mark.parametrize(
    ("rij", "kleur", "kop", "zinnen", "token"),
    [
        (FICHE, "goed", "Dit bestand staat in ons register", 0, "tok"),
        (RAPPORT, "goed", "Dit bestand staat in ons register", 0, ""),
        (DEMO, "letop", "Dit bestand staat in ons register", 1, "tok"),
        (VERVANGEN, "letop", "In ons register, maar vervangen", 1, "tok"),
        (replace(VERVANGEN, is_demo=True), "letop", "In ons register, maar vervangen", 2, "tok"),
        (TE_TEKENEN, "letop", "In ons register, nog niet ondertekend", 0, "tok"),
        (None, "fout", "Dit nummer staat niet in ons register", 0, ""),
    ],
)
def test_een_nummer_in_het_register(monkeypatch, rij, kleur, kop, zinnen, token):
    monkeypatch.setattr(nakijken, "bekend", lambda sha256: rij if sha256 == SOM else None)
    uit = nakijken.in_register(SOM)
    assert (uit.kleur, uit.kop, len(uit.redenen), uit.token) == (kleur, kop, zinnen, token)
    assert zinnen == 0 or uit.redenen[-1] == DEMOZIN or "nieuwere versie" in uit.redenen[0]
    assert zinnen < 2 or "nieuwere versie" in uit.redenen[0]
    assert uit.rijen[0] == ("In ons register", "ja" if rij else "nee") and uit.rijen[-1] == ("Sha256", SOM)


@pytest.mark.parametrize("onzin", ["", "a" * 63, "a" * 65, "A" * 64, "g" * 64, f"{SOM}\n"])
def test_iets_anders_dan_een_nummer_wordt_niet_opgezocht(monkeypatch, onzin):
    monkeypatch.setattr(nakijken, "bekend", lambda _: pytest.fail("opgezocht"))
    assert nakijken.in_register(onzin).kop == "Dit is geen nummer van een bestand"


def test_wat_het_register_zegt():
    assert nakijken._register(None, geheel=True) == [("In ons register", "nee")]
    assert nakijken._register(FICHE, geheel=True) == [
        ("In ons register", "ja"), ("Bestuur", "Gemeente AA"), ("Document", "fiche AA-01, versie 2"),
    ]  # fmt: skip
    rijen = nakijken._register(RAPPORT, geheel=False)
    assert rijen[0] == ("In ons register", "ja, maar er kwam iets bij") and rijen[2] == (
        "Document",
        Soort.RAPPORT.label,
    )


MOMENT = datetime(2026, 1, 2, 9, tzinfo=UTC)
ZEGEL = {"certificaat_sha256": "c", "ondertekenaar": "Opwijk", "moment": MOMENT, "niveau": "B-B", "geldig_tot": MOMENT}


def test_een_pdf_met_of_zonder_iets_erachter(monkeypatch):
    """Kennen wij enkel wat voor het toegevoegde stond, dan is dat het origineel, en zegt het register dat er iets bij kwam."""
    data = b"%PDF-1.7 verzegeld en meer"
    kort, geheel = (hashlib.sha256(stuk).hexdigest() for stuk in (data[:18], data))
    gevraagd = []

    def controleer(data, eigen):
        gevraagd.append(eigen)
        return oordeel

    monkeypatch.setattr(nakijken, "controleer_pdf", controleer)
    register = {kort: FICHE}
    monkeypatch.setattr(nakijken, "bekend", register.get)
    oordeel = SimpleNamespace(ok=False, redenen=["Er kwam iets bij."], einde=18, is_test=False, **ZEGEL)
    uit = nakijken.kijk(io.BytesIO(data))
    assert (uit.kleur, uit.kop, uit.redenen, uit.token) == ("fout", "Niet geldig", ["Er kwam iets bij."], "tok")
    assert ("In ons register", "ja, maar er kwam iets bij") in uit.rijen and ("Zegel van", "Opwijk") in uit.rijen
    register[geheel] = RAPPORT
    oordeel = SimpleNamespace(ok=True, redenen=[], einde=18, is_test=False, **ZEGEL)
    uit = nakijken.kijk(io.BytesIO(data))
    assert (uit.kleur, uit.token) == ("goed", "") and ("Sha256 van het bestand", geheel) in uit.rijen
    register[geheel] = FICHE
    assert nakijken.kijk(io.BytesIO(data)).token == "tok"
    assert gevraagd == [False, False, True]  # enkel een eigen fiche mag een handtekening van een persoon dragen
    register.clear()
    oordeel = SimpleNamespace(ok=True, redenen=[], einde=0, is_test=False, **ZEGEL)
    assert nakijken.kijk(io.BytesIO(data)).kop == "Het zegel klopt"


def test_te_groot_versleuteld_of_iets_anders(settings, monkeypatch):
    settings.OPLADEN_MAX_BYTES = 60
    goed = SimpleNamespace(ok=True, redenen=[], einde=0, is_test=False, **ZEGEL)
    monkeypatch.setattr(nakijken, "controleer_pdf", lambda *a, **k: goed)
    monkeypatch.setattr(nakijken, "bekend", lambda _: None)
    vol = b"%PDF-1.7".ljust(60, b" ")
    koppen = [nakijken.kijk(io.BytesIO(stuk)).kop for stuk in (vol, vol + b" ", vol[:40] + b"/Encrypt", b"x" * 10)]
    assert koppen == [
        "Het zegel klopt", "Deze PDF is te groot", "Deze PDF is versleuteld", "Dit is geen PDF of bewijspakket",
    ]  # fmt: skip


def test_zonder_zegel_geen_regels_over_een_zegel():
    leeg = SimpleNamespace(certificaat_sha256="")
    assert nakijken._zegel(leeg) == []
    assert dict(nakijken._zegel(SimpleNamespace(**ZEGEL)))["Verzegeld op"] == "02/01/2026 om 10:00"
    assert dict(nakijken._zegel(SimpleNamespace(**ZEGEL)))["Certificaat geldig tot"] == "02/01/2026 om 10:00"
    halve = SimpleNamespace(**ZEGEL | {"moment": None, "geldig_tot": None, "niveau": "B-XX"})
    assert dict(nakijken._zegel(halve)) == {
        "Zegel van": "Opwijk", "Verzegeld op": "onbekend", "Niveau": "B-XX", "Certificaat geldig tot": "onbekend",
    }  # fmt: skip
    assert {"ok", "redenen", "einde", "is_test", *ZEGEL} <= set(dir(Oordeel)) | set(Oordeel.__dataclass_fields__)


PAKKET = b"PK\x03\x04".ljust(30, b"\0") + nakijken.asic.MIMETYPE.encode()


def test_een_gewone_zip_is_geen_pakket():
    assert nakijken.kijk(io.BytesIO(b"PK\x03\x04".ljust(200, b"\0"))) == nakijken.GEWONE_ZIP


@pytest.mark.parametrize(
    ("naam", "stempel", "rij", "kleur"),
    [("Opwijk", None, RAPPORT, "goed"), ("TESTZEGEL Opwijk", MOMENT, RAPPORT, "letop"), (None, None, None, "letop")],
)
def test_een_pakket(monkeypatch, naam, stempel, rij, kleur):
    controle = SimpleNamespace(
        afwijkingen=[], sha256=SOM, inhoud=["a", "b"], zegel={"naam": naam, "tijdstempel": stempel}
    )
    monkeypatch.setattr(nakijken.asic, "controleer", lambda f, wortels: controle)
    monkeypatch.setattr(nakijken, "wortels", lambda: [])
    monkeypatch.setattr(nakijken, "bekend", lambda sha256: rij if sha256 == SOM else None)
    uit = nakijken.kijk(io.BytesIO(PAKKET))
    rijen = dict(uit.rijen)
    assert uit.kleur == kleur and rijen["Bestanden"] == "2" and rijen["Zegel van"] == (naam or "onbekend")
    assert rijen["Tijdstempel"] == ("nee" if stempel is None else "02/01/2026 om 10:00")
    assert rijen["In ons register"] == ("ja" if rij else "nee") and rijen["Sha256 van het bestand"] == SOM
    controle.afwijkingen = [f"fout {n}" for n in range(30)]
    assert nakijken.kijk(io.BytesIO(PAKKET)).redenen == controle.afwijkingen[:20]
    controle.afwijkingen, controle.sha256 = [], None
    assert nakijken.kijk(io.BytesIO(PAKKET)).kop == "Niet geldig"


# --- het bestand dat even blijft liggen


@pytest.fixture
def map_(settings, tmp_path):
    settings.GD_NAKIJK_MAP, settings.NAKIJKEN_WACHTENDEN = tmp_path / "nakijken", 2
    return settings.GD_NAKIJK_MAP


def test_hoogstens_zoveel_wachten_er_en_wat_stokt_blijft_niet_liggen(map_):
    assert nakijken.veeg() == 0 and not map_.exists()

    def stokt():
        yield b"half"
        raise OSError("weg")

    with pytest.raises(OSError, match="weg"):
        nakijken.neem_aan(stokt)
    assert list(map_.iterdir()) == []
    een, _ = (nakijken.neem_aan(lambda: [b"a", b"b"]) for _ in range(2))
    assert (map_ / f"{een}.bestand").read_bytes() == b"ab" and nakijken.wacht(een)
    with pytest.raises(nakijken.TeDruk):
        nakijken.neem_aan(lambda: [b"c"])
    assert nakijken.veeg() == 0 and nakijken.veeg(ouder_dan=-5) == 2 and not nakijken.wacht(een)


def test_enkel_een_token_is_een_bestand(map_):
    """Wie met een pad vraagt krijgt niets, ook niet als dat bestand bestaat; en niemand anders leest de map."""
    token = nakijken.neem_aan(lambda: [b"a"])
    assert map_.stat().st_mode & 0o777 == 0o700
    (map_ / "geheim.bestand").write_bytes(b"x")
    for pad in ("geheim", f"../{map_.name}/geheim", token.upper(), token[:-1]):
        assert not nakijken.wacht(pad) and nakijken.lees(pad) is None
