"""De metingen van fiches in het klein: dezelfde code als `script/bench`, en een tegenproef per doel."""

import sys

import pytest

from bench import fiche, fiche_batch, fiche_geheugen, opstelling, zegel_eenmaal
from fiches.enums import SoortBlad
from fiches.models import FicheBlad
from gemeenschapsdienst import celery
from opstart import bench as opstart_bench
from opstart.processen import Toezicht
from taken.uitvoering import voer_alles_uit

LEK = 3_000_000  # bytes per document: ruim meer dan wat een groot proces nog vrij heeft staan


def cijfers(verslag):
    return {cijfer.naam: cijfer for cijfer in verslag.cijfers}


@pytest.mark.django_db(transaction=True)
def test_een_kleine_meting_maakt_echte_documenten(settings):
    """Elke kant in een eigen proces, met een tijdstempel van een server in nog een ander."""
    stukken = opstelling.ondertekend(1)
    with opstelling.tijdstempelserver() as tsa:
        verslag = fiche.meet(stukken, tsa, ronden=1, per_ronde=1, warm=[])
    uit = cijfers(verslag)
    assert uit["fiche B-T (ms rekentijd)"].midden > 0 and len(uit["naïef / fiche B-T"].waarden) == 1
    # met alle sporen van een zegel met tijdstempel, en met letters en gegevens erin
    assert uit["grootte B-T (KB)"].midden > 40 and uit["grootte naïef (KB)"].midden > 40


def tijden(**anders):
    return {"bt": [100.0], "lta": [110.0], "naief": [300.0], "zuinig": [220.0], "vloer": [90.0]} | anders


@pytest.mark.parametrize(("anders", "naam"), [
    ({"naief": [249.0]}, "naïef / fiche B-T"),
    ({"vloer": [76.0]}, "fiche B-T / ondergrens"),
    ({"lta": [131.0]}, "fiche B-LTA / ondergrens"),
])  # fmt: skip
def test_elk_doel_van_fiche_kan_gemist_worden(anders, naam):
    grootte = {"bt": 78_000, "naief": 51_000}
    assert fiche.verslag(tijden(), grootte).gehaald
    slecht = fiche.verslag(tijden(**anders), grootte)
    assert not slecht.gehaald and not cijfers(slecht)[naam].gehaald


def test_wat_misgaat_stopt_de_meting():
    def klaarzetten():
        def maak(nummer):
            raise ValueError("kapot")

        return maak

    kant = opstelling.Kant("proef", klaarzetten)
    try:
        with pytest.raises(RuntimeError, match="proef: ValueError: kapot"):
            kant.meet([1])
    finally:
        kant.sluit()


@pytest.mark.parametrize(("per_document", "gehaald"), [(0, True), (LEK, False)])
def test_een_lek_wordt_gezien(per_document, gehaald, settings):
    def klaarzetten():
        bewaard = []

        def maak(nummer):
            bewaard.append(b"x" * per_document)
            return b"x"

        return maak

    verslag = fiche_geheugen.meet([], "http://tsa", begin=5, einde=45, lek=klaarzetten)
    assert verslag.gehaald is gehaald


def test_de_doelen_van_de_batch():
    goed = {"een": [0.2], "twee": [0.105], "recht": [0.2]}
    rekentijd = {"een": [0.2], "twee": [0.2], "recht": [0.195]}
    assert fiche_batch.verslag(goed, rekentijd, 36, 36, 12).gehaald
    for slecht in (
        fiche_batch.verslag(goed | {"twee": [0.12]}, rekentijd, 36, 36, 12),
        fiche_batch.verslag(goed, rekentijd | {"recht": [0.19]}, 36, 36, 12),
        fiche_batch.verslag(goed, rekentijd, 35, 36, 12),
    ):
        assert not slecht.gehaald


@pytest.mark.django_db(transaction=True)
def test_verloren_en_vreemd_worden_geteld():
    """Wat de daad tekent wordt verzegeld; een fiche zonder zegel en een zegel zonder handtekening vallen op."""
    huis, fiches = opstelling.bouw(2)
    paren = fiche_batch.teken(huis, 1)
    assert voer_alles_uit(*(taak for _, taak in paren)) == []
    nummers = [rij.pk for rij in fiches]
    bladen, fouten = zegel_eenmaal.tel_na(huis, nummers, steekproef=1)
    assert fouten == [] and list(bladen.values()) == [1] and len(set(nummers) - set(bladen)) == 1
    _, fouten = zegel_eenmaal.tel_na(huis, [], steekproef=0)
    assert fouten == ["1 fiches verzegeld die niemand tekende"]
    with huis.binnen():
        document = FicheBlad.objects.select_related("document").get(soort=SoortBlad.VERZEGELD).document
    zegel_eenmaal.opslag.pad(document).write_bytes(b"anders")
    _, fouten = zegel_eenmaal.tel_na(huis, nummers, steekproef=1)
    assert fouten == [f"{document.naam}: Beschadigd"]


def test_wat_de_meting_doodt_begint_opnieuw():
    """Enkel bij een meting die diensten doodt; elders is een gevallen dienst een fout van de meting zelf."""
    for herstart in (True, False):
        toezicht = Toezicht(signalen=False)
        try:
            dienst = toezicht.start("dienst", [sys.executable, "-c", "import time; time.sleep(60)"])
            dienst.proces.kill()
            dienst.proces.wait()
            meting = toezicht.start("bench", [sys.executable, "-c", "import time; time.sleep(1); raise SystemExit(3)"])
            assert opstart_bench.volg(toezicht, meting, herstart=herstart) == 3
            assert dienst.dood() is not herstart
        finally:
            toezicht.sluit()


def test_een_onbekende_meting_zegt_welke_er_zijn(capfd):
    assert opstart_bench.draai(["onzin"]) == 2
    assert "uren|fiche|fiche-geheugen|fiche-batch|pakket|rapport|zegel-eenmaal" in capfd.readouterr().err


def test_een_werker_ruimt_op_na_een_taak(monkeypatch):
    gedaan = []
    monkeypatch.setattr(celery.gc, "collect", lambda: gedaan.append("op"))
    monkeypatch.setattr(celery.gc, "freeze", lambda: gedaan.append("vast"))
    monkeypatch.setattr(celery, "_taken", iter([1, 2, 3]))
    for _ in range(3):
        celery.ruim_op()
    assert gedaan == ["op", "vast", "op", "vast", "op"]
