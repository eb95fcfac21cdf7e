"""Het ESF-rapport: geldige PDF/A en PDF/UA, banner en merk op hun plaats, koppen die terugkomen, niets afgesneden."""

import io
import re
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest

from documenten import huisstijl
from fiches import stappen as fiche_stappen
from kern.pdf import BannerOntbreekt
from leerwerkplekken.models import Leerwerkplek
from projecten.models import Maatregel, Subsidieproject
from rapportage import cijfers, rapport, tabellen
from taken.uitvoering import voer_alles_uit

pytestmark = pytest.mark.django_db
EINDE, MOMENT = date(2023, 12, 31), datetime(2024, 1, 2, 9, tzinfo=UTC)


def tel(huis, peildatum=EINDE):
    (uit,) = cijfers.bereken([huis.project], peildatum)
    return uit


def bij(c, code):
    return [a.reden for a in c.kanttekeningen if a.code == code]


@pytest.fixture
def c(maak_huis):
    huis = maak_huis(2, getekend=1)
    with huis.binnen():
        uit = tel(huis)
        stijl = huisstijl.voor(huis.bestuur)
    return uit, stijl


def groot(c, aantal):
    """Hetzelfde project met zoveel plekken als Antwerpen, en lange namen."""
    (een,) = c.fiches
    fiches = []
    for n in range(1, aantal + 1):
        plek = Leerwerkplek(
            code=f"BZL-{n:03}",
            functie="medewerker reinigings- en onderhoudsdienst sportcentrum",
            organisatie=een.plek.organisatie,
        )
        fiches.append(replace(een, plek=plek))
    afwijkingen = [replace(c.afwijkingen[0], code=f"ANT-{n:03}", reden="een reden " * 12) for n in range(20)]
    return replace(c, fiches=fiches, afwijkingen=afwijkingen)


def tekst(inhoud, tmp_path, *opties):
    pad = tmp_path / "rapport.pdf"
    pad.write_bytes(inhoud)
    opdracht = ["pdftotext", *opties, str(pad), "-"]
    return subprocess.run(opdracht, capture_output=True, text=True, check=True).stdout


@pytest.mark.programma("pdfsig")
def test_banner_merk_en_terugkerende_koppen(c, tmp_path):
    uit, stijl = c
    uit = groot(uit, 39)
    bladen = tekst(rapport.pdf(uit, stijl, tabellen.alle(uit), MOMENT), tmp_path, "-layout").split("\f")[:-1]
    assert "Gefinancierd door de Europese Unie" in bladen[0] and len(bladen) >= 4
    assert all("Demogegevens" in blad and f"pagina {n} van {len(bladen)}" in blad for n, blad in enumerate(bladen, 1))
    met_plekken = [blad for blad in bladen if re.search(r"(?m)^ {0,8}BZL-\d{3}", blad)]
    assert len(met_plekken) >= 2 and all("Hoedanigheid" in blad and "Functie" in blad for blad in met_plekken)
    zonder = rapport.pdf(uit, replace(stijl, demo=False), tabellen.alle(uit), MOMENT)
    assert "Demogegevens" not in tekst(zonder, tmp_path)


@pytest.mark.programma("pdfsig")
def test_niets_steekt_buiten_het_blad(c, tmp_path):
    """Elk woord staat binnen de marges van A4, ook bij lange namen zonder spaties."""
    uit, stijl = c
    uit = groot(uit, 39)
    uit = replace(
        uit,
        fiches=[
            replace(f, plek=Leerwerkplek(code="X" * 40, functie="y" * 150, organisatie=f.plek.organisatie))
            for f in uit.fiches[:3]
        ]
        + uit.fiches,
    )
    vakken = tekst(rapport.pdf(uit, stijl, tabellen.alle(uit), MOMENT), tmp_path, "-bbox")
    breedtes = {float(b) for b in re.findall(r'<page width="([\d.]+)"', vakken)}
    assert {round(b) for b in breedtes} == {595}
    woorden = [tuple(map(float, m)) for m in re.findall(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', vakken)]
    assert len(woorden) > 500
    assert min(w[0] for w in woorden) >= 45 and max(w[1] for w in woorden) <= 595 - 45


def test_zonder_banner_geen_rapport(c):
    uit, stijl = c
    with pytest.raises(BannerOntbreekt):
        rapport.pdf(uit, replace(stijl, banner_tekst=""), tabellen.alle(uit), MOMENT)


def test_de_werkmap_opent_met_banner_en_zonder_formules(c):
    uit, stijl = c
    map_ = openpyxl.load_workbook(io.BytesIO(rapport.xlsx(uit, stijl, tabellen.alle(uit), MOMENT)))
    eerste = [rij[0].value for rij in map_.worksheets[0].rows]
    assert eerste[0] == "Gefinancierd door de Europese Unie" and "COVID-19" in eerste[1]
    assert eerste[2] == "Demogegevens: niets in dit bestand is echt." and "peildatum 31 december 2023" in eerste[4]
    assert [blad.title.lower() for blad in map_.worksheets[1:]] == [tabel.naam for tabel in tabellen.alle(uit)]
    assert {cel.data_type for blad in map_ for rij in blad.rows for cel in rij} <= {"s", "n", "d"}


def test_dezelfde_cijfers_geven_hetzelfde_rapport(c):
    uit, stijl = c
    keren = [[maak(uit, stijl, tabellen.alle(uit), MOMENT) for maak in (rapport.pdf, rapport.xlsx)] for _ in range(2)]
    assert keren[0] == keren[1]


def test_de_stand_in_een_zin(c):
    uit, _ = c
    assert rapport.stand(uit) == "Nog te doen: 5 leerwerkplekken en 1 mentor."
    uit.project.doel_leerwerkplekken, uit.project.doel_mentoren = 1, 1
    assert rapport.stand(uit) == "Beide doelen zijn gehaald."


def test_wat_later_geregistreerd_werd_staat_erbij(maak_huis):
    """De feiten zijn van 2023, geregistreerd werden ze vandaag: op de peildatum tellen ze, met die kanttekening."""
    huis = maak_huis(1)
    with huis.binnen():
        c = tel(huis)
    (fiche,), (mentor,) = bij(c, huis.plek.code), bij(c, "M001")
    assert fiche.startswith("ondertekend op 15/06/2023, geregistreerd op ") and fiche.endswith(": na de peildatum")
    assert mentor.startswith("certificaat op 30/05/2023, geregistreerd op ")
    assert c.plekken.resultaat == c.mentoren.resultaat == 1


def test_een_open_verbetering_staat_naast_wat_telt(maak_huis):
    huis = maak_huis(1)
    with huis.binnen():
        Leerwerkplek.objects.filter(pk=huis.plek.pk).update(uren_per_maand=40)
        tweede = huis.fiche(op=date(2023, 8, 1))
        assert "versie 2 ligt ter ondertekening; versie 1 telt" in bij(tel(huis), huis.plek.code)
        assert not [r for r in bij(tel(huis, date(2023, 7, 31)), huis.plek.code) if "versie 2" in r]
        fiche_stappen.ondertekenen(
            huis.actor("hr"), tweede, hoedanigheid="hr", inhoud_sha256=tweede.inhoud_sha256, op=date(2023, 9, 1)
        )
        assert "versie 2 is ondertekend, zegel volgt; versie 1 telt" in bij(tel(huis), huis.plek.code)
        vroeger = bij(tel(huis, date(2023, 8, 15)), huis.plek.code)
        assert "versie 2 is pas ondertekend op 01/09/2023; versie 1 telt" in vroeger
    voer_alles_uit()
    with huis.binnen():
        assert [f.fiche.versie for f in tel(huis).fiches] == [2]
        assert not [r for r in bij(tel(huis), huis.plek.code) if "versie" in r]


def test_een_andere_mentor_na_het_tekenen_is_een_kanttekening(maak_huis):
    huis = maak_huis(1, mentoren=2)
    with huis.binnen():
        Leerwerkplek.objects.filter(pk=huis.plek.pk).update(mentor_id=tel(huis).certificaten[1].mentor.pk)
        assert "de plek heeft een andere mentor dan op de fiche" in bij(tel(huis), huis.plek.code)


def test_een_mentor_op_twee_projecten_telt_een_keer_en_wordt_genoemd(maak_huis):
    huis = maak_huis(1)
    with huis.binnen():
        ander = Subsidieproject.objects.create(
            bestuur=huis.bestuur, oproep=huis.project.oproep, code="572-Z", titel="x", van=date(2023, 1, 1), tot=EINDE,
            doel_leerwerkplekken=3, doel_mentoren=1, toegekend_bedrag=1,
        )  # fmt: skip
        huis.maak_plek(project=ander)
        eerste, tweede = cijfers.bereken([huis.project, ander], EINDE)
        assert (eerste.mentoren.resultaat, tweede.mentoren.resultaat) == (1, 0)
        assert "kan ook tellen voor 572-Z; telt één keer, hier" in bij(eerste, "M001")


@pytest.mark.parametrize(
    ("vorig", "nu", "verdringing", "zin"),
    [
        (10, 10, False, "niet minder plekken"),
        (10, 9, True, "Let op: er zijn in 2023 minder plekken"),
        (10, None, False, "niet te vergelijken"),
        (None, None, False, "niet te vergelijken"),
    ],
)
def test_plekken_in_andere_maatregelen(maak_huis, vorig, nu, verdringing, zin):
    huis = maak_huis(0)
    with huis.binnen():
        for jaar, plekken in ((2022, vorig), (2023, nu), (2021, 99)):
            if plekken is not None:
                Maatregel.objects.create(bestuur=huis.bestuur, soort="art60", jaar=jaar, plekken=plekken)
        c = tel(huis)
        tabel = tabellen.additionaliteit(c)
    assert (c.verdringing, zin in tabel.uitleg) == (verdringing, True)
    assert [list(rij) for rij in tabel.rijen] == ([["artikel 60", "", vorig, nu]] if vorig else [])


@pytest.mark.parametrize(
    ("wanneer", "reden"),
    [
        (date(2023, 5, 31), "geen fiche ingediend"),
        (date(2023, 6, 1), "fiche ter ondertekening sinds 01/06/2023"),
        (date(2023, 6, 30), "fiche teruggestuurd op 20/06/2023"),
        (date(2023, 7, 10), "fiche ter ondertekening sinds 01/07/2023"),
    ],
)
def test_de_reden_is_die_van_de_peildatum(maak_huis, wanneer, reden):
    huis = maak_huis(1, getekend=0)
    with huis.binnen():
        fiche_stappen.terugsturen(huis.actor("hr"), huis.fiche(op=date(2023, 6, 1)), reden="x", op=date(2023, 6, 20))
        huis.fiche(op=date(2023, 7, 1))
        assert [a.reden for a in tel(huis, wanneer).ontbrekend if a.soort == "leerwerkplek"] == [reden]
