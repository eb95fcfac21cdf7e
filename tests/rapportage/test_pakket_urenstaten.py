"""Urenstaten in het bewijspakket: één per bevestigde maand die telt, verzegeld, en nergens de naam van de deelnemer."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from pypdf import PdfReader

from documenten import opslag
from documenten.enums import Bewaarklasse
from documenten.models import Document
from documenten.zegel.controle import controleer_pdf
from kern.bevroren import sha256
from kern.pdf import PdfFout
from plaatsingen.models import Maandstaat, MaandstaatVersie
from plaatsingen.pdf import urenstaat as pdf
from plaatsingen.stappen import maand as maandstappen
from rapportage import cijfers, tasks, urenstaten
from rapportage.enums import Fase
from rapportage.models import Urenstaatkopie
from taken.enums import Status
from taken.models import Taak
from tests.bouw import Huis
from tests.hulp.huizen import eens
from tests.plaatsingen.hulp import Mentor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vast_rapport")]
MEI, JUNI, JULI = (date(2023, maand, 1) for maand in (5, 6, 7))
REDEN = "Voor PAUWELS stond dinsdag er twee keer; Filip meldde dat."


def bouw():
    """Mei en juni bevestigd, juni daarna verbeterd met een reden die de deelnemer noemt; juli enkel doorgestuurd."""
    huis = Huis("opw")
    with huis.binnen():
        mentor, hr = Mentor(huis, huis.plaatsing()), huis.actor("hr")
        for maand in (MEI, JUNI, JULI):
            mentor.uren(maand.replace(day=5), 240)
        maandstappen.bevestigen(hr, mentor.stuur_door(MEI), op=date(2023, 6, 2))
        staat = maandstappen.bevestigen(hr, mentor.stuur_door(JUNI), op=date(2023, 7, 3))
        maandstappen.verbeteren(hr, staat, reden=REDEN)
        mentor.uren(JUNI.replace(day=6), 120)
        maandstappen.bevestigen(hr, mentor.stuur_door(JUNI), op=date(2023, 7, 20))
        mentor.stuur_door(JULI)
    return huis


gebouwd_huis, huis = eens(bouw)


@pytest.fixture
def maak(huis, vraag, voer_uit):
    """maak(peildatum): (de inhoud van het pakket bij naam, het pakket)."""

    def doe(peildatum=date(2023, 12, 31)):
        pakket, taak = voer_uit(huis, vraag(huis, peildatum))
        assert taak.status == Status.KLAAR, (taak.fout, pakket.reden)
        with zipfile.ZipFile(opslag.pad(pakket.document)) as z:
            return {naam: z.read(naam) for naam in z.namelist()}, pakket

    return doe


def namen(inhoud):
    return [naam for naam in inhoud if naam.startswith("urenstaten/")]


def alles(bytes_):
    """Wat een lezer van deze PDF te zien krijgt: tekst, titel en de bijlage."""
    blad = PdfReader(io.BytesIO(bytes_))
    ((bijlage,),) = blad.attachments.values()
    return "\n".join([*(b.extract_text() for b in blad.pages), str(blad.metadata), bijlage.decode()]), bijlage.decode()


def test_elke_bevestigde_maand_die_telt_heeft_haar_urenstaat(huis, maak):
    """Evenveel bestanden als maanden in het rapport, de CSV en pakket.json; verzegeld, en bewaard als bewijs."""
    inhoud, _ = maak()
    assert namen(inhoud) == ["urenstaten/P001-2023-05-v1.pdf", "urenstaten/P001-2023-06-v2.pdf"]
    gegevens = json.loads(inhoud["gegevens/pakket.json"])
    assert gegevens["codes"]["urenstaten"] == namen(inhoud) and gegevens["cijfers"]["bevestigde_maanden"] == 2
    uren = list(csv.reader(io.StringIO(inhoud["gegevens/uren.csv"].decode()), delimiter=";"))[1:]
    assert [f"urenstaten/{r[0]}-{r[3]}-v{r[7]}.pdf" for r in uren] == namen(inhoud)
    resultaten = dict(r[:2] for r in csv.reader(io.StringIO(inhoud["gegevens/resultaten.csv"].decode()), delimiter=";"))
    assert resultaten["Bevestigde maanden, elk met een urenstaat"] == "2"
    assert all(controleer_pdf(inhoud[naam]).ok for naam in namen(inhoud))
    with huis.binnen():
        kopieen = {kopie.document for kopie in Urenstaatkopie.objects.select_related("document")}
        (c,) = cijfers.bereken([huis.project], date(2023, 12, 31))
    assert len(c.maandstaten) == 2
    assert {(d.soort, d.bewaarklasse) for d in kopieen} == {("urenstaat", Bewaarklasse.BEWIJS)}


def test_nergens_de_naam_ook_niet_in_een_reden(huis, maak):
    inhoud, _ = maak()
    with huis.binnen():
        versies = {v.versie: v for v in MaandstaatVersie.objects.filter(staat__maand=JUNI)}
        mei = MaandstaatVersie.objects.get(staat__maand=MEI)
    assert "Filip" in versies[2].inhoud  # de controle op deze test: wat bevroren werd, noemt de deelnemer wel
    gelezen = {naam: alles(inhoud[naam]) for naam in namen(inhoud)}
    for tekst, _ in gelezen.values():
        assert "D001" in tekst and not {w for w in ("filip", "pauwels") if w in tekst.lower()}
    assert not [naam for naam, stuk in inhoud.items() if b"Pauwels" in stuk or b"Filip" in stuk]
    zonder, bijlage = gelezen["urenstaten/P001-2023-05-v1.pdf"]
    assert bijlage == mei.inhoud and sha256(bijlage) == mei.inhoud_sha256 and "plaats van een naam" not in zonder
    anders, bijlage = gelezen["urenstaten/P001-2023-06-v2.pdf"]
    reden = json.loads(bijlage)["verbetering"]["reden"]
    assert reden == "Voor D001 stond dinsdag er twee keer; D001 meldde dat."
    assert "plaats van een naam" in " ".join(anders.split()) and versies[2].inhoud_sha256 in anders
    assert json.loads(bijlage)["dagen"] == json.loads(versies[2].inhoud)["dagen"]


def test_de_naam_als_deel_van_een_woord_blijft(huis):
    with huis.binnen():
        versie = MaandstaatVersie.objects.select_related("staat__plaatsing__deelnemer").get(versie=2)
    deelnemer, bewaard = versie.staat.plaatsing.deelnemer, json.loads(versie.inhoud)
    bewaard["verbetering"]["reden"] = "Filippa en filip Pauwels (Filip), Pauwelstraat."
    verborgen = pdf._verberg(bewaard, deelnemer)["verbetering"]["reden"]
    assert verborgen == "Filippa en D001 (D001), Pauwelstraat."


def test_op_een_vroegere_dag_telt_de_vorige_versie(maak):
    inhoud, _ = maak(date(2023, 7, 10))
    assert namen(inhoud) == ["urenstaten/P001-2023-05-v1.pdf", "urenstaten/P001-2023-06-v1.pdf"]


def test_een_volgend_pakket_neemt_dezelfde_bytes(huis, maak):
    eerste, _ = maak()
    tweede, _ = maak()
    assert {n: eerste[n] for n in namen(eerste)} == {n: tweede[n] for n in namen(tweede)}
    with huis.binnen():
        assert Urenstaatkopie.objects.count() == 2


def test_een_nieuwe_poging_gaat_verder_waar_de_vorige_stopte(huis, vraag, voer_uit, monkeypatch):
    pakket, gemaakt, echt = vraag(huis), [], urenstaten.pdf.zonder_naam

    def eens_mis(versie, deelnemer):
        gemaakt.append(versie.versie)
        if len(gemaakt) == 2:
            raise PdfFout("Even niet.")
        return echt(versie, deelnemer)

    monkeypatch.setattr(urenstaten.pdf, "zonder_naam", eens_mis)
    tussen, taak = voer_uit(huis, pakket, pogingen=1)
    assert (taak.status, tussen.reden) == (Status.WACHT, "Even niet.")
    assert (taak.fase, taak.gedaan, taak.totaal) == (Fase.URENSTATEN, 1, 2) and taak.fase_op
    pakket, taak = voer_uit(huis, pakket)
    assert (taak.status, taak.pogingen, pakket.reden) == (Status.KLAAR, 2, "")
    assert gemaakt == [1, 2, 2]  # mei niet nog eens


def test_twee_pakketten_tegelijk_delen_de_urenstaat(huis, vraag, voer_uit, monkeypatch):
    """Terwijl het ene haar tekent, bewaart het andere haar: er komt er één, en geen bestand te veel."""
    echt, binnenin = urenstaten.pdf.zonder_naam, []

    def tekent(versie, deelnemer):
        uit = echt(versie, deelnemer)
        if not binnenin:
            binnenin.append(True)
            werk = tasks.Werk(Taak(bestuur_id=huis.bestuur_id))
            urenstaten.maak(werk, huis.bestuur, versie.pk)
        return uit

    monkeypatch.setattr(urenstaten.pdf, "zonder_naam", tekent)
    _, taak = voer_uit(huis, vraag(huis))
    with huis.binnen():
        documenten = list(Document.objects.filter(soort="urenstaat"))
        assert Urenstaatkopie.objects.count() == 2
    assert taak.status == Status.KLAAR and len(documenten) == 2
    op_schijf = {f.name for f in opslag.pad(documenten[0]).parent.glob("*.pdf")}
    assert op_schijf >= {d.bestand for d in documenten}


def test_een_maand_zonder_bewaarde_inhoud_houdt_het_pakket_tegen(huis, vraag, voer_uit):
    """Ze telt mee en zou ontbreken: het pakket zegt wat de installateur moet doen, en lukt daarna."""
    with huis.binnen():
        ander = huis.plaatsing(plek=huis.maak_plek(), deelnemer=huis.deelnemer("D002"), code="P002")
        Mentor(huis, ander).uren(MEI.replace(day=8), 240)
        Maandstaat.objects.create(
            bestuur=huis.bestuur, plaatsing=ander, maand=MEI, status="bevestigd", minuten=240,
            doorgestuurd_op=MEI, bevestigd_op=date(2023, 6, 2),
        )  # fmt: skip
    pakket, taak = voer_uit(huis, vraag(huis), pogingen=1)
    assert pakket.reden == (
        "Van 1 bevestigde maand is de inhoud nog niet bewaard."
        " Vraag de installateur om eerst script/manage vul_urenstaten uit te voeren."
    )
    with huis.binnen():
        from plaatsingen.stappen.bevestiging import vul_ontbrekende_aan

        assert vul_ontbrekende_aan() == 1
    pakket, taak = voer_uit(huis, pakket)
    assert (taak.status, pakket.reden) == (Status.KLAAR, "")
