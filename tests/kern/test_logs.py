"""Wat een logregel wel en niet draagt."""

import json
import logging
import re

import pytest
import structlog

from kern import logs
from opstart import WORTEL

GEHEIM = "Kanariepiet Zangvogel"


def regel(naam, melding, *args, **meer):
    record = logging.LogRecord(naam, logging.ERROR, __file__, 7, melding, args, meer.pop("exc_info", None))
    record.__dict__.update(meer)
    uit = logs.Regel().format(record)
    assert GEHEIM not in uit and "\n" not in uit
    return json.loads(uit)


def gebeurtenis(**velden):
    return logs.Gebeurtenis(event="taak klaar", **velden)


def gooi(fout):
    try:
        raise fout
    except type(fout) as gegooid:
        return type(gegooid), gegooid, gegooid.__traceback__


def test_eigen_gebeurtenis_draagt_enkel_wat_op_de_lijst_staat():
    uit = regel("taken", gebeurtenis(taak=7, taaknaam="fiches.verzegel", naam=GEHEIM, url=GEHEIM))
    assert uit["zin"] == "taak klaar" and uit["taak"] == 7 and uit["taaknaam"] == "fiches.verzegel"
    assert uit["url"] == "-" and "naam" not in uit


@pytest.mark.parametrize(
    "waarde", ["Kanarie", "een zin", "a@b.example", "x" * 81, "PIET", "/mentoren/?q=x", ["a"], {"a": 1}]
)
def test_tekst_die_geen_code_is_wordt_een_streepje(waarde):
    assert regel("verzoek", gebeurtenis(url=waarde))["url"] == "-"


def test_van_een_ander_blijft_het_sjabloon_zonder_de_waarden():
    assert regel("django.request", "%s: %s", "Not Found", f"/{GEHEIM}/")["zin"] == "%s: %s"
    assert "zin" not in regel("vreemd", f"mislukt voor {GEHEIM}")
    assert "zin" not in regel("vreemd", {"event": GEHEIM, "taaknaam": "piet"})
    assert regel("vreemd", "x", inhoud=GEHEIM)["plaats"].endswith("test_logs.py:7")


def test_een_fout_is_soort_en_plaats_met_haar_oorzaken():
    try:
        try:
            raise KeyError(GEHEIM)
        except KeyError as oorzaak:
            raise ValueError(GEHEIM) from oorzaak
    except ValueError as fout:
        keten = regel("x", "", exc_info=(ValueError, fout, fout.__traceback__))["fouten"]
    assert [schakel["soort"] for schakel in keten] == ["ValueError", "KeyError"]
    assert all(schakel["plaats"][0].startswith("tests/kern/test_logs.py:") for schakel in keten)


def test_via_structlog(caplog):
    structlog.get_logger("taken").warning("taak mislukt", taak=7, naam=GEHEIM, exc_info=gooi(ValueError(GEHEIM))[1])
    uit = logs.Regel().format(caplog.records[-1])
    assert GEHEIM not in uit and json.loads(uit)["fouten"][0]["soort"] == "ValueError"


def test_leesbaar_voor_wie_ontwikkelt():
    record = logging.LogRecord("taken", logging.INFO, __file__, 7, gebeurtenis(taak=7, naam=GEHEIM), (), None)
    uit = logs.Regel(leesbaar=True).format(record)
    assert uit.endswith("info taken taak klaar taak=7")


def test_het_nummer_van_het_verzoek_staat_ook_bij_een_ander_pakket():
    with structlog.contextvars.bound_contextvars(verzoek="ab12", naam=GEHEIM):
        uit = regel("django.request", "%s: %s", "x", "y")
    assert uit["verzoek"] == "ab12" and "naam" not in uit


def test_onze_code_schrijft_vaste_zinnen_langs_structlog():
    """Een zin die samengesteld wordt kan een naam aanhalen; `logging` rechtstreeks mag enkel waar er geen zin is."""
    apart = {
        "kern/logs.py",
        "kern/pdf/boom.py",
        "kern/pdf/motor.py",
        "documenten/zegel/__init__.py",
        "gemeenschapsdienst/wsgi.py",
    }
    fout = []
    for pad in WORTEL.glob("*/**/*.py"):
        kort, tekst = str(pad.relative_to(WORTEL)), pad.read_text()
        if kort.startswith(("tests/", ".")):
            continue
        if "logging.getLogger" in tekst and kort not in apart:
            fout.append(f"{kort}: gebruik structlog")
        for zin in re.findall(r"logboek\.(?:debug|info|warning|error|exception)\(\s*(.)", tekst):
            if zin != '"':
                fout.append(f"{kort}: een zin die geen vaste tekst is")
    assert fout == []
