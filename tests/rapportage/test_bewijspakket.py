"""Het bewijspakket van een bestuur, door de echte taak gemaakt: wat erin zit, en wat er gebeurt als iets misloopt."""

import csv
import io
import json
import random
import re
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection

from documenten import opslag
from documenten.models import Document, Huisstijl
from documenten.zegel import testca
from fiches.models import FicheBlad
from logboek.models import Gebeurtenis
from rapportage import cijfers, rapport, stappen, tasks
from rapportage.enums import Fase
from rapportage.models import Bewijspakket
from taken.enums import Status
from taken.models import Taak
from tests.bouw import Huis

pytestmark = pytest.mark.django_db
EINDE = date(2023, 12, 31)


def zips(huis):
    return list((opslag.settings.GD_OPSLAG / str(huis.bestuur_id)).glob("*.zip"))


@pytest.fixture
def gemaakt(vraag, voer_uit):
    """gemaakt(huis): het pakket, klaar."""

    def doe(huis, peildatum=EINDE):
        pakket, taak = voer_uit(huis, vraag(huis, peildatum))
        assert taak.status == Status.KLAAR, taak.fout
        return pakket

    return doe


def lees(pakket):
    with zipfile.ZipFile(opslag.pad(pakket.document)) as z:
        return {naam: z.read(naam) for naam in z.namelist()}


def rijen(inhoud, naam):
    return list(csv.reader(io.StringIO(inhoud[naam].decode()), delimiter=";"))[1:]


@pytest.mark.programma("openssl", "pdfsig")
def test_een_bestuur_volledig(maak_huis, gemaakt, tmp_path, capsys, omvang):
    """Elke fiche en elk certificaat; unzip, sha256sum, openssl en de eigen controle zijn het eens.

    Kort is dat Opwijk (6 en 3), volledig zijn het de aantallen van Antwerpen (111 en 37).
    """
    plekken, mentoren = omvang((6, 3), (111, 37))
    huis = maak_huis(plekken, mentoren=mentoren)
    pakket = gemaakt(huis)
    inhoud = lees(pakket)
    bewijzen = {n for n in inhoud if "/" in n and not n.startswith(("gegevens/", "META-INF/"))}
    assert bewijzen == {
        *(f"fiches/{plek.code}-v1.pdf" for plek in huis.plekken),
        *(f"mentoren/M{n:03}-certificaat.pdf" for n in range(1, mentoren + 1)),
    }
    assert len(bewijzen) == plekken + mentoren
    assert {"mimetype", "rapport.pdf", "rapport.xlsx", "SHA256SUMS", "LEESMIJ.txt", "afwijkingen.csv"} <= inhoud.keys()
    assert {"META-INF/ASiCManifest.xml", "META-INF/signature.p7s", "gegevens/pakket.json"} <= inhoud.keys()
    assert pakket.document.naam == "opw-572-OPW-2023-12-31-bewijspakket.zip"

    with zipfile.ZipFile(opslag.pad(pakket.document)) as z:
        z.extractall(tmp_path / "uit")
    (tmp_path / "wortel.pem").write_bytes(testca.wortel_pem())
    subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "uit", check=True)
    opdrachten = re.findall(
        r"(?m)^    (openssl (?:cms|x509) .*)\n    # verwacht: (.*)$", inhoud["LEESMIJ.txt"].decode()
    )
    assert len(opdrachten) == 2
    for opdracht, verwacht in opdrachten:
        gezien = subprocess.run(opdracht, shell=True, cwd=tmp_path / "uit", capture_output=True, text=True)
        assert gezien.returncode == 0 and verwacht in gezien.stdout + gezien.stderr, gezien
    zegel = subprocess.run(["pdfsig", "-nocert", "rapport.pdf"], cwd=tmp_path / "uit", capture_output=True, text=True)
    assert "Signature is Valid" in zegel.stdout and "Total document signed" in zegel.stdout
    call_command("controleer_pakket", str(opslag.pad(pakket.document)))
    gegevens = len([n for n in inhoud if n.startswith("gegevens/")])
    assert f"(fiches {plekken}, gegevens {gegevens}, los 4, mentoren {mentoren})" in capsys.readouterr().out


def test_rapport_pakket_en_scherm_zeggen_hetzelfde(maak_huis, gemaakt, als, tmp_path):
    huis = maak_huis(3, getekend=2, mentoren=3)
    inhoud = lees(gemaakt(huis))
    with huis.binnen():
        (c,) = cijfers.bereken([huis.project], EINDE)
    assert "ook als het pas na de peildatum geregistreerd werd" in json.loads(inhoud["gegevens/pakket.json"])["kijk"]
    assert "zoals ze gekend waren toen het pakket gemaakt werd" in inhoud["LEESMIJ.txt"].decode()
    getallen = json.loads(inhoud["gegevens/pakket.json"])["cijfers"]
    assert getallen["leerwerkplekken"] == {"resultaat": 2, "doel": 6}
    assert getallen["mentoren"] == {"resultaat": 3, "doel": 2}
    assert (getallen["aanbiedingen"], getallen["plaatsingen"]) == (len(c.aanbod), len(c.plaatsingen)) == (3, 0)
    assert len([n for n in inhoud if n.startswith("fiches/")]) == len(rijen(inhoud, "gegevens/fiches.csv")) == 2
    assert len([n for n in inhoud if n.startswith("mentoren/")]) == len(rijen(inhoud, "gegevens/mentoren.csv")) == 3

    csv_rijen = {rij[0]: rij[1:] for rij in rijen(inhoud, "gegevens/resultaten.csv")}
    blad = openpyxl.load_workbook(io.BytesIO(inhoud["rapport.xlsx"]))["Resultaten"]
    xlsx_rijen = {rij[0]: rij[1:] for rij in blad.iter_rows(min_row=2, values_only=True)}
    (tmp_path / "rapport.pdf").write_bytes(inhoud["rapport.pdf"])
    opdracht = ["pdftotext", "-layout", str(tmp_path / "rapport.pdf"), "-"]
    papier = subprocess.run(opdracht, capture_output=True, text=True, check=True).stdout
    scherm = als(huis.leden["coordinator"]).get(f"/project/{huis.project.pk}/?peildatum=31/12/2023").content.decode()
    scherm = " ".join(re.sub(r"<[^>]+>", "", scherm).split())  # een getal kan een link zijn naar zijn lijst
    for doel in c.doelen:
        assert csv_rijen[doel.naam] == [str(doel.resultaat), str(doel.doel)]
        assert xlsx_rijen[doel.naam] == (doel.resultaat, doel.doel)
        assert re.search(rf"{doel.naam}\s+{doel.resultaat}\s+{doel.doel}\b", papier)
        assert re.search(rf"{doel.naam}\W+{doel.resultaat} {doel.woord}\b", scherm)
    euro = {"Toegekend bedrag": "7396.84", "Lezing: alles of niets per project": "0.00"}
    for naam, bedrag in euro.items():
        assert csv_rijen[naam][0] == bedrag and f"{xlsx_rijen[naam][0]:.2f}" == bedrag
    assert "€ 7.396,84" in papier and "€ 7.396,84" in scherm
    assert (
        rapport.stand(c) == "Nog te doen: 4 leerwerkplekken."
        and rapport.stand(c) in papier
        and rapport.stand(c) in scherm
    )


@pytest.mark.usefixtures("vast_rapport")
def test_wat_niet_ondertekend_is_zit_er_niet_in_en_wordt_genoemd(maak_huis, gemaakt):
    huis = maak_huis(2, getekend=1)
    with huis.binnen():
        huis.fiche(huis.plekken[1])
    inhoud, code = lees(gemaakt(huis)), huis.plekken[1].code
    assert not [naam for naam in inhoud if code in naam]
    assert rijen(inhoud, "afwijkingen.csv")[0] == [
        "leerwerkplek", code, huis.plekken[1].functie, "nee", "fiche ter ondertekening sinds 01/06/2023",
    ]  # fmt: skip
    assert json.loads(inhoud["gegevens/pakket.json"])["codes"]["ontbreekt"][0]["code"] == code


def test_zonder_namen_van_deelnemers(maak_huis, gemaakt):
    huis = maak_huis(1)
    with huis.binnen():
        huis.plaatsing()
    inhoud = lees(gemaakt(huis))
    assert rijen(inhoud, "gegevens/plaatsingen.csv")[0][2] == "D001"
    assert not [naam for naam, stuk in inhoud.items() if b"Pauwels" in stuk]


def test_tweemaal_dezelfde_vraag_geeft_dezelfde_inhoud(maak_huis, gemaakt, voer_uit):
    """Enkel de zegels verschillen: die dragen hun eigen ogenblik."""
    huis = maak_huis(2)
    pakket = gemaakt(huis)
    eerst = lees(pakket)
    with huis.binnen():
        Bewijspakket.objects.filter(pk=pakket.pk).update(document=None)
    Taak.objects.filter(pk=pakket.taak_id).update(status=Status.WACHT)
    opnieuw, _ = voer_uit(huis, pakket)
    nogmaals = lees(opnieuw)
    assert opnieuw.document_id != pakket.document_id and list(eerst) == list(nogmaals)
    anders = {naam for naam in eerst if eerst[naam] != nogmaals[naam]}
    assert anders == {"rapport.pdf", "SHA256SUMS", "META-INF/ASiCManifest.xml", "META-INF/signature.p7s"}
    zonder_zegel = [stuk["rapport.pdf"].partition(b"%%EOF")[0] for stuk in (eerst, nogmaals)]
    assert zonder_zegel[0] == zonder_zegel[1] and len(zonder_zegel[0]) > 20_000


@pytest.mark.usefixtures("vast_rapport")
def test_een_beschadigd_bewijsstuk_houdt_het_pakket_tegen(maak_huis, vraag, voer_uit, als, omvang):
    """Eén gewijzigde byte, waar dan ook: het pakket mislukt zichtbaar, zegt welk stuk, en lukt na herstel."""
    huis = maak_huis(1)
    with huis.binnen():
        document = FicheBlad.objects.get(soort="verzegeld").document
    pad, naam, toeval = opslag.pad(document), f"fiches/{huis.plek.code}-v1.pdf", random.Random(572)
    goed = pad.read_bytes()
    for _ in range(omvang(3, 50)):
        stuk = bytearray(goed)
        stuk[toeval.randrange(len(stuk))] ^= toeval.randrange(1, 256)
        pad.write_bytes(stuk)
        pakket, taak = voer_uit(huis, vraag(huis))
        assert (taak.status, taak.pogingen, pakket.document) == (Status.MISLUKT, 4, None)
        assert pakket.reden.startswith(f"{naam} is niet meer wat er bewaard werd.")
        assert taak.fout.startswith("Beschadigd in tasks.py:") and zips(huis) == []
    scherm = als(huis.leden["coordinator"]).get(f"/project/bewijspakketten/{pakket.pk}/").content.decode()
    assert f"{naam} is niet meer wat er bewaard werd." in scherm and "Opnieuw proberen" in scherm
    assert 'hx-trigger="every' not in scherm

    pad.write_bytes(goed)
    antwoord = als(huis.leden["coordinator"]).post(f"/project/bewijspakketten/{pakket.pk}/opnieuw/", follow=True)
    assert "Het pakket wordt opnieuw gemaakt." in antwoord.content.decode()
    pakket, taak = voer_uit(huis, pakket)
    assert (taak.status, pakket.reden, len(zips(huis))) == (Status.KLAAR, "", 1)
    assert lees(pakket)[naam] == goed


@pytest.mark.usefixtures("vast_rapport")
def test_een_verdwenen_bewijsstuk_houdt_het_pakket_tegen(maak_huis, vraag, voer_uit):
    huis = maak_huis(1)
    with huis.binnen():
        document = Document.objects.get(soort="certificaat")
    opslag.pad(document).unlink()
    pakket, taak = voer_uit(huis, vraag(huis))
    assert taak.status == Status.MISLUKT and pakket.reden.startswith("mentoren/M001-certificaat.pdf is niet meer")


def test_zonder_banner_vertrekt_er_geen_rapport(maak_huis, vraag, voer_uit):
    huis = maak_huis(1)
    with huis.binnen():
        Huisstijl.objects.create(bestuur=huis.bestuur, banner_tekst="")
    pakket, taak = voer_uit(huis, vraag(huis))
    assert taak.status == Status.MISLUKT and "geen logobanner" in pakket.reden and zips(huis) == []


@pytest.mark.usefixtures("vast_rapport")
def test_een_onverwachte_fout_zegt_enkel_soort_en_plaats(maak_huis, vraag, voer_uit, als, monkeypatch):
    huis = maak_huis(1)
    monkeypatch.setattr(tasks.rapport, "xlsx", lambda *_: 1 / 0)
    pakket, taak = voer_uit(huis, vraag(huis))
    scherm = als(huis.leden["coordinator"]).get(f"/project/bewijspakketten/{pakket.pk}/").content.decode()
    assert (pakket.reden, taak.status) == ("", Status.MISLUKT)
    assert "Er liep iets mis dat we niet verwachtten." in scherm and "ZeroDivisionError in" in scherm


@pytest.mark.usefixtures("vast_rapport")
@pytest.mark.parametrize("waar", ["tellen", "tekenen", "schrijven", "afronden"])
def test_stoppen_terwijl_het_loopt_laat_niets_achter(maak_huis, vraag, voer_uit, monkeypatch, waar):
    huis = maak_huis(2)
    pakket = vraag(huis)

    def stop(*_, **__):
        with huis.binnen():
            assert stappen.annuleer(huis.actor("coordinator"), pakket)

    def met_stop(module, naam):
        echt = getattr(module, naam)

        def doe(*wat, **hoe):
            uit = echt(*wat, **hoe)
            stop()
            return uit

        monkeypatch.setattr(module, naam, doe)

    if waar == "tellen":
        met_stop(tasks, "zegelaar")
    elif waar == "tekenen":
        met_stop(tasks.rapport, "pdf")
    elif waar == "schrijven":
        monkeypatch.setattr(tasks, "TUSSEN_MELDINGEN", 0)
        echt = tasks._meld

        def meld(werk):
            verder = echt(werk)
            return lambda gedaan, totaal: (stop() if gedaan == 3 else None, verder(gedaan, totaal))

        monkeypatch.setattr(tasks, "_meld", meld)
    else:
        met_stop(tasks.asic, "maak")
    pakket, taak = voer_uit(huis, pakket)
    assert (taak.status, pakket.document, zips(huis)) == (Status.GEANNULEERD, None, [])
    with huis.binnen():
        assert not Document.objects.filter(soort="bewijspakket").exists()
        assert Gebeurtenis.objects.filter(wat="bewijspakket.geannuleerd", sleutel=pakket.pk).count() == 1


@pytest.mark.usefixtures("vast_rapport")
def test_een_klaar_pakket_is_niet_meer_te_stoppen(maak_huis, gemaakt):
    huis = maak_huis(1)
    pakket = gemaakt(huis)
    with huis.binnen():
        assert not stappen.annuleer(huis.actor("coordinator"), pakket)
        assert not stappen.opnieuw(huis.actor("coordinator"), pakket)


@pytest.mark.usefixtures("vast_rapport")
def test_dezelfde_vraag_terwijl_er_een_loopt_geeft_hetzelfde_pakket(maak_huis, vraag, gemaakt):
    huis = maak_huis(1)
    eerste = vraag(huis)
    assert vraag(huis).pk == eerste.pk and vraag(huis, date(2023, 12, 30)).pk != eerste.pk
    klaar = gemaakt(huis)
    assert klaar.pk == eerste.pk and vraag(huis).pk != klaar.pk  # wat klaar is, mag opnieuw


@pytest.mark.django_db(transaction=True)
def test_twee_tabbladen_tegelijk_maken_een_pakket():
    huis, poort = Huis("aa"), Barrier(6)

    def vraag_(_):
        try:
            with huis.binnen():
                poort.wait()
                return stappen.vraag_pakket(huis.actor("coordinator"), huis.project, EINDE)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as ploeg:
        uit = list(ploeg.map(vraag_, range(6)))
    assert len({pakket.pk for pakket, _ in uit}) == 1 and [nieuw for _, nieuw in uit].count(True) == 1
    assert Taak.objects.filter(naam="rapportage.bewijspakket").count() == 1


@pytest.mark.usefixtures("vast_rapport")
def test_voortgang_loopt_door_de_fasen(maak_huis, vraag, voer_uit, monkeypatch):
    """Tellen, tekenen, n van N bestanden, verzegelen: wat de pagina onderweg zou tonen."""
    huis = maak_huis(1)
    pakket, gezien = vraag(huis), []
    monkeypatch.setattr(tasks, "TUSSEN_MELDINGEN", 0)
    echt = tasks.Werk.voortgang

    def voortgang(werk, gedaan, totaal, *, fase=None):
        echt(werk, gedaan, totaal, fase=fase)
        gezien.append((fase, gedaan, totaal))

    monkeypatch.setattr(tasks.Werk, "voortgang", voortgang)
    pakket, _ = voer_uit(huis, pakket)
    totaal = len(lees(pakket)) - 4  # zonder mimetype, SHA256SUMS en META-INF
    assert gezien == [
        (Fase.TELLEN, 0, 0),
        (Fase.RAPPORT, 0, 0),
        (Fase.SCHRIJVEN, 0, totaal),
        *((None, n, totaal) for n in range(1, totaal)),
        (Fase.ZEGELEN, totaal, totaal),
    ]
