"""Wat een vreemde met een echt pakket kan: LEESMIJ letterlijk volgen, het laten nakijken, het opzoeken in het register.

Het pakket heeft alles wat erin kan: een fiche en een scan van papier, een certificaat en een urenstaat, met tijdstempels
voor de lange duur. Daarna worden die hernieuwd, en draagt een volgend pakket de hernieuwde bytes.
"""

import csv
import hashlib
import io
import random
import zipfile
from datetime import UTC, date, datetime

import pytest
import time_machine
from asn1crypto import pem
from django.core.management import call_command
from pytest_django.asserts import assertContains, assertNotContains

from documenten import hernieuwen, opslag
from documenten.models import Document, Hernieuwing
from documenten.opladen import Opgeladen
from documenten.scan import Gelezen
from documenten.zegel import bewijs, testca, tsa
from documenten.zegel.controle import controleer_pdf
from documenten.zegel.sleutel import wortels
from fiches.stappen import aanleveren, bevestigen
from organisaties.isolatie import namens
from organisaties.models import Bestuur
from plaatsingen.stappen import maand as maandstappen
from rapportage import nakijken, toegang
from taken.enums import Status
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import PDF, Huis
from tests.hulp.pakket import bouw as herbouw
from tests.hulp.pakket import een_byte, met_nieuwe_lijsten, ontleed
from tests.plaatsingen.hulp import Mentor
from tests.rapportage.test_pakket_leesmij import uit_pakket, volg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vast_rapport")]
MEI, IN_2038 = date(2023, 5, 1), datetime(2038, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def huis(settings, tmp_path, monkeypatch):
    settings.GD_ZEGEL_MAP, settings.GD_ZEGELS, settings.GD_ZEGEL_PKCS12 = tmp_path / "zegel", "", ""
    settings.GD_TSA_URLS, settings.GD_ZEGEL_NIVEAU = ["test"], "B-LTA"
    monkeypatch.setattr("documenten.scan.lees", lambda inhoud: Gelezen(1, ()))
    tsa.vergeet()
    bewijs.vergeet()
    huis = Huis("opw", plekken=2)
    with huis.binnen():
        huis.ondertekende_fiche()
        huis.certificaat()
        Bestuur.objects.filter(pk=huis.bestuur_id).update(teken_papier=True)
        fiche = huis.fiche(huis.plekken[1])
        scan = aanleveren.lever_papier(
            huis.actor("hr"), fiche, bestand=Opgeladen(PDF, "application/pdf", ".pdf"),
            ondertekenaar=huis.leden["leidinggevende"], hoedanigheid="leidinggevende", datum=date(2023, 6, 15),
        )  # fmt: skip
        bevestigen.bevestig(huis.actor("directeur"), scan, vergeleken=True, inhoud_sha256=fiche.inhoud_sha256)
        mentor = Mentor(huis, huis.plaatsing())
        mentor.uren(MEI.replace(day=2), 240)
        maandstappen.bevestigen(huis.actor("hr"), mentor.stuur_door(MEI), op=date(2023, 6, 2))
    assert voer_alles_uit(*Taak.objects.filter(naam="fiches.verzegel").values_list("pk", flat=True)) == []
    yield huis
    tsa.vergeet()


@pytest.fixture
def maak(huis, vraag, voer_uit, tmp_path):
    """maak(): (pad met de naam die LEESMIJ noemt, inhoud bij naam, pakket)."""

    def doe():
        pakket, taak = voer_uit(huis, vraag(huis))
        assert taak.status == Status.KLAAR, (taak.fout, pakket.reden)
        pad = tmp_path / f"gekregen-{pakket.pk}" / pakket.document.naam
        pad.parent.mkdir()
        pad.write_bytes(opslag.pad(pakket.document).read_bytes())
        with zipfile.ZipFile(pad) as z:
            return pad, {naam: z.read(naam) for naam in z.namelist()}, pakket

    return doe


def volgt_leesmij(pad, map_, op=None):
    """Elk van de acht blokken geeft wat LEESMIJ verwacht, met de wortels die een auditor zelf ophaalde.

    `op`: de certificaten gelden nu niet; dan zet hij er -attime bij, zoals de tekst zegt.
    """
    tekst = uit_pakket(pad)
    if op:
        attime = f"-attime {int(op.timestamp())}"
        assert "-attime gevolgd door" in tekst
        tekst = tekst.replace("-purpose any ", f"-purpose any {attime} ").replace(
            "ts -verify ", f"ts -verify {attime} "
        )
    bundel = b"".join(pem.armor("CERTIFICATE", w.dump()) for w in wortels())
    return volg(map_, pad, testca.wortel_pem(), tekst, "sh", wortel_tsa=bundel) == [True] * 8


def kijk(bytes_):
    with namens(alleen_lezen=True):
        return nakijken.kijk(io.BytesIO(bytes_))


def rij_van(inhoud, code):
    regels = csv.DictReader(io.StringIO(inhoud["gegevens/fiches.csv"].decode().lstrip("\ufeff")), delimiter=";")
    return next(rij for rij in regels if rij["Code"] == code)


def som(bytes_):
    return hashlib.sha256(bytes_).hexdigest()


@pytest.mark.programma("openssl", "unzip")
def test_van_pakket_tot_hernieuwd_pakket(huis, maak, client, tmp_path, settings, capsys):
    pad, inhoud, pakket = maak()
    codes = [plek.code for plek in huis.plekken]
    fiches, uren = [f"fiches/{code}-v1.pdf" for code in codes], "urenstaten/P001-2023-05-v1.pdf"
    bewijzen = [*fiches, "mentoren/M001-certificaat.pdf", f"scans/{codes[1]}-v1.pdf", uren]
    assert [n for n in inhoud if n.startswith(("fiches/", "mentoren/", "scans/", "urenstaten/"))] == bewijzen
    assert volgt_leesmij(pad, tmp_path / "auditor")
    call_command("controleer_pakket", str(pad))
    gegevens = len([n for n in inhoud if n.startswith("gegevens/")])
    assert f"(fiches 2, gegevens {gegevens}, los 4, mentoren 1, scans 1, urenstaten 1)" in capsys.readouterr().out

    # laten nakijken: het pakket, een stuk eruit, een veranderd pakket en een herbouwd pakket met andere lijsten
    ruw, mei = pad.read_bytes(), inhoud[uren]
    assert kijk(ruw).kop == "Ongewijzigd en bekend" and ("Document", "bewijspakket") in kijk(ruw).rijen
    assert kijk(mei).kop == "Ongewijzigd en bekend" and ("Document", "urenstaat") in kijk(mei).rijen
    delen = ontleed(ruw)
    een_byte(next(d for d in delen if d.naam == uren), random.Random(7))
    assert kijk(herbouw(delen)).kop == "Niet geldig"
    assert f"{uren}: is niet het bestand dat SHA256SUMS noemt." in kijk(herbouw(delen)).redenen
    assert kijk(herbouw(met_nieuwe_lijsten(delen))).kop == "Niet geldig"

    # het register, zonder aanmelden
    scherm = client.get(f"/register/{som(ruw)}/")
    assertContains(scherm, "Dit bestand staat in ons register")
    for zin in ("bewijspakket", "Gemeente OPW", som(ruw), "hoort bij demogegevens"):
        assertContains(scherm, zin)
    assertNotContains(scherm, "Pauwels")
    assertContains(client.get(f"/register/{som(inhoud[fiches[0]]).upper()}/"), f"fiche {codes[0]}, versie 1")
    niet, geen = "Dit nummer staat niet in ons register", "Dit is geen nummer van een bestand"
    for nummer, zin in ((som(ruw[:-1]), niet), ("x", geen), ("%00", geen), (som(ruw)[1:] + "é", geen)):
        assertContains(client.get(f"/register/{nummer}/"), zin, status_code=404)

    # twaalf jaar later is alles wat een archieftijdstempel draagt aan de beurt
    with time_machine.travel(IN_2038):
        call_command("hernieuw_tijdstempels")
        assert voer_alles_uit(*Taak.objects.filter(naam=hernieuwen.TAAK).values_list("pk", flat=True)) == []
        with huis.binnen():
            van = {rij.document_id for rij in Hernieuwing.objects.all()}
            in_pakket = {som(stuk): naam for naam, stuk in inhoud.items()}
            documenten = Document.objects.filter(pk__in=van, sha256__in=in_pakket)
            hernieuwd = {in_pakket[d.sha256]: opslag.lees(d) for d in documenten}
        assert hernieuwd.keys() == {*fiches, uren}
        (settings.GD_ZEGEL_MAP / "opw.sleutel.pem").unlink()  # tien jaar geldig; de foutmelding zegt dit te doen
        pad, daarna, nieuw = maak()
        assert {naam: daarna[naam] for naam in hernieuwd} == hernieuwd
        for naam, stuk in hernieuwd.items():
            assert stuk.startswith(inhoud[naam]) and len(stuk) > len(inhoud[naam]) and controleer_pdf(stuk).ok
            assert f"{som(stuk)}  {naam}" in daarna["SHA256SUMS"].decode()
            assert kijk(stuk).kop == "Ongewijzigd en bekend"
        call_command("controleer_pakket", str(pad))
        assert "is in orde" in capsys.readouterr().out
        assert kijk(ruw).kop == kijk(pad.read_bytes()).kop == "Ongewijzigd en bekend"  # ook het pakket van toen
    for code, naam in zip(codes, fiches, strict=True):
        assert rij_van(daarna, code)["Document-sha256"] == som(daarna[naam]) != rij_van(inhoud, code)["Document-sha256"]
    assert volgt_leesmij(pad, tmp_path / "auditor-2", IN_2038)
    assert not volgt_leesmij(
        pad, tmp_path / "auditor-3"
    )  # zonder -attime is het certificaat van 2038 vandaag niet geldig
    with huis.binnen():
        assert {p.pk for p in toegang.pakketten(huis.actor("coordinator"))} == {pakket.pk, nieuw.pk}
