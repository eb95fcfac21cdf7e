"""De urenstaat: één keer gemaakt en verzegeld, op één A4, met de bevroren inhoud erin; en wie ze mag ophalen."""

import io
import json
from datetime import date, time
from hashlib import sha256

import pytest
from django.db.models.functions import Now
from django.urls import reverse
from pypdf import PdfReader

from documenten import opslag
from documenten.enums import Bewaarklasse
from documenten.zegel.controle import controleer_pdf
from plaatsingen.models import MaandstaatVersie
from plaatsingen.pdf import urenstaat as pdf
from plaatsingen.stappen import maand as stappen
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import Huis
from tests.hulp.leesboek import gelezen
from tests.plaatsingen.hulp import Mentor, als

MEI = date(2023, 5, 1)  # 23 werkdagen: de langste maand


@pytest.fixture
def staat(huis):
    """Een volle maand: elke werkdag iets, ook afwezig en precieze uren."""
    with huis.binnen():
        mentor = Mentor(huis, huis.plaatsing())
        for n in range(31):
            dag = MEI.replace(day=n + 1)
            if dag.weekday() < 5 and n % 10 != 3:
                mentor.uren(dag, van=time(8, 30), tot=time(11, 30), pauze_minuten=30)
            elif dag.weekday() < 5:
                mentor.uren(dag, soort="afwezig_niet_verwittigd")
        return stappen.bevestigen(huis.actor("hr"), mentor.stuur_door(MEI))


def maak(huis):
    assert voer_alles_uit(*Taak.objects.filter(status="wacht").values_list("pk", flat=True)) == []
    with huis.binnen():
        versie = MaandstaatVersie.objects.select_related("urenstaat").order_by("-versie")[0]
        return versie, opslag.lees(versie.urenstaat)


def test_een_verzegelde_urenstaat_op_een_blad(huis, staat):
    versie, inhoud = maak(huis)
    document, blad = versie.urenstaat, PdfReader(io.BytesIO(inhoud))
    assert controleer_pdf(inhoud).ok and document.zegel_niveau
    assert (document.soort, document.bewaarklasse) == ("urenstaat", Bewaarklasse.PERSOON)
    assert document.naam == "urenstaat-P001-2023-05-v1.pdf"
    assert len(blad.pages) == 1
    tekst = blad.pages[0].extract_text()
    for stuk in (
        "Filip Pauwels",
        "mei 2023",
        "08:30",
        "30 min",
        "Afwezig, niet verwittigd",
        "Hr Van Aa",
        "Mentor Van Aa",
    ):
        assert stuk in tekst, stuk
    assert "Vergoeding" not in tekst
    (bijlage,) = blad.attachments[pdf.BIJLAGE]
    assert bijlage == versie.inhoud.encode() and sha256(bijlage).hexdigest() == versie.inhoud_sha256
    assert b"Pauwels" not in bijlage


def test_nog_eens_uitvoeren_maakt_geen_tweede(huis, staat):
    versie, _ = maak(huis)
    Taak.objects.filter(naam="plaatsingen.urenstaat").update(status="wacht", pogingen=0, vrij_vanaf=Now())
    assert voer_alles_uit(*Taak.objects.values_list("pk", flat=True)) == []
    with huis.binnen():
        assert MaandstaatVersie.objects.get().urenstaat_id == versie.urenstaat_id


def test_onderbreking_afwijking_verbetering_en_vergoeding_staan_erop(huis, staat):
    with huis.binnen():
        bewaard = json.loads(MaandstaatVersie.objects.get().inhoud)
    inhoud = {
        **bewaard,
        "onderbrekingen": [{"van": "2023-05-10", "tot": "2023-05-12"}],
        "afwijkingen": [{"minuten": 90, "reden": "Storm.", "goedgekeurd_door": "An Baas"}],
        "verbetering": {"reden": "Fout.", "vorige_minuten": 60, "vorige_op": "2023-06-01"},
        "vergoeding": [{"per": "uur", "cent": 130, "minuten": 456, "totaal": 988, "bron": "besluit x"}],
    }
    blad = pdf.blad(inhoud, "Filip Pauwels", "0" * 64)
    assert blad["opmerkingen"][0] == "De plaatsing was onderbroken van 10/05/2023 tot en met 12/05/2023."
    assert "1,5 u gewerkt boven het maximum" in blad["opmerkingen"][1] and "An Baas" in blad["opmerkingen"][1]
    assert "Die telde 1 u, bevestigd op 01/06/2023. Reden: Fout." in blad["opmerkingen"][2]
    assert blad["vergoeding"] == ["7,60 u × € 1,30 = € 9,88 (besluit x)"]


@pytest.mark.parametrize("rol", ["hr", "coordinator", "mentor"])
def test_ophalen_wordt_genoteerd(huis, staat, rol):
    klant, url = als(huis, rol), f"/uren/maandstaten/{staat.pk}/urenstaat/"
    assert "wordt nog gemaakt" in klant.get(url, follow=True).content.decode()
    _, inhoud = maak(huis)
    antwoord = klant.get(url)
    assert b"".join(antwoord.streaming_content) == inhoud
    assert gelezen(antwoord, huis.bestuur_id) == {staat.plaatsing.deelnemer_id}
    assert klant.get(f"{url}?versie=2").status_code == 404


def test_wie_ze_niet_krijgt(huis, staat):
    maak(huis)
    url = f"/uren/maandstaten/{staat.pk}/urenstaat/"
    with huis.binnen():
        ander = huis.lid("mentor2", "mentor")
    huis.leden["mentor2"] = ander
    assert als(huis, "mentor2").get(url).status_code == 404
    for rol in ("leidinggevende", "directeur", "controleur", "beheerder"):
        assert als(huis, rol).get(url).status_code == 403
    assert als(Huis("bb"), "hr").get(url).status_code == 404


def test_de_schermen_wijzen_ernaar(huis, staat):
    maak(huis)
    hr = als(huis, "hr").get(f"/uren/maandstaten/{staat.pk}/").content.decode()
    assert f"/uren/maandstaten/{staat.pk}/urenstaat/?versie=1" in hr and "verbeteren/" in hr
    mentor = als(huis, "mentor").get(reverse("plaatsingen:maand") + "?maand=2023-05").content.decode()
    assert "Urenstaat openen (PDF)" in mentor
    ander = als(huis, "coordinator").get(f"/uren/maandstaten/{staat.pk}/").content.decode()
    assert "urenstaat/?versie=1" in ander and "verbeteren/" not in ander


def test_verbeteren_op_het_scherm(huis, staat):
    klant, url = als(huis, "hr"), f"/uren/maandstaten/{staat.pk}/verbeteren/"
    assert "blijven bewaard" in klant.get(url).content.decode()
    assert "Zeg wat er verbeterd moet worden." in klant.post(url, {"reden": " "}).content.decode()
    pagina = klant.post(url, {"reden": "Woensdag ontbreekt."}, follow=True).content.decode()
    assert "als versie 2" in pagina and "Woensdag ontbreekt." in pagina and "Telt tot de verbetering" in pagina
    assert "Verbeteren hoeft niet" in klant.post(url, {"reden": "x"}, follow=True).content.decode()
    mentor = als(huis, "mentor").get(reverse("plaatsingen:maand") + "?maand=2023-05").content.decode()
    assert "Woensdag ontbreekt." in mentor and "Maand doorsturen" in mentor
    assert als(huis, "coordinator").post(url, {"reden": "x"}).status_code == 403
