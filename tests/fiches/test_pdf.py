"""De PDF van een fiche: alles staat erin, de ingesloten inhoud is wat ondertekend werd, en keurders van buiten zijn het eens."""

import hashlib
import io
import json
import shutil
import subprocess
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from documenten.huisstijl import BANNER_TEKST, FONDS_TEKST
from documenten.zegel.controle import controleer_pdf
from documenten.zegel.pades import verzegel
from documenten.zegel.sleutel import zegelaar
from fiches import blad_inhoud, inhoud, pdf, verschil
from fiches.models import Fiche, Handtekening
from fiches.regels import Gezag
from fiches.stappen import verklaring
from kern import bevroren
from leerwerkplekken import standaard

LANG = "Jean-Baptiste Vandenbroucke-Vercruyssen-de-Solart-van-der-Straeten-Waillet-tot-Opwijk-en-omstreken"

PLAN = {
    "risicos": ["tillen", "vallen van een trapje"],
    "beschermingsmiddelen": ["veiligheidsschoenen", "handschoenen"],
    "bus": "Lijn 214, halte Gemeenteplein: 4 minuten stappen.",
    "fiets": "Overdekte stalling aan de achterdeur.",
    "taalniveau": "A2: eenvoudige gesprekken",
    "geschikt": ["vaste begeleider", "werk in kleine stappen"],
    "geschikt_toelichting": "De eerste week werk je enkel in het magazijn.",
    "werkafspraken_per_partner": [{"glowpartner": "GLOW-partner Noordrand", "tekst": standaard.WERKAFSPRAKEN}],
    "matrix": standaard.matrix_van(standaard.MATRIX, begeleider=True),
}


def gegevens(**anders):
    plek = {
        "code": "OPW-01",
        "functie": "winkelmedewerker",
        "organisatie": "Gemeente/OCMW Opwijk",
        "soort_organisatie": "lokaal bestuur",
        "dienst": "’t Kapstokske",
        "adres": "Gemeentehuisplein 1, 1745 Opwijk",
        "taken": ["kledij sorteren", "rekken aanvullen"],
        "leerdoelen": ["de kassa bedienen", "een klant vriendelijk helpen"],
        "competenties": ["communiceren", "leergierigheid"],
        "uren_per_maand": 64,
        "uurrooster": "maandag van 9 tot 16 uur",
        "vereisten": "Stevige schoenen.\nEen fiets.",
        "beschikbaar_van": "2023-05-01",
        "beschikbaar_tot": "2023-12-31",
        "additioneel": True,
        "additioneel_toelichting": "Komt boven op de plekken in andere maatregelen.",
    } | anders.pop("plek", {})
    plan = {veld: getattr(standaard, veld.upper()) for veld in ("informatie", "onthaal", "veiligheid", "werkafspraken")}
    return {
        "schema": inhoud.SCHEMA,
        "versie": 1,
        "ingediend_op": "2023-06-01",
        "bestuur": {"naam": "Gemeente Opwijk", "nis_code": "23060", "kbo_nummer": "0123456749"},
        "demo": False,
        "banner": {"tekst": BANNER_TEKST, "fonds": FONDS_TEKST, "voorlopig": True},
        "oproep": {"code": "572", "naam": "Opstart Gemeenschapsdienst", "fonds": "ESF"},
        "project": {"code": "572-OPW", "titel": "Opstart"},
        "leerwerkplek": plek,
        "mentor": {
            "code": "M001",
            "naam": "Inge De Smet",
            "functie": "winkelverantwoordelijke",
            "dienst": "Winkel",
            "leidinggevende": "Xander Öztürk",
            "leidinggevende_functie": "diensthoofd",
            "certificaat_datum": "2023-05-30",
        },
        "begeleider": {"naam": "Bram Claes", "functie": "winkelier"},
        "plan": plan | PLAN | anders.pop("plan", {}),
        "aanbod": [{"glowpartner": "GLOW-partner Noordrand", "aangeboden_op": "2023-05-02"}],
    } | anders


def maak(**anders):
    tekst = bevroren.canoniek(gegevens(**anders))
    return Fiche(
        inhoud=tekst, inhoud_sha256=bevroren.sha256(tekst), versie=1, token="T" * 22, ingediend_op=date(2023, 6, 1)
    )


def teken(fiche, naam="Xander Öztürk", organisatie="Gemeente/OCMW Opwijk"):
    return Handtekening(
        naam=naam,
        functie="diensthoofd",
        organisatie=organisatie,
        hoedanigheid="leidinggevende",
        verklaring=verklaring(Gezag("leidinggevende", ""), organisatie),
        inhoud_sha256=fiche.inhoud_sha256,
        gezag={"grond": "direct leidinggevende van mentor M001", "vanaf": "2023-01-01"},
        ondertekend_op=datetime(2023, 6, 15, 14, 32, tzinfo=ZoneInfo("Europe/Brussels")),
    )


def zet_zegel(bytes_):
    zegel = zegelaar("opwijk", "Gemeente Opwijk")
    return verzegel(bytes_, zegel, hoedanigheid="leidinggevende", reden="Afgetekend", naam="Xander Öztürk").bytes


def tekst_van(bytes_):
    """Alle tekst, zonder de plaats waar regels braken."""
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(bytes_)).pages).split())


def extreem():
    return maak(
        plek={
            "code": "C" * 40,
            "functie": ("Polyvalent medewerker groendienst, begraafplaatsen en speelpleinonderhoud " * 2)[:150],
            "taken": [f"taak {n}: " + "het onderhouden van perken en plantsoenen " * 4 for n in range(1, 21)],
            "vereisten": "Arbeidsbemiddelingsondersteuningsdienst" * 10,
        },
        plan={"informatie": "\n\n".join([standaard.INFORMATIE * 4] * 5)},
        demo=True,
    )


def test_alles_staat_in_de_tekst():
    fiche = maak()
    tekst = tekst_van(pdf.definitief(fiche, teken(fiche)))
    verwacht = [
        "OPW-01 · versie 1", "Winkelmedewerker", "Gemeente/OCMW Opwijk (lokaal bestuur)", "Gemeentehuisplein 1, 1745 Opwijk",
        "64 uur per maand", "maandag van 9 tot 16 uur", "van 1 mei 2023 tot en met 31 december 2023", "KBO 0123.456.749",
        "Opstart (572-OPW)", "Stevige schoenen.", "Een fiets.", "kledij sorteren", "rekken aanvullen", "leergierigheid",
        "Inge De Smet, winkelverantwoordelijke", "certificaat van deelname van 30 mei 2023", "Xander Öztürk, diensthoofd",
        "GLOW-partner Noordrand", "aangeboden op 2 mei 2023", "Komt boven op de plekken", "Ja, bijkomend",
        "R voert uit", "Dagelijkse begeleiding", "donderdag 15 juni 2023 om 14:32", fiche.inhoud_sha256,
        "Ondertekent als direct leidinggevende van de mentor", "Gezag: direct leidinggevende van mentor M001 sinds 1 januari 2023",
        "“Ik heb deze fiche gelezen en teken ze af als direct leidinggevende van de mentor van Gemeente/OCMW Opwijk.”",
        f"/v/{fiche.token}/", BANNER_TEKST, "TESTZEGEL", "de kassa bedienen", "Werkplekbegeleider Bram Claes, winkelier",
        "tillen, vallen van een trapje", "veiligheidsschoenen, handschoenen", "Lijn 214, halte Gemeenteplein: 4 minuten stappen.",
        "Overdekte stalling aan de achterdeur.", "A2: eenvoudige gesprekken", "vaste begeleider, werk in kleine stappen",
        "De eerste week werk je enkel in het magazijn.",
    ]  # fmt: skip
    for deel in [*verwacht, standaard.INFORMATIE, standaard.ONTHAAL, standaard.VEILIGHEID, standaard.WERKAFSPRAKEN]:
        assert deel in tekst, deel


def test_een_gewone_fiche_past_op_twee_bladzijden():
    fiche = maak()
    assert len(PdfReader(io.BytesIO(pdf.definitief(fiche, teken(fiche)))).pages) == 2
    assert len(PdfReader(io.BytesIO(pdf.leeskopie(fiche))).pages) == 2


def test_de_ingesloten_inhoud_is_wat_ondertekend_werd():
    fiche = maak()
    handtekening = teken(fiche)
    verzegeld = PdfReader(io.BytesIO(zet_zegel(pdf.definitief(fiche, handtekening))))
    (bijlage,) = verzegeld.attachments[pdf.BIJLAGE]
    assert hashlib.sha256(bijlage).hexdigest() == handtekening.inhoud_sha256
    assert json.loads(bijlage) == fiche.gegevens


def test_een_handtekening_over_iets_anders_komt_er_niet_op():
    fiche, ander = maak(), maak(versie=2)
    with pytest.raises(ValueError, match="andere inhoud"):
        pdf.definitief(fiche, teken(ander))


def test_de_leeskopie_heeft_geen_ondertekenblok_en_zegt_dat_op_elk_blad():
    lezer = PdfReader(io.BytesIO(pdf.leeskopie(extreem())))
    for blad_ in lezer.pages:
        assert "Ter ondertekening · Demogegevens" in blad_.extract_text()
    tekst = tekst_van(pdf.leeskopie(maak()))
    assert "Leeskopie zonder bewijskracht" in tekst
    assert "Ondertekening " not in tekst and "Gezag" not in tekst and "Demogegevens" not in tekst


def test_demo_en_testzegel_staan_op_elk_blad(settings):
    fiche = maak(demo=True)
    for blad_ in PdfReader(io.BytesIO(pdf.definitief(fiche, teken(fiche)))).pages:
        assert "Testzegel · Demogegevens" in blad_.extract_text()
    settings.GD_ZEGEL_PKCS12 = "/een/echt/zegel.p12"
    echt = maak()
    tekst = tekst_van(pdf.definitief(echt, teken(echt)))
    assert "estzegel" not in tekst and "TESTZEGEL" not in tekst and "Demogegevens" not in tekst


def test_dezelfde_fiche_geeft_dezelfde_bytes():
    fiche = maak()
    assert pdf.definitief(fiche, teken(fiche)) == pdf.definitief(maak(), teken(maak()))


def test_vreemde_tekst_breekt_niets():
    fiche = maak(plek={"functie": "<b>&amp; \x00 👍 {{ x }}", "taken": ["<script>alert(1)</script>"]})
    tekst = tekst_van(pdf.leeskopie(fiche))
    assert "<script>alert(1)</script>" in tekst and "{{ x }}" in tekst


def test_verschil_met_de_vorige_versie():
    oud = blad_inhoud.van_inhoud(gegevens())
    andere = gegevens(plek={"taken": ["iets anders"], "uurrooster": ""})
    andere["aanbod"] = []
    matrix = andere["plan"]["matrix"]
    andere["plan"]["matrix"] = [{**matrix[0], "hr": "A", "leidinggevende": "I"}, *matrix[1:]]
    nieuw = verschil.vergeleken(blad_inhoud.van_inhoud(andere), oud)
    assert nieuw.gewijzigd == ("Uurrooster", "Taken", "GLOW-partner Noordrand", "Onthaal")
    assert nieuw.taken.was == ("kledij sorteren", "rekken aanvullen")
    assert verschil.vergeleken(oud, oud).gewijzigd == ()


# --- keurders van buiten


@pytest.mark.programma("pdfsig")
def test_pdfsig_vindt_het_zegel_geldig_en_een_gewijzigde_byte_niet(tmp_path):
    def pdfsig(bytes_):
        (tmp_path / "fiche.pdf").write_bytes(bytes_)
        return subprocess.run(
            [shutil.which("pdfsig"), "-nocert", tmp_path / "fiche.pdf"], capture_output=True, text=True, check=False
        ).stdout

    fiche = maak()
    verzegeld = zet_zegel(pdf.definitief(fiche, teken(fiche)))
    goed = pdfsig(verzegeld)
    assert "Signature Validation: Signature is Valid." in goed
    assert "Total document signed" in goed
    assert controleer_pdf(verzegeld).ok

    begin = verzegeld.index(b"stream") + 20  # midden in de ondertekende inhoud
    anders = bytearray(verzegeld)
    anders[begin] ^= 1
    slecht = pdfsig(bytes(anders))
    assert "Signature is Valid" not in slecht and "Digest Mismatch" in slecht
    oordeel = controleer_pdf(bytes(anders))
    assert not oordeel.ok and oordeel.redenen
