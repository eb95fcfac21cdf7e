"""Na de plaatsing: uitstroom, opvolging, en het attest: wat erop staat, hoe het leest en dat het één keer verzegeld wordt."""

import io
import json
import re
import subprocess
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from pypdf import PdfReader

from documenten import opslag
from documenten.enums import Bewaarklasse, Soort
from documenten.huisstijl import Stijl
from documenten.models import Document, Huisstijl
from documenten.zegel.controle import controleer_pdf
from evaluaties import blad, inhoud, pdf
from evaluaties.models import Attest, Opvolging, Uitstroom
from evaluaties.stappen import einde as stappen
from evaluaties.stappen import evaluatie as evaluatiestappen
from evaluaties.stappen.evaluatie import Wijzigingen
from kern import bevroren
from logboek.models import Gebeurtenis
from organisaties import isolatie
from organisaties.isolatie import Geweigerd, grenzen
from organisaties.models import Samenwerking
from organisaties.toegang import Actor
from plaatsingen.stappen import maand as maandstappen
from taken.models import Taak
from taken.stappen import plan
from taken.uitvoering import voer_alles_uit
from tests.bouw import Huis
from tests.evaluaties.hulp import EIND, afgerond, bespreek, stem_en_rond_af

# Woorden die op een attest nooit staan: wat stigmatiseert, over een uitkering of afwezigheid gaat, of een straf lijkt.
VERBODEN = (
    "langdurig", "werklo", "werkzoekend", "uitkering", "gemeenschapsdienst", "traject", "doelgroep", "begeleiding", "afwezig",
    "ziek", "gezondheid", "nog niet", "soms", "bezwaar", "akkoord", "score", "evaluatie", "straf", "leefloon", "vdab", "glow",
    "niet bereikt", "stopgezet", "vroegtijdig",
)  # fmt: skip
LANGSTE, GEMIDDELD = 15, 9  # woorden per zin
ALLE_ROLLEN = ["mentor", "leidinggevende", "directeur", "coordinator", "controleur", "beheerder"]


def maak(huis, plaatsing, op=EIND, **anders):
    keuze = {"met_uren": True, "met_competenties": True} | anders
    return stappen.maak_attest(huis.actor("hr"), plaatsing, op=op, **keuze)


def met_maand(huis, plaatsing, maand=date(2023, 3, 1), minuten=2400):
    from tests.plaatsingen.hulp import Mentor

    mentor = Mentor(huis, plaatsing)
    mentor.maand_vol(maand, minuten)
    return maandstappen.bevestigen(huis.actor("hr"), mentor.stuur_door(maand), op=date(2023, 4, 3))


def tekst_van(bytes_):
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(bytes_)).pages).split())


# --- uitstroom en opvolging


def test_uitstroom_en_opvolging(binnen, plaatsing):
    door = binnen.actor("hr")
    with pytest.raises(Geweigerd, match="Noteer eerst waar"):
        stappen.noteer_opvolging(door, plaatsing, 3, richting="werk", gedaan_op=date(2023, 11, 30))
    stappen.noteer_uitstroom(door, plaatsing, richting="zoekt_verder", datum=EIND)
    stappen.noteer_uitstroom(door, plaatsing, richting="werk", datum=date(2023, 9, 4))
    rij = Uitstroom.objects.get()
    assert (rij.richting, rij.datum, rij.genoteerd_door) == ("werk", date(2023, 9, 4), binnen.leden["hr"])
    stappen.noteer_opvolging(door, plaatsing, 3, richting="werk", gedaan_op=date(2023, 11, 30))
    stappen.noteer_opvolging(door, plaatsing, 6, richting="", gedaan_op=date(2024, 2, 29))
    assert list(Opvolging.objects.values_list("maanden", "bereikt", "richting")) == [(3, True, "werk"), (6, False, "")]


def test_niet_te_vroeg(binnen, plaatsing):
    door = binnen.actor("hr")
    with pytest.raises(Geweigerd, match="kan vanaf die dag"):
        stappen.noteer_uitstroom(door, plaatsing, richting="werk", datum=EIND, op=date(2023, 8, 30))
    with pytest.raises(Geweigerd, match="Kies een datum van 31 augustus 2023"):
        stappen.noteer_uitstroom(door, plaatsing, richting="werk", datum=date(2023, 8, 30))
    stappen.noteer_uitstroom(door, plaatsing, richting="werk", datum=EIND)
    with pytest.raises(Geweigerd, match="van 30 november 2023"):
        stappen.noteer_opvolging(door, plaatsing, 3, richting="werk", gedaan_op=date(2023, 11, 29))
    with pytest.raises(Geweigerd, match="na 3 en na 6"):
        stappen.noteer_opvolging(door, plaatsing, 4, richting="werk", gedaan_op=date(2024, 1, 1))


@pytest.mark.parametrize("rol", ALLE_ROLLEN)
def test_enkel_hr(binnen, plaatsing, rol):
    door = binnen.actor(rol)
    for stap in (
        lambda: stappen.noteer_uitstroom(door, plaatsing, richting="werk", datum=EIND),
        lambda: stappen.noteer_opvolging(door, plaatsing, 3, richting="werk", gedaan_op=date(2023, 12, 1)),
        lambda: stappen.maak_attest(door, plaatsing, met_uren=True, met_competenties=True),
    ):
        with pytest.raises(PermissionDenied):
            stap()


def als_partner(huis):
    """De actor van iemand bij de GLOW-partner, en de transactie waarin die werkt."""
    lid = huis.partnerlid
    return Actor(lid.gebruiker, glowpartner=lid.glowpartner, rollen=frozenset({"glow"})), {
        "gebruiker": lid.gebruiker_id,
        "glowpartner": lid.glowpartner_id,
    }


def test_de_partner_noteert_bij_wie_via_hem_geplaatst_is(huis):
    bb = Huis("bb")
    with huis.binnen():
        plaatsing = huis.plaatsing()
    door, wie = als_partner(huis)
    with isolatie.namens(**wie):
        stappen.noteer_uitstroom(door, plaatsing, richting="zoekt_verder", datum=EIND)
        stappen.noteer_uitstroom(door, plaatsing, richting="werk", datum=EIND)
        stappen.noteer_opvolging(door, plaatsing, 3, richting="werk", gedaan_op=date(2023, 12, 1))
    with huis.binnen():
        rij = Uitstroom.objects.get()
        assert (rij.richting, rij.glowpartner, rij.genoteerd_door) == ("werk", huis.partner, None)
        assert Gebeurtenis.objects.filter(wat="uitstroom.genoteerd", glowpartner_id=huis.partner.pk).count() == 2
    ander, wie_anders = als_partner(bb)
    with isolatie.namens(**wie_anders):
        with pytest.raises(PermissionDenied):
            stappen.noteer_uitstroom(ander, plaatsing, richting="werk", datum=EIND)
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            Opvolging.objects.create(
                bestuur_id=huis.bestuur_id,
                plaatsing=plaatsing,
                maanden=6,
                bereikt=False,
                gedaan_op=EIND,
                glowpartner=bb.partner,
            )


def test_de_partner_wijzigt_niet_wat_hr_noteerde(huis):
    with huis.binnen():
        plaatsing = huis.plaatsing()
        stappen.noteer_uitstroom(huis.actor("hr"), plaatsing, richting="opleiding", datum=EIND)
    door, wie = als_partner(huis)
    with isolatie.namens(**wie):
        with pytest.raises(Geweigerd, match="Vraag HR"):
            stappen.noteer_uitstroom(door, plaatsing, richting="werk", datum=EIND)
        assert Uitstroom.objects.update(richting="werk") == 0
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():  # niet alsof HR het was
            Opvolging.objects.create(
                bestuur_id=huis.bestuur_id, plaatsing=plaatsing, maanden=3, bereikt=False, gedaan_op=EIND
            )
    with huis.binnen():
        assert Uitstroom.objects.get().richting == "opleiding"


def test_een_afgelopen_samenwerking_schrijft_niet_meer(huis):
    with huis.binnen():
        plaatsing = huis.plaatsing()
        Samenwerking.objects.update(tot=date(2023, 12, 31))
    door, wie = als_partner(huis)
    with isolatie.namens(**wie), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        stappen.noteer_uitstroom(door, plaatsing, richting="werk", datum=EIND)


def test_de_database_kent_de_lijst_van_maanden(binnen, plaatsing):
    for gegevens in ({"maanden": 4, "bereikt": False}, {"maanden": 3, "bereikt": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opvolging.objects.create(bestuur_id=binnen.bestuur_id, plaatsing=plaatsing, gedaan_op=EIND, **gegevens)


# --- wat erop staat


def test_wat_er_op_het_attest_staat(binnen, plaatsing):
    met_maand(binnen, plaatsing)
    afgerond(binnen, plaatsing, "start", score=1, op=date(2023, 3, 8))
    door = binnen.actor("mentor")
    wat = Wijzigingen({"goed": "geheim"}, {"op tijd komen": {"score": 4}, "doorzetten": {"score": 2}})
    evaluatie = evaluatiestappen.bewaar(door, plaatsing, "eind", wat, op=EIND)
    evaluatiestappen.bespreek(door, evaluatie, op=EIND)
    stem_en_rond_af(binnen, plaatsing, "eind")
    attest = maak(binnen, plaatsing)
    assert json.loads(attest.inhoud)["competenties"] == {
        "altijd": ["op tijd komen"],
        "groei": ["blijven proberen, ook als het moeilijk is"],
    }
    tekst = tekst_van(pdf.render(attest))
    for deel in (
        "Filip Pauwels werkte en leerde bij Gemeente aa.", "Filip werkte als medewerker groendienst.",
        "van 1 maart 2023 tot en met 31 augustus 2023.", "Filip werkte 40 uur.", "onkruid wieden", "hagen snoeien",
        "Dit lukt altijd:", "Dit gaat al beter dan in het begin:", "Opgemaakt op 31 augustus 2023", "Hr Van Aa", "functie hr".capitalize(),
        "hr@aa.example", "TESTZEGEL", "Gefinancierd door de Europese Unie",
    ):  # fmt: skip
        assert deel in tekst, deel
    assert "geheim" not in tekst and "1 maand die al nagekeken is" in tekst


def test_de_deelnemer_kiest(binnen, plaatsing):
    met_maand(binnen, plaatsing)
    afgerond(binnen, plaatsing, "eind", score=4)
    eerste = maak(binnen, plaatsing)
    assert maak(binnen, plaatsing, op=date(2023, 9, 9)) == eerste  # er veranderde niets
    zonder = maak(binnen, plaatsing, met_uren=False, met_competenties=False)
    tekst = tekst_van(pdf.render(zonder))
    assert zonder.versie == 2 and "40 uur" not in tekst and "Wat kan" not in tekst and "hagen snoeien" in tekst


def test_zonder_eindevaluatie_en_zonder_bevestigde_maand(binnen, plaatsing):
    afgerond(binnen, plaatsing, "start", score=4, op=date(2023, 3, 8))
    bespreek(binnen, plaatsing, "eind", score=4)  # niet afgerond telt niet
    gegevens = json.loads(maak(binnen, plaatsing).inhoud)
    assert (gegevens["uren"], gegevens["competenties"]) == (None, {})


def test_wie_nog_niets_kan_krijgt_geen_lege_kop(binnen, plaatsing):
    afgerond(binnen, plaatsing, "eind", score=1)
    tekst = tekst_van(pdf.render(maak(binnen, plaatsing)))
    assert "Wat kan" not in tekst and "nog niet" not in tekst


def test_pas_op_de_laatste_dag_en_met_banner(binnen, plaatsing):
    with pytest.raises(Geweigerd, match="vanaf die dag"):
        maak(binnen, plaatsing, op=date(2023, 8, 30))
    Huisstijl.objects.create(bestuur=binnen.bestuur, banner_tekst="")
    with pytest.raises(Geweigerd, match="logobanner"):
        maak(binnen, plaatsing)


# --- hoe het leest


def zinnen_van(gegevens):
    """Elke zin die een attest van deze inhoud kan tonen, zonder namen."""
    b = blad.van_inhoud(gegevens)
    vast = [f"Wat deed {b.voornaam}?", f"Wat kan {b.voornaam}?", "En nog andere taken.", "Vragen? Neem contact op."]
    punten = [f"{kop} {punt}" for kop, lijst in b.kan for punt in lijst]
    return [*b.zinnen, *b.uren, *vast, *punten]


def leesbaar(zinnen):
    """Wat er niet eenvoudig aan is: te lange zinnen, een te hoog gemiddelde, een woord dat er niet hoort."""
    lengtes = {zin: len(re.findall(r"\w+", zin)) for zin in zinnen}
    fouten = [f"te lang ({n}): {zin}" for zin, n in lengtes.items() if n > LANGSTE]
    if sum(lengtes.values()) / len(lengtes) > GEMIDDELD:
        fouten.append("gemiddeld te lang")
    return fouten + [f"verboden: {woord}" for woord in VERBODEN if any(woord in zin.lower() for zin in zinnen)]


def gegevens(**anders):
    from evaluaties.standaard import EENVOUDIG

    return {
        "schema": inhoud.SCHEMA,
        "versie": 1,
        "gemaakt_op": "2023-08-31",
        "bestuur": {"naam": "Gemeente Opwijk", "contact": "Personeelsdienst\n052 36 51 30"},
        "demo": False,
        "banner": {"tekst": Stijl().banner_tekst, "fonds": Stijl().fonds_tekst, "voorlopig": True},
        "opgemaakt_door": {"naam": "Anke Peeters", "functie": "HR-medewerker", "email": "hr@opwijk.example"},
        "deelnemer": {"voornaam": "Filip", "naam": "Filip Pauwels"},
        "functie": "winkelmedewerker",
        "organisatie": "Gemeente Opwijk",
        "van": "2023-03-01",
        "tot": "2023-08-31",
        "taken": ["kledij sorteren", "rekken aanvullen", "klanten helpen"],
        "meer_taken": False,
        "uren": {"minuten": 15_945, "maanden": 5, "van": 6},
        "competenties": {
            "altijd": list(EENVOUDIG.values())[:4],
            "meestal": list(EENVOUDIG.values())[4:8],
            "groei": list(EENVOUDIG.values())[8:],
        },
    } | anders


def attest_van(**anders):
    tekst = bevroren.canoniek(gegevens(**anders))
    return Attest(inhoud=tekst, inhoud_sha256=bevroren.sha256(tekst), versie=1)


@pytest.mark.parametrize(
    "uren", [None, {"minuten": 60, "maanden": 1, "van": 6}, {"minuten": 15_945, "maanden": 6, "van": 6}]
)
def test_eenvoudig_nederlands(uren):
    assert leesbaar(zinnen_van(gegevens(uren=uren))) == []
    tekst = tekst_van(pdf.render(attest_van(uren=uren))).lower()
    assert [woord for woord in VERBODEN if woord in tekst] == []


def test_de_leesbaarheid_meet_iets():
    """De controle: een ambtelijke zin met een stempel valt door de mand."""
    zin = "Betrokkene, een langdurig werkloze, doorliep in het kader van zijn traject met wisselend succes een stage bij onze diensten."
    fouten = leesbaar([zin])
    assert any("te lang" in f for f in fouten) and "verboden: langdurig" in fouten and "verboden: werklo" in fouten


LANG = "Jean-Baptiste Vandenbroucke-Vercruyssen-de-Solart-van-der-Straeten-Waillet-tot-Opwijk"


def extreem():
    taken = [f"taak {n}: " + "het onderhouden van perken en plantsoenen " * 4 for n in range(30)]
    passend, meer = inhoud._past([t.strip() for t in taken], inhoud.PLAATS_TAKEN)
    namen, _ = inhoud._past([f"competentie {n} " + "x" * 80 for n in range(30)], inhoud.PLAATS_COMPETENTIES)
    derde = max(len(namen) // 3, 1)
    return attest_van(
        deelnemer={"voornaam": LANG.split()[0], "naam": LANG},
        functie=("Polyvalent medewerker groendienst, begraafplaatsen en speelpleinonderhoud " * 2)[:150],
        organisatie="Intergemeentelijk samenwerkingsverband voor sociale en culturele dienstverlening in de regio Dender en Schelde",
        taken=passend,
        meer_taken=meer,
        competenties={"altijd": namen[:derde], "meestal": namen[derde : 2 * derde], "groei": namen[2 * derde :]},
        bestuur={
            "naam": "Welzijnsvereniging " + "van de regio " * 7,
            "contact": "Personeelsdienst\nMarkt 1\n9999 Ergens\n052 36 51 30",
        },
        demo=True,
    )


def kleine_punten():
    """Zoveel korte punten als er passen: veel regels in plaats van lange."""
    taken, meer = inhoud._past([f"taak nummer {n}" for n in range(30)], inhoud.PLAATS_TAKEN)
    namen, _ = inhoud._past([f"kunnen {n}" for n in range(30)], inhoud.PLAATS_COMPETENTIES)
    return attest_van(
        taken=taken, meer_taken=meer, competenties={"altijd": namen[:5], "meestal": namen[5:10], "groei": namen[10:]}
    )


@pytest.mark.parametrize(
    "attest", [attest_van, extreem, kleine_punten, lambda: attest_van(taken=[], competenties={}, uren=None)]
)
def test_altijd_een_blad(attest):
    bytes_ = pdf.render(attest())
    assert len(PdfReader(io.BytesIO(bytes_)).pages) == 1
    assert pdf.render(attest()) == bytes_  # en elke keer hetzelfde


def test_vreemde_tekst_breekt_niets():
    tekst = tekst_van(pdf.render(attest_van(taken=["<script>alert(1)</script> {{ x }} 👍 \x00"])))
    assert "<script>alert(1)</script> {{ x }}" in tekst


# --- het zegel


@pytest.fixture
def verzegeld(transactional_db):
    huis = Huis()
    with huis.binnen():
        plaatsing = huis.plaatsing()
        afgerond(huis, plaatsing, "eind", score=4)
        attest = maak(huis, plaatsing)
    taken = list(Taak.objects.filter(naam="evaluaties.attest").values_list("pk", flat=True))
    assert voer_alles_uit(*taken) == []
    return huis, attest, taken


def test_de_pdf_zegt_dat_hij_toegankelijk_is():
    """Taal, titel, tags en het merk van PDF/UA; veraPDF keurt het in `tests/verapdf`."""
    wortel = PdfReader(io.BytesIO(pdf.render(attest_van()))).trailer["/Root"]
    assert wortel["/Lang"] == "nl-BE" and wortel["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in wortel
    assert b'pdfuaid:part="1"' in wortel["/Metadata"].get_data()


@pytest.mark.programma("pdfsig")
def test_een_zegel_per_versie(verzegeld, tmp_path):
    huis, attest, taken = verzegeld
    with huis.binnen():
        document = Attest.objects.select_related("document").get(pk=attest.pk).document
        bytes_ = opslag.lees(document)
        assert (document.soort, document.bewaarklasse, document.naam) == (
            Soort.ATTEST,
            Bewaarklasse.PERSOON,
            "attest-P001-v1.pdf",
        )
    assert document.zegel_niveau == "B-B" and controleer_pdf(bytes_).ok
    pad = tmp_path / "attest.pdf"
    pad.write_bytes(bytes_)
    uit = subprocess.run(["pdfsig", "-nocert", pad], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in uit
    with huis.binnen():  # nog eens uitvoeren verzegelt niets opnieuw
        plan("evaluaties.attest", attest.pk, bestuur_id=huis.bestuur_id)
    assert voer_alles_uit(*Taak.objects.exclude(pk__in=taken).values_list("pk", flat=True)) == []
    with huis.binnen():
        assert Document.objects.filter(soort=Soort.ATTEST).count() == 1
        ander = Document.objects.get(soort=Soort.ATTEST).pk
        with pytest.raises(Geweigerd, match="verzegeld"), grenzen():
            connection.cursor().execute("UPDATE evaluaties_attest SET document_id = NULL")
        assert Attest.objects.get().document_id == ander


def test_wie_het_bestand_mag_openen(verzegeld):
    """De functie geeft het bestand aan het bestuur en de eigen partner; aan niemand anders."""
    huis, attest, _ = verzegeld
    bb = Huis("bb")

    def ziet(**wie):
        with isolatie.namens(**wie), connection.cursor() as c:
            c.execute("SELECT naam FROM attest_bestand(%s)", [attest.pk])
            return [naam for (naam,) in c.fetchall()]

    assert ziet(bestuur=huis.bestuur_id) == ziet(glowpartner=huis.partner.pk) == ["attest-P001-v1.pdf"]
    assert ziet(bestuur=bb.bestuur_id) == ziet(glowpartner=bb.partner.pk) == []


def test_de_datum_van_vandaag(binnen, plaatsing):
    with time_machine.travel(date(2023, 9, 4)):
        assert stappen.maak_attest(
            binnen.actor("hr"), plaatsing, met_uren=False, met_competenties=False
        ).gemaakt_op == date(2023, 9, 4)
