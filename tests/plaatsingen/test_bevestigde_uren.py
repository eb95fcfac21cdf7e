"""*Bevestigde uren*: een GLOW-partner ziet en exporteert de maanden van eigen deelnemers, over de besturen heen."""

import io
from datetime import date

import openpyxl
import pytest
from django.test import Client

from leerwerkplekken import stappen as plek_stappen
from organisaties import isolatie
from organisaties.models import Samenwerking
from plaatsingen.models import MaandstaatVersie
from plaatsingen.stappen import maand as stappen
from tests.bouw import Huis
from tests.hulp.aanmelding import bewijs
from tests.hulp.leesboek import gelezen
from tests.plaatsingen.hulp import Mentor, als, querys

URL = "/uren/bevestigd/"


def maand(huis, code, maanden=(5,), **deelnemer):
    p = huis.plaatsing(deelnemer=huis.deelnemer(f"D{code}", **deelnemer), plek=huis.maak_plek(), code=f"P{code}")
    mentor = Mentor(huis, p)
    for m in maanden:
        mentor.uren(date(2023, m, 2), 240)
        mentor.uren(date(2023, m, 3), soort="afwezig_verwittigd")
        stappen.bevestigen(huis.actor("hr"), mentor.stuur_door(date(2023, m, 1)), op=date(2023, m + 1, 3))
    return p


@pytest.fixture
def partner(huis):
    """De partner van aa, die ook in bb iemand plaatste; bb heeft ook een eigen partner."""
    bb = Huis("bb")
    with huis.binnen():
        maand(huis, "1", (5, 6))
    with bb.binnen():
        maand(bb, "vreemd")
        Samenwerking.objects.create(bestuur=bb.bestuur, glowpartner=huis.partner, code="ook")
        plek = bb.maak_plek()
        plek_stappen.bied_aan(bb.installatie, plek, huis.partner, op=date(2023, 3, 2))
        via = bb.deelnemer("Dbb", glowpartner=huis.partner, voornaam="=Via", naam="Kaai")
        mentor = Mentor(bb, bb.plaatsing(deelnemer=via, plek=plek, code="Pbb"))
        mentor.uren(date(2023, 5, 2), 120)
        stappen.bevestigen(bb.actor("hr"), mentor.stuur_door(date(2023, 5, 1)))
    klant = Client()
    klant.force_login(huis.partnerlid.gebruiker)
    klant.bb = bb
    return klant


def test_over_de_besturen_heen_op_code(huis, partner):
    antwoord = partner.get(URL)
    pagina = antwoord.content.decode()
    assert "3 maanden" in pagina and "D1" in pagina and "Dbb" in pagina and "Dvreemd" not in pagina
    assert "Gemeente AA" in pagina and "Gemeente BB" in pagina and "Filip" not in pagina and "Volgt" in pagina
    assert gelezen(antwoord, huis.bestuur_id) == set()
    assert "2 maanden" in partner.get(f"{URL}?maand=2023-05").content.decode()
    assert "1 maand<" in partner.get(f"{URL}?bestuur={partner.bb.bestuur_id}").content.decode()
    assert "Selecteer een geldige keuze" in partner.get(f"{URL}?bestuur=0").content.decode()
    assert "Bevestigde uren" in partner.get("/").content.decode()


def test_een_lege_lijst(huis):
    klant = Client()
    klant.force_login(huis.partnerlid.gebruiker)
    assert "Nog geen bevestigde uren" in klant.get(URL).content.decode()


def test_het_bestand_vraagt_te_bevestigen_wie_je_bent(huis, partner):
    bewijs(partner)
    for vorm in ("xlsx", "csv"):
        antwoord = partner.get(f"{URL}?vorm={vorm}")
        assert antwoord.status_code == 302 and "bevestig" in antwoord.url


def test_xlsx_en_csv_met_naam_en_leesregel(huis, partner):
    antwoord = partner.get(f"{URL}?vorm=csv")
    regels = antwoord.content.decode().splitlines()
    assert (
        antwoord["Content-Type"] == "text/csv; charset=utf-8" and "bevestigde-uren-" in antwoord["Content-Disposition"]
    )
    assert regels[0].startswith(
        "Deelnemer;Voornaam;Naam;Bestuur;Leerwerkplek;Organisatie;Maand;Uren;Minuten;Dagen gewerkt"
    )
    assert (
        "D1;Filip;Pauwels;Gemeente AA;medewerker groendienst;Gemeente aa;2023-06;4.00;240;1;1;0;0;2023-07-03;1"
        in regels
    )
    assert any(regel.startswith("Dbb;'=Via;Kaai;Gemeente BB") for regel in regels) and len(regels) == 4
    for bestuur in (huis.bestuur_id, partner.bb.bestuur_id):
        assert len(gelezen(antwoord, bestuur)) == 1
    werkmap = openpyxl.load_workbook(io.BytesIO(partner.get(f"{URL}?vorm=xlsx&maand=2023-06").content))
    rij = [cel.value for cel in list(werkmap["Bevestigde-uren"].rows)[1]]
    assert rij[:3] == ["D1", "Filip", "Pauwels"] and rij[7:10] == [4, 240, 1]


def test_een_verbetering_toont_de_bevestigde_versie_tot_de_nieuwe_er_is(huis, partner):
    with huis.binnen():
        versie = MaandstaatVersie.objects.filter(staat__maand=date(2023, 6, 1)).select_related("staat__plaatsing").get()
        staat = stappen.verbeteren(huis.actor("hr"), versie.staat, reden="fout")
    pagina = partner.get(URL).content.decode()
    assert "3 maanden" in pagina and "wordt verbeterd" in pagina
    with huis.binnen():
        mentor = Mentor(huis, staat.plaatsing)
        mentor.uren(date(2023, 6, 6), 60)
        stappen.bevestigen(huis.actor("hr"), mentor.stuur_door(date(2023, 6, 1)))
    pagina = partner.get(URL).content.decode()
    assert "3 maanden" in pagina and "verbeterd, versie 2" in pagina and "wordt verbeterd" not in pagina


def test_de_partner_leest_en_schrijft_niets(huis, partner):
    assert partner.post(URL).status_code == 405
    with isolatie.namens(gebruiker=huis.partnerlid.gebruiker_id, glowpartner=huis.partner.pk):
        assert MaandstaatVersie.objects.count() == 3
        assert MaandstaatVersie.objects.update(urenstaat=None) == 0


@pytest.mark.parametrize(
    "rol", ["hr", "coordinator", "mentor", "leidinggevende", "directeur", "controleur", "beheerder"]
)
def test_enkel_voor_partners(huis, rol):
    assert als(huis, rol).get(URL).status_code == 403


def test_evenveel_querys_met_1_en_veel(huis, omvang):
    klant = Client()
    klant.force_login(huis.partnerlid.gebruiker)
    with huis.binnen():
        maand(huis, "1")
    een = querys(klant, URL)
    with huis.binnen():
        for n in range(2, omvang(8, 120)):
            maand(huis, str(n), (3, 4, 5, 6))
    assert querys(klant, URL) == een <= 15
