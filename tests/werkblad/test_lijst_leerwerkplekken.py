"""De lijst van leerwerkplekken: wat ze samenbrengt, haar filters, en evenveel queries bij elke lengte."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from leerwerkplekken import stappen
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.regels import ontbrekend
from mentoren import stappen as mentor_stappen
from tests.bouw import Huis
from tests.hulp.huizen import eens
from tests.hulp.scherm import meld_aan
from werkblad.lijsten import onvolledig, plekken

pytestmark = pytest.mark.django_db
LIJST = "/leerwerkplekken/"


gebouwd_huis, huis = eens(lambda: Huis("aa"))


@pytest.fixture
def hr(huis):
    return meld_aan(huis.leden["hr"].gebruiker)


def codes(antwoord):
    return [plek.code for plek in antwoord.context["pagina"].object_list]


@pytest.mark.parametrize(
    ("rol", "code"),
    [
        ("hr", 200),
        ("leidinggevende", 200),
        ("directeur", 200),
        ("coordinator", 200),
        ("controleur", 403),
        ("mentor", 403),
    ],
)
def test_wie_de_lijst_ziet(huis, rol, code):
    antwoord = meld_aan(huis.leden[rol].gebruiker).get(LIJST)
    assert reverse("leerwerkplekken") == LIJST and antwoord.status_code == code
    if code == 200:
        assert ("Nieuwe leerwerkplek" in antwoord.content.decode()) is (rol == "hr")


def test_een_ander_bestuur_staat_er_niet_in(huis, hr):
    Huis("bb")
    assert codes(hr.get(LIJST)) == ["572-AA-01"]


def test_fiche_en_bezetting_van_vandaag(huis, hr):
    pagina = hr.get(LIJST).content.decode()
    assert "Nog geen fiche" in pagina and ">Vrij<" in pagina
    vandaag = timezone.localdate()
    with huis.binnen():
        huis.plaatsing(van=vandaag, tot=vandaag)
        huis.ondertekende_fiche()
        stappen.wijzig(huis.installatie, huis.plek, dienst="Anders")
        huis.fiche()
    pagina = hr.get(LIJST).content.decode()
    assert "Ter ondertekening" in pagina and "Ondertekend<" not in pagina and ">Bezet<" in pagina


@pytest.mark.parametrize(
    ("vraag", "verwacht"),
    [
        ({}, ["572-AA-01", "LEEG"]),
        ({"q": "groen medewerker"}, ["572-AA-01"]),
        ({"q": "leeg"}, ["LEEG"]),
        ({"q": "%"}, []),
        ({"status": "concept"}, ["LEEG"]),
        ({"status": "onzin"}, ["572-AA-01", "LEEG"]),
        ({"ontbreekt": "ja"}, ["LEEG"]),
        ({"ontbreekt": "nee"}, ["572-AA-01"]),
        ({"fiche": "geen"}, ["LEEG"]),
        ({"fiche": "ter_ondertekening"}, ["572-AA-01"]),
        ({"sorteer": "-code"}, ["LEEG", "572-AA-01"]),
        ({"sorteer": "functie"}, ["572-AA-01", "LEEG"]),
        ({"sorteer": "id; drop"}, ["572-AA-01", "LEEG"]),
        ({"pagina": "999"}, ["572-AA-01", "LEEG"]),
    ],
)
def test_filters_en_volgorde(huis, hr, vraag, verwacht):
    with huis.binnen():
        huis.fiche()
        stappen.maak(
            huis.installatie,
            huis.bestuur,
            code="LEEG",
            functie="poetshulp",
            organisatie=huis.organisatie,
            project=huis.project,
        )
    assert codes(hr.get(LIJST, vraag)) == verwacht


def test_filters_blijven_in_de_bladzijden(huis, hr):
    with huis.binnen():
        stappen.kopieer(huis.installatie, huis.plek, aantal=50)
    antwoord = hr.get(LIJST, {"q": "groen"})
    assert len(codes(antwoord)) == 50 and "q=groen&amp;pagina=2" in antwoord.content.decode()
    assert len(codes(hr.get(LIJST, {"q": "groen", "pagina": "2"}))) == 1


def test_lege_staat(db):
    kaal = Huis("cc", plekken=0)
    assert "Maak de eerste" in meld_aan(kaal.leden["hr"].gebruiker).get(LIJST).content.decode()
    assert "HR maakt ze aan" in meld_aan(kaal.leden["directeur"].gebruiker).get(LIJST).content.decode()
    assert "Geen leerwerkplek gevonden" in meld_aan(kaal.leden["hr"].gebruiker).get(LIJST, {"q": "x"}).content.decode()


MANCO = {
    "uren": {"uren_per_maand": None},
    "van": {"beschikbaar_van": None, "beschikbaar_tot": None},
    "additioneel": {"additioneel": None},
    "toelichting": {"additioneel_toelichting": " \n "},
    "niet additioneel": {"additioneel": False, "additioneel_toelichting": ""},
    "taken": {"taken": []},
    "competenties": {"competenties": []},
    "mentor": {"mentor": None},
}


@pytest.mark.parametrize("manco", [*MANCO, "onthaal", "rollen", "leiding", "niets", "aanbod", "gesloten"])
def test_onvolledig_zegt_hetzelfde_als_de_regel(huis, hr, manco):
    """De lijst toetst in één query wat `regels.ontbrekend` per plek toetst; ook het filter volgt."""
    vandaag, door = timezone.localdate(), huis.installatie
    with huis.binnen():
        plek = huis.plek
        if manco in MANCO:
            stappen.wijzig(door, plek, **MANCO[manco])
        elif manco == "onthaal":
            stappen.bewaar_plan(door, plek, onthaal="  ")
        elif manco == "rollen":
            stappen.bewaar_plan(door, plek, matrix=plek.plan.matrix[1:])
        elif manco == "leiding":
            mentor_stappen.zet_leiding(
                door, huis.mentor, huis.leden["hr"], vanaf=vandaag.replace(year=vandaag.year + 1, day=1)
            )
            huis.mentor.leiding.filter(van__lte=vandaag).delete()
        elif manco == "aanbod":
            plek = stappen.kopieer(door, plek)[0]
        elif manco == "gesloten":
            stappen.wijzig(door, plek, taken=[])
            stappen.sluit(door, plek)
        plek = plekken(Leerwerkplek.objects.filter(pk=plek.pk), vandaag).get()
        verwacht = bool(ontbrekend(plek, vandaag)) and manco != "gesloten"
        assert onvolledig(plek) is verwacht is (manco not in ("niets", "niet additioneel", "gesloten"))
    assert (plek.code in codes(hr.get(LIJST, {"ontbreekt": "ja"}))) is verwacht
    assert (plek.code in codes(hr.get(LIJST, {"ontbreekt": "nee"}))) is not verwacht


@pytest.mark.parametrize(
    "url", [LIJST, f"{LIJST}?ontbreekt=ja", f"{LIJST}?vorm=xlsx", "/mentoren/", "/mentoren/?vorm=xlsx"]
)
def test_evenveel_queries_bij_een_en_bij_veel_rijen(huis, hr, url):
    with huis.binnen():
        stappen.wijzig(huis.installatie, huis.plek, taken=[])
    hr.get(url)
    with CaptureQueriesContext(connection) as een:
        hr.get(url)
    with huis.binnen():
        stappen.kopieer(huis.installatie, huis.plek, aantal=20)
        for n in range(8):
            lid = huis.lid(f"m{n}", "mentor")
            mentor_stappen.maak_mentor(
                huis.installatie, lid, organisatie=huis.organisatie, leidinggevende=huis.leden["leidinggevende"]
            )
    with CaptureQueriesContext(connection) as veel:
        assert hr.get(url).status_code == 200
    assert len(veel) == len(een) <= 22, [q["sql"][:90] for q in veel]


def test_het_werkblad_bevat_de_filters_en_geen_formules(huis, hr):
    with huis.binnen():
        stappen.wijzig(huis.installatie, huis.plek, functie='=HYPERLINK("http://x.example")', dienst="@SUM(1)")
        huis.maak_plek(functie="kok")
    antwoord = hr.get(LIJST, {"vorm": "xlsx", "q": "572-AA-01"})
    assert antwoord["Content-Disposition"] == 'attachment; filename="leerwerkplekken.xlsx"'
    map_ = load_workbook(BytesIO(antwoord.content))
    assert "Europese Unie" in map_.worksheets[0]["A1"].value
    rijen = list(map_["Leerwerkplekken"].iter_rows())
    assert len(rijen) == 2
    per_kop = {kop.value: cel for kop, cel in zip(*rijen, strict=True)}
    assert per_kop["Functie"].data_type == "s" and "HYPERLINK" in per_kop["Functie"].value
    assert per_kop["Dienst"].data_type == "s" and per_kop["Uren per maand"].value == 48
    assert per_kop["Volledig"].value == "ja" and per_kop["Fiche"].value == "nog geen fiche"
