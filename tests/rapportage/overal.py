"""Dezelfde getallen op elk papier: scherm, werkmap, CSV, pakket.json, bestanden van het pakket, en de PDF."""

import csv
import io
import json
import re
import subprocess
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape

import openpyxl
from django.urls import reverse

from documenten import huisstijl
from kern.opmaak import uren
from organisaties.models import Bestuur
from projecten.models import Subsidieproject
from rapportage import cijfers, geheel, inhoud, rapport, tabellen
from tests.rapportage.geheellijst import tel_na
from tests.rapportage.getallen import telt_hetzelfde
from tests.rapportage.koppen import alleen

MOMENT = datetime(2024, 1, 2, 9, tzinfo=UTC)
OP_SCHERM = {  # naam in de tabel resultaten → naam op het scherm van het project
    "Leerwerkplekken aangeboden aan een GLOW-partner": "Leerwerkplekken aangeboden",
    "Aanbiedingen (leerwerkplek en GLOW-partner)": "Aanbiedingen",
    "GLOW-partners met een aanbod": "GLOW-partners",
    "Plaatsingen": "Plaatsingen",
    "Bevestigde uren": "Bevestigde uren",
    "Afgeronde evaluaties": "Evaluaties afgerond",
    "Overlegmomenten": "Overlegmomenten",
}


def plat(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def blad(inhoud_, naam):
    """De rijen van een blad van een werkmap, zonder de kop."""
    map_ = openpyxl.load_workbook(io.BytesIO(inhoud_))
    return [list(rij) for rij in map_[naam].iter_rows(min_row=2, values_only=True)]


def tekst(pdf, tmp_path):
    (tmp_path / "blad.pdf").write_bytes(pdf)
    opdracht = ["pdftotext", "-layout", str(tmp_path / "blad.pdf"), "-"]
    return " ".join(subprocess.run(opdracht, capture_output=True, text=True, check=True).stdout.split())


def zegt_hetzelfde(haal, binnen, dag, papier=None, hoogstens=None):
    """`haal(adres)`: wat de coördinator op dat adres krijgt; `binnen()`: de context van het bestuur; `papier`: een map, dan
    ook de PDF's; `hoogstens` zoveel projecten op het scherm en in een werkmap. Geeft het geheel."""
    vraag = f"?peildatum={dag:%d/%m/%Y}"
    with binnen():
        bestuur = Bestuur.objects.get()
        projecten = Subsidieproject.objects.select_related("oproep", "organisatie").order_by("code")
        g = geheel.Geheel(cijfers.bereken(list(projecten), dag))
        telt_hetzelfde(g.delen, dag)
        telt_hetzelfde(cijfers.bereken(list(projecten), dag, toen_gekend=True), dag, toen_gekend=True)
        per_project = [{naam: waarde for naam, waarde, _ in tabellen.resultaten(c).rijen} for c in g.delen]
        for c, getallen in zip(g.delen, per_project, strict=True):
            _in_het_pakket(c, bestuur, getallen)
        if papier:
            _op_papier(g, huisstijl.voor(bestuur), papier)
    for c, getallen in list(zip(g.delen, per_project, strict=True))[:hoogstens]:
        _op_het_scherm(haal(reverse("rapportage:project", args=[c.project.pk]) + vraag).decode(), c, getallen)
        rijen = blad(haal(reverse("rapportage:werkmap", args=[c.project.pk]) + vraag), "Resultaten")
        assert [(naam, round(waarde, 2)) for naam, waarde, *_ in rijen] == [
            (naam, round(waarde / 60, 2) if naam == "Bevestigde uren" else float(waarde))
            for naam, waarde in getallen.items()
        ]
    _samen(haal, g, vraag)
    return g


def _op_papier(g, stijl, map_):
    staat = _blad(rapport.pdf_geheel(g, stijl, alles := geheel.alle(g), MOMENT), alles, map_)
    assert rapport.stand_geheel(g) in staat
    for naam, resultaat, doel in g.doelen:
        assert re.search(rf"{resultaat} van {doel}\b", staat), naam
    for c in g.delen:
        op_papier = _blad(rapport.pdf(c, stijl, alles := tabellen.alle(c), MOMENT), alles, map_)
        for doel in c.doelen:
            assert f"{doel.naam} {doel.resultaat} {doel.doel}" in op_papier


def _blad(pdf, alles, map_):
    """De tekst; en op geen enkel blad staat een kop, of een uitleg zonder haar tabel, alleen onderaan."""
    koppen = {"In beeld"} | {t.titel for t in alles} | {t.uitleg for t in alles if t.uitleg and t.rijen}
    assert not (los := alleen(pdf, koppen)), los
    return tekst(pdf, map_)


def _op_het_scherm(html, c, getallen):
    paren = {plat(dt): plat(dd) for dt, dd in re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", html, flags=re.S)}
    for naam, op_scherm in OP_SCHERM.items():
        verwacht = uren(getallen[naam]) if naam == "Bevestigde uren" else str(getallen[naam])
        assert paren[op_scherm].split(" van ")[0] == verwacht, naam
    for doel in c.doelen:
        assert re.search(rf"{doel.naam}\W+{doel.resultaat} {doel.woord}\b", plat(html)), doel.naam


def _in_het_pakket(c, bestuur, getallen):
    alles = inhoud.verzamel(c, bestuur, huisstijl.voor(bestuur))
    bestanden = inhoud.gegevens(alles, MOMENT)
    for map_, doel in (("fiches/", c.plekken), ("mentoren/", c.mentoren)):
        assert sum(naam.startswith(map_) for naam in alles.bewijzen) == doel.resultaat
        rijen = list(csv.reader(io.StringIO(bestanden[f"gegevens/{map_[:-1]}.csv"].decode()), delimiter=";"))
        assert len(rijen) - 1 == doel.resultaat
    staat = json.loads(bestanden["gegevens/pakket.json"])["cijfers"]
    assert [staat["leerwerkplekken"]["resultaat"], staat["mentoren"]["resultaat"]] == [d.resultaat for d in c.doelen]
    assert [
        staat["aangeboden_leerwerkplekken"], staat["aanbiedingen"], staat["glowpartners"], staat["plaatsingen"],
        staat["bevestigde_minuten"], staat["overleg"],
    ] == [v for naam, v in getallen.items() if naam in OP_SCHERM and naam != "Afgeronde evaluaties"]  # fmt: skip
    assert [Decimal(staat[k]) for k in ("alles_of_niets", "naar_rato")] == [c.alles_of_niets, c.naar_rato]


def _samen(haal, g, vraag):
    adres = reverse("rapportage:geheel_werkmap") + vraag
    werkmap = haal(adres)
    per_project = [
        [c.project.code, c.plekken.resultaat, c.plekken.doel, c.mentoren.resultaat, c.mentoren.doel] for c in g.delen
    ]
    samen = ["Samen", *(sum(rij[n] for rij in per_project) for n in (1, 2, 3, 4))]
    assert [[rij[0], *rij[2:6]] for rij in blad(werkmap, "Projecten")] == [*per_project, samen]
    assert len(blad(werkmap, "Fiches")) == samen[1] and len(blad(werkmap, "Mentoren")) == samen[3]
    assert len({rij[1] for rij in blad(werkmap, "Mentoren")}) == samen[3], "een mentor telt één keer"
    pagina = haal(reverse("rapportage:geheel") + vraag).decode()
    assert rapport.stand_geheel(g) in plat(pagina)
    assert len(list(tel_na(pagina, g, vraag))) > 20, "elk getal telt na in zijn lijst"
