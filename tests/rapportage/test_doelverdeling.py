"""Doelen per organisatie: wat elk deel is, wat er telt en wat ontbreekt, op elk papier hetzelfde."""

import json
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from aanmelding import herbevestig
from documenten import huisstijl
from kern.tabel import als_csv
from organisaties.models import Organisatie
from projecten.models import Subsidieproject
from projecten.stappen.doelen import verdeel
from rapportage import cijfers, doelverdeling, geheel, inhoud, rapport, tabellen
from tests.bouw import Huis
from tests.hulp.scherm import meld_aan
from tests.rapportage.overal import blad, plat, tekst

pytestmark = pytest.mark.django_db
EINDE = date(2023, 12, 31)
VRAAG = "?peildatum=31/12/2023"
MOMENT = datetime(2024, 1, 2, tzinfo=UTC)


@pytest.fixture
def huis(teken):
    """Drie plekken bij het bestuur en een bij een vzw; twee en een ervan ondertekend, en een mentor met certificaat."""
    huis = Huis("aa", plekken=3)
    with huis.binnen():
        huis.vzw = Organisatie.objects.create(bestuur=huis.bestuur, code="vzw", naam="Lavoro vzw", soort="vzw")
        huis.plekken.append(huis.maak_plek(organisatie=huis.vzw))
        for plek in (*huis.plekken[:2], huis.plekken[3]):
            teken(huis, plek)
        huis.certificaat()
        Subsidieproject.objects.update(doel_leerwerkplekken=6, doel_mentoren=2)
        huis.project.refresh_from_db()
    return huis


def verdeling(huis, **per):
    delen = {
        {"stad": huis.organisatie, "vzw": huis.vzw}[naam].pk: {"doel_leerwerkplekken": p, "doel_mentoren": m}
        for naam, (p, m) in per.items()
    }
    verdeel(huis.actor("coordinator"), huis.project, delen)


def tel(huis):
    (c,) = cijfers.bereken([Subsidieproject.objects.select_related("oproep").get()], EINDE)
    return c


def test_doel_resultaat_verschil_en_wat_ontbreekt(huis):
    with huis.binnen():
        voor = tel(huis)
        assert voor.verdeling == [] and "doelen_per_organisatie" not in {t.naam for t in tabellen.alle(voor)}
        assert doelverdeling.tabel(voor).rijen == [
            ("Gemeente aa", 2, None, None, None, 1, None, None, None),
            ("Lavoro vzw", 1, None, None, None, 0, None, None, None),
            ("Nog niet verdeeld", None, 6, None, None, None, 2, None, None),
        ]
        verdeling(huis, stad=(3, 1), vzw=(0, None))
        c = tel(huis)
        tabel = doelverdeling.tabel(c)
        assert tabel in tabellen.alle(c) and tabel.rijen == [
            ("Gemeente aa", 2, 3, -1, 1, 1, 1, 0, 0),
            ("Lavoro vzw", 1, 0, 1, 0, 0, None, None, None),
            ("Nog niet verdeeld", None, 3, None, None, None, 1, None, None),
        ]
        assert (c.doelen, c.verzekerd, c.aantallen) == (voor.doelen, voor.verzekerd, voor.aantallen)
        assert sum(rij[2] for rij in tabel.rijen) == c.plekken.doel, "de doelen tellen op tot dat van het project"


def test_alles_verdeeld_en_daarna_een_lager_doel(huis):
    with huis.binnen():
        verdeling(huis, stad=(4, 2), vzw=(2, 0))
        assert [rij[0] for rij in doelverdeling.tabel(tel(huis)).rijen] == ["Gemeente aa", "Lavoro vzw"]
        Subsidieproject.objects.update(doel_leerwerkplekken=5)
        tabel = doelverdeling.tabel(tel(huis))
        assert tabel.rijen[-1] == ("Nog niet verdeeld", None, -1, None, None, None, 0, None, None)
        assert "meer verdeeld dan het doel" in tabel.uitleg


def test_scherm_pdf_werkmap_csv_en_pakket_zeggen_hetzelfde(huis, monkeypatch, tmp_path):
    monkeypatch.setattr(herbevestig, "onlangs", lambda request: True)
    with huis.binnen():
        verdeling(huis, stad=(3, 1))
        c, stijl = tel(huis), huisstijl.voor(huis.bestuur)
        alles = inhoud.verzamel(c, huis.bestuur, stijl)
        bestanden = inhoud.gegevens(alles, MOMENT)
        papier = tekst(rapport.pdf(c, stijl, tabellen.alle(c), MOMENT), tmp_path)
        g = geheel.Geheel([c])
        samen = tekst(rapport.pdf_geheel(g, stijl, geheel.alle(g), MOMENT), tmp_path)
    assert "Gemeente aa 2 3 -1 1 1 1 0 0" in papier and "Nog niet verdeeld 3 1" in papier
    assert "572-AA Gemeente aa 2 3 -1 1 1 1 0 0" in samen
    assert bestanden["gegevens/doelen_per_organisatie.csv"] == als_csv(doelverdeling.tabel(c))
    staat = json.loads(bestanden["gegevens/pakket.json"])["cijfers"]
    assert staat["per_organisatie"][0] == {
        "organisatie": "Gemeente aa", "leerwerkplekken": {"resultaat": 2, "doel": 3},
        "mentoren": {"resultaat": 1, "doel": 1},
    }  # fmt: skip
    assert staat["niet_verdeeld"] == {"leerwerkplekken": 3, "mentoren": 1}
    browser = meld_aan(huis.leden["coordinator"].gebruiker)
    pagina = plat(browser.get(reverse("rapportage:project", args=[huis.project.pk]) + VRAAG).content.decode())
    assert "Gemeente aa 2 3 -1 1 1 1 0 0 Lavoro vzw" in pagina and "Nog niet verdeeld – 3" in pagina
    werkmap = browser.get(reverse("rapportage:werkmap", args=[huis.project.pk]) + VRAAG).content
    assert blad(werkmap, "Doelen_per_organisatie")[0] == ["Gemeente aa", 2, 3, -1, 1, 1, 1, 0, 0]
    werkmap = browser.get(reverse("rapportage:geheel_werkmap") + VRAAG).content
    assert blad(werkmap, "Doelen_per_organisatie")[0] == ["572-AA", "Gemeente aa", 2, 3, -1, 1, 1, 1, 0, 0]
