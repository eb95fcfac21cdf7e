"""Zoekopdrachten: bewaren, enkel van jezelf, en één bericht over elke nieuwe plek die past."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from berichten.models import Bericht
from gemeenschapsdienst.celery import app
from leerwerkplekken import stappen as plek_stappen
from organisaties import isolatie
from organisaties.isolatie import Geweigerd
from organisaties.models import Partnerlid
from organisaties.personen import zorg_voor_partnerlid
from partners.models import Zoekopdracht
from partners.passend import meld
from partners.stappen import zoeken
from tests.hulp.scherm import meld_aan, vul_in

pytestmark = pytest.mark.django_db
BEWAAR = "/partner/zoekopdrachten/bewaren/"


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


@pytest.fixture
def klant(opzet):
    return meld_aan(opzet.partner.gebruiker)


def tekst(antwoord, status=200):
    assert antwoord.status_code == status
    return antwoord.content.decode()


def bewaard(opzet, naam="groen", partner=None, passend=(), mailt=True, **vraag) -> Zoekopdracht:
    partner = partner or opzet.partner
    with partner.binnen():
        return zoeken.bewaar(partner.actor, naam, vraag or {"q": "groen"}, mailt=mailt, passend=passend)


def ochtend(opzet) -> int:
    return meld(opzet.huis.bestuur_id, timezone.localdate())


def berichten(opzet):
    with opzet.huis.binnen():
        return list(Bericht.objects.filter(soort="zoekopdracht").order_by("pk"))


def nieuwe_plek(opzet, partner=None, **velden):
    with opzet.huis.binnen():
        gegevens = {"beschikbaar_van": None, "beschikbaar_tot": None} | velden
        plek = plek_stappen.kopieer(opzet.huis.installatie, opzet.plek)[0]
        plek = plek_stappen.wijzig(opzet.huis.installatie, plek, **gegevens)
        plek_stappen.bied_aan(opzet.huis.installatie, plek, partner or opzet.huis.partner, op=date(2023, 4, 1))
    return plek


def test_bewaren_wat_het_bord_toont(opzet, klant):
    bord = tekst(klant.get("/?q=groen&uren=50&pagina=1"))
    assert f"{BEWAAR}?q=groen&amp;uren=50&amp;pagina=1" in bord
    pad = f"{BEWAAR}?q=groen&uren=50&pagina=1&vreemd=x"
    pagina = tekst(klant.get(pad))
    assert "Functie, taak of plaats: groen" in pagina and "Uren per maand: 41 tot 50 u" in pagina
    assert "Geef de zoekopdracht een naam." in tekst(vul_in(klant, pad, "naam", naam=""))
    assert vul_in(klant, pad, "naam", naam="Groen").url == "/partner/zoekopdrachten/"
    with opzet.partner.binnen():
        zoek = Zoekopdracht.objects.get()
    assert zoek.vraag == {"q": "groen", "uren": "50"} and zoek.mailt
    assert zoek.gezien == sorted(plek.pk for plek in opzet.plekken)  # wat er al stond is niet nieuw
    lijst = tekst(klant.get("/partner/zoekopdrachten/"))
    assert "/?q=groen&amp;uren=50" in lijst and "3 plekken" in lijst and "Aan" in lijst
    dubbel = tekst(vul_in(klant, pad, "naam", naam="groen"))
    assert "Je hebt al een zoekopdracht met deze naam." in dubbel


@pytest.mark.parametrize("vraag", ["", "?pagina=2", "?postcode=1", "?afstand=5"])
def test_zonder_geldige_vraag_is_er_niets_te_bewaren(klant, vraag):
    antwoord = klant.get(f"{BEWAAR}{vraag}", follow=True)
    assert "Kies eerst waarop je zoekt." in tekst(antwoord)


def test_wijzigen_en_verwijderen(opzet, klant):
    zoek = bewaard(opzet)
    pad = f"/partner/zoekopdrachten/{zoek.pk}/"
    assert vul_in(klant, pad, "naam", naam="Tuin", mailt=None).status_code == 302
    lijst = tekst(klant.get("/partner/zoekopdrachten/"))
    assert "Tuin" in lijst and "Uit" in lijst
    assert "verwijderen?" in tekst(klant.get(f"{pad}verwijderen/"))
    assert "is verwijderd." in tekst(klant.post(f"{pad}verwijderen/", follow=True))
    assert klant.post(f"{pad}verwijderen/").status_code == 404  # twee keer geklikt
    assert "Nog geen zoekopdrachten" in tekst(klant.get("/partner/zoekopdrachten/"))


def test_enkel_de_eigen_persoon_ook_niet_een_collega(opzet):
    zoek = bewaard(opzet)
    with opzet.huis.binnen():
        lid, _ = zorg_voor_partnerlid(opzet.huis.partner, opzet.huis.gebruiker("collega"))
    for wie in (lid.gebruiker, opzet.tweede.gebruiker):
        ander = meld_aan(wie)
        assert ander.get(f"/partner/zoekopdrachten/{zoek.pk}/").status_code == 404
        assert ander.post(f"/partner/zoekopdrachten/{zoek.pk}/verwijderen/").status_code == 404
        assert "Nog geen zoekopdrachten" in tekst(ander.get("/partner/zoekopdrachten/"))
    with isolatie.namens(gebruiker=lid.gebruiker_id, glowpartner=opzet.huis.partner.pk):
        assert not Zoekopdracht.objects.exists() and Zoekopdracht.objects.update(naam="x") == 0
    with opzet.huis.binnen(gebruiker=opzet.partner.gebruiker.pk):
        assert not Zoekopdracht.objects.exists()
    with opzet.partner.binnen():  # positieve controle
        assert Zoekopdracht.objects.get() == zoek
    assert meld_aan(opzet.huis.leden["hr"].gebruiker).get("/partner/zoekopdrachten/").status_code == 403


def test_een_nieuwe_plek_een_bericht_en_nooit_twee(opzet):
    zoek = bewaard(opzet, passend=[plek.pk for plek in opzet.plekken])
    assert ochtend(opzet) == 0 and berichten(opzet) == []
    plek = nieuwe_plek(opzet)
    assert ochtend(opzet) == 1
    (bericht,) = berichten(opzet)
    assert bericht.ontvanger_id == opzet.partner.gebruiker.pk and bericht.glowpartner == opzet.huis.partner
    assert bericht.knop_pad == f"/leerwerkplekken/aangeboden/{plek.pk}/" and "“groen”" in bericht.alineas[0]
    assert plek.code in bericht.alineas[1] and "Starten kan vanaf" in bericht.alineas[2]
    assert bericht.mail == "dagelijks"  # in de samenvatting, tenzij die persoon anders koos
    assert ochtend(opzet) == 0
    with opzet.partner.binnen():  # ook als het merk verloren ging (een val tussen twee transacties)
        Zoekopdracht.objects.filter(pk=zoek.pk).update(gezien=[p.pk for p in opzet.plekken])
    ochtend(opzet)
    assert len(berichten(opzet)) == 1


def test_twee_zoekopdrachten_een_bericht(opzet):
    al = [plek.pk for plek in opzet.plekken]
    bewaard(opzet, "groen", passend=al)
    bewaard(opzet, "alles in AA", passend=al, uren="50")
    nieuwe_plek(opzet)
    assert ochtend(opzet) == 1
    (bericht,) = berichten(opzet)
    assert "“alles in AA” en “groen”" in bericht.alineas[0]


@pytest.mark.parametrize(
    "geval", ["past niet", "uit", "weg bij de partner", "enkel aan een ander", "keuze bestaat niet meer", "geblokkeerd"]
)
def test_wie_niets_hoort(opzet, geval):
    al = [plek.pk for plek in opzet.plekken]
    vraag = {"past niet": {"q": "keuken"}, "keuze bestaat niet meer": {"gemeente": "Nergens"}}.get(
        geval, {"q": "groen"}
    )
    bewaard(opzet, passend=al, mailt=geval != "uit", **vraag)
    with opzet.partner.binnen():
        if geval == "weg bij de partner":
            Partnerlid.objects.filter(gebruiker=opzet.partner.gebruiker).update(ingetrokken_op=timezone.now())
    if geval == "geblokkeerd":
        type(opzet.partner.gebruiker).objects.filter(pk=opzet.partner.gebruiker.pk).update(is_active=False)
    nieuwe_plek(opzet, partner=opzet.tweede.glowpartner if geval == "enkel aan een ander" else None)
    assert ochtend(opzet) == 0 and berichten(opzet) == []


def test_een_plek_die_vrijkomt_past_vanaf_dan(opzet):
    al = [plek.pk for plek in opzet.plekken]
    bewaard(opzet, passend=al, vrij="nu")
    morgen = timezone.localdate() + timedelta(days=1)
    nieuwe_plek(opzet, beschikbaar_van=morgen)
    assert ochtend(opzet) == 0
    assert meld(opzet.huis.bestuur_id, morgen) == 1
    assert len(berichten(opzet)) == 1


def test_wie_berichten_weer_aanzet_hoort_enkel_wat_daarna_komt(opzet, klant):
    zoek = bewaard(opzet, mailt=False)
    assert vul_in(klant, f"/partner/zoekopdrachten/{zoek.pk}/", "naam", mailt="on").status_code == 302
    assert ochtend(opzet) == 0
    nieuwe_plek(opzet)
    assert ochtend(opzet) == 1


def test_grenzen_van_het_bewaren(opzet):
    with opzet.partner.binnen():
        with pytest.raises(Geweigerd, match="Kies eerst waarop je zoekt"):
            zoeken.bewaar(opzet.partner.actor, "leeg", {}, mailt=True, passend=[])
        for n in range(zoeken.HOOGSTENS):
            zoeken.bewaar(opzet.partner.actor, f"z{n}", {"q": str(n)}, mailt=True, passend=[])
        with pytest.raises(Geweigerd, match="Je hebt al 20 zoekopdrachten"):
            zoeken.bewaar(opzet.partner.actor, "nog een", {"q": "x"}, mailt=True, passend=[])
    with opzet.huis.binnen(), pytest.raises(Exception, match="aanbod.bekijken"):
        zoeken.bewaar(opzet.hr, "x", {"q": "x"}, mailt=True, passend=[])


def test_wie_zoekt_kent_enkel_een_bestuur_dat_samenwerkt(opzet):
    bewaard(opzet)
    with opzet.huis.binnen(), connection.cursor() as c:
        c.execute("SELECT * FROM partner_zoekers()")
        assert c.fetchall() == [(opzet.huis.partner.pk, opzet.partner.gebruiker.pk)]
    with isolatie.namens(bestuur=999_999), connection.cursor() as c:
        c.execute("SELECT * FROM partner_zoekers()")
        assert c.fetchall() == []


def test_de_opdracht_draait_elke_ochtend(opzet, capsys):
    bewaard(opzet)
    call_command("meld_zoekopdrachten")
    assert "3 plekken gemeld" in capsys.readouterr().out
    assert "meld_zoekopdrachten" in app.conf.beat_schedule
