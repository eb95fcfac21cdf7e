"""De grafieken: wat ze tekenen klopt met de cijfers, aan hun grenzen; op het scherm en in de PDF, zonder kleur te lezen."""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from documenten import huisstijl
from kern.grafieken import Stuk, groei, stapel, stippen
from kern.tabel import Tabel
from leerwerkplekken.models import Leerwerkplek
from plaatsingen.models import Plaatsing
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand, uren
from projecten.models import Subsidieproject
from projecten.regels import Grens, Grenzen
from rapportage import beelden, cijfers, rapport, redenen, tabellen
from tests.bouw import Huis

EINDE, JAN = date(2023, 12, 31), date(2023, 1, 1)
LEEG = Tabel("x", "Titel", ("a",), [])


def lijn(g):
    (vorm,) = [v for v in g.vormen if v.deel == "polyline"]
    return [tuple(map(float, p.split(","))) for p in vorm.plaats["points"].split()]


def woorden(g):
    return [v.tekst for v in g.vormen if v.deel == "text"]


def maak_groei(dagen, doel=3, op=EINDE):
    return groei(LEEG, dagen=dagen, doel=doel, van=JAN, tot=EINDE, op=op, eenheid=("fiche", "fiches"))


@pytest.mark.parametrize("dagen", [[], [JAN], [EINDE] * 3, [date(2023, 7, 1)] * 9])
def test_de_lijn_klimt_tot_het_aantal_en_blijft_binnen_het_beeld(dagen):
    g = maak_groei(dagen)
    punten = lijn(g)
    assert len(punten) == 2 + 2 * len(dagen) and all(0 <= x <= 340 and 20 <= y <= g.hoogte for x, y in punten)
    assert all(a[0] <= b[0] and a[1] >= b[1] for a, b in zip(punten, punten[1:], strict=False))
    assert f"{len(dagen)} fiche{'' if len(dagen) == 1 else 's'}" in woorden(g)
    assert "doel 3" in woorden(g) and "deadline 31/12/2023" in woorden(g)
    assert g.tekst == f"Op 31/12/2023: {len(dagen)} fiche{'' if len(dagen) == 1 else 's'} van 3. Deadline 31/12/2023."


def test_de_lijn_stopt_op_de_peildatum():
    assert lijn(maak_groei([JAN], op=date(2023, 3, 1)))[-1][0] < 100
    assert lijn(maak_groei([JAN], op=date(2024, 3, 1)))[-1][0] == 326
    assert maak_groei([], doel=0).hoogte > 0


def test_elk_stuk_is_zo_lang_als_zijn_aantal_en_herkenbaar_zonder_kleur():
    stukken = [Stuk("vol", "telt"), Stuk("streep", "wacht"), Stuk("open", "niets")]
    g = stapel(LEEG, stukken, [("Noord", [10, 5, 5]), ("Zuid", [0, 0, 10])], "plekken")
    breed = [v.plaats["width"] for v in g.vormen if v.deel == "rect" and v.plaats.get("height") == 16]
    assert breed == [169.0, 84.5, 84.5, 169.0]
    assert len([v for v in g.vormen if v.soort == "arcering"]) > 10  # gestreept: lijnen, geen kleur
    assert {"telt", "wacht", "niets", "Noord", "20", "10"} <= set(woorden(g))
    assert "Noord: telt 10, wacht 5, niets 5" in g.tekst and stapel(LEEG, stukken, [], "plekken").tekst == "Nog niets."


def test_stippen_tegenover_32_tot_64():
    g = stippen(LEEG, [(JAN, [32 * 60, 64 * 60, 64 * 60]), (date(2023, 2, 1), [])], 32 * 60, 64 * 60, leeg="Niets")
    stippen_ = [v.plaats for v in g.vormen if v.deel == "circle"]
    (band,) = [v.plaats for v in g.vormen if v.soort == "band"]
    assert {s["cy"] for s in stippen_} == {band["y"], round(band["y"] + band["height"], 1)}
    assert sorted(s["r"] for s in stippen_) == [3.5, 4.5]  # twee gelijke: een grotere stip
    assert {"32 u", "64 u"} <= set(woorden(g)) and g.tekst == "januari 2023 32 u tot 64 u."
    assert "Niets" in woorden(stippen(LEEG, [(JAN, [])], 32 * 60, 64 * 60, leeg="Niets"))


@pytest.mark.parametrize(
    ("plek", "plaatsingen", "verwacht"),
    [
        ({}, [], (0, 31)),
        ({}, [(date(2023, 1, 1), date(2023, 1, 31))], (31, 31)),
        ({}, [(date(2022, 12, 1), date(2023, 1, 1)), (date(2023, 1, 31), date(2023, 6, 1))], (2, 31)),
        ({"beschikbaar_van": date(2023, 1, 31)}, [], (0, 1)),
        ({"beschikbaar_van": date(2023, 2, 1)}, [], (0, 0)),
        ({"beschikbaar_van": None}, [], (0, 0)),
        ({"beschikbaar_tot": date(2023, 1, 10), "status": "gesloten"}, [], (0, 10)),
        ({"status": "gesloten"}, [], (0, 0)),
    ],
)
def test_dagen_ingenomen_en_leeg(plek, plaatsingen, verwacht):
    rij = Leerwerkplek(**{"beschikbaar_van": JAN} | plek)
    geplaatst = [Plaatsing(van=van, tot=tot) for van, tot in plaatsingen]
    assert beelden.bezetting(rij, geplaatst, JAN, date(2023, 1, 31)) == verwacht


@pytest.mark.django_db
@pytest.mark.programma("pdfsig")
def test_de_beelden_zeggen_wat_de_cijfers_zeggen(teken, als, tmp_path):
    """Op het projectscherm en in de PDF: elk beeld met zijn tabel, en in de PDF een figuur met een beschrijving."""
    huis = Huis("opw", plekken=3)
    with huis.binnen():
        Subsidieproject.objects.update(doel_leerwerkplekken=6, doel_mentoren=2)
        huis.project.refresh_from_db()
        teken(huis, huis.plek)
        huis.certificaat()
        huis.fiche(huis.plekken[1], op=date(2023, 7, 1))
        plaatsing = huis.plaatsing()
        for dag in range(1, 6):
            uren.voer_in(huis.actor("mentor"), plaatsing, Invoer(date(2023, 3, dag), minuten=240))
        staat = maand.doorsturen(huis.actor("mentor"), plaatsing, date(2023, 3, 1), op=date(2023, 4, 1))
        maand.bevestigen(huis.actor("hr"), staat, op=date(2023, 4, 5))
        (c,) = cijfers.bereken([huis.project], EINDE)
        plekken, mentoren, standen, per_maand, leeg = beelden.alle(c)
        stijl = huisstijl.voor(huis.bestuur)
    assert plekken.tabel.rijen[4:6] == [("mei 2023", 0, 6), ("juni 2023", 1, 6)]
    assert mentoren.tabel.rijen[-1] == ("december 2023", 1, 2)
    assert standen.tabel.rijen == [("Gemeente opw", 1, 0, 1, 1, 3)]
    assert per_maand.tabel.rijen[2] == ("maart 2023", 1, 1200, 1200, 1200, 1)  # 20 u is onder het minimum
    assert leeg.tabel.rijen == [("Gemeente opw", 184, 3 * 334 - 184, 3 * 334)]

    pagina = als(huis.leden["coordinator"]).get(f"/project/{huis.project.pk}/?peildatum=2023-12-31").content.decode()
    assert pagina.count('<figure class="grafiek">') == pagina.count("Toon de tabel") == 5
    assert "style=" not in pagina.split("<main")[1].split("</main")[0]
    for beeld in beelden.alle(c):
        assert f"<title>{beeld.naam}. {beeld.tekst}</title>" in pagina

    inhoud = rapport.pdf(c, stijl, tabellen.alle(c), datetime(2024, 1, 2, 9, tzinfo=UTC))
    pad = tmp_path / "r.pdf"
    pad.write_bytes(inhoud)
    opdracht = [shutil.which("pdfinfo"), "-struct", str(pad)]
    boom = subprocess.run(opdracht, capture_output=True, text=True, check=True).stdout
    assert len(re.findall(r"^ *Figure", boom, re.M)) == 5 + 1  # en het embleem
    tekst = subprocess.run(["pdftotext", "-layout", pad, "-"], capture_output=True, text=True, check=True).stdout
    assert "In beeld" in tekst and "deadline 31/12/2023" in tekst and "ter ondertekening" in tekst


def van_project(tot=EINDE, op=EINDE, **wat):
    """Wat `beelden` van een project leest, zonder databank."""
    peiling = SimpleNamespace(van=JAN, tot=min(tot, op), peildatum=op)
    project = SimpleNamespace(tot=tot)
    grenzen = Grenzen({naam: Grens(waarde, "", "") for naam, waarde in GRENZEN.items()})
    return SimpleNamespace(peiling=peiling, project=project, grenzen=grenzen, **wat)


GRENZEN = {"minuten_per_maand_min": 1920, "minuten_per_maand_max": 3840, "minimum_naar_rato": 1}


def test_een_handtekening_op_de_laatste_dag_van_de_maand_telt_die_maand():
    dagen = [date(2023, 1, 31), date(2023, 2, 1), date(2023, 3, 10)]
    c = van_project(
        op=date(2023, 3, 10),
        fiches=[SimpleNamespace(ondertekend_op=dag) for dag in dagen],
        plekken=SimpleNamespace(doel=6),
    )
    assert beelden.plekken(c).tabel.rijen == [("januari 2023", 1, 6), ("februari 2023", 2, 6), ("maart 2023", 3, 6)]


def test_laagste_gemiddelde_en_hoogste_uren_en_wie_onder_het_minimum_bleef():
    """32 uur is genoeg; in een halve maand volstaat de helft (bron 000, 001)."""
    heel = SimpleNamespace(van=JAN, einde=date(2023, 6, 30))
    half = SimpleNamespace(van=date(2023, 2, 15), einde=date(2023, 6, 30))
    minuten = ((heel, 1920), (heel, 1919), (heel, 3000), (half, 960), (half, 959))
    c = van_project(
        op=date(2023, 3, 1),
        maandstaten=[SimpleNamespace(maand=date(2023, 2, 1), minuten=m, plaatsing=p) for p, m in minuten],
    )
    assert beelden.uren_per_maand(c).tabel.rijen == [
        ("januari 2023", 0, None, None, None, 0),
        ("februari 2023", 5, 959, 1751, 3000, 2),
        ("maart 2023", 0, None, None, None, 0),
    ]


def test_de_organisaties_op_naam_en_een_mentor_is_geen_plek():
    fiche = SimpleNamespace(plek=SimpleNamespace(organisatie=SimpleNamespace(naam="Zuid")))
    mist = SimpleNamespace(soort="leerwerkplek", organisatie="Noord", reden=redenen.ZEGEL_VOLGT)
    mentor = SimpleNamespace(soort="mentor", organisatie="Noord", reden=redenen.ZEGEL_VOLGT)
    c = van_project(fiches=[fiche, fiche], ontbrekend=[mist, mentor])
    assert beelden.standen(c).tabel.rijen == [("Noord", 0, 1, 0, 0, 1), ("Zuid", 2, 0, 0, 0, 2)]


def test_een_naam_met_tekens_blijft_tekst():
    g = stapel(LEEG, [Stuk("vol", "a")], [("<b>&", [1])], "dagen")
    html = render_to_string("onderdelen/grafiek.html", {"grafiek": replace(g, naam="<i>"), "kaal": True})
    assert "&lt;b&gt;&amp;" in html and "<b>" not in html and "<i>" not in html
