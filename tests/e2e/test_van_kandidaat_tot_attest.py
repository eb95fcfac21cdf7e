"""Het pad van één deelnemer, langs de schermen van wie het doet: GLOW-partner, HR en mentor, met echte documenten.

De klok loopt mee (maart tot juli 2023). Elke stap gebruikt het formulier dat de vorige pagina toonde.
"""

import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from documenten.zegel.controle import controleer_pdf
from plaatsingen.models import Plaatsing
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import PDF, Huis
from tests.hulp.scherm import meld_aan, velden, vul_in

pytestmark = pytest.mark.django_db(transaction=True)
BRUSSEL = ZoneInfo("Europe/Brussels")


class Pad:
    """Wie doet wat op welke dag. Elke dag meldt iedereen zich opnieuw aan: een sessie leeft geen dag."""

    def __init__(self, huis: Huis):
        self.huis, self.plaatsing_id = huis, 0

    def als(self, wie: str):
        return meld_aan(self.huis.partnerlid.gebruiker if wie == "glow" else self.huis.leden[wie].gebruiker)

    def taken(self):
        """De werker: alles wat klaarstaat, zonder fouten."""
        assert voer_alles_uit(*Taak.objects.filter(status="wacht").values_list("pk", flat=True)) == []


def op(dag: str, uur: int = 9):
    jaar, maand, nummer = map(int, dag.split("-"))
    return time_machine.travel(datetime(jaar, maand, nummer, uur, tzinfo=BRUSSEL), tick=True)


def tekst(antwoord) -> str:
    assert antwoord.status_code == 200, antwoord.status_code
    return antwoord.content.decode()


def na(antwoord, klant) -> str:
    """De pagina waarop iemand na een geslaagde POST uitkomt."""
    assert antwoord.status_code == 302, tekst(antwoord)
    return tekst(klant.get(antwoord.url))


def link(pagina: str, patroon: str) -> str:
    gevonden = re.search(rf'href="({patroon})"', pagina)
    assert gevonden, f"geen link naar {patroon}"
    return gevonden[1].replace("&amp;", "&")


def test_van_kandidaat_tot_attest(transactional_db, mailoutbox, settings, tmp_path):
    settings.GD_ZEGEL_MAP = tmp_path  # een zegel dat in 2023 begint te gelden
    pad = Pad(Huis("pad"))
    with op("2023-03-01"):
        partner_stelt_voor(pad)
    with op("2023-03-02"):
        hr_plant_intake(pad)
    with op("2023-03-07"):
        hr_aanvaardt_en_plaatst(pad)
        mentor_mag_nog_niet(pad)
        hr_zet_alles_in_orde(pad)
    with op("2023-03-15"):
        mentor_zoals_gepland(pad)
    with op("2023-03-16"):
        afwezig_en_meteen_gemeld(pad, mailoutbox)
    with op("2023-03-20"):
        evaluatie(pad, "start", score="2")
    with op("2023-04-03"):
        maand_van_mentor_tot_zegel(pad)
        hr_stopt_vroeger(pad)
        evaluatie(pad, "eind", score="4")
    with op("2023-04-06"):
        attest_en_uitstroom(pad)
    with op("2023-07-03"):
        opvolging(pad)


def partner_stelt_voor(pad):
    klant = pad.als("glow")
    voorstellen = link(tekst(klant.get("/")), "/kandidaten/voorstellen/[0-9]+/")
    antwoord = vul_in(
        klant, voorstellen, "code", code="K-12", voornaam="Nele", naam="Janssens", uitkeringsgerechtigd="on",
        werkzoekend_sinds="01/02/2020", intensieve_begeleiding="on", indicatoren=["werkervaring"], start="15/03/2023",
    )  # fmt: skip
    assert "K-12 is voorgesteld" in na(antwoord, klant)


def hr_plant_intake(pad):
    klant = pad.als("hr")
    kandidaat = link(tekst(klant.get("/kandidaten/")), "/kandidaten/[0-9]+/")
    assert "Nele Janssens" in tekst(klant.get(kandidaat))
    na(vul_in(klant, f"{kandidaat}intake/", "datum", datum="06/03/2023", uur="14:30", plaats="Markt 1"), klant)
    assert "6 maart 2023" in tekst(pad.als("glow").get("/kandidaten/mijn/"))


def hr_aanvaardt_en_plaatst(pad):
    klant = pad.als("hr")
    kandidaat = link(tekst(klant.get("/kandidaten/")), "/kandidaten/[0-9]+/")
    pagina = na(klant.post(f"{kandidaat}aanvaarden/"), klant)
    nieuw = link(pagina, '/plaatsingen/nieuw/[^"]*')
    begin = velden(klant.get(nieuw), "uren_per_maand")
    week = {f"d{dag}_van": "8:30" for dag in (1, 3, 4)} | {f"d{dag}_tot": "12:30" for dag in (1, 3, 4)}
    gegevens = begin | week | {
        "van": "15/03/2023", "uren_per_maand": "48", "begeleider_naam": "Els Peeters",
        "begeleider_telefoon": "0470 12 34 56", "begeleider_email": "els@partner.example",
    }  # fmt: skip
    nakijken = klant.post(nieuw, gegevens).url
    blad = klant.get(nakijken)
    assert "14 september 2023" in tekst(blad) and "Er is nog niets bewaard" in tekst(blad)
    antwoord = klant.post(nakijken, velden(blad, "van") | {"stap": "maken"})
    assert "Er kunnen nog geen uren in" in na(antwoord, klant)
    pad.plaatsing_id = int(re.search(r"/plaatsingen/([0-9]+)/", antwoord.url)[1])
    assert "Geplaatst" in tekst(klant.get(kandidaat))


def mentor_mag_nog_niet(pad):
    with pad.huis.binnen():
        assert not Plaatsing.objects.get(pk=pad.plaatsing_id).prestaties.exists()
    pagina = tekst(pad.als("hr").get(f"/plaatsingen/{pad.plaatsing_id}/"))
    assert "0 van 4 stappen klaar" in pagina


def hr_zet_alles_in_orde(pad):
    klant = pad.als("hr")
    for soort in ("werkafspraken", "wes_overeenkomst", "arbeidsongevallen", "dimona"):
        gegevens = {"in_orde_op": "07/03/2023"}
        if soort in ("werkafspraken", "wes_overeenkomst"):
            gegevens["bestand"] = SimpleUploadedFile("getekend.pdf", PDF)
        na(klant.post(f"/plaatsingen/{pad.plaatsing_id}/start/{soort}/", gegevens), klant)
    assert "4 van 4 stappen klaar" in tekst(klant.get(f"/plaatsingen/{pad.plaatsing_id}/"))


def mentor_zoals_gepland(pad):
    klant = pad.als("mentor")
    pagina = klant.get("/uren/")
    assert "Zoals gepland: 4 u" in tekst(pagina) and "0470 12 34 56" in tekst(pagina)
    gegevens = velden(pagina, f"p{pad.plaatsing_id}-keuze")
    assert "08:30" in na(klant.post("/uren/?dag=2023-03-15", gegevens), klant)


def afwezig_en_meteen_gemeld(pad, mailoutbox):
    klant = pad.als("mentor")
    pad.taken()
    mailoutbox.clear()
    naam = f"p{pad.plaatsing_id}-keuze"
    na(klant.post("/uren/?dag=2023-03-16", {"plaatsing": pad.plaatsing_id, naam: "afwezig_niet_verwittigd"}), klant)
    pad.taken()
    (mail,) = [m for m in mailoutbox if m.to == ["els@partner.example"]]
    assert "K-12" in mail.subject and "Nele" not in mail.body


def evaluatie(pad, moment: str, score: str):
    klant, adres = pad.als("mentor"), f"/evaluaties/plaatsing/{pad.plaatsing_id}/{moment}/"
    pagina = klant.get(adres)
    gegevens = velden(pagina, "basis")
    gegevens |= {veld: score for veld in re.findall(r'name="((?:score|eigen_score)-[0-9a-f]+)"', tekst(pagina))}
    na(klant.post(adres, gegevens | {"goed": "Vlot in de ploeg.", "doe": "bespreken"}), klant)
    samen = velden(klant.get(f"{adres}samen/"), "gezien") | {"stem_wijze": "zelf", "stem": "akkoord"}
    assert "evaluatie is afgerond" in na(klant.post(f"{adres}samen/", samen | {"doe": "afronden"}), klant)


def maand_van_mentor_tot_zegel(pad):
    mentor = pad.als("mentor")
    doorsturen = link(tekst(mentor.get("/uren/maand/?maand=2023-03")), "/uren/maand/[0-9]+/2023-03/doorsturen/")
    na(mentor.post(doorsturen), mentor)
    hr = pad.als("hr")
    staat = link(tekst(hr.get("/uren/maandstaten/")), "/uren/maandstaten/[0-9]+/")
    na(hr.post(f"{staat}bevestigen/", velden(hr.get(staat), "gezien")), hr)
    pad.taken()
    glow = pad.als("glow")
    urenstaat = link(tekst(glow.get("/uren/bevestigd/")), r"/uren/maandstaten/[0-9]+/urenstaat/[^\"]*")
    inhoud = b"".join(glow.get(urenstaat).streaming_content)
    assert controleer_pdf(inhoud).ok
    assert "Nele Janssens" in PdfReader(io.BytesIO(inhoud)).pages[0].extract_text()


def hr_stopt_vroeger(pad):
    klant, adres = pad.als("hr"), f"/plaatsingen/{pad.plaatsing_id}/stoppen/"
    antwoord = vul_in(klant, adres, "beeindigd_op", beeindigd_op="31/03/2023", waarom="werk")
    na(antwoord, klant)
    assert "31 maart 2023" in tekst(klant.get(f"/plaatsingen/{pad.plaatsing_id}/"))


def attest_en_uitstroom(pad):
    hr, basis = pad.als("hr"), f"/evaluaties/plaatsing/{pad.plaatsing_id}/"
    na(hr.post(f"{basis}attest/", {"met_uren": "on", "met_competenties": "on"}), hr)
    pad.taken()
    glow = pad.als("glow")
    inhoud = b"".join(glow.get(link(tekst(glow.get(basis)), r"/evaluaties/attest/[0-9]+/[^\"]*")).streaming_content)
    assert controleer_pdf(inhoud).ok
    blad = PdfReader(io.BytesIO(inhoud)).pages[0].extract_text()
    assert "Nele Janssens" in blad and "onkruid wieden" in blad and "4 uur" in blad
    na(hr.post(f"{basis}uitstroom/", {"richting": "werk", "datum": "03/04/2023"}), hr)


def opvolging(pad):
    hr = pad.als("hr")
    assert "K-12" in tekst(hr.get("/evaluaties/opvolging/"))
    na(hr.post(f"/evaluaties/plaatsing/{pad.plaatsing_id}/na/3/", {"richting": "werk", "gedaan_op": "03/07/2023"}), hr)
    assert "K-12" not in tekst(hr.get("/evaluaties/opvolging/"))
