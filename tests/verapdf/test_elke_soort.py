"""Elk document dat de toepassing maakt is PDF/A-3a en PDF/UA-1, met en zonder zegel: veraPDF keurt ze in één start."""

import json
import subprocess
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import time_machine
from django.test.signals import template_rendered
from django.utils import timezone

from controles import bezoek
from controles.models import Steekproef
from documenten import huisstijl
from documenten.zegel.afsluiten import sluit_af
from documenten.zegel.hernieuw import hernieuw
from documenten.zegel.pades import VELD_PERSOON, verzegel
from documenten.zegel.sleutel import wortels, zegelaar
from evaluaties import pdf as attest_pdf
from fiches import pdf as fiche_pdf
from fiches.models import Aanlevering, Fiche
from kern.banner import Banner, embleem
from kern.pdf import Beeld
from plaatsingen.models import MaandstaatVersie, Plaatsing
from plaatsingen.pdf import afspraken
from plaatsingen.pdf import urenstaat as urenstaat_pdf
from plaatsingen.stappen import maand as maandstappen
from projecten.models import Beleidsdoel
from rapportage import beleid, beleid_pdf, cijfers, geheel, rapport, tabellen
from taken.uitvoering import voer_alles_uit
from tests.bouw import Huis
from tests.documenten.conftest import WOORDEN
from tests.documenten.test_zegel_pdf import persoon, teken
from tests.evaluaties import test_einde as attesten
from tests.fiches import test_pdf as fiches
from tests.fiches.test_oude_inhoud import OUD, SHA256
from tests.kern.test_pdf import png
from tests.plaatsingen.hulp import Mentor
from tests.rapportage.test_rapport import groot
from tests.verapdf import voorbeeld
from tests.verapdf.vera import keur
from uitwisseling.certificaten import voorbeeld as voorbeeldcertificaat

MEI, EINDE = date(2023, 5, 1), date(2023, 12, 31)
WORTEL = Path(__file__).parent.parent.parent
# wat de deur uitgaat met het zegel van het bestuur; de rest is om te lezen of op papier te tekenen
MET_ZEGEL = {
    "fiche",
    "fiche-klaargezet",
    "fiche-schema1",
    "fiche-lang",
    "urenstaat",
    "urenstaat-zonder-naam",
    "attest",
    "attest-vol",
    "rapport",
}


def van_fiches():
    oud = Fiche(inhoud=OUD, inhoud_sha256=SHA256, versie=1, token="T" * 22, ingediend_op=date(2023, 6, 1))
    for naam, fiche in {"fiche": fiches.maak(), "fiche-lang": fiches.extreem(), "fiche-schema1": oud}.items():
        wie = fiches.LANG if naam == "fiche-lang" else "Xander Öztürk"
        yield f"{naam}-leeskopie", fiche_pdf.leeskopie(fiche)
        yield naam, fiche_pdf.definitief(fiche, fiches.teken(fiche, wie))
    fiche = fiches.maak()
    yield "fiche-op-papier", fiche_pdf.leeskopie(fiche, papier=True)
    klaar = Aanlevering(
        naam="Xander Öztürk",
        functie="diensthoofd",
        organisatie="Gemeente/OCMW Opwijk",
        hoedanigheid="leidinggevende",
        wijze="certificaat",
        gezag={"grond": "direct leidinggevende van mentor M001", "vanaf": "2023-01-01"},
        vastgelegd_op=datetime(2023, 6, 15, 12, tzinfo=UTC),
    )
    yield "fiche-klaargezet", fiche_pdf.te_tekenen(fiche, klaar)


def van_een_plaatsing(huis):
    mentor = Mentor(huis, huis.plaatsing())
    for n in range(3):
        mentor.uren(MEI.replace(day=n + 2), van=time(8, 30), tot=time(11, 30), pauze_minuten=30)
    maandstappen.bevestigen(huis.actor("hr"), mentor.stuur_door(MEI))
    versie = MaandstaatVersie.objects.get()
    versie.inhoud = json.dumps(
        json.loads(versie.inhoud)
        | {
            "onderbrekingen": [{"van": "2023-05-10", "tot": "2023-05-12"}],
            "afwijkingen": [{"minuten": 90, "reden": "Storm.", "goedgekeurd_door": "An Baas"}],
            "vergoeding": [{"per": "uur", "cent": 130, "minuten": 456, "totaal": 988, "bron": "besluit x"}],
        }
    )
    plaatsing = Plaatsing.objects.select_related("leerwerkplek__organisatie", "deelnemer").get()
    yield "urenstaat", urenstaat_pdf.urenstaat(versie, plaatsing.deelnemer)
    versie.inhoud = versie.inhoud.replace("Storm.", "Storm; Filip Pauwels bleef.")
    yield "urenstaat-zonder-naam", urenstaat_pdf.zonder_naam(versie, plaatsing.deelnemer)
    stijl, middag = huisstijl.voor(huis.bestuur), timezone.make_aware(datetime(2023, 3, 1, 12))
    yield "werkafspraken", afspraken.werkafspraken(plaatsing, stijl, middag)


def van_een_project(huis, plekken):
    """Het rapport, met `--volledig` zo groot als dat van een stad, en het voorbeeldcertificaat van een demo."""
    (tel,) = cijfers.bereken([huis.project], EINDE)
    uit = groot(tel, plekken)
    stijl = huisstijl.voor(huis.bestuur)
    yield "rapport", rapport.pdf(uit, stijl, tabellen.alle(uit), datetime(2024, 1, 2, 9, tzinfo=UTC))
    samen = geheel.Geheel([uit, tel])
    yield "rapport-geheel", rapport.pdf_geheel(samen, stijl, geheel.alle(samen), datetime(2024, 1, 2, 9, tzinfo=UTC))
    for doel in ("Naar werk", "Heel lang omschreven " * 9):
        Beleidsdoel.objects.create(
            bestuur=huis.bestuur, doel=doel, actie="begeleiden", indicator="plekken art60", jaar=2023, streefcijfer=10
        )
    beeld = beleid.jaarbeeld(huis.bestuur_id, 2023, EINDE)
    yield "beleid", beleid_pdf.pdf(beeld, stijl, datetime(2024, 1, 2, 9, tzinfo=UTC))
    steekproef = Steekproef(controle=huis.controle, zaad="esf-2026", aantal=2, populatie=9, peildatum=EINDE)
    lang = {
        "adres": "Kaai 1",
        "dienst": "Groen",
        "taken": ["wieden", "snoeien"] * 9,
        "additioneel": "Komt erbij. " * 30,
    }
    bladen = [
        bezoek.Blad(
            n, f"P{n}", "medewerker", "Gemeente", mentor="Mentor", certificaat=MEI, versie=n, ondertekend_op=MEI, **rest
        )
        for n, rest in enumerate([lang, lang | {"adres": "", "dienst": "", "taken": [], "additioneel": ""}], 1)
    ]
    yield "bezoek", bezoek.pdf(steekproef, bladen, stijl, datetime(2024, 1, 2, 9, tzinfo=UTC))
    yield "voorbeeldcertificaat", voorbeeldcertificaat(huis.certificaat(), MEI, huis.bestuur.naam)


def van_de_huisstijl():
    met_png = Banner((embleem(), Beeld(png((0, 90, 100, 120)), "image/png", "Logo Vlaanderen")))
    vrij = "Arbeidsbemiddelingsondersteuningsdienst" * 20
    yield "huisstijl-lang", voorbeeld.document(vrij=vrij, naam=voorbeeld.LANG, merk="Demogegevens")
    yield "huisstijl-vreemd", voorbeeld.document(vrij="👍 محمد 李 \u200d\x07 e\u0301", naam="Şükrü Żółć")
    yield "huisstijl-png", voorbeeld.document(banner=met_png)


def zonder_ua(inhoud, map_):
    """De controle op de keurder: hetzelfde document zonder het deel PDF/UA in de metagegevens."""
    (map_ / "bron").write_bytes(inhoud)
    opdracht = ["qpdf", "--stream-data=uncompress", "--object-streams=disable", map_ / "bron", "-"]
    bron = subprocess.run(opdracht, capture_output=True, check=True).stdout
    assert b"pdfuaid:part" in bron
    return bron.replace(b"pdfuaid:part", b"pdfuaid:pert")


@pytest.fixture
def papieren(db, omvang):
    """Elk soort document zonder zegel, bij naam; en de sjablonen die daarvoor gebruikt zijn."""
    gebruikt = set()

    def onthoud(template, **_):
        gebruikt.add(template.name)

    huis = Huis(plekken=2)
    with huis.binnen():
        huis.ondertekende_fiche()
    voer_alles_uit()
    template_rendered.connect(onthoud)
    try:
        alle = {**dict(van_fiches()), **dict(van_de_huisstijl())}
        alle["attest"], alle["attest-vol"] = (attest_pdf.render(a()) for a in (attesten.attest_van, attesten.extreem))
        with huis.binnen():
            alle |= {**dict(van_een_plaatsing(huis)), **dict(van_een_project(huis, omvang(15, 39)))}
    finally:
        template_rendered.disconnect(onthoud)
    return alle, gebruikt


@pytest.mark.zwaar
@pytest.mark.programma("javac", "qpdf")
def test_elke_soort_met_en_zonder_zegel(papieren, tmp_path, settings):
    settings.GD_ZEGEL_MAP = tmp_path / "zegel"
    alle, gebruikt = papieren
    sjablonen = {p for p in WORTEL.glob("*/**/templates/**/*.html")} | set((WORTEL / "templates").rglob("*.html"))
    van_papier = {p for p in sjablonen if '{% extends "pdf/basis.html" %}' in p.read_text()}
    documenten = {str(p).rpartition("templates/")[2] for p in van_papier}
    assert documenten and documenten <= gebruikt, "een soort document die hier niet gekeurd wordt"
    zegel = zegelaar("opwijk", "Gemeente Opwijk")
    verzegeld = {f"{naam}-verzegeld": verzegel(alle[naam], zegel, **WOORDEN).bytes for naam in MET_ZEGEL}
    verzegeld["fiche-eigen-handtekening"] = teken(verzegeld["fiche-verzegeld"], persoon(settings), VELD_PERSOON)
    settings.GD_TSA_URLS, settings.GD_ZEGEL_NIVEAU = ["test"], "B-LTA"
    verzegeld["fiche-lta"] = verzegel(alle["fiche"], zegel, **WOORDEN).bytes
    verzegeld["fiche-lta-eigen-handtekening"] = teken(verzegeld["fiche-lta"], persoon(settings), VELD_PERSOON)
    verzegeld["fiche-lta-eigen-afgesloten"] = sluit_af(verzegeld["fiche-lta-eigen-handtekening"], wortels())
    verzegeld["fiche-eigen-afgesloten"] = sluit_af(verzegeld["fiche-eigen-handtekening"], wortels())
    with time_machine.travel(datetime(2038, 7, 1, tzinfo=UTC)):  # kort voor het archieftijdstempel eindigt
        verzegeld["fiche-lta-hernieuwd"] = hernieuw(verzegeld["fiche-lta"])
    (tmp_path / "keur").mkdir()
    for naam, inhoud in {**alle, **verzegeld, "fout": zonder_ua(alle["fiche"], tmp_path)}.items():
        (tmp_path / "keur" / f"{naam}.pdf").write_bytes(inhoud)
    uitslagen = keur(*sorted((tmp_path / "keur").glob("*.pdf")))
    assert len(uitslagen) == 2 * (len(alle) + len(verzegeld) + 1)
    fout = {(Path(u.bestand).stem, u.profiel): u.geschonden for u in uitslagen if not u.goed}
    assert ("fout", "ua1") in fout  # de keurder ziet een gebrek
    assert {wat: waarom for wat, waarom in fout.items() if wat[0] != "fout"} == {}
    assert all(u.regels > 1000 for u in uitslagen)
