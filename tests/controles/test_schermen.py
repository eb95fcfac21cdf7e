"""De bladzijden van de controleur en van het bestuur: klikken, namen, leesboek, export, en 0, 1 of veel rijen."""

import csv
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from berichten.models import Bericht
from controles.models import Vraag
from controles.stappen import antwoorden, uitvoeren
from logboek.models import Leesregel
from tests.controles.hulp import NAAM, Opzet, teken
from tests.hulp.huizen import eens
from tests.hulp.leesboek import gelezen
from tests.hulp.scherm import aantal, velden, vul_in

pytestmark = pytest.mark.django_db
gebouwd_huis, huis = eens(Opzet)


@pytest.fixture
def opzet(huis):
    return huis


@pytest.fixture
def klant(opzet):
    return opzet.als()


def tekst(antwoord):
    assert antwoord.status_code == 200, antwoord
    return antwoord.content.decode()


def links(antwoord):
    return [
        pad.replace("&amp;", "&") for pad in re.findall(r'<a[^>]* href="(/[^"#]*)"', tekst(antwoord).split("<main")[1])
    ]


def doelen(opzet, antwoord, doel):
    """De leesregels van dit verzoek met dit doel."""
    with opzet.huis.binnen():
        regels = Leesregel.objects.filter(verzoek=antwoord.wsgi_request.nummer, doel=doel)
        return set(regels.values_list("ding", "sleutel"))


def stel(opzet, tekst="Waar hangt de affiche?", plek=None):
    with opzet.als_controleur():
        return Vraag(pk=uitvoeren.stel(opzet.controleur, opzet.controle, tekst, plek))


# --- de controleur


def test_van_start_naar_doel_naar_dossier(opzet, klant):
    """Van een doel naar het dossier van een plek in twee klikken."""
    start = klant.get("/")
    assert "/controles/" in links(start) and "Alleen lezen" in tekst(start)
    controle = f"/controles/{opzet.controle.pk}/"
    assert controle in links(klant.get("/controles/"))
    doel = f"{controle}plekken/"
    assert doel in links(klant.get(controle))
    assert f"/controles/plek/{opzet.huis.plek.pk}/" in links(klant.get(doel))


def test_het_dossier_toont_alles_van_de_plek_zonder_naam(opzet, klant):
    stel(opzet, plek=opzet.huis.plek)
    antwoord = klant.get(f"/controles/plek/{opzet.huis.plek.pk}/")
    pagina = tekst(antwoord)
    for wat in (
        "Versie 1", "direct leidinggevende", "Echtheid nakijken", opzet.fiches[0].inhoud_sha256[:16], "Mentoropleiding",
        "Certificaat van 30 mei 2023", "Partner aa", "angeboden op 1 maart 2023", "D001", "Maart 2023", "12 u",
        "PDF, met naam", "Afgeronde evaluaties", "Vraag 1",
    ):  # fmt: skip
        assert wat in pagina, wat
    assert "Pauwels" not in pagina and "Filip" not in pagina
    assert gelezen(antwoord, opzet.huis.bestuur_id) == set()
    assert doelen(opzet, antwoord, "controle: dossier") == {("leerwerkplekken.leerwerkplek", opzet.huis.plek.pk)}


def test_elke_link_van_het_dossier_opent(opzet, klant):
    adressen = set(links(klant.get(f"/controles/plek/{opzet.huis.plek.pk}/")))
    assert len(adressen) > 8
    assert sum(pad.startswith("/v/") for pad in adressen) == 1  # wat daar staat toetst tests/fiches
    for pad in (pad for pad in adressen if not pad.startswith("/v/")):
        antwoord = klant.get(pad)
        assert antwoord.status_code == 200, pad
        if antwoord.streaming:
            list(antwoord.streaming_content)


def test_toon_naam_toont_een_naam_en_schrijft_het_op(opzet, klant):
    pad = f"/controles/plek/{opzet.huis.plek.pk}/"
    antwoord = vul_in(klant, pad, "plaatsing")
    assert NAAM in tekst(antwoord)
    assert doelen(opzet, antwoord, "controle: toon naam") == {
        ("plaatsingen.deelnemer", opzet.plaatsing.deelnemer_id)
    }  # fmt: skip
    assert NAAM not in tekst(klant.get(pad))  # de volgende keer weer verborgen


@pytest.mark.parametrize("gevraagd", ["", "x", "0", "9" * 30, "ander"])
def test_toon_naam_enkel_van_deze_plek(opzet, klant, gevraagd):
    pad = f"/controles/plek/{opzet.huis.plek.pk}/"
    gegevens = velden(klant.get(pad), "plaatsing")
    gegevens["plaatsing"] = opzet.plaatsing_b.pk if gevraagd == "ander" else gevraagd
    assert klant.post(pad, gegevens).status_code == 404


def test_een_bestand_ophalen_staat_in_het_leesboek(opzet, klant):
    plaatsing = ("plaatsingen.deelnemer", opzet.plaatsing.deelnemer_id)
    for pad, doel, ding in (
        (f"/controles/fiche/{opzet.fiches[0].pk}/", "controle: fiche", ("fiches.fiche", opzet.fiches[0].pk)),
        (
            f"/controles/certificaat/{opzet.certificaat.pk}/",
            "controle: certificaat",
            ("mentoren.deelname", opzet.certificaat.pk),
        ),
        (f"/controles/urenstaat/{opzet.staat.pk}/", "controle: urenstaat", plaatsing),
    ):
        antwoord = klant.get(pad)
        assert antwoord.status_code == 200 and b"".join(antwoord.streaming_content)
        assert doelen(opzet, antwoord, doel) == {ding}


def test_de_geschiedenis_in_woorden(opzet, klant):
    stel(opzet, plek=opzet.huis.plek)
    pagina = tekst(klant.get(f"/controles/plek/{opzet.huis.plek.pk}/geschiedenis/"))
    for wat in ("ondertekende", "bood de plek aan", "stelde vraag 1 als controleur"):
        assert wat in pagina, wat
    assert "Pauwels" not in pagina


def test_een_steekproef_op_het_scherm(opzet, klant):
    pad = f"/controles/{opzet.controle.pk}/steekproef/"
    antwoord = vul_in(klant, pad, "aantal", aantal="2", peildatum="31/12/2023", zaad="esf-1")
    pagina = tekst(klant.get(antwoord.url))
    assert "esf-1" in pagina and "2 van 2 plekken" in pagina and "sha256sum" in pagina
    fout = vul_in(klant, pad, "aantal", aantal="nul", peildatum="31/12/2023", zaad="a b")
    assert "Vul een aantal in van 1 tot en met 1000." in tekst(fout) and "a b" in tekst(fout)


def test_zonder_tweede_klik_geen_naam_op_geen_enkel_blad(opzet, klant, bevestigd):
    stel(opzet, plek=opzet.huis.plek)
    paden = [p for p in opzet.paden() if "urenstaat" not in p and "xlsx" not in p and "ophalen" not in p]
    for pad in [*paden, "/", "/controles/", f"/controles/{opzet.controle.pk}/mentoren/", "/controles/vragen/"]:
        antwoord = klant.get(pad)
        inhoud = b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content
        assert antwoord.status_code == 200 and b"Pauwels" not in inhoud, pad


# --- vraag en antwoord


def test_een_gesprek_van_vraag_tot_afgesloten(opzet, klant, werk_af):
    plek, hr = opzet.huis.plek, opzet.als("hr")
    antwoord = vul_in(
        klant, f"/controles/{opzet.controle.pk}/vraag/?plek={plek.pk}", "tekst", tekst="Waar is de affiche?"
    )
    pad = antwoord.url
    mails = werk_af()
    assert {m.to[0] for m in mails} == {"hr@aa.example", "coordinator@aa.example"}
    assert all("vraag" in m.subject and plek.code in m.body and "affiche" not in m.body for m in mails)
    assert "Vragen van de ESF-controleur" in tekst(hr.get("/"))
    assert vul_in(hr, pad, "tekst", tekst="Naast de deur.").status_code == 302
    (mail,) = werk_af()
    assert mail.to == ["controleur@aa.example"] and "Antwoord op vraag 1" in mail.subject
    with opzet.huis.binnen():
        assert not Bericht.objects.filter(soort="controle_vraag", gelezen_op=None).exists()
    assert "Vragen van de ESF-controleur" not in tekst(hr.get("/"))
    assert "Antwoorden te lezen" in tekst(klant.get("/")) and "Naast de deur." in tekst(klant.get(pad))
    assert vul_in(klant, f"{pad}heropenen/", "tekst", tekst="Welke deur?").status_code == 302
    vul_in(hr, pad, "tekst", tekst="De voordeur.")
    assert vul_in(klant, pad, "tekst", tekst="").status_code == 302
    pagina = tekst(klant.get(pad))
    for wat in (
        "stelde de vraag",
        "antwoordde",
        "heropende de vraag",
        "sloot de vraag af",
        "Deze vraag is afgesloten.",
    ):
        assert wat in pagina, wat


def test_een_leeg_antwoord_zegt_wat_te_doen(opzet):
    vraag = stel(opzet)
    antwoord = vul_in(opzet.als("hr"), f"/controles/vragen/{vraag.pk}/", "tekst", tekst=" ")
    assert "Vul een antwoord in." in tekst(antwoord)


def test_een_antwoord_op_wat_intussen_afgesloten_is_blijft_staan(opzet, klant):
    """Twee tabbladen: wat getypt werd gaat niet verloren."""
    vraag, hr = stel(opzet), opzet.als("hr")
    pad = f"/controles/vragen/{vraag.pk}/"
    gegevens = velden(hr.get(pad), "tekst") | {"tekst": "Hier is het."}
    vul_in(klant, pad, "tekst", tekst="")
    antwoord = hr.post(pad, gegevens)
    assert "De controleur sloot deze vraag af. Antwoorden kan niet meer." in tekst(antwoord)
    assert ">\nHier is het.</textarea>" in tekst(antwoord)
    nog = klant.post(pad, velden(klant.get(f"{pad}heropenen/"), "tekst") | {"tekst": "Ander slotwoord."})
    assert "Deze vraag was al afgesloten." in tekst(nog) and "Ander slotwoord.</textarea>" in tekst(nog)


def test_een_lange_vraag_telt_haar_regels_als_een_teken(opzet, klant):
    """Een browser stuurt elk regeleinde als twee tekens; wie 2.000 tekens typt, mag ze sturen."""
    lang = "\n".join(["x" * 99] * 20)
    antwoord = vul_in(klant, f"/controles/{opzet.controle.pk}/vraag/", "tekst", tekst=lang.replace("\n", "\r\n"))
    assert antwoord.status_code == 302, tekst(antwoord)


def test_tekst_van_een_vraag_is_geen_html(opzet):
    vraag = stel(opzet, "<script>x</script>")
    pagina = tekst(opzet.als("hr").get(f"/controles/vragen/{vraag.pk}/"))
    assert "&lt;script&gt;x" in pagina and "<script>x" not in pagina


def test_filter_en_export(opzet, bevestigd):
    open_, klaar = stel(opzet, "=1+1"), stel(opzet, "Tweede", opzet.huis.plek)
    with opzet.huis.binnen():
        antwoorden.antwoord(opzet.huis.actor("hr"), klaar, "Ziezo")
    coordinator = opzet.als("coordinator")
    pagina = tekst(coordinator.get("/controles/vragen/?status=open"))
    assert f"/controles/vragen/{open_.pk}/" in pagina and f"/controles/vragen/{klaar.pk}/" not in pagina
    assert "Geen vragen gevonden" in tekst(coordinator.get("/controles/vragen/?status=afgesloten"))
    boek = openpyxl.load_workbook(io.BytesIO(coordinator.get("/controles/vragen/?vorm=xlsx").content))
    overzicht, rijen = ([[cel.value for cel in rij] for rij in blad.iter_rows()] for blad in boek.worksheets[1:3])
    assert {(rij[2], rij[4]) for rij in overzicht[1:]} == {(1, "open"), (2, "beantwoord")}
    assert len(rijen) == 4 and rijen[0][2] == "Vraag" and {"=1+1", "Tweede", "Ziezo"} == {rij[8] for rij in rijen[1:]}
    blad = coordinator.get("/controles/vragen/?vorm=csv&status=open").content.decode()
    assert [rij[8] for rij in csv.reader(io.StringIO(blad), delimiter=";")] == ["Tekst", "'=1+1"]


def test_leeg_is_vriendelijk(opzet):
    for pad, zin in (
        ("/controles/vragen/", "Nog geen vragen"),
        (f"/controles/{opzet.controle.pk}/", "Er is nog geen steekproef getrokken."),
    ):
        assert zin in tekst(opzet.als("coordinator").get(pad))


def test_evenveel_vragen_aan_de_databank_bij_weinig_en_veel(opzet, klant):
    """Plekken, fiches, vragen en regels erbij: elke lijst vraagt even vaak iets."""
    stel(opzet, plek=opzet.huis.plek)
    with opzet.als_controleur():
        pk = uitvoeren.trek_steekproef(opzet.controleur, opzet.controle, aantal=1, peildatum=opzet.a.tot, zaad="x")
    paden = [
        "/controles/", f"/controles/{opzet.controle.pk}/", f"/controles/{opzet.controle.pk}/plekken/",
        f"/controles/{opzet.controle.pk}/mentoren/", "/controles/vragen/", f"/controles/plek/{opzet.huis.plek.pk}/",
    ]  # fmt: skip

    def tel(paden):
        uit = []
        for pad in paden:
            with CaptureQueriesContext(
                connection,
            ) as gezien:
                tekst(klant.get(pad))
            uit.append(aantal(gezien))
        return uit

    eerst, proef = tel(paden), tel([f"/controles/steekproef/{pk}/", f"/controles/steekproef/{pk}/bezoek/"])
    with opzet.huis.binnen():
        for _ in range(3):
            teken(opzet.huis, opzet.huis.maak_plek())
    for n in range(4):
        stel(opzet, f"Vraag {n}", opzet.huis.plek)
    with opzet.als_controleur():
        groter = uitvoeren.trek_steekproef(opzet.controleur, opzet.controle, aantal=5, peildatum=opzet.a.tot, zaad="x")
    assert tel(paden) == eerst
    assert tel([f"/controles/steekproef/{groter}/", f"/controles/steekproef/{groter}/bezoek/"]) == proef


def test_wie_ziet_wat_van_een_controle(opzet):
    """HR, coördinator en beheerder lezen mee; een dossier opent enkel de controleur."""
    stel(opzet)
    for rol in ("hr", "coordinator", "beheerder"):
        pagina = tekst(opzet.als(rol).get(f"/controles/{opzet.controle.pk}/"))
        assert "Controleur Van Aa" in pagina and "Steekproef trekken" not in pagina
        assert ("Intrekken" in pagina) == (rol != "hr")
        assert opzet.als(rol).get(f"/controles/plek/{opzet.huis.plek.pk}/").status_code == 403


# --- ter plaatse


def test_de_lijst_voor_een_bezoek(opzet, klant):
    with opzet.als_controleur():
        pk = uitvoeren.trek_steekproef(opzet.controleur, opzet.controle, aantal=2, peildatum=opzet.a.tot, zaad="x")
    antwoord = klant.get(f"/controles/steekproef/{pk}/bezoek/")
    pagina = tekst(antwoord)
    for wat in (
        "Markt 1", "Mentor Van Aa, certificaat van 30 mei 2023", "onkruid wieden en hagen snoeien", "logobanner",
        "De uren worden geregistreerd", "werkafspraken", "Komt boven op de plekken", "handtekening",
    ):  # fmt: skip
        assert wat in pagina, wat
    assert pagina.count("☐") == 2 * 7 * 2 and "Pauwels" not in pagina and "D001" not in pagina
    pdf = klant.get(f"/controles/steekproef/{pk}/bezoek/pdf/")
    assert pdf.content.startswith(b"%PDF") and pdf["Content-Type"] == "application/pdf"
    assert doelen(opzet, pdf, "controle ter plaatse: PDF") == {("controles.steekproef", pk)}
