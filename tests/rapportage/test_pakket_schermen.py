"""De schermen Voortgang en Bewijspakket: wie wat mag, wat er staat, en wat een fout zegt."""

import io
import re
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documenten import opslag
from kern.opmaak import datum_kort
from logboek.models import Leesregel
from projecten.models import Oproep, Subsidieproject
from rapportage.models import Bewijspakket
from taken.enums import Status
from taken.models import Taak
from tests.bouw import Huis, zonder_project

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("vast_rapport"),
]  # wat erin staat, kijkt test_bewijspakket na
LIJST = "/project/bewijspakketten/"
EINDE = date(2023, 12, 31)


def tekst(antwoord):
    assert antwoord.status_code == 200, antwoord.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", antwoord.content.decode()).split())


def nog_een_project(huis, code):
    return Subsidieproject.objects.create(
        bestuur=huis.bestuur, oproep=Oproep.objects.get(code="572"), code=code, titel="Nog een", van=date(2023, 1, 1),
        tot=EINDE, doel_leerwerkplekken=3, doel_mentoren=1, toegekend_bedrag=Decimal("7396.84"),
    )  # fmt: skip


def test_een_project_staat_er_meteen_meer_als_kaarten(als):
    huis = Huis("aa")
    browser = als(huis.leden["coordinator"])
    assert "<h1>Voortgang 572-AA</h1>" in browser.get("/project/").content.decode()
    with huis.binnen():
        nog_een_project(huis, "572-B")
    pagina = browser.get("/project/").content.decode()
    assert "<h1>Voortgang</h1>" in pagina and "572-AA" in pagina and "572-B" in pagina
    assert (
        "<h1>Voortgang 572-B</h1>" in browser.get(re.search(r"/project/\d+/(?=\">572-B)", pagina)[0]).content.decode()
    )


def test_zonder_project_zegt_het_scherm_dat(als):
    assert "Nog geen project" in tekst(als(zonder_project("coordinator")).get("/project/"))


@pytest.mark.parametrize("pad", ["/project/", "/project/{pk}/"])
def test_een_onleesbare_peildatum_blijft_staan_met_wat_te_doen(als, pad):
    huis = Huis("aa")
    for getypt, zin in (
        ("31/02/2023", "Vul een datum in, bijvoorbeeld 04/03/2025."),
        (f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}", "Kies een datum tot en met"),
    ):
        antwoord = als(huis.leden["coordinator"]).get(pad.format(pk=huis.project.pk), {"peildatum": getypt})
        assert antwoord.status_code == 200 and zin in tekst(antwoord)
        assert f'value="{getypt}"' in antwoord.content.decode() and "<title>Fout: " in antwoord.content.decode()


@pytest.mark.parametrize(
    ("getypt", "zin"),
    [
        ("31/02/2023", "Vul een datum in, bijvoorbeeld 04/03/2025."),
        ("", "Vul een datum in."),
        ("31/12/2022", "Het project begint op 1 januari 2023. Kies die dag of later."),
        ("morgen", "Deze peildatum moet nog komen. Kies vandaag of vroeger."),
    ],
)
def test_een_peildatum_die_niet_kan(als, getypt, zin):
    huis = Huis("aa")
    if getypt == "morgen":
        getypt = datum_kort(timezone.localdate() + timedelta(days=1))
    antwoord = als(huis.leden["coordinator"]).post(LIJST, {"project": huis.project.pk, "peildatum": getypt})
    assert antwoord.status_code == 200 and zin in tekst(antwoord)
    assert f'value="{getypt}"' in antwoord.content.decode() or not getypt
    with huis.binnen():
        assert not Bewijspakket.objects.exists()


@pytest.mark.parametrize("dag", [date(2023, 1, 1), None])
def test_de_eerste_dag_van_het_project_en_vandaag_kunnen(als, dag):
    huis = Huis("aa")
    dag = dag or timezone.localdate()
    antwoord = als(huis.leden["coordinator"]).post(LIJST, {"project": huis.project.pk, "peildatum": datum_kort(dag)})
    with huis.binnen():
        pakket = Bewijspakket.objects.get()
    assert pakket.peildatum == dag and antwoord.url == f"{LIJST}{pakket.pk}/"


def test_dubbel_verzonden_is_een_pakket(als):
    huis = Huis("aa")
    browser, gegevens = als(huis.leden["coordinator"]), {"project": huis.project.pk, "peildatum": "31/12/2023"}
    adressen = {browser.post(LIJST, gegevens).url for _ in range(2)}
    assert len(adressen) == 1 and "werd al gemaakt" in tekst(browser.get(adressen.pop()))


def test_een_project_van_een_ander_bestuur_kan_niet_gekozen_worden(als):
    huis, ander = Huis("aa"), Huis("bb")
    antwoord = als(huis.leden["coordinator"]).post(LIJST, {"project": ander.project.pk, "peildatum": "31/12/2023"})
    assert antwoord.status_code == 200 and not Taak.objects.filter(naam="rapportage.bewijspakket").exists()
    for pad in (f"/project/{ander.project.pk}/", f"/project/{ander.project.pk}/xlsx/"):
        assert als(huis.leden["coordinator"]).get(pad).status_code == 404


def test_een_pakket_van_een_ander_bestuur_bestaat_niet(als, maak_huis, vraag, voer_uit):
    ander = maak_huis(1)
    pakket, _ = voer_uit(ander, vraag(ander))
    huis = Huis("aa")
    browser = als(huis.leden["coordinator"])
    assert browser.get(f"{LIJST}{pakket.pk}/").status_code == 404
    assert browser.get(f"{LIJST}{pakket.pk}/ophalen/").status_code == 404
    for daad in ("annuleren", "opnieuw"):
        assert browser.post(f"{LIJST}{pakket.pk}/{daad}/").status_code == 404


@pytest.mark.parametrize("rol", ["hr", "mentor", "leidinggevende", "directeur", "beheerder"])
def test_een_andere_rol_mag_er_niet_bij(als, vraag, rol):
    huis = Huis("aa")
    pakket, browser = vraag(huis), als(huis.leden[rol])
    for pad in ("/project/", f"/project/{huis.project.pk}/", f"/project/{huis.project.pk}/xlsx/", LIJST):
        assert browser.get(pad).status_code == 403
    assert browser.get(f"{LIJST}{pakket.pk}/").status_code == 403
    assert browser.get(f"{LIJST}{pakket.pk}/ophalen/").status_code == 403
    assert browser.post(LIJST, {"project": huis.project.pk, "peildatum": "31/12/2023"}).status_code == 403


def test_de_controleur_haalt_op_en_maakt_niet(als, maak_huis, vraag, voer_uit):
    huis = maak_huis(1)
    pakket, _ = voer_uit(huis, vraag(huis))
    browser = als(huis.leden["controleur"])
    lijst = browser.get(LIJST)
    assert lijst.status_code == 200 and "Bewijspakket maken" not in lijst.content.decode()
    assert "Bewijspakket maken" not in tekst(browser.get("/project/"))
    scherm = browser.get(f"{LIJST}{pakket.pk}/").content.decode()
    assert "Ophalen (" in scherm and "<form" not in scherm.partition("<main")[2].partition("</main>")[0]
    antwoord = browser.get(f"{LIJST}{pakket.pk}/ophalen/")
    inhoud = b"".join(antwoord.streaming_content)
    assert zipfile.ZipFile(io.BytesIO(inhoud)).testzip() is None
    assert antwoord["Content-Disposition"] == 'attachment; filename="opw-572-OPW-2023-12-31-bewijspakket.zip"'
    assert antwoord["Content-Type"] == "application/vnd.etsi.asic-e+zip"
    with huis.binnen():
        (regel,) = Leesregel.objects.filter(ding="rapportage.bewijspakket", sleutel=pakket.pk)
        assert (regel.gebruiker_id, regel.doel) == (huis.leden["controleur"].gebruiker_id, "ophalen")
    assert browser.post(LIJST, {"project": huis.project.pk, "peildatum": "31/12/2023"}).status_code == 403
    for daad in ("annuleren", "opnieuw"):
        assert browser.post(f"{LIJST}{pakket.pk}/{daad}/").status_code == 403


@pytest.mark.parametrize("hoe", ["gewijzigd", "weg"])
def test_een_pakket_dat_op_schijf_veranderde_gaat_niet_buiten(als, maak_huis, vraag, voer_uit, hoe):
    huis = maak_huis(1)
    pakket, _ = voer_uit(huis, vraag(huis))
    pad = opslag.pad(pakket.document)
    if hoe == "weg":
        pad.unlink()
    else:
        ruw = bytearray(pad.read_bytes())
        ruw[len(ruw) // 2] ^= 1
        pad.write_bytes(ruw)
    antwoord = als(huis.leden["coordinator"]).get(f"{LIJST}{pakket.pk}/ophalen/", follow=True)
    assert "op schijf niet meer wat er gemaakt werd. Maak een nieuw pakket." in tekst(antwoord)
    assert antwoord.redirect_chain == [(f"{LIJST}{pakket.pk}/", 302)]


def test_voor_het_klaar_is_valt_er_niets_op_te_halen(als, vraag):
    huis = Huis("aa")
    pakket = vraag(huis)
    assert als(huis.leden["coordinator"]).get(f"{LIJST}{pakket.pk}/ophalen/").status_code == 404


@pytest.mark.parametrize("een", [True, False], ids=["pagina", "lijst"])
def test_eerst_de_taak_dan_het_pakket(als, vraag, een):
    """ "Klaar" en het document komen in één transactie. Andersom gelezen staat er klaar, zonder iets om op te halen."""
    huis = Huis("aa")
    pakket = vraag(huis)
    pad = f"{LIJST}{pakket.pk}/" if een else LIJST
    browser = als(huis.leden["coordinator"])
    with CaptureQueriesContext(connection) as vragen:
        browser.get(pad)
    van = [re.search(r"^SELECT (?!COUNT).*? FROM \"(\w+)\"", v["sql"]) for v in vragen]
    tabellen = [m[1] for m in van if m and m[1] in ("taken_taak", "rapportage_bewijspakket")]
    assert tabellen[:2] == ["taken_taak", "rapportage_bewijspakket"]


def test_de_pagina_volgt_het_maken(als, vraag):
    """Zonder JavaScript ververst de pagina zichzelf; met, wisselt enkel het stuk dat veranderde."""
    huis = Huis("aa")
    pakket, browser = vraag(huis), als(huis.leden["coordinator"])
    pad = f"{LIJST}{pakket.pk}/"

    def zet(**velden):
        Taak.objects.filter(pk=pakket.taak_id).update(**velden)

    def vraag_stuk(pagina):
        adres = re.search(r'hx-get="([^"]+)"', pagina)[1]
        return browser.get(adres.replace("&amp;", "&"), HTTP_HX_REQUEST="true")

    pagina = browser.get(pad).content.decode()
    assert "Het pakket wacht op zijn beurt." in pagina and '<noscript><meta http-equiv="refresh"' in pagina
    assert vraag_stuk(pagina).status_code == 204
    claim = "7f6b8a1e-6f0e-4c05-9b5f-0f6b8d8c9e11"
    for velden, zin, zeg in (
        ({"status": Status.BEZIG, "claim": claim, "pogingen": 1}, "Cijfers tellen.", True),
        ({"fase": 1, "totaal": 4}, "Urenstaten zonder naam maken.", True),
        ({"gedaan": 3}, "3 van 4 urenstaten gemaakt.", True),
        ({"fase_op": timezone.now() - timedelta(minutes=5)}, "Nog ongeveer 2 minuten voor deze stap.", False),
        ({"fase": 2, "gedaan": 0, "totaal": 0}, "Rapport tekenen en verzegelen.", True),
        ({"fase": 3, "totaal": 17}, "Bestanden schrijven.", True),
        ({"gedaan": 5}, "5 van 17 bestanden geschreven.", True),
        ({"gedaan": 9}, "9 van 17 bestanden geschreven.", False),
        ({"fase": 4, "gedaan": 17}, "Pakket verzegelen.", True),
        (
            {"status": Status.WACHT, "claim": None, "fout": "X in y.py:1"},
            "Een poging mislukte. We proberen opnieuw.",
            True,
        ),
        ({"status": Status.MISLUKT}, "Het maken is mislukt.", True),
    ):
        zet(**velden)
        stuk = vraag_stuk(pagina)
        assert (stuk.status_code, zin in stuk.content.decode()) == (200, True), zin
        assert ("hx-swap-oob" in stuk.content.decode()) == zeg, zin
        assert "<html" not in stuk.content.decode()
        pagina = stuk.content.decode()
    assert "hx-get" not in pagina
    klaar = browser.get(pad)
    assert klaar.status_code == 200 and "http-equiv" not in klaar.content.decode()


def test_stoppen_en_opnieuw_vanaf_het_scherm(als, vraag):
    huis = Huis("aa")
    pakket, browser = vraag(huis), als(huis.leden["coordinator"])
    assert browser.get(f"{LIJST}{pakket.pk}/annuleren/").status_code == 405
    assert "Er is geen pakket bewaard." in tekst(browser.post(f"{LIJST}{pakket.pk}/annuleren/", follow=True))
    assert "Dit pakket liep niet meer." in tekst(browser.post(f"{LIJST}{pakket.pk}/annuleren/", follow=True))
    pagina = browser.post(f"{LIJST}{pakket.pk}/opnieuw/", follow=True)
    assert "Opnieuw proberen hoeft niet." in tekst(pagina) and "Het maken is gestopt." in tekst(pagina)


def vragen(browser, pad):
    with CaptureQueriesContext(connection) as c:
        assert browser.get(pad).status_code == 200
    return len(c)


def test_het_aantal_vragen_hangt_niet_af_van_het_aantal_rijen(als, vraag):
    huis = Huis("aa")
    browser = als(huis.leden["coordinator"])
    vraag(huis)
    with huis.binnen():
        nog_een_project(huis, "572-B")
    paden = (LIJST, "/project/", f"/project/{huis.project.pk}/", f"/project/{huis.project.pk}/xlsx/")
    eerst = [vragen(browser, pad) for pad in paden]
    for dag in range(1, 13):
        vraag(huis, date(2023, 5, dag))
    with huis.binnen():
        for n in range(4):
            nog_een_project(huis, f"P{n}")
            huis.fiche(huis.maak_plek())
    assert [vragen(browser, pad) for pad in paden] == eerst
    assert max(eerst) <= 35, eerst


def test_de_werkmap_van_het_scherm(als):
    huis = Huis("aa")
    browser, pad = als(huis.leden["coordinator"]), f"/project/{huis.project.pk}/xlsx/"
    antwoord = browser.get(pad, {"peildatum": "31/12/2023"})
    assert antwoord["Content-Disposition"] == 'attachment; filename="esf-rapport-572-AA-2023-12-31.xlsx"'
    bladen = openpyxl.load_workbook(io.BytesIO(antwoord.content)).sheetnames
    assert bladen[:3] == ["Over dit bestand", "Resultaten", "Organisaties"]
    assert browser.get(pad, {"peildatum": "x"}).url == f"/project/{huis.project.pk}/?peildatum=x"


def test_wie_het_pakket_ophaalde_staat_erbij(als, maak_huis, vraag, voer_uit):
    """Voor de coördinator bij het pakket, voor de beheerder in het logboek; de controleur ziet enkel dat het er is."""
    huis = maak_huis(1)
    pakket, _ = voer_uit(huis, vraag(huis))
    pad = f"{LIJST}{pakket.pk}/"
    eerst = als(huis.leden["coordinator"])
    assert "Wie haalde het op? Nog niemand." in tekst(eerst.get(pad)) and "nog niet" in tekst(eerst.get(LIJST))
    leeg = vragen(eerst, pad), vragen(eerst, LIJST)
    for rol in ("controleur", "coordinator", "controleur"):
        assert b"".join(als(huis.leden[rol]).get(f"{pad}ophalen/").streaming_content)
    assert "Wie haalde het op?" not in tekst(als(huis.leden["controleur"]).get(pad))
    assert "Opgehaald" not in tekst(als(huis.leden["controleur"]).get(LIJST))
    browser = als(huis.leden["coordinator"])
    scherm = tekst(browser.get(pad))
    assert scherm.count("Controleur Van Opw functie controleur") == 2
    assert scherm.count("Coordinator Van Opw functie coordinator") == 1
    assert huis.leden["controleur"].gebruiker.email not in scherm
    assert (
        pakket.document.sha256 in scherm and f"/register/{pakket.document.sha256}/" in browser.get(pad).content.decode()
    )
    assert "3 keer, laatst" in tekst(browser.get(LIJST))
    assert vragen(browser, LIJST) == leeg[1] and vragen(browser, pad) <= leeg[0] + 2  # namen en functies
    logboek = {"boek": "gelezen", "ding": "rapportage.bewijspakket"}
    gelezen = tekst(als(huis.leden["beheerder"]).get("/beheer/logboek/", logboek))
    assert gelezen.count("Las: ophalen Bewijspakket 572-OPW op") == 3
