"""Lokaal sociaal beleid (bron 004): wat het systeem telt, wat iemand met een bron invult, en één A4 voor de raad."""

import io
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from documenten import huisstijl
from organisaties.isolatie import Geweigerd
from projecten.enums import Meting
from projecten.models import Beleidsdoel, Maatregel, Overleg, Regieactie, Regiegemeente, SocialeOpdracht
from projecten.regels import keur_beleidsdoel, meting_van, minder_plekken
from projecten.stappen import beleid as stappen
from rapportage import beleid, beleid_pdf, cijfers, tabellen
from tests.bouw import Huis
from tests.hulp.scherm import meld_aan
from tests.rapportage.bronfeiten import leesbaar

pytestmark = pytest.mark.django_db
VANDAAG = date(2024, 2, 1)


@pytest.fixture
def huis():
    return Huis("aa")


def voeg_toe(huis, model, rol="hr", **velden):
    with huis.binnen():
        return stappen.voeg_toe(huis.actor(rol), huis.bestuur, model, **velden)


def doel(huis, indicator, streef=1, jaar=2023, **anders):
    return voeg_toe(
        huis,
        Beleidsdoel,
        doel="Naar werk",
        actie="Begeleiden",
        indicator=indicator,
        jaar=jaar,
        streefcijfer=streef,
        **anders,
    )


def beeld(huis, jaar=2023, vandaag=VANDAAG):
    with huis.binnen():
        return beleid.jaarbeeld(huis.bestuur_id, jaar, vandaag)


def vul(huis):
    """Een jaar zoals dat van Herent."""
    for jaar, aantal in ((2022, 10), (2023, 9)):
        voeg_toe(huis, Maatregel, soort="art60", jaar=jaar, plekken=aantal, doel=10)
    voeg_toe(
        huis,
        Maatregel,
        soort="wijk_werken",
        jaar=2023,
        plekken=6,
        uitvoerder=huis.organisatie,
        activiteiten=["tuinhulp"],
    )
    voeg_toe(
        huis,
        Regieactie,
        jaar=2023,
        soort="netwerk",
        omschrijving="Tafel",
        partners=["IGO div"],
        gedaan_op=date(2023, 3, 1),
    )
    voeg_toe(huis, Regieactie, jaar=2023, soort="mvo", omschrijving="Ontbijt")
    for naam, inwoners in (("Dorp", 40_000), ("Stad", 20_000)):
        voeg_toe(huis, Regiegemeente, naam=naam, inwoners=inwoners)
    voeg_toe(huis, SocialeOpdracht, jaar=2023, soort="voorbehouden", onderwerp="Begraafplaatsen", bedrag=18500)


@pytest.mark.parametrize(
    ("vorig", "dit", "signaal"),
    [(10, 9, True), (10, 10, False), (10, 11, False), (None, 3, False), (3, None, False), (1, 0, True)],
)
def test_minder_plekken_dan_het_jaar_ervoor_is_een_signaal(vorig, dit, signaal):
    assert minder_plekken(vorig, dit) is signaal


def test_wat_het_systeem_kent():
    assert meting_van("plekken art60") == Meting.ART60 and meting_van(" Overleg VDAB ") == Meting.OVERLEG_VDAB
    assert meting_van("overleg wijk-werken") == Meting.OVERLEG_WIJK_WERKEN and meting_van("plekken sociale economie")
    assert all(meting_van(m.value) == m and meting_van(m.label) == m for m in Meting)
    assert meting_van("jaarlijkse acties") is None and meting_van("") is None
    assert keur_beleidsdoel("iets", 3, "verslag") == [] == keur_beleidsdoel("plekken art60", None, "")
    assert [veld for _, veld in keur_beleidsdoel("plekken art60", 3, " ")] == ["bron"]
    assert [veld for _, veld in keur_beleidsdoel("iets", None, "")] == ["bron"]


def test_elke_telling_komt_van_de_dingen_zelf(huis):
    vul(huis)
    voeg_toe(huis, Regieactie, jaar=2023, soort="mvo", omschrijving="Nog te doen")  # één van drie is gedaan
    voeg_toe(huis, SocialeOpdracht, jaar=2022, soort="voorbehouden", onderwerp="Vorig jaar", bedrag=1)
    for meting in Meting:
        doel(huis, meting.value)
    doel(huis, "jaarlijkse acties", 3, realisatie=2, bron="jaarverslag IGO")
    with huis.binnen():
        for dag, met in ((date(2023, 3, 7), "vdab"), (date(2023, 6, 20), "wijk_werken"), (date(2024, 1, 8), "vdab")):
            Overleg.objects.create(bestuur=huis.bestuur, datum=dag, met=met, onderwerp="x")
        weg = Overleg.objects.create(bestuur=huis.bestuur, datum=date(2023, 4, 1), met="vdab", onderwerp="afgelast")
        Overleg.objects.filter(pk=weg.pk).update(afgelast_op=timezone.now(), afgelast_reden="ziek")
    uit = {d.indicator: d for d in beeld(huis).doelen}
    verwacht = {
        Meting.ART60: 9, Meting.TWE: None, Meting.WIJK_WERKEN: 6, Meting.SOCIALE_ECONOMIE: None, Meting.STAGE: None,
        Meting.GEMEENSCHAPSDIENST: 0, Meting.OVERLEG_VDAB: 1, Meting.OVERLEG_WIJK_WERKEN: 1, Meting.OVERLEG_GLOW: 0,
        Meting.REGIE: 1, Meting.OPDRACHTEN: 1,
    }  # fmt: skip
    assert {m: uit[m.label].realisatie for m in Meting} == verwacht
    assert all(uit[m.label].zelf for m in Meting)
    ander = uit["jaarlijkse acties"]
    assert (ander.realisatie, ander.bron, ander.zelf, ander.gehaald) == (2, "jaarverslag IGO", False, False)
    assert uit[Meting.TWE.label].gehaald is None and uit[Meting.ART60.label].gehaald is True


def test_plekken_gemeenschapsdienst_zijn_die_van_de_cijfers(huis, monkeypatch):
    """Dezelfde telling als dashboard en rapport (`tellen.tel`), tot het einde van het jaar of tot vandaag."""
    gevraagd = []

    def tel(projecten, dag):
        gevraagd.append(([p.code for p in projecten], dag))
        return [SimpleNamespace(plekken=SimpleNamespace(resultaat=2)) for _ in projecten]

    monkeypatch.setattr(beleid, "tel", tel)
    for jaar in (2022, 2023, 2024):
        doel(huis, "plekken gemeenschapsdienst", jaar=jaar)
    assert [beeld(huis, jaar).doelen[0].realisatie for jaar in (2022, 2023, 2024)] == [0, 2, 0]
    beeld(huis, 2023, date(2023, 6, 14))
    assert gevraagd == [
        ([], date(2022, 12, 31)), (["572-AA"], date(2023, 12, 31)), ([], VANDAAG), (["572-AA"], date(2023, 6, 14)),
    ]  # fmt: skip


def test_vergelijking_en_regierol(huis):
    vul(huis)
    voeg_toe(huis, Regieactie, jaar=2023, soort="mvo", omschrijving="Nog te doen")
    b = beeld(huis)
    art60, wijk = b.maatregelen
    assert (art60.vorig, art60.plekken, art60.verschil, art60.minder, art60.gehaald) == (10, 9, -1, True, False)
    assert (wijk.vorig, wijk.plekken, wijk.verschil, wijk.gehaald) == (None, 6, None, None)
    assert (b.totaal_vorig, b.totaal, b.minder) == (10, 15, False)
    assert (b.inwoners, b.genoeg_inwoners, b.acties_gedaan) == (60_000, True, 1)
    with huis.binnen():
        stappen.wijzig(huis.actor("hr"), Regiegemeente.objects.get(naam="Stad"), inwoners=19_999)
        Maatregel.objects.filter(soort="wijk_werken").delete()
    b = beeld(huis)
    assert not b.genoeg_inwoners and b.minder


def test_de_jaren_waarvoor_er_iets_staat_en_wat_leeg_is(huis):
    with huis.binnen():
        assert beleid.jaren(huis.bestuur_id) == []
    for model, velden in (
        (Maatregel, {"soort": "art60", "jaar": 2021, "plekken": 1}),
        (Beleidsdoel, {"doel": "d", "actie": "a", "indicator": "overleg vdab", "jaar": 2024, "streefcijfer": 1}),
        (Regieactie, {"soort": "mvo", "jaar": 2026, "omschrijving": "x"}),
        (SocialeOpdracht, {"soort": "sociaal", "jaar": 2019, "onderwerp": "y", "bedrag": 1}),
    ):
        assert beeld(huis, velden["jaar"]).leeg
        voeg_toe(huis, model, **velden)
        assert not beeld(huis, velden["jaar"]).leeg
    with huis.binnen():
        assert beleid.jaren(huis.bestuur_id) == [2026, 2024, 2021, 2019]
    assert (
        not beeld(huis, 2022).maatregelen[0].plekken and beeld(huis, 2023).maatregelen == []
    )  # enkel van het jaar ervoor


def test_een_eigen_bron_gaat_voor_wat_het_systeem_telt_en_van_een_bestuur_telt_geen_ander(huis):
    ander = Huis("bb")
    with ander.binnen():
        Maatregel.objects.create(bestuur=ander.bestuur, soort="art60", jaar=2023, plekken=50)
    doel(huis, "plekken art60", 3, realisatie=7, bron="jaarverslag")
    (rij,) = beeld(huis).doelen
    assert (rij.realisatie, rij.bron, rij.zelf, rij.gehaald) == (7, "jaarverslag", False, True)


@pytest.mark.parametrize(
    ("model", "velden", "veld"),
    [
        (Maatregel, {"soort": "art60", "jaar": 2023, "plekken": 1}, "soort"),
        (Maatregel, {"soort": "stage", "jaar": 1999, "plekken": 1}, "jaar"),
        (Regieactie, {"soort": "mvo", "jaar": 2023, "omschrijving": "x", "gedaan_op": date(2022, 5, 1)}, "gedaan_op"),
        (Regieactie, {"soort": "mvo", "jaar": 2099, "omschrijving": "x", "gedaan_op": date(2099, 5, 1)}, "gedaan_op"),
        (Regiegemeente, {"naam": "Dorp", "inwoners": 1}, "naam"),
        (SocialeOpdracht, {"jaar": 2023, "soort": "sociaal", "onderwerp": "y", "bedrag": -1}, "bedrag"),
    ],
)
def test_wat_niet_kan(huis, model, velden, veld):
    voeg_toe(huis, Maatregel, soort="art60", jaar=2023, plekken=1)
    voeg_toe(huis, Regiegemeente, naam="Dorp", inwoners=2)
    with pytest.raises(Geweigerd) as fout:
        voeg_toe(huis, model, **velden)
    assert fout.value.alle[0][1] == veld


def test_een_coordinator_vult_in_ziet_en_verwijdert(huis):
    vul(huis)
    klant = meld_aan(huis.leden["coordinator"].gebruiker)
    url = reverse("beleid:nieuw", args=["doel"])
    gezien = klant.get(url).context["form"].initial["gezien"]
    invoer = {"gezien": gezien, "doel": "Naar werk", "actie": "Art. 60", "jaar": "2023", "streefcijfer": "10"}
    fout = klant.post(url, invoer | {"meting": "anders", "indicator": ""}).content.decode()
    assert "Vul in wat je meet." in fout and "Art. 60" in fout
    fout = klant.post(url, invoer | {"meting": "anders", "indicator": "bezoeken", "realisatie": "3"}).content.decode()
    assert "Zeg waar dit cijfer vandaan komt" in fout
    fout = klant.post(url, invoer | {"meting": "plekken art60", "realisatie": "3"}).content.decode()
    assert "Dit cijfer tellen we zelf" in fout
    assert klant.post(url, invoer | {"meting": "plekken art60"}).status_code == 302
    scherm = leesbaar(klant.get(reverse("beleid:jaar"), {"jaar": "2023"}).content.decode())
    for stuk in (
        "Plekken artikel 60",
        "Niet gehaald",
        "Zelf geteld",
        "tuinhulp",
        "Begraafplaatsen",
        "60.000",
        "€ 18.500,00",
        "IGO div",
    ):
        assert stuk in scherm, stuk
    with huis.binnen():
        rij = Beleidsdoel.objects.get()
    wijzig = reverse("beleid:wijzig", args=["doel", rij.pk])
    form = klant.get(wijzig).context["form"]
    assert form.initial["meting"] == "plekken art60"
    post = invoer | {"gezien": form.initial["gezien"], "meting": "plekken art60", "streefcijfer": "9"}
    assert klant.post(wijzig, post).status_code == 302
    assert "Iemand wijzigde dit intussen" in klant.post(wijzig, post).content.decode()
    assert beeld(huis).doelen[0].gehaald is True
    weg = reverse("beleid:verwijder", args=["doel", rij.pk])
    assert "Verwijderen" in klant.get(weg).content.decode() and klant.post(weg).status_code == 302
    assert beeld(huis).doelen == [] and klant.post(weg).status_code == 404
    assert klant.get(reverse("beleid:nieuw", args=["iets"])).status_code == 404


def test_wie_iets_anders_is_mag_dit_niet(huis):
    for rol in ("mentor", "beheerder", "controleur"):
        assert meld_aan(huis.leden[rol].gebruiker).get(reverse("beleid:jaar")).status_code == 403


def test_export_en_evenveel_vragen(huis):
    vul(huis)
    doel(huis, "plekken art60", 10)
    with huis.binnen():
        (blad, *rest) = beleid.tabellen(beleid.jaarbeeld(huis.bestuur_id, 2023, VANDAAG))
    assert blad.rijen == [("Naar werk", "Begeleiden", "plekken artikel 60", 10, 9, False, "zelf geteld")]
    assert {t.naam: list(t.rijen) for t in rest} == {
        "maatregelen": [
            ("artikel 60", "", 10, 9, -1, 10, ""),
            ("wijk-werken", "Gemeente aa", None, 6, None, None, "tuinhulp"),
        ],
        "regierol": [
            ("maatschappelijk verantwoord ondernemen bevorderen", "Ontbijt", "", None),
            ("netwerking stimuleren", "Tafel", "IGO div", date(2023, 3, 1)),
        ],
        "inwoners": [("Dorp", 40_000), ("Stad", 20_000)],
        "opdrachten": [("Begraafplaatsen", "voorbehouden aan de sociale economie", "", 18500)],
    }
    assert all(len(t.koppen) == len(rij) for t in (blad, *rest) for rij in t.rijen)
    assert rest[0].koppen[2:4] == ("2022", "2023")
    klant = meld_aan(huis.leden["hr"].gebruiker)
    url = reverse("beleid:jaar")

    def vragen():
        with CaptureQueriesContext(connection) as gevangen:
            assert klant.get(url, {"jaar": "2023"}).status_code == 200
        return len(gevangen)

    weinig = vragen()
    with huis.binnen():
        for n in range(40):
            Maatregel.objects.create(
                bestuur=huis.bestuur,
                soort="stage",
                jaar=2023,
                plekken=n,
                uitvoerder=None if not n else _organisatie(huis, n),
            )
            Beleidsdoel.objects.create(
                bestuur=huis.bestuur, doel=f"d{n}", actie="a", indicator="overleg vdab", jaar=2023
            )
    assert vragen() == weinig
    for leeg in ("2019", "abcd", "9999", ""):
        assert klant.get(url, {"jaar": leeg}).status_code == 200


def _organisatie(huis, n):
    return type(huis.organisatie).objects.create(
        bestuur=huis.bestuur, code=f"o{n}", naam=f"Organisatie {n}", soort="vzw"
    )


@pytest.mark.parametrize("veel", [False, True])
def test_een_a4_voor_de_raad(huis, veel):
    vul(huis)
    for n in range(30 if veel else 1):
        doel(
            huis,
            "jaarlijkse acties " + "heel lang omschreven " * (8 if veel else 0) + str(n),
            3,
            realisatie=2,
            bron="verslag",
        )
    with huis.binnen():
        b = beleid.jaarbeeld(huis.bestuur_id, 2023, VANDAAG)
        inhoud = beleid_pdf.pdf(b, huisstijl.voor(huis.bestuur), timezone.now())
    lezer = PdfReader(io.BytesIO(inhoud))
    assert (
        len(lezer.pages) == 1
        and lezer.trailer["/Root"]["/MarkInfo"]["/Marked"]
        and lezer.trailer["/Root"]["/Lang"] == "nl-BE"
    )
    assert b'pdfaid:part="3"' in lezer.trailer["/Root"]["/Metadata"].get_data()
    tekst = " ".join(lezer.pages[0].extract_text().split())
    for stuk in (
        "Gefinancierd door de Europese Unie",
        "werk in 2023",
        "2 van 3",
        "60.000",
        "Begraafplaatsen",
        "Artikel 60",
        "Tafel",
    ):
        assert stuk in tekst, stuk
    assert ("die staan in de export" in tekst) is veel


def test_het_blad_op_het_scherm(huis, monkeypatch):
    from kern.pdf import PdfFout

    klant = meld_aan(huis.leden["hr"].gebruiker)
    antwoord = klant.get(reverse("beleid:blad"), {"jaar": "2023"})
    assert antwoord["Content-Type"] == "application/pdf" and antwoord.content.startswith(b"%PDF")

    def weg(*_):
        raise PdfFout("Dit past niet op één blad.")

    monkeypatch.setattr(beleid_pdf, "pdf", weg)
    antwoord = klant.get(reverse("beleid:blad"), follow=True)
    assert "Dit past niet op één blad." in antwoord.content.decode()


def test_het_rapport_noemt_vergelijking_doel_en_activiteiten(huis):
    vul(huis)
    with huis.binnen():
        (c,) = cijfers.bereken([huis.project], date(2023, 12, 31))
        tabel = tabellen.additionaliteit(c)
    assert ("artikel 60", "", 10, 9) in tabel.rijen
    assert "niet minder plekken" in tabel.uitleg
    assert "Artikel 60: 9 van de 10 die het doel waren." in tabel.uitleg
    assert "Wijk-werken, activiteiten: tuinhulp." in tabel.uitleg


def test_over_te_nemen_is_wat_er_van_die_uitvoerder_of_met_die_indicator_nog_niet_is(huis):
    with huis.binnen():
        vast = {"bestuur": huis.bestuur, "soort": "art60", "plekken": 3}
        Maatregel.objects.create(**vast, jaar=2022, uitvoerder=huis.organisatie)
        zonder = Maatregel.objects.create(**vast, jaar=2022)
        Maatregel.objects.create(**vast, jaar=2023, uitvoerder=huis.organisatie)
        Maatregel.objects.create(**vast | {"soort": "stage"}, jaar=2021)
        vast = {"bestuur": huis.bestuur, "doel": "d", "actie": "a", "streefcijfer": 1}
        for indicator, jaar in (("overleg vdab", 2022), ("overleg vdab", 2023), ("overleg glow", 2022)):
            Beleidsdoel.objects.create(**vast, indicator=indicator, jaar=jaar)
        maatregelen, doelen = beleid.over_te_nemen(huis.bestuur_id, 2023)
        assert maatregelen == [zonder] and [d.indicator for d in doelen] == ["overleg glow"]
