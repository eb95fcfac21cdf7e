"""Geen getal zonder zijn lijst: elk getal op de voortgang opent zijn rijen, en wie die natelt komt op het getal uit."""

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aanmelding import herbevestig
from evaluaties.models import Uitstroom
from kern.tabel import Duur, Tabel, lees
from organisaties.models import Organisatie
from plaatsingen.models import Plaatsing
from plaatsingen.regels import Invoer
from plaatsingen.stappen import maand, uren
from projecten.models import Maatregel, Overleg, Subsidieproject
from projecten.stappen.doelen import verdeel
from rapportage import achter, beelden, cijfers, geheel, lijsten, tabellen
from rapportage.keuze import Keuze
from tests.bouw import Huis, zonder_project
from tests.rapportage.geheellijst import LINK, getal, mogelijke, tel_na

pytestmark = pytest.mark.django_db
DAG = "?peildatum=31/12/2023"
GETALLEN = re.compile(
    r'<(dd|strong|td [^>]*class="getal")[^>]*>(.*?)</(?:dd|strong|td)>', re.S
)  # zo begint elk getal van deze schermen


@pytest.fixture
def huis(db, teken):
    """Een project waarin elk getal van het dashboard iets te tellen heeft, en bijna elk een ander."""
    huis = Huis("opw", plekken=4)
    with huis.binnen():
        Subsidieproject.objects.update(doel_leerwerkplekken=6, doel_mentoren=2, toegekend_bedrag=Decimal("14793.69"))
        huis.project.refresh_from_db()
        for plek in huis.plekken[:3]:
            teken(huis, plek)
        huis.certificaat()
        plaatsing = huis.plaatsing()
        for dag in range(1, 4):
            uren.voer_in(huis.actor("mentor"), plaatsing, Invoer(date(2023, 3, dag), minuten=240))
        staat = maand.doorsturen(huis.actor("mentor"), plaatsing, date(2023, 3, 1), op=date(2023, 4, 1))
        maand.bevestigen(huis.actor("hr"), staat, op=date(2023, 4, 5))
        Uitstroom.objects.create(bestuur=huis.bestuur, plaatsing=plaatsing, richting="werk", datum=date(2023, 8, 31))
        for dag in range(1, 6):
            Overleg.objects.create(bestuur=huis.bestuur, datum=date(2023, 4, dag), met="vdab", onderwerp="x")
        for jaar, plekken in ((2022, 7), (2023, 9)):
            Maatregel.objects.create(bestuur=huis.bestuur, soort="art60", jaar=jaar, plekken=plekken)
    return huis


@pytest.fixture
def kijk(huis, als, monkeypatch):
    monkeypatch.setattr(herbevestig, "onlangs", lambda request: True)
    browser = als(huis.leden["coordinator"])

    def haal(adres):
        antwoord = browser.get(unescape(adres))
        assert antwoord.status_code == 200, adres
        return antwoord

    return haal


def hoofd(antwoord):
    return antwoord.content.decode().split("<main")[1].split("</main")[0]


def rijen_van(kijk, adres):
    samen = "&" if "?" in adres else "?"
    return list(csv.DictReader(io.StringIO(kijk(f"{adres}{samen}vorm=csv").content.decode()), delimiter=";"))


def nageteld(kijk, adres):
    """Wat iemand telt die de lijst als CSV opent."""
    return mogelijke(rijen_van(kijk, adres))


def loop(kijk, adres):
    """Opent elk getal van een scherm; geeft hoeveel het er waren."""
    pagina = hoofd(kijk(adres + DAG))
    pagina = re.sub(r"<details.*?</details>|<svg.*?</svg>", "", pagina, flags=re.S)  # een beeld heeft zijn eigen lijst
    pagina = re.sub(r'<span class="visually-hidden">.*?</span>', "", pagina, flags=re.S)
    zonder_links = re.sub(r"<a .*?</a>", "", pagina, flags=re.S)
    zonder = [stuk for _, stuk in GETALLEN.findall(zonder_links) if re.search(r"\d", stuk)]
    assert not zonder, f"een getal zonder lijst: {zonder}"
    links = [(a, t) for a, t in LINK.findall(pagina) if ("/lijst/" in a or "/subsidie/" in a) and getal(t) is not None]
    for a, tekst in links:
        if "/doelen/" in a:  # een zin met een getal per doel
            assert re.findall(r"\d+", tekst) == [rij["Nog te doen"] for rij in rijen_van(kijk, a)]
        else:
            assert getal(tekst) in nageteld(kijk, a), (tekst, a)
    return len(links)


def test_elk_getal_opent_zijn_lijst_en_klopt_met_wie_natelt(huis, kijk):
    """De twee schermen van de voortgang; en de controle op de controle: op een andere dag klopt het getal niet."""
    assert loop(kijk, reverse("rapportage:project", args=[huis.project.pk])) >= 18
    with huis.binnen():
        Subsidieproject.objects.create(
            bestuur=huis.bestuur, oproep=huis.project.oproep, code="572-B", titel="B", van=date(2023, 1, 1),
            tot=date(2023, 12, 31), doel_leerwerkplekken=3, doel_mentoren=1, toegekend_bedrag=Decimal("7396.84"),
        )  # fmt: skip
    assert loop(kijk, reverse("rapportage:voortgang")) == 14
    adres = reverse("rapportage:lijst", args=[huis.project.pk, "overleg"])
    assert Decimal(5) in nageteld(kijk, adres + DAG)
    assert Decimal(5) not in nageteld(kijk, adres + "?peildatum=04/04/2023")


def test_achter_elk_beeld_liggen_de_rijen_die_het_telt(huis, kijk):
    """De tabel van het beeld, per organisatie of maand opgeteld, is de lijst erachter; met de tegenproef."""
    pagina = hoofd(kijk(reverse("rapportage:project", args=[huis.project.pk]) + DAG))
    with huis.binnen():
        (c,) = cijfers.bereken([huis.project], date(2023, 12, 31))
        alle = {beeld.tabel.naam: beeld.tabel for beeld in beelden.alle(c)}
        lijst = {naam: lijsten.LIJSTEN[soort] for naam, soort in beelden.LIJST_ACHTER.items()}
        rijen = {naam: lijst[naam].maak(c) for naam in alle}
    adressen = re.findall(r"/lijst/([a-z-]+)/[^>]*>Lijst openen<span", pagina)
    assert adressen == [beelden.LIJST_ACHTER[naam] for naam in alle]
    for naam in ("verloop_plekken", "verloop_mentoren"):
        assert alle[naam].rijen[-1][1] == len(rijen[naam].rijen) > 0
    assert alle["standen"].rijen and alle["leegstand"].rijen
    geteld = Counter((rij[2], rij[3]) for rij in rijen["standen"].rijen)
    koppen = [kop.lower() for kop in alle["standen"].koppen]
    for organisatie, *aantallen in alle["standen"].rijen:
        paren = zip(koppen[1:-1], aantallen, strict=False)
        assert {k: geteld[organisatie, k] for k in koppen[1:-1]} == dict(paren) and aantallen[-1] == 4
    assert sum(rij[1] for rij in alle["uren_per_maand"].rijen) == len(rijen["uren_per_maand"].rijen) == 1
    for organisatie, *dagen in alle["leegstand"].rijen:
        eigen = [rij for rij in rijen["leegstand"].rijen if rij[2] == organisatie]
        assert [sum(rij[k] for rij in eigen) for k in (4, 5, 3)] == dagen
        assert [sum(rij[k] for rij in eigen[1:]) for k in (4, 5, 3)] != dagen


def test_elke_lijst_op_scherm_en_als_bestand(huis, kijk):
    with huis.binnen():
        (c,) = cijfers.bereken([huis.project], date(2023, 12, 31))
    for soort, wat in lijsten.LIJSTEN.items():
        tabel, adres = wat.maak(c), reverse("rapportage:lijst", args=[huis.project.pk, soort]) + DAG
        pagina = hoofd(kijk(adres))
        assert pagina.count("<tr>") == (len(tabel.rijen) + 1 if tabel.rijen else 0), soort
    leeg = hoofd(kijk(reverse("rapportage:lijst", args=[huis.project.pk, "uren"]) + "?peildatum=01/01/2023"))
    assert "Nog niets" in leeg and "Exporteren" not in leeg
    map_ = openpyxl.load_workbook(
        io.BytesIO(kijk(reverse("rapportage:lijst", args=[huis.project.pk, "fiches"]) + DAG + "&vorm=xlsx").content)
    )
    assert len(list(map_.worksheets[1].rows)) == 1 + 3
    assert map_.worksheets[0]["A1"].value == "Gefinancierd door de Europese Unie"
    assert "Pauwels" not in hoofd(kijk(reverse("rapportage:lijst", args=[huis.project.pk, "plaatsingen"]) + DAG))


def test_een_onbekende_lijst_een_andere_rol_en_vijfhonderd_rijen(huis, als):
    adres = reverse("rapportage:lijst", args=[huis.project.pk, "overleg"]) + DAG
    browser = als(huis.leden["coordinator"])
    assert browser.get(adres.replace("overleg", "zomaar")).status_code == 404
    assert browser.get(adres.replace("31/12/2023", "zomaar")).status_code == 200

    def vragen():
        with CaptureQueriesContext(connection) as gesteld:
            assert browser.get(adres + "&pagina=9").status_code == 200
        return len(gesteld)

    eerst = vragen()
    with huis.binnen():
        Overleg.objects.bulk_create(
            Overleg(bestuur=huis.bestuur, datum=date(2023, 5, 1), met="vdab", onderwerp=f"x{n}") for n in range(500)
        )
        (c,) = cijfers.bereken([huis.project], date(2023, 12, 31))
    assert vragen() == eerst and "505 rijen" in hoofd(browser.get(adres))
    assert als(huis.leden["hr"]).get(adres).status_code == 403
    bundels = lijsten.bundels(c)  # en wat in euro optelt
    assert [rij[0] for rij in bundels.rijen] == [1] and lijsten.totaal(bundels, "Bedrag") == c.naar_rato > 0
    assert lijsten.totaal(lijsten.subsidie([c, c]), "Toegekend") == 2 * c.project.toegekend_bedrag
    assert lijsten.totaal(lijsten.doelen(c), "Nog te doen") == 4


def test_een_som_leest_als_haar_kolom():
    """Vier plekken te weinig is geen vier euro."""
    rijen = [(1, Decimal("1.50"), Duur(90)), (3, Decimal("2.00"), Duur(30)), (None, None, None)]
    tabel = Tabel("t", "T", ("Nog te doen", "Bedrag", "Uren"), rijen)
    assert [lees(lijsten.totaal(tabel, kop)) for kop in tabel.koppen] == ["4", "€ 3,50", "2 u"]
    assert lijsten.totaal(tabel, "") == 3
    assert lees(lijsten.totaal(Tabel("t", "T", ("Bedrag",), []), "Bedrag")) == "0"


def test_een_code_in_een_lijst_opent_haar_scherm(huis, als):
    """Van het getal naar de lijst naar het ding, voor wie daar mag komen; een controleur naar het dossier van de plek."""
    with huis.binnen():
        plaatsing = Plaatsing.objects.get()
    plek = reverse("leerwerkplekken:takenlijst", args=[huis.plek.pk])
    mentor = reverse("mentoren:mentor", args=[huis.mentor.pk])
    dossier = reverse("controles:dossier", args=[huis.plek.pk])
    stage = reverse("plaatsingen:plaatsing", args=[plaatsing.pk])
    zonder_fiche = reverse("leerwerkplekken:takenlijst", args=[huis.plekken[3].pk])
    verwacht = {
        "coordinator": {"fiches": {plek, mentor}, "mentoren": {mentor}, "plaatsingen": {stage, plek},
                        "ontbrekend": {zonder_fiche}, "overleg": set()},
        "controleur": {"fiches": {dossier}, "mentoren": set(), "plaatsingen": {dossier}, "overleg": set()},
    }  # fmt: skip
    alle = {plek, mentor, dossier, stage, zonder_fiche}
    for rol, lijsten_ in verwacht.items():
        browser = als(huis.leden[rol])
        for soort, adressen in lijsten_.items():
            pagina = hoofd(browser.get(reverse("rapportage:lijst", args=[huis.project.pk, soort]) + DAG))
            assert {a for a, _ in LINK.findall(pagina)} & alle == adressen, (rol, soort)
            assert all(browser.get(adres).status_code == 200 for adres in adressen)


def test_het_scherm_toont_vijftien_rijen_en_zegt_hoeveel_er_zijn(huis, als):
    with huis.binnen():
        for n in range(20):
            huis.maak_plek(code=f"EXTRA-{n:02}")
    pagina = hoofd(als(huis.leden["coordinator"]).get(reverse("rapportage:project", args=[huis.project.pk]) + DAG))
    stuk = pagina.split("Wat nog niet meetelt</h2>")[1].split("<h2>")[0]
    assert stuk.count('<th scope="row">') == 15 and re.search(r"Alle 2\d bekijken of exporteren", stuk)


# --- het rapport over alle projecten


@pytest.fixture
def twee(huis):
    """Twee projecten, twee organisaties, verdeelde doelen, en van alles iets; van sommige dingen niets."""
    with huis.binnen():
        district = Organisatie.objects.create(bestuur=huis.bestuur, code="d", naam="District D & E", soort="district")
        ander = Subsidieproject.objects.create(
            bestuur=huis.bestuur, oproep=huis.project.oproep, code="572-B", titel="B", organisatie=district,
            van=date(2023, 1, 1), tot=date(2023, 12, 31), doel_leerwerkplekken=3, doel_mentoren=1,
            toegekend_bedrag=Decimal("7396.84"),
        )  # fmt: skip
        huis.maak_plek(organisatie=district, project=ander)
        deel = {"doel_leerwerkplekken": 4, "doel_mentoren": 1}
        verdeel(huis.actor("coordinator"), huis.project, {huis.organisatie.pk: deel})
        huis.leeg = {"project": "572-B", "organisatie": "District D & E"}
    return huis


def loop_geheel(kijk, huis, vraag=DAG, *, scherm=False, **hoe):
    """Telt elk getal van het rapport over alles na (`geheellijst.tel_na`); geeft de getallen.

    `scherm`: elke lijst ook één keer langs haar scherm, en de eerste lege; elke keuze daarbinnen zijn er te veel.
    """
    pagina = kijk(reverse("rapportage:geheel") + vraag).content.decode()
    with huis.binnen():
        projecten = Subsidieproject.objects.select_related("oproep", "organisatie").order_by("code")
        g = geheel.Geheel(cijfers.bereken(list(projecten), date(2023, 12, 31), **hoe))
    getallen, geopend = [], set()
    for soort, adres, rijen, waarde in tel_na(pagina, g, vraag):
        getallen.append(waarde)
        if scherm and soort not in geopend:
            geopend.add(soort)
            assert rijen == rijen_van(kijk, adres), adres
        if scherm and not rijen and "leeg" not in geopend:
            geopend.add("leeg")
            assert "Op deze peildatum staat hier niets." in hoofd(kijk(adres)), adres
    return getallen


def test_elk_getal_van_het_rapport_over_alles_opent_zijn_lijst(twee, kijk):
    getallen = loop_geheel(kijk, twee, scherm=True)
    assert len(getallen) > 100 and getallen.count(0) > 10, "ook een nul opent haar lijst"
    assert len(loop_geheel(kijk, twee, DAG + "&toen_gekend=on", toen_gekend=True)) < len(getallen), (
        "niets was toen geregistreerd"
    )


def test_controle_een_rij_te_weinig_of_een_getal_zonder_lijst_valt_op(twee, kijk, monkeypatch):
    with monkeypatch.context() as m, pytest.raises(AssertionError, match="een getal zonder lijst"):
        m.setitem(achter.ACHTER, "maanden", {k: v for k, v in achter.ACHTER["maanden"].items() if k != "Fiches"})
        loop_geheel(kijk, twee)
    with monkeypatch.context() as m, pytest.raises(AssertionError, match="uren"):
        m.setitem(lijsten.LIJSTEN, "uren", lijsten.Lijst(lambda c: replace(tabellen.uren(c), rijen=[])))
        loop_geheel(kijk, twee)
    with monkeypatch.context() as m, pytest.raises(AssertionError):
        m.setattr(Keuze, "beperk", lambda self, c: c)
        loop_geheel(kijk, twee)


def test_de_lijst_zegt_waartoe_ze_beperkt_is_en_houdt_dat_vast(twee, kijk):
    pagina = hoofd(kijk(reverse("rapportage:geheel_lijst", args=["standen"]) + f"{DAG}&organisatie=District+D+%26+E"))
    assert "Enkel: <strong>District D &amp; E</strong>" in pagina and pagina.count("<tr>") == 2
    assert '<input type="hidden" name="organisatie" value="District D &amp; E">' in pagina
    assert "Terug naar het rapport" in pagina and "572-B" in pagina
    alles = hoofd(kijk(reverse("rapportage:geheel_lijst", args=["standen"]) + DAG))
    assert "Enkel:" not in alles and alles.count("<tr>") == 1 + 5
    van_project = reverse("rapportage:lijst", args=[twee.project.pk, "standen"])
    assert hoofd(kijk(f"{van_project}{DAG}&organisatie=District+D+%26+E")).count("<tr>") == 0
    onzin = f"{DAG}&maand=2023-13&antwoord=ja&onbekend=1&organisatie="
    assert hoofd(kijk(reverse("rapportage:geheel_lijst", args=["standen"]) + onzin)).count("<tr>") == 1 + 5
    map_ = openpyxl.load_workbook(
        io.BytesIO(kijk(reverse("rapportage:geheel_lijst", args=["fiches"]) + f"{DAG}&maand=2023-05&vorm=xlsx").content)
    )
    assert "Enkel: mei 2023" in [rij[0].value for rij in map_.worksheets[0].rows]


def test_zonder_project_of_met_een_onbekende_lijst(als):
    browser = als(zonder_project("coordinator"))
    adres = reverse("rapportage:geheel_lijst", args=["fiches"])
    assert browser.get(adres).headers["Location"] == reverse("rapportage:geheel")
    assert browser.get(adres.replace("fiches", "zomaar")).status_code == 404


def test_elke_lijst_over_alles_heeft_even_veel_vragen_bij_meer_projecten(twee, als):
    browser = als(twee.leden["coordinator"])

    def vragen(soort):
        with CaptureQueriesContext(connection) as gesteld:
            assert browser.get(reverse("rapportage:geheel_lijst", args=[soort]) + DAG).status_code == 200
        return len(gesteld)

    soorten = ("standen", "begeleiders", "uitstroom", "register")
    eerst = {soort: min(vragen(soort), vragen(soort)) for soort in soorten}  # de eerste keer wordt er soms iets bewaard
    assert max(eerst.values()) - min(eerst.values()) <= 2, eerst  # één per soort code die een scherm opent
    with twee.binnen():
        for n in range(3):
            Subsidieproject.objects.create(
                bestuur=twee.bestuur, oproep=twee.project.oproep, code=f"P{n}", titel="x", van=date(2023, 1, 1),
                tot=date(2023, 12, 31), doel_leerwerkplekken=3, doel_mentoren=1, toegekend_bedrag=1,
            )  # fmt: skip
    assert {soort: min(vragen(soort), vragen(soort)) for soort in soorten} == eerst


def test_op_een_telefoon_is_de_kop_van_een_rij_het_ding_en_niet_het_project_dat_ze_delen(twee, kijk):
    eerste = {
        soort: hoofd(kijk(reverse("rapportage:geheel_lijst", args=[soort]) + DAG)).split('<th scope="col"')[1]
        for soort in ("fiches", "subsidie")
    }
    assert ">Code<" in eerste["fiches"] and ">Project<" in eerste["subsidie"]
