"""Een controleur ziet het project van zijn lopende controle, en van het bestuur verder niets."""

import pytest
from django.utils import timezone

from controles.models import Getrokken, Vraag
from controles.stappen import antwoorden, beheren, uitvoeren
from organisaties.models import Lidmaatschap
from rapportage.models import Controle
from tests.bouw import Huis
from tests.controles.hulp import Opzet, vandaag
from tests.hulp.huizen import eens

pytestmark = pytest.mark.django_db
gebouwd_huis, huis = eens(Opzet)
VAN_HET_BESTUUR = [
    "/leerwerkplekken/", "/leerwerkplekken/{plek}/", "/mentoren/", "/mentoren/{mentor}/", "/fiches/{fiche}/",
    "/overleg/", "/plaatsingen/", "/beheer/personen/", "/controles/nieuw/",
]  # fmt: skip


@pytest.fixture
def opzet(huis, bevestigd):
    return huis


def statussen(opzet, paden):
    klant, uit = opzet.als(), {}
    for pad in paden:
        antwoord = klant.get(pad)
        uit[pad] = antwoord.status_code
        if antwoord.streaming:
            list(antwoord.streaming_content)  # wie een bestand vraagt, leest het uit
    return uit


def geef(opzet, project, van, tot):
    """Nog een controle voor dezelfde controleur; een periode begint enkel bij het maken."""
    lid = opzet.huis.leden["controleur"]
    with opzet.huis.binnen():
        return Controle.objects.create(
            bestuur=opzet.huis.bestuur, project=project, lidmaatschap=lid, email=lid.gebruiker.email,
            voornaam="An", naam="Peeters", van=van, tot=tot,
        )  # fmt: skip


def test_elk_blad_van_het_eigen_project_opent(opzet):
    """De positieve controle op al de 404's hieronder."""
    assert set(statussen(opzet, opzet.paden("a")).values()) == {200}


def test_niets_van_een_ander_project_van_hetzelfde_bestuur(opzet):
    assert set(statussen(opzet, opzet.paden("b")).values()) == {404}


def test_niets_van_een_ander_bestuur(opzet):
    ander = Huis("bb")
    paden = [f"/project/{ander.project.pk}/", f"/controles/{ander.controle.pk}/", f"/controles/plek/{ander.plek.pk}/"]
    assert set(statussen(opzet, paden).values()) == {404}


def test_de_lijsten_tellen_enkel_het_eigen_project(opzet):
    klant = opzet.als()
    for pad in ("/project/", "/project/subsidie/", "/project/bewijspakketten/", "/controles/", "/"):
        antwoord = klant.get(pad)
        tekst = antwoord.content.decode()
        assert antwoord.status_code == 200 and ("572-AA" in tekst) is (pad != "/"), pad
        assert "572-B" not in tekst and "B1" not in tekst, pad
    assert "572-B" in opzet.als("coordinator").get("/project/").content.decode()


def test_wat_het_hele_bestuur_toont_is_een_403(opzet):
    nummers = {"plek": opzet.huis.plek.pk, "mentor": opzet.huis.mentor.pk, "fiche": opzet.fiches[0].pk}
    paden = [pad.format(**nummers) for pad in VAN_HET_BESTUUR]
    paden += [f"/geschiedenis/leerwerkplek/{opzet.huis.plek.pk}/", f"/geschiedenis/mentor/{opzet.huis.mentor.pk}/"]
    assert set(statussen(opzet, paden).values()) == {403}


@pytest.mark.parametrize(("van", "tot", "ziet"), [(0, 0, 200), (-5, 0, 200), (0, 5, 200), (1, 5, 404), (-5, -1, 404)])
def test_de_eerste_en_de_laatste_dag_tellen_mee(opzet, van, tot, ziet):
    with opzet.huis.binnen():
        Controle.objects.update(ingetrokken_op=timezone.now())
    opzet.controle = geef(opzet, opzet.a, vandaag(van), vandaag(tot))
    paden = opzet.paden("a") if ziet == 404 else opzet.paden("a")[-4:]  # dat ze openen, staat hierboven
    paden += [f"/controles/{opzet.controle.pk}/", f"/controles/{opzet.controle.pk}/plekken/"]
    assert set(statussen(opzet, paden).values()) == {ziet}
    if ziet == 404:
        assert "Er loopt geen controle voor jou" in opzet.als().get("/").content.decode()
        assert "Er loopt geen controle voor jou" in opzet.als().get("/controles/").content.decode()


def test_intrekken_telt_bij_het_volgende_verzoek(opzet):
    klant, pad = opzet.als(), f"/controles/plek/{opzet.huis.plek.pk}/"
    assert klant.get(pad).status_code == 200
    with opzet.huis.binnen():
        beheren.trek_in(opzet.huis.actor("coordinator"), opzet.controle)
        assert Lidmaatschap.objects.get(pk=opzet.huis.leden["controleur"].pk).tot == vandaag(-1)
    assert klant.get(pad).status_code in (403, 404)  # geen lidmaatschap meer dat geldt


def test_een_tweede_controle_opent_ook_dat_project_en_houdt_het_eerste(opzet):
    geef(opzet, opzet.b, vandaag(), vandaag(1))
    assert set(statussen(opzet, [*opzet.paden("a")[-3:], *opzet.paden("b")[-6:]]).values()) == {200}


def test_een_ingevoerde_controleur_zonder_controle_krijgt_een_leeg_scherm(opzet):
    with opzet.huis.binnen():
        lid = opzet.huis.lid("ingevoerd", "controleur")
    opzet.huis.leden["ingevoerd"] = lid
    tekst = opzet.als("ingevoerd").get("/").content.decode()
    assert "Er loopt geen controle voor jou. Vraag de projectcoördinator om ze te openen." in tekst
    assert opzet.als("ingevoerd").get(f"/controles/{opzet.controle.pk}/").status_code == 404
    assert lid.tot > timezone.localdate()


def test_jaren_later_kan_hij_alles_nog_ook_als_wie_het_deed_weg_is(opzet):
    """Het project liep in 2023 af; de mentor, de leidinggevende en de coördinator hebben geen toegang meer."""
    assert opzet.a.tot < vandaag(-365)
    with opzet.huis.binnen():
        weg = Lidmaatschap.objects.filter(rollen__overlap=["mentor", "leidinggevende", "coordinator"])
        assert weg.update(ingetrokken_op=timezone.now()) >= 3
    assert set(statussen(opzet, opzet.paden("a")).values()) == {200}
    with opzet.als_controleur():
        trekking = uitvoeren.trek_steekproef(
            opzet.controleur, opzet.controle, aantal=2, peildatum=opzet.a.tot, zaad="later"
        )
        vraag = uitvoeren.stel(opzet.controleur, opzet.controle, "Waar hing de affiche?", opzet.huis.plek)
    with opzet.huis.binnen():
        antwoorden.antwoord(opzet.huis.actor("hr"), Vraag.objects.get(pk=vraag), "In de inkom.")
        assert Getrokken.objects.filter(steekproef=trekking).count() == 2
    assert "In de inkom." in opzet.als().get(f"/controles/vragen/{vraag}/").content.decode()
