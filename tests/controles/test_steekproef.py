"""De steekproef: met het zaad trekt iedereen ze opnieuw, en elke organisatie komt aan bod."""

import random
import re
import subprocess
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controles import regels
from controles.models import Getrokken, Steekproef
from controles.regels import ZAAD, Kans, sleutel, trek
from controles.stappen import uitvoeren
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd
from tests.controles.hulp import Opzet, vandaag
from tests.hulp.huizen import eens
from tests.hulp.scherm import velden

gebouwd_huis, huis = eens(Opzet)
STAD = [Kans(f"{org}-{n:02}", org) for org, aantal in (("bib", 3), ("groen", 30), ("vzw", 9)) for n in range(aantal)]
VAST = ["bib-01", "vzw-07", "groen-01", "groen-20", "groen-06", "groen-13"]
EINDE = date(2023, 12, 31)
kort = settings(max_examples=20, deadline=None)


def test_een_vast_zaad_geeft_voorgoed_dezelfde_plekken():
    """Wijzigt dit, dan kan niemand nog een vroegere steekproef overdoen."""
    assert trek("esf-2026", 6, STAD) == VAST


def test_de_sleutel_is_die_van_sha256sum():
    uit = subprocess.run(["sha256sum"], input=b"esf-2026:groen-01", capture_output=True, check=True).stdout
    assert uit.decode().split()[0] == sleutel("esf-2026", "groen-01")


@kort
@given(st.text(alphabet="abcXYZ0129._-", min_size=1, max_size=40), st.integers(1, 60), st.integers())
def test_de_volgorde_van_de_lijst_doet_er_niet_toe(zaad, aantal, schud):
    anders = random.Random(schud).sample(STAD, len(STAD))
    getrokken = trek(zaad, aantal, STAD)
    assert getrokken == trek(zaad, aantal, anders)
    assert len(getrokken) == len(set(getrokken)) == min(aantal, len(STAD))
    assert getrokken == trek(zaad, 60, STAD)[:aantal]  # groter trekken breidt de kleinere uit


@kort
@given(st.text(alphabet="abc019", min_size=1, max_size=40), st.integers(3, 42))
def test_elke_organisatie_naar_haar_deel(zaad, aantal):
    getrokken = trek(zaad, aantal, STAD)
    for org, grootte in (("bib", 3), ("groen", 30), ("vzw", 9)):
        eigen = sum(code.startswith(org) for code in getrokken)
        assert eigen >= 1 and abs(eigen - aantal * grootte / 42) < 2


def test_een_nieuw_zaad_is_telkens_anders_en_geldig():
    zaden = {regels.nieuw_zaad() for _ in range(50)}
    assert len(zaden) == 50 and all(len(zaad) == 8 for zaad in zaden)


# --- de stap


def trek_nu(opzet, **anders):
    with opzet.als_controleur():
        velden = {"aantal": 1, "peildatum": EINDE, "zaad": "esf"} | anders
        return uitvoeren.trek_steekproef(opzet.controleur, opzet.controle, **velden)


@pytest.mark.django_db
def test_getrokken_uit_wat_telt_en_met_dezelfde_uitkomst(huis):
    pk, nog = trek_nu(huis, aantal=2), trek_nu(huis, aantal=50)
    with huis.huis.binnen():
        rij = Steekproef.objects.get(pk=pk)
        codes = list(Getrokken.objects.filter(steekproef=pk).values_list("leerwerkplek__code", flat=True))
        tellend = [Kans(fiche.leerwerkplek.code, "gem") for fiche in huis.fiches]
        assert codes == trek("esf", 2, tellend) and huis.huis.plekken[2].code not in codes
        assert (rij.aantal, rij.populatie, rij.zaad) == (2, 2, "esf")
        assert Steekproef.objects.get(pk=nog).aantal == 2  # meer dan er telt: alles
        fiches = set(Getrokken.objects.filter(steekproef=pk).values_list("fiche", flat=True))
        assert fiches == {fiche.pk for fiche in huis.fiches}
        daad = Gebeurtenis.objects.get(wat="steekproef.getrokken", sleutel=pk)
        assert (daad.gebruiker_id, daad.gegevens["zaad"]) == (huis.controleur.gebruiker.pk, "esf")


@pytest.mark.django_db
def test_dezelfde_trekking_is_er_een(huis):
    """Een dubbele klik, of wie ze overdoet: de steekproef die er al staat. Een ander zaad of aantal is een andere."""
    een = trek_nu(huis, aantal=2)
    assert trek_nu(huis, aantal=2) == een
    assert len({een, trek_nu(huis, aantal=1), trek_nu(huis, aantal=2, zaad="anders")}) == 3


@pytest.mark.django_db
def test_het_scherm_stelt_een_zaad_voor(huis):
    """Zo draagt een dubbele klik twee keer hetzelfde zaad."""
    klant, pad = huis.als(), f"/controles/{huis.controle.pk}/steekproef/"
    voorstel = [velden(klant.get(pad), "zaad")["zaad"] for _ in range(2)]
    assert voorstel[0] != voorstel[1] and all(re.fullmatch(ZAAD, zaad) for zaad in voorstel)


@pytest.mark.django_db
def test_zonder_zaad_wordt_er_een_gemaakt(huis):
    pk = trek_nu(huis, zaad="")
    with huis.huis.binnen():
        assert len(Steekproef.objects.get(pk=pk).zaad) == 8


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("anders", "zin", "veld"),
    [
        ({"zaad": "a b"}, "Gebruik voor het zaad", "zaad"),
        ({"zaad": "a:b"}, "Gebruik voor het zaad", "zaad"),
        ({"zaad": "x" * 41}, "Gebruik voor het zaad", "zaad"),
        ({"aantal": 0}, "Vul een aantal in", "aantal"),
        ({"peildatum": date(2022, 12, 31)}, "Het project begint op 1 januari 2023", "peildatum"),
        ({"peildatum": date(2023, 1, 1)}, "telt nog geen enkele plek", "peildatum"),
        ({"peildatum": vandaag(1)}, "moet nog komen", "peildatum"),
    ],
)
def test_wat_niet_kan_zegt_waarom(huis, anders, zin, veld):
    with pytest.raises(Geweigerd, match=zin) as fout:
        trek_nu(huis, **anders)
    assert fout.value.veld == veld


@pytest.mark.django_db
def test_wat_intussen_bij_een_ander_project_hoort_valt_niet_te_trekken(huis, monkeypatch):
    verhuisd = SimpleNamespace(plek=huis.plek_b, fiche=huis.fiche_b)
    monkeypatch.setattr(uitvoeren.selecties, "fiches", lambda *_: {huis.a.pk: ([verhuisd], [])})
    with pytest.raises(Geweigerd, match="Plek B1 hoort intussen bij een ander project") as fout:
        trek_nu(huis)
    assert fout.value.veld == "peildatum"
