"""script/manage controleer_pakket PAD [--wortel PEM]"""

import pytest
from django.core.management import call_command

from documenten.zegel import testca


def test_goed_pakket(pakket, capsys):
    call_command("controleer_pakket", str(pakket))
    uit = capsys.readouterr()
    assert f"{pakket.name} is in orde." in uit.out
    assert "15 (fiches 6, gegevens 2, los 4, mentoren 3)" in uit.out
    assert "TESTZEGEL Opwijk, gezet op" in uit.out
    assert "geen (niveau B-B)" in uit.out
    assert uit.err == ""


def test_goed_pakket_met_tijdstempel(pakket_bt, capsys):
    call_command("controleer_pakket", str(pakket_bt))
    assert "tijdstempel" in (uit := capsys.readouterr().out)
    assert "niveau B-B" not in uit


def test_elke_afwijking(pakket, capsys):
    ruw = bytearray(pakket.read_bytes())
    for naam in (b"fiches/OPW-01", b"fiches/OPW-02"):
        ruw[ruw.index(naam) + 100] ^= 1
    pakket.write_bytes(ruw + b"x")
    with pytest.raises(SystemExit) as einde:
        call_command("controleer_pakket", str(pakket))
    assert einde.value.code == 1
    uit = capsys.readouterr()
    assert uit.out == ""
    assert "is NIET in orde" in uit.err
    for fiche in ("fiches/OPW-01", "fiches/OPW-02"):
        zinnen = [zin for zin in uit.err.splitlines() if fiche in zin]
        assert any("CRC" in zin for zin in zinnen)
        assert any("SHA256SUMS" in zin for zin in zinnen)
        assert any("inhoudslijst" in zin for zin in zinnen)


def test_andere_wortel(pakket, tmp_path, settings, capsys):
    eigen = tmp_path / "wortel.pem"
    eigen.write_bytes(testca.wortel_pem())
    settings.GD_ZEGEL_MAP = tmp_path / "andere-installatie"
    with pytest.raises(SystemExit):
        call_command("controleer_pakket", str(pakket))
    assert "niet van een vertrouwde uitgever" in capsys.readouterr().err
    call_command("controleer_pakket", str(pakket), "--wortel", str(eigen))
    assert "is in orde" in capsys.readouterr().out


@pytest.mark.parametrize("pem", [None, b"geen pem", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_onbruikbare_wortel(pakket, tmp_path, capsys, pem):
    wortel = tmp_path / "x.pem"
    if pem is not None:
        wortel.write_bytes(pem)
    with pytest.raises(SystemExit) as einde:
        call_command("controleer_pakket", str(pakket), "--wortel", str(wortel))
    assert einde.value.code == 1
    assert "geen leesbaar PEM-bestand" in capsys.readouterr().err


def test_pad_dat_er_niet_is(zegelaar, tmp_path, capsys):
    for pad in (tmp_path / "weg.zip", tmp_path):
        with pytest.raises(SystemExit) as einde:
            call_command("controleer_pakket", str(pad))
        assert einde.value.code == 1
        assert "is niet te lezen" in capsys.readouterr().err
