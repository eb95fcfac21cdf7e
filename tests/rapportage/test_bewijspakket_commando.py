"""script/manage bewijspakket PROJECTCODE [--bestuur SLUG] --peildatum D --uit PAD"""

import hashlib
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from documenten import opslag
from fiches.models import FicheBlad
from rapportage.models import Bewijspakket
from taken import stappen as taakstappen
from tests.bouw import Huis

pytestmark = pytest.mark.django_db


@pytest.fixture
def maak(tmp_path):
    """maak(code, peildatum, **anders): voert de opdracht uit en geeft het pad."""

    def doe(code="572-OPW", peildatum="2023-12-31", uit="pakket.zip", **opties):
        pad = tmp_path / uit
        call_command("bewijspakket", code, peildatum=peildatum, uit=pad, **opties)
        return pad

    return doe


@pytest.fixture(autouse=True)
def _zonder_wachten(monkeypatch):
    """Nieuwe pogingen volgen meteen; anders wacht elke mislukking een kwart minuut."""
    monkeypatch.setattr(taakstappen, "timedelta", lambda **_: timedelta(0))


@pytest.mark.parametrize("code", ["572-OPW", "572-opw"])
def test_maakt_een_pakket_dat_nagekeken_kan_worden(maak_huis, maak, capsys, code):
    maak_huis(1)
    pad = maak(code)
    uit = capsys.readouterr().out
    assert f"{pad.stat().st_size} bytes, sha256 {hashlib.sha256(pad.read_bytes()).hexdigest()}" in uit
    call_command("controleer_pakket", str(pad))
    assert "pakket.zip is in orde." in capsys.readouterr().out


def test_peildatum_vandaag(maak_huis, maak):
    huis = maak_huis(1)
    maak(peildatum="vandaag")
    with huis.binnen():
        assert Bewijspakket.objects.get().peildatum == timezone.localdate()


@pytest.mark.parametrize(
    ("opties", "reden"),
    [
        ({"code": "572-X"}, "Geen project met code 572-X gevonden. Kijk de code na."),
        ({"bestuur": "nergens"}, "Er is geen bestuur nergens."),
        ({"peildatum": "31/12/2023"}, "31/12/2023 is geen datum. Schrijf JJJJ-MM-DD, bijvoorbeeld 2023-12-31."),
        ({"peildatum": "2999-01-01"}, "Deze peildatum moet nog komen. Kies vandaag of vroeger."),
        ({"peildatum": "2022-12-31"}, "Het project begint op 1 januari 2023. Kies die dag of later."),
        ({"uit": "weg/pakket.zip"}, "bestaat niet. Maak ze eerst."),
        ({"uit": "."}, "bestaat al. Kies een andere naam of verwijder het eerst."),
    ],
)
def test_wat_niet_kan_zegt_waarom_en_laat_niets_na(maak, tmp_path, opties, reden):
    Huis("opw")
    with pytest.raises(CommandError, match=reden.replace(".", r"\.")) as fout:
        maak(**opties)
    assert fout.value.returncode == 1 and list(tmp_path.iterdir()) == []


def test_een_code_in_twee_besturen_vraagt_een_keuze(maak_huis, maak, capsys):
    huis, ander = maak_huis(1), Huis("bb", plekken=0)
    with ander.binnen():
        ander.project.code = "572-OPW"
        ander.project.save()
    with pytest.raises(CommandError, match="bestaat in meer besturen: .*Kies er een met --bestuur"):
        maak()
    maak(bestuur="opw")
    with huis.binnen():
        assert Bewijspakket.objects.count() == 1


def test_een_beschadigd_stuk_faalt_met_de_reden(maak_huis, maak, tmp_path):
    huis = maak_huis(1)
    with huis.binnen():
        pad = opslag.pad(FicheBlad.objects.get(soort="verzegeld").document)
    pad.write_bytes(pad.read_bytes()[:-1])
    zin = f"Het pakket is niet gemaakt. fiches/{huis.plek.code}-v1.pdf is niet meer wat er bewaard werd."
    with pytest.raises(CommandError, match=zin.replace(".", r"\.")):
        maak()
    assert list(tmp_path.iterdir()) == []


def test_een_onverwachte_fout_faalt_met_soort_en_plaats(maak_huis, maak, tmp_path, monkeypatch):
    maak_huis(1)
    monkeypatch.setattr("rapportage.tasks.rapport.pdf", lambda *_: 1 / 0)
    with pytest.raises(CommandError, match=r"Het lukte niet na 3 pogingen: ZeroDivisionError in "):
        maak()
    assert list(tmp_path.iterdir()) == []


def test_een_pakket_dat_intussen_veranderde_wordt_niet_gekopieerd(maak_huis, maak, tmp_path, monkeypatch):
    maak_huis(1)
    echt = opslag.open_

    def open_(document):
        pad = opslag.pad(document)
        pad.write_bytes(pad.read_bytes()[:-1] + b"x")
        return echt(document)

    monkeypatch.setattr(opslag, "open_", open_)
    with pytest.raises(CommandError, match="niet meer wat er gemaakt werd"):
        maak()
    assert list(tmp_path.iterdir()) == []


def test_een_volle_of_gesloten_map_faalt_met_een_zin(maak_huis, maak, monkeypatch, tmp_path):
    maak_huis(1)

    def vol(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rapportage.management.commands.bewijspakket.in_een_keer", vol)
    with pytest.raises(CommandError, match="is niet te schrijven"):
        maak()
    assert list(tmp_path.iterdir()) == []
