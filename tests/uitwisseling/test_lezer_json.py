"""Wat geen importbestand is, of te groot, krijgt één duidelijke zin; zonder databank."""

import io
import json
import zipfile
from decimal import Decimal

import pytest

from uitwisseling import lezer_json
from uitwisseling.fouten import BestandGeweigerd


def zip_bom() -> bytes:
    bytes_ = io.BytesIO()
    with zipfile.ZipFile(bytes_, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", b"<x/>" * 100_000)
    return bytes_.getvalue()


@pytest.mark.parametrize(
    "inhoud",
    [
        b"",
        b"%PDF-1.7 \x00\xff",
        zip_bom(),
        b"code;naam\n1;2\n",
        b"[1, 2]",
        b'"tekst"',
        b'{"formaat": ',
        b'{"a": NaN}',
        b'{"a": 1e9999999999, "b": ' + b"9" * 5000 + b"}",
        b'{"a": "\xff\xfe"}',
        b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"' + b'\\"' * 50_000,
        '{"formaat": "x"}'.encode("utf-16"),
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    ],
)
def test_geen_json_is_een_zin(inhoud, tmp_path):
    pad = tmp_path / "bestand.json"
    pad.write_bytes(inhoud)
    with pytest.raises(BestandGeweigerd, match="geen JSON-bestand"):
        lezer_json.lees(pad)


def test_onleesbaar(tmp_path):
    with pytest.raises(BestandGeweigerd, match="niet te lezen"):
        lezer_json.lees(tmp_path / "weg.json")
    with pytest.raises(BestandGeweigerd, match="niet te lezen"):
        lezer_json.lees(tmp_path)


def test_te_groot_wordt_niet_gelezen(tmp_path, monkeypatch):
    pad = tmp_path / "groot.json"
    with pad.open("wb") as f:
        f.truncate(lezer_json.MAX_BYTES + 1)
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda _: pytest.fail("het bestand is toch gelezen"))
    with pytest.raises(BestandGeweigerd, match="groter dan 20 MB"):
        lezer_json.lees(pad)


def test_te_veel_rijen_wordt_niet_ontleed(tmp_path, monkeypatch):
    assert lezer_json.MAX_RIJEN == 200_000
    monkeypatch.setattr(lezer_json, "MAX_RIJEN", 500)
    pad = tmp_path / "lang.json"
    precies = '{"a": [{"x": "},{"}' + ", {}" * 498
    pad.write_text(precies + ', {"y": [1, 2, 3]}]}')
    assert len(lezer_json.lees(pad)[0].lijsten["a"]) == 500
    pad.write_text(precies + ", {}, 1]}")
    monkeypatch.setattr(json, "loads", lambda *_, **__: pytest.fail("het bestand is toch ontleed"))
    with pytest.raises(BestandGeweigerd, match=r"200\.000 rijen"):
        lezer_json.lees(pad)


def test_rijen_tellen_zoals_excel_en_getallen_blijven_exact(tmp_path):
    pad = tmp_path / "bestand.json"
    pad.write_bytes(b"\xef\xbb\xbf" + b'{"formaat": "f", "bron": "b", "prestaties": [{"uren": 7.35}, {"uren": 2}]}')
    bestand, fouten = lezer_json.lees(pad)
    assert fouten == [] and bestand.formaat == "f" and list(bestand.lijsten) == ["prestaties"]
    assert [(r.nummer, r.waarden["uren"]) for r in bestand.lijsten["prestaties"]] == [(2, Decimal("7.35")), (3, 2)]


def test_een_sleutel_die_twee_keer_staat_is_een_fout(tmp_path):
    pad = tmp_path / "bestand.json"
    pad.write_text('{"overleg": [{"met": "vdab", "met": "glow"}], "bestuur": {}, "bestuur": {}}')
    _, fouten = lezer_json.lees(pad)
    assert {(f.lijst, f.rij, f.sleutel) for f in fouten} == {("bestuur", None, None), ("overleg", 2, "met")}
