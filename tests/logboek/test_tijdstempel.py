"""Met een tijdstempelserver draagt elk anker een tijdstempel (RFC 3161), en de controle kijkt het na."""

import pytest

from beheer import anker
from logboek import keten
from logboek.models import Anker
from tests.bouw import Huis
from tests.documenten import test_zegel_cms

pytestmark = pytest.mark.django_db(transaction=True)
zegel, tijdstempelserver = test_zegel_cms.zegel, test_zegel_cms.tijdstempelserver  # een echte server op 127.0.0.1


def test_een_anker_met_tijdstempel(transactional_db, tijdstempelserver, settings, tmp_path):
    settings.GD_LOGBOEK_MAP = tmp_path / "logboek"
    huis = Huis("aa", plekken=0)
    keten.schakel(huis.bestuur_id)
    assert anker.veranker() == 1
    with huis.binnen():
        rij = Anker.objects.get()
    assert (rij.niveau, rij.fout) == ("B-T", "")
    assert anker.lees().afwijkingen == []
    zonder_die_uitgever = anker.lees(wortels=anker.sleutel.wortels()[:1])
    assert [a.zin for a in zonder_die_uitgever.afwijkingen] == [
        f"Anker {rij.bestand} klopt niet. Het tijdstempel klopt niet."
    ]
    (anker.map_() / f"{rij.bestand}.p7s").unlink()
    assert [a.soort for a in anker.lees().afwijkingen] == ["anker klopt niet"]


def test_zonder_antwoord_is_er_een_fout_en_geen_bestand(transactional_db, tijdstempelserver, settings, tmp_path):
    settings.GD_LOGBOEK_MAP = tmp_path / "logboek"
    settings.GD_TSA_URL = "http://127.0.0.1:9/"
    huis = Huis("aa", plekken=0)
    keten.schakel(huis.bestuur_id)
    assert anker.veranker() == 0
    with huis.binnen():
        assert "tijdstempelserver antwoordt niet" in keten.stand(huis.bestuur_id).anker_fout.fout
    assert not list(settings.GD_LOGBOEK_MAP.glob("ankers/*"))
