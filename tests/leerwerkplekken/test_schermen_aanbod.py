"""De schermen van het aanbod zonder JavaScript: HR biedt aan en antwoordt, de partner leest, vraagt en weigert."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leerwerkplekken.models import Aanbod, Aanbodvraag, Leerwerkplek
from leerwerkplekken.stappen import antwoord, kopieer
from organisaties import keuzes
from organisaties.models import GlowPartner, Samenwerking
from tests.hulp.scherm import meld_aan, velden, vul_in

pytestmark = pytest.mark.django_db
AANBIEDEN = reverse("leerwerkplekken:aanbieden")
LIJST = reverse("leerwerkplekken:aanbiedingen")


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


@pytest.fixture
def hr(opzet):
    return meld_aan(opzet.hr.gebruiker)


@pytest.fixture
def glow(opzet):
    return meld_aan(opzet.partner.gebruiker)


def tekst(antwoord_, status=200):
    assert antwoord_.status_code == status
    return antwoord_.content.decode()


def adres(naam, *nummers):
    return reverse(f"leerwerkplekken:{naam}", args=nummers)


def querys(klant, pad):
    with CaptureQueriesContext(connection) as gezien:
        tekst(klant.get(pad))
    return sum(1 for q in gezien if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config")))


def nieuwe(opzet, aantal=2):
    with opzet.huis.binnen():
        return kopieer(opzet.huis.installatie, opzet.plek, aantal=aantal)


def van(opzet, plek=None):
    with opzet.huis.binnen():
        return Aanbod.objects.get(leerwerkplek=plek or opzet.plek, glowpartner=opzet.partner.glowpartner)


# --- HR


def test_van_de_lijst_langs_het_nakijken_naar_het_aanbod(opzet, hr):
    plekken = nieuwe(opzet)
    lijst = tekst(hr.get("/leerwerkplekken/"))
    assert f'name="plek" value="{plekken[0].pk}"' in lijst and "Aangevinkte plekken aanbieden" in lijst
    url = f"{AANBIEDEN}?plek={plekken[0].pk}&plek={plekken[1].pk}&plek={opzet.plek.pk}"
    begin = velden(hr.get(url), "aangeboden_op")
    assert len(begin["plekken"]) == 3 and len(begin["partners"]) == 2
    kies = hr.post(AANBIEDEN, begin | {"boodschap": "Kom eens kijken."})
    assert kies.status_code == 302 and kies.url.startswith(f"{AANBIEDEN}?keuze=")
    na = hr.get(kies.url)
    pagina = tekst(na)
    assert pagina.count("Krijgt aangeboden") == 2 and pagina.count("Is al aangeboden en loopt nog.") == 2
    assert "Kom eens kijken." in pagina
    with opzet.huis.binnen():
        assert not Aanbod.objects.filter(leerwerkplek=plekken[0]).exists()  # nog niets verstuurd
    for nummer in begin["plekken"]:
        assert f'name="plekken" value="{nummer}"' in pagina
    keuze = velden(na, "boodschap") | {"plekken": begin["plekken"], "partners": begin["partners"]}
    weer = velden(hr.get(f"{kies.url}&wijzig=ja"), "boodschap")
    assert weer["boodschap"] == "Kom eens kijken." and len(weer["plekken"]) == 3
    anders = hr.post(f"{kies.url}&wijzig=ja", weer | {"boodschap": "Bel eerst."})
    assert "Bel eerst." in tekst(hr.get(anders.url)) and "Kom eens kijken." in tekst(hr.get(kies.url))  # twee tabbladen
    klaar = hr.post(AANBIEDEN, keuze | {"doe": "aanbieden"})
    assert klaar.status_code == 302 and klaar.url == LIJST
    assert "2 plekken aangeboden aan" in tekst(hr.get(klaar.url))
    dubbel = tekst(hr.post(AANBIEDEN, keuze | {"doe": "aanbieden"}))
    assert "Er valt niets aan te bieden." in dubbel and "Er vertrekt niets" in dubbel


def test_van_een_plek_met_elke_fout_bij_haar_veld(opzet, hr):
    (plek,) = nieuwe(opzet, 1)
    assert f"{AANBIEDEN}?plek={plek.pk}" in tekst(hr.get(adres("aanbod", plek.pk)))
    vreemd = GlowPartner.objects.create(naam="Vreemd", email="vreemd@x.example")
    begin = velden(hr.get(f"{AANBIEDEN}?plek={plek.pk}"), "aangeboden_op")
    fout = hr.post(AANBIEDEN, begin | {"partners": [vreemd.pk], "boodschap": "blijft staan"})
    assert "partners" in fout.context["form"].errors and "blijft staan" in tekst(fout)
    geen = hr.post(AANBIEDEN, {k: v for k, v in begin.items() if k != "partners"})
    assert "Vink minstens één GLOW-partner aan." in tekst(geen)
    morgen = f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"
    assert "toekomst" in tekst(hr.post(AANBIEDEN, begin | {"aangeboden_op": morgen, "doe": "aanbieden"}))
    klaar = hr.post(AANBIEDEN, begin | {"doe": "aanbieden"})
    assert klaar.status_code == 302 and klaar.url == adres("aanbod", plek.pk)
    assert "elke GLOW-partner" in tekst(hr.get(klaar.url))


def test_het_nakijken_is_van_wie_koos_en_blijft_niet_eeuwig(opzet, hr, glow, monkeypatch):
    (plek,) = nieuwe(opzet, 1)
    begin = velden(hr.get(f"{AANBIEDEN}?plek={plek.pk}"), "aangeboden_op")
    keuze = hr.post(AANBIEDEN, begin).url
    assert "Klopt dit?" in tekst(hr.get(keuze))
    collega = meld_aan(opzet.huis.leden["beheerder"].gebruiker)
    assert collega.get(keuze).status_code == 403 and glow.get(keuze).status_code == 403
    with opzet.huis.binnen():
        Samenwerking.objects.filter(glowpartner=opzet.tweede.glowpartner).update(tot=date(2023, 1, 1))
    assert "Klopt dit?" not in tekst(hr.get(keuze))  # wat intussen niet meer kan, staat met zijn fout op het formulier
    monkeypatch.setattr(keuzes, "HOEVEEL", 2)
    for _ in range(2):
        hr.post(AANBIEDEN, begin | {"partners": [opzet.partner.glowpartner.pk]})
    weg = hr.get(keuze)
    assert weg.status_code == 302 and "Vink eerst een plek aan." in tekst(hr.get(weg.url))


@pytest.mark.parametrize("vraag", ["", "?keuze=abc", "?plek=abc", "?plek=999999999", "?plek=" + "9" * 30])
def test_zonder_plek_terug_naar_de_lijst(opzet, hr, vraag):
    antwoord_ = hr.get(AANBIEDEN + vraag)
    assert antwoord_.status_code == 302 and "Vink eerst een plek aan." in tekst(hr.get(antwoord_.url))


def test_zonder_partner_en_op_een_gesloten_plek(opzet, hr):
    with opzet.huis.binnen():
        Leerwerkplek.objects.filter(pk=opzet.plek.pk).update(status="gesloten")
    pagina = tekst(hr.get(adres("aanbod", opzet.plek.pk)))
    assert "Heropen ze" in pagina and "Intrekken" not in pagina
    (plek,) = nieuwe(opzet, 1)
    with opzet.huis.binnen():
        Samenwerking.objects.filter(bestuur=opzet.huis.bestuur).update(tot=date(2023, 1, 1))
    assert "Nog geen GLOW-partner" in tekst(hr.get(adres("aanbod", plek.pk)))


def test_de_drie_datums_van_het_bewijs_op_elk_scherm(opzet, hr, glow):
    tekst(glow.get(adres("aangeboden", opzet.plek.pk)))
    vul_in(glow, adres("weiger_aanbod", opzet.plek.pk), "gezien", reden=["te_ver"], nota="geen bus")
    pagina = tekst(hr.get(adres("aanbod", opzet.plek.pk)))
    vandaag = f"{timezone.localdate():%d/%m/%Y}"
    for stuk in ("01/03/2023", f"{vandaag} om", "Te ver of moeilijk te bereiken (geen bus)", "Glow Van Aa"):
        assert stuk in pagina, stuk
    coordinator = meld_aan(opzet.huis.leden["coordinator"].gebruiker)
    plek = tekst(coordinator.get(adres("takenlijst", opzet.plek.pk)))
    assert "aangeboden op 1 maart 2023, gelezen op" in plek and "beantwoord op" in plek


def test_een_vraag_beantwoorden_en_intrekken(opzet, hr, glow):
    url = adres("aangeboden", opzet.plek.pk)
    assert "Schrijf je vraag." in tekst(glow.post(url, {"vraag": ""}))
    assert glow.post(url, {"vraag": "Kan het in de namiddag?"}).url.endswith("#vragen")
    assert "Wacht op antwoord" in tekst(glow.get(url))
    assert "Vragen over een plek" in tekst(hr.get("/")) and "Vraag wacht" in tekst(hr.get(f"{LIJST}?vraag=open"))
    with opzet.huis.binnen():
        vraag = Aanbodvraag.objects.get()
    antwoord_ = vul_in(hr, adres("beantwoord", vraag.pk), "antwoord", antwoord="Ja, dat kan.")
    assert antwoord_.url == adres("aanbod", opzet.plek.pk)
    assert "Ja, dat kan." in tekst(glow.get(url)) and opzet.hr.naam in tekst(glow.get(url))
    assert "al beantwoord" in tekst(hr.post(adres("beantwoord", vraag.pk), {"antwoord": "Nog eens."}))
    rij = van(opzet)
    assert "intrekken?" in tekst(hr.get(adres("trek_aanbod_in", rij.pk)))
    assert hr.post(adres("trek_aanbod_in", rij.pk)).status_code == 302
    assert "was al ingetrokken" in tekst(hr.post(adres("trek_aanbod_in", rij.pk), follow=True))
    assert "trok dit aanbod in" in tekst(glow.get(url))


def test_de_lijst_filtert_sorteert_en_exporteert_met_evenveel_vragen(opzet, hr):
    weinig = querys(hr, LIJST)
    with opzet.huis.binnen():
        for plek in nieuwe_binnen(opzet, 12):
            for partner in (opzet.partner, opzet.tweede):
                Aanbod.objects.create(
                    bestuur=opzet.huis.bestuur,
                    leerwerkplek=plek,
                    glowpartner=partner.glowpartner,
                    aangeboden_op=date(2023, 5, 1),
                )
    assert querys(hr, LIJST) == weinig <= 15
    alles = tekst(hr.get(LIJST))
    assert "30 aanbiedingen" in alles
    assert "15 aanbiedingen" in tekst(hr.get(f"{LIJST}?partner={opzet.tweede.glowpartner.pk}&sorteer=-tot"))
    assert "Geen aanbod gevonden" in tekst(hr.get(f"{LIJST}?stand=vervallen"))
    assert "2 aanbiedingen" in tekst(hr.get(f"{LIJST}?q={opzet.plek.code}&stand=open"))
    assert hr.get(f"{LIJST}?vorm=xlsx").headers["Content-Type"].startswith("application/vnd.openxml")


def nieuwe_binnen(opzet, aantal):
    return kopieer(opzet.huis.installatie, opzet.plek, aantal=aantal)


# --- de partner


def test_de_partner_opent_leest_en_gaat_verder(opzet, glow):
    pagina = tekst(glow.get(adres("aangeboden", opzet.plek.pk)))
    for stuk in ("Kandidaat voorstellen", "Geen kandidaat", "onkruid wieden", "Veiligheid", "Aangeboden", "Vrij"):
        assert stuk in pagina, stuk
    assert van(opzet).gelezen_op is not None


def test_weigeren_kan_ook_verbeterd_worden_maar_niet_over_een_collega_heen(opzet, glow):
    url = adres("weiger_aanbod", opzet.plek.pk)
    assert "Kies een reden." in tekst(glow.post(url, {"nota": "x"}))
    oud = velden(glow.get(url), "gezien")
    assert vul_in(glow, url, "gezien", reden=["taal"]).status_code == 302
    assert "Je meldde dat je niemand hebt" in tekst(glow.get(adres("aangeboden", opzet.plek.pk)))
    assert "collega antwoordde intussen" in tekst(glow.post(url, oud | {"reden": "uren"}))  # een tweede tabblad
    assert vul_in(glow, url, "gezien", reden=["uren"]).status_code == 302
    assert van(opzet).weiger_reden == "uren"


def test_een_vervallen_aanbod_zegt_dat_en_blijft_te_lezen(opzet, glow):
    gisteren = timezone.localdate() - timedelta(days=1)
    with opzet.huis.binnen():
        Aanbod.objects.filter(leerwerkplek=opzet.plek).update(vervalt_op=gisteren)
    terug = glow.get(reverse("kandidaten:voorstellen", args=[opzet.plek.pk]))
    assert terug.status_code == 302 and terug.url == adres("aangeboden", opzet.plek.pk)
    pagina = tekst(glow.get(terug.url))
    assert "Dit aanbod liep tot en met" in pagina and "Kandidaat voorstellen" not in pagina
    assert "onkruid wieden" in pagina
    assert "liep tot en met" in tekst(glow.post(adres("weiger_aanbod", opzet.plek.pk), {"reden": "taal"}))
    assert glow.post(adres("aangeboden", opzet.plek.pk), {"vraag": "Mag het nog?"}).status_code == 302


def test_een_andere_partner_en_een_ander_bestuur_bestaan_niet(opzet, glow, hr):
    (plek,) = nieuwe(opzet, 1)
    for naam in ("aangeboden", "weiger_aanbod"):
        assert glow.get(adres(naam, plek.pk)).status_code == 404
        assert hr.get(adres(naam, opzet.plek.pk)).status_code == 403
    with opzet.tweede.binnen():
        vraag = antwoord.vraag(opzet.tweede.actor, opzet.plek, "Enkel voor ons?")
    assert "Enkel voor ons?" not in tekst(glow.get(adres("aangeboden", opzet.plek.pk)))
    assert glow.get(adres("beantwoord", vraag.pk)).status_code == 403
    assert glow.get(LIJST).status_code == glow.get(AANBIEDEN).status_code == 403
