"""Werkafspraken ondertekenen in de toepassing: HR legt voor, de partner leest en gaat akkoord, de voorwaarde is in orde."""

import hashlib
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.utils import timezone

from aanmelding import herbevestig
from berichten.models import Bericht
from documenten import opslag
from documenten.models import Document, Huisstijl
from documenten.opladen import Opgeladen
from leerwerkplekken.models import Leerwerkplek
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd
from organisaties.models import Samenwerking
from plaatsingen import afspraken
from plaatsingen.models import Ondertekening, Plaatsing, Startvoorwaarde, Werkdag
from plaatsingen.pdf import afspraken as pdf
from plaatsingen.regels import gewijzigde_afspraken
from plaatsingen.stappen import ondertekening as stappen
from plaatsingen.stappen import start
from plaatsingen.stappen.patroon import zet_begeleiding, zet_patroon
from plaatsingen.stappen.wijziging import wijzig_plaatsing
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.bouw import PDF, WACHTWOORD
from tests.hulp.leesboek import gelezen
from tests.hulp.scherm import meld_aan, vul_in
from tests.kandidaten.conftest import gebouwd, opzet
from tests.plaatsingen.hulp import querys

__all__ = ["gebouwd", "opzet"]
pytestmark = pytest.mark.django_db
INHOUD = PDF + b"% werkafspraken"


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


@pytest.fixture
def plaatsing(opzet, monkeypatch):
    """Een plaatsing die nog moet starten. Het PDF is klein, behalve waar een test het echte wil."""
    monkeypatch.setattr(pdf, "werkafspraken", lambda *a, **k: INHOUD)
    dag = timezone.localdate()
    with opzet.huis.binnen():
        Huisstijl.objects.create(bestuur=opzet.huis.bestuur, banner_tekst="Met steun van", fonds_tekst="Europa")
        van = dag + timedelta(days=3)
        return opzet.huis.plaatsing(plek=opzet.plek, van=van, tot=van + timedelta(days=60), geldig=False)


@pytest.fixture
def voorgelegd(opzet, plaatsing):
    with opzet.huis.binnen():
        return stappen.leg_voor(opzet.hr, plaatsing, akkoord=True)


@pytest.fixture
def partner(opzet):
    return meld_aan(opzet.partner.gebruiker)


@pytest.fixture
def hr(opzet):
    return meld_aan(opzet.huis.leden["hr"].gebruiker)


def tekst(antwoord, status=200):
    assert antwoord.status_code == status
    return antwoord.content.decode()


def url(rij):
    return f"/plaatsingen/ondertekenen/{rij.pk}/"


def teken(opzet, rij, **anders):
    with opzet.partner.binnen():
        return stappen.teken(opzet.partner.actor, rij, **{"sha256": rij.sha256} | anders)


def voorwaarden(opzet):
    with opzet.huis.binnen():
        return list(Startvoorwaarde.objects.order_by("pk"))


def test_van_voorleggen_tot_in_orde(opzet, plaatsing, hr, partner):
    pagina = f"/plaatsingen/{plaatsing.pk}/"
    assert "Werkafspraken laten ondertekenen" in tekst(hr.get(pagina))
    leeg = tekst(hr.post(f"{pagina}werkafspraken/voorleggen/", {}))
    assert "Bespreek de afspraken eerst met de deelnemer en de mentor." in leeg
    na = tekst(hr.post(f"{pagina}werkafspraken/voorleggen/", {"akkoord": "on"}, follow=True))
    assert "krijgt bericht om de werkafspraken te ondertekenen." in na and "liggen sinds" in na
    with opzet.huis.binnen():
        rij = Ondertekening.objects.get()
        bericht = Bericht.objects.get(soort="document_te_ondertekenen")
        assert opslag.lees(rij.document) == INHOUD and rij.sha256 == hashlib.sha256(INHOUD).hexdigest()
    assert bericht.ontvanger_id == opzet.partner.gebruiker.pk and bericht.knop_pad == url(rij)
    assert "D001" in bericht.onderwerp and "Filip" not in str(bericht.alineas)

    assert "Te ondertekenen" in tekst(partner.get("/plaatsingen/ondertekenen/"))
    blad = tekst(partner.get(url(rij)))
    assert rij.sha256 in blad and "Filip" not in blad and "id_wachtwoord" in blad
    antwoord = partner.get(f"{url(rij)}document/")
    assert b"".join(antwoord.streaming_content) == INHOUD
    assert gelezen(antwoord, opzet.huis.bestuur_id) == {plaatsing.deelnemer_id}  # het document noemt de naam
    antwoord = vul_in(partner, url(rij), "sha256", akkoord="on", wachtwoord=WACHTWOORD)
    assert antwoord.url == "/plaatsingen/ondertekenen/"
    assert "De werkafspraken zijn ondertekend." in tekst(partner.get(antwoord.url))

    (voorwaarde,) = voorwaarden(opzet)
    assert (voorwaarde.soort, voorwaarde.in_orde_op, voorwaarde.document_id) == (
        "werkafspraken", timezone.localdate(), rij.document_id,
    )  # fmt: skip
    assert voorwaarde.door_id == opzet.huis.leden["hr"].pk
    na = tekst(hr.get(pagina))
    assert "Glow Van Aa van Partner aa ondertekende de werkafspraken op" in na and rij.sha256 in na
    with opzet.huis.binnen():
        daden = set(Gebeurtenis.objects.filter(wat__startswith="werkafspraken").values_list("wat", "gebruiker_id"))
    assert ("werkafspraken.getekend", opzet.partner.gebruiker.pk) in daden and len(daden) == 2
    open_ = Taak.objects.filter(naam="plaatsingen.getekend").values_list("pk", flat=True)
    assert voer_alles_uit(*open_) == []
    with opzet.huis.binnen():
        naar_hr = Bericht.objects.exclude(pk=bericht.pk).get()
    assert naar_hr.ontvanger == opzet.huis.leden["hr"].gebruiker and "D001" in naar_hr.onderwerp


@pytest.mark.parametrize(
    ("invoer", "zin"),
    [
        ({"wachtwoord": WACHTWOORD}, "Vink aan dat je akkoord gaat."),
        ({"akkoord": "on"}, "Vul je wachtwoord in."),
        ({"akkoord": "on", "wachtwoord": "fout"}, "Dit wachtwoord klopt niet."),
        ({"akkoord": "on", "wachtwoord": WACHTWOORD, "sha256": "x"}, "Dit is niet het document dat je las."),
    ],
)
def test_zonder_akkoord_of_bewijs_is_er_niets_getekend(opzet, voorgelegd, partner, invoer, zin):
    assert zin in tekst(vul_in(partner, url(voorgelegd), "sha256", **invoer))
    assert voorwaarden(opzet) == []


def test_een_wachtwoord_raden_stopt_na_tien(voorgelegd, partner):
    raad = {"akkoord": "on", "wachtwoord": "fout", "sha256": voorgelegd.sha256}
    statussen = [partner.post(url(voorgelegd), raad).status_code for _ in range(11)]
    assert 429 not in statussen[:10] and statussen[10] == 429


def test_wie_elders_bevestigt_of_net_bevestigde(opzet, voorgelegd, partner, monkeypatch):
    monkeypatch.setattr(herbevestig, "met_wachtwoord_ter_plaatse", lambda gebruiker: False)
    assert "Bevestig eerst dat jij het bent" in tekst(partner.get(url(voorgelegd)))
    fout = tekst(partner.post(url(voorgelegd), {"akkoord": "on", "sha256": voorgelegd.sha256}))
    assert "De vijf minuten zijn voorbij" in fout and voorwaarden(opzet) == []
    monkeypatch.setattr(herbevestig, "onlangs", lambda request, aanmelden_telt=True: True)
    assert partner.post(url(voorgelegd), {"akkoord": "on", "sha256": voorgelegd.sha256}).status_code == 302
    assert len(voorwaarden(opzet)) == 1


def test_twee_keer_tekenen_is_een_antwoord(opzet, voorgelegd, partner):
    teken(opzet, voorgelegd)
    antwoord = tekst(partner.post(url(voorgelegd), {"akkoord": "on"}, follow=True))
    assert "Dit is al ondertekend, door Glow Van Aa" in antwoord and "Ondertekend door" in antwoord
    with pytest.raises(Geweigerd, match="al ondertekend"):
        teken(opzet, voorgelegd)


def test_terughalen_en_opnieuw_voorleggen(opzet, plaatsing, voorgelegd, hr, partner):
    pagina = f"/plaatsingen/{plaatsing.pk}/werkafspraken"
    assert "liggen al bij de GLOW-partner" in tekst(hr.get(f"{pagina}/voorleggen/", follow=True))
    assert "Werkafspraken terughalen?" in tekst(hr.get(f"{pagina}/intrekken/"))
    assert "zijn teruggehaald" in tekst(hr.post(f"{pagina}/intrekken/", follow=True))
    assert "ligt niets (meer) te wachten" in tekst(hr.post(f"{pagina}/intrekken/", follow=True))
    assert partner.get(url(voorgelegd)).status_code == 404
    assert partner.get(f"{url(voorgelegd)}document/").status_code == 404
    with opzet.partner.binnen():
        assert not Document.objects.exists()
    with pytest.raises(Geweigerd, match="ingetrokken"):
        teken(opzet, voorgelegd)
    with opzet.huis.binnen():
        nieuw = stappen.leg_voor(opzet.hr, plaatsing, akkoord=True)
    assert nieuw.pk != voorgelegd.pk and partner.get(url(nieuw)).status_code == 200


def test_na_het_terugnemen_van_de_voorwaarde(opzet, plaatsing, voorgelegd, partner):
    """Wat getekend is blijft te lezen, maar geldt niet meer zodra het opnieuw voorligt."""
    teken(opzet, voorgelegd)
    with opzet.huis.binnen():
        with pytest.raises(Geweigerd, match="al in orde"):
            stappen.leg_voor(opzet.hr, plaatsing, akkoord=True)
        start.neem_terug(opzet.hr, Startvoorwaarde.objects.get())
        stappen.leg_voor(opzet.hr, plaatsing, akkoord=True)
    lijst = tekst(partner.get("/plaatsingen/ondertekenen/"))
    assert "Geldt niet meer" in lijst and "Te ondertekenen" in lijst
    assert "Het bestuur trok dit intussen in." in tekst(partner.get(url(voorgelegd)))


def test_opladen_blijft_de_andere_weg(opzet, plaatsing, voorgelegd):
    """Laadt HR intussen zelf op, dan blijft dat staan; tekenen botst er niet op."""
    with opzet.huis.binnen():
        start.zet_in_orde(
            opzet.hr,
            plaatsing,
            "werkafspraken",
            op=timezone.localdate(),
            bestand=Opgeladen(PDF, "application/pdf", ".pdf"),
        )
    teken(opzet, voorgelegd)
    (voorwaarde,) = voorwaarden(opzet)
    assert voorwaarde.document_id != voorgelegd.document_id


def test_een_beschadigd_document_tekent_niemand(opzet, voorgelegd):
    opslag.pad(voorgelegd.document).write_bytes(b"iets anders")
    with pytest.raises(Geweigerd, match="beschadigd"):
        teken(opzet, voorgelegd)


def test_zonder_samenwerking_wordt_er_niet_getekend(opzet, voorgelegd):
    with opzet.huis.binnen():
        gisteren = timezone.localdate() - timedelta(days=1)
        Samenwerking.objects.filter(glowpartner=opzet.huis.partner).update(tot=gisteren)
    with pytest.raises(Geweigerd, match="samenwerking"):
        teken(opzet, voorgelegd)


def test_zonder_banner_vertrekt_er_niets(opzet, plaatsing, monkeypatch):
    monkeypatch.undo()
    with opzet.huis.binnen():
        Huisstijl.objects.update(banner_tekst="")
        with pytest.raises(Geweigerd, match="logobanner"):
            stappen.leg_voor(opzet.hr, plaatsing, akkoord=True)


def test_een_andere_partner_ziet_en_tekent_niets(opzet, voorgelegd):
    tweede = meld_aan(opzet.tweede.gebruiker)
    assert "Niets te ondertekenen" in tekst(tweede.get("/plaatsingen/ondertekenen/"))
    for pad in (url(voorgelegd), f"{url(voorgelegd)}document/"):
        assert tweede.get(pad).status_code == 404
    with opzet.tweede.binnen():
        assert not Ondertekening.objects.exists() and not Document.objects.exists()
        assert Ondertekening.objects.filter(pk=voorgelegd.pk).update(getekend_naam="x") == 0
    hr = meld_aan(opzet.huis.leden["hr"].gebruiker)
    assert hr.get(url(voorgelegd)).status_code == 403
    assert meld_aan(opzet.partner.gebruiker).get("/plaatsingen/1/werkafspraken/voorleggen/").status_code == 403


def weigert(doe, fout=IntegrityError, tekst_=""):
    with pytest.raises(fout, match=tekst_), transaction.atomic():
        doe()


def test_de_databank_bewaakt_de_handtekening(opzet, voorgelegd):
    """Ook met eigen SQL: het bestuur tekent niet, de partner enkel in eigen naam, en getekend blijft getekend."""
    zelf = opzet.partner.gebruiker
    rij = Ondertekening.objects.filter(pk=voorgelegd.pk)
    oud = timezone.now() - timedelta(days=30)
    velden = {"getekend_op": oud, "getekend_door": zelf, "getekend_naam": "Glow"}
    with opzet.huis.binnen(gebruiker=zelf.pk):
        weigert(lambda: rij.update(**velden), tekst_="tekent de partner")
        weigert(lambda: rij.update(sha256="x"), ProgrammingError, "permission denied")
    with opzet.partner.binnen():
        weigert(lambda: rij.update(**velden | {"getekend_door": opzet.tweede.gebruiker}), tekst_="tekent de partner")
        weigert(lambda: rij.update(getekend_op=oud), tekst_="ondertekening_heel|tekent de partner")
        weigert(lambda: rij.update(ingetrokken_op=oud), tekst_="tekent de partner")
        assert rij.update(**velden) == 1  # positieve controle
        assert rij.get().getekend_op > oud + timedelta(days=29)  # de klok van de databank
        weigert(lambda: rij.update(getekend_naam="Iemand anders"), tekst_="al getekend")
    with opzet.huis.binnen():
        assert rij.update(ingetrokken_op=timezone.now()) == 1
        weigert(lambda: rij.update(ingetrokken_op=None), tekst_="al getekend of ingetrokken")
    assert len(voorwaarden(opzet)) == 1


# --- gewijzigd na ondertekening


@pytest.fixture
def getekend(opzet, voorgelegd):
    return teken(opzet, voorgelegd)


def langer(plaatsing):
    return {"tot": plaatsing.tot + timedelta(days=7)}


def wijzig(opzet, plaatsing, **velden):
    with opzet.huis.binnen():
        wijzig_plaatsing(opzet.hr, plaatsing, **velden)
        return Plaatsing.objects.select_related("leerwerkplek").get(pk=plaatsing.pk)


def wat(opzet, plaatsing, dag=None):
    with opzet.huis.binnen():
        rij = Plaatsing.objects.select_related("leerwerkplek").get(pk=plaatsing.pk)
        oud = afspraken.verouderd(rij, dag or timezone.localdate())
    return oud.wat if oud else []


def test_elke_wijziging_van_periode_plek_mentor_of_uren_en_terug(opzet, plaatsing, getekend):
    assert wat(opzet, plaatsing) == []
    wijzig(opzet, plaatsing, **langer(plaatsing))
    assert wat(opzet, plaatsing) == ["de periode"]
    wijzig(opzet, plaatsing, tot=plaatsing.tot)
    assert wat(opzet, plaatsing) == []  # wat teruggedraaid is, klopt weer
    wijzig(opzet, plaatsing, uren_per_maand=plaatsing.uren_per_maand + 1)
    assert wat(opzet, plaatsing) == ["de uren"]
    wijzig(opzet, plaatsing, uren_per_maand=plaatsing.uren_per_maand, leerwerkplek=opzet.plekken[1])
    assert wat(opzet, plaatsing) == ["de leerwerkplek"]
    wijzig(opzet, plaatsing, leerwerkplek=opzet.plek)
    with opzet.huis.binnen():
        zet_patroon(opzet.hr, plaatsing, [Werkdag(weekdag=1, minuten=240)])
    assert wat(opzet, plaatsing) == ["de uren"]
    with opzet.huis.binnen():
        zet_patroon(opzet.hr, plaatsing, [])
        Leerwerkplek.objects.filter(pk=opzet.plek.pk).update(mentor=None)
    assert wat(opzet, plaatsing) == ["de mentor"]


def test_wat_er_niet_toe_doet_of_voorbij_is(opzet, plaatsing, getekend):
    with opzet.huis.binnen():
        zet_begeleiding(opzet.hr, plaatsing, begeleider_naam="Tine")
        Plaatsing.objects.filter(pk=plaatsing.pk).update(beeindigd_op=plaatsing.van, einde_reden="werk gevonden")
    assert wat(opzet, plaatsing) == []  # een vroeger einde verandert de afspraken niet
    with opzet.huis.binnen():
        Plaatsing.objects.filter(pk=plaatsing.pk).update(beeindigd_op=None, einde_reden="", uren_per_maand=33)
    assert wat(opzet, plaatsing, plaatsing.tot) == ["de uren"]  # de laatste dag telt nog
    assert wat(opzet, plaatsing, plaatsing.tot + timedelta(days=1)) == []
    assert gewijzigde_afspraken({}, {"van": "2026-01-01"}) == []  # van voor er een momentopname was


def test_hr_en_partner_zien_het_en_hr_laat_opnieuw_tekenen(opzet, plaatsing, getekend, hr, partner):
    pagina, lijst = f"/plaatsingen/{plaatsing.pk}/", "/plaatsingen/ondertekenen/"
    assert "Opnieuw laten tekenen" not in tekst(hr.get(pagina)) and "Gewijzigd" not in tekst(partner.get(lijst))
    wijzig(opzet, plaatsing, **langer(plaatsing))
    na = tekst(hr.get(pagina))
    assert "Gewijzigd na ondertekening op" in na and ": de periode." in na and "Opnieuw laten tekenen" in na
    assert "na ondertekening op" in tekst(partner.get(lijst))
    blad = tekst(partner.get(url(getekend)))
    assert "Gewijzigd na ondertekening op" in blad and "Ondertekend door" in blad
    coordinator = tekst(meld_aan(opzet.huis.leden["coordinator"].gebruiker).get(pagina))
    assert "Gewijzigd na ondertekening" in coordinator and "Opnieuw laten tekenen" not in coordinator

    klaar = tekst(hr.post(f"{pagina}werkafspraken/voorleggen/", {"akkoord": "on"}, follow=True))
    assert "krijgt bericht om de werkafspraken te ondertekenen." in klaar and "liggen sinds" in klaar
    assert "Gewijzigd na ondertekening" in klaar and "Opnieuw laten tekenen" not in klaar  # tot het getekend is
    (voorwaarde,) = voorwaarden(opzet)
    assert voorwaarde.document_id == getekend.document_id  # de start blijft in orde
    tekst(hr.post(f"{pagina}werkafspraken/intrekken/", follow=True))
    assert "Opnieuw laten tekenen" in tekst(hr.get(pagina))  # teruggehaald: het kan opnieuw
    with opzet.huis.binnen():
        nieuw = stappen.leg_voor(opzet.hr, plaatsing, akkoord=True)
        with pytest.raises(Geweigerd, match="liggen al bij"):
            stappen.leg_voor(opzet.hr, plaatsing, akkoord=True)
    teken(opzet, nieuw)
    (na,) = voorwaarden(opzet)
    assert (na.pk, na.document_id, na.in_orde_op) == (voorwaarde.pk, nieuw.document_id, voorwaarde.in_orde_op)
    assert "Gewijzigd na ondertekening" not in tekst(hr.get(pagina)) and wat(opzet, plaatsing) == []
    with opzet.huis.binnen(), pytest.raises(Geweigerd, match="al in orde"):
        stappen.leg_voor(opzet.hr, plaatsing, akkoord=True)
    assert "Geldt niet meer" in tekst(partner.get(lijst)) and "Gewijzigd" not in tekst(partner.get(lijst))


def test_wat_hr_zelf_oplaadde_wordt_niet_nagekeken(opzet, plaatsing, voorgelegd):
    bestand = Opgeladen(PDF, "application/pdf", ".pdf")
    with opzet.huis.binnen():
        start.zet_in_orde(opzet.hr, plaatsing, "werkafspraken", op=timezone.localdate(), bestand=bestand)
    teken(opzet, voorgelegd)
    wijzig(opzet, plaatsing, **langer(plaatsing))
    assert wat(opzet, plaatsing) == []


def test_de_momentopname_ligt_vast(opzet, getekend):
    with opzet.huis.binnen():
        weigert(lambda: Ondertekening.objects.update(afspraken={}), ProgrammingError, "permission denied")


def test_de_lijst_van_de_partner_vraagt_evenveel(opzet, plaatsing, getekend, partner):
    lijst = "/plaatsingen/ondertekenen/"
    partner.get(lijst)
    een = querys(partner, lijst)
    with opzet.huis.binnen():
        for nummer, plek in enumerate(opzet.plekken[1:]):
            wie = opzet.huis.deelnemer(f"DX{nummer}")
            ander = opzet.huis.plaatsing(
                deelnemer=wie, plek=plek, code=f"PX{nummer}", van=plaatsing.van, tot=plaatsing.tot, geldig=False
            )
            stappen.leg_voor(opzet.hr, ander, akkoord=True)
    for rij in te_tekenen(opzet):
        teken(opzet, rij)
    assert querys(partner, lijst) == een


def te_tekenen(opzet):
    with opzet.huis.binnen():
        return list(Ondertekening.objects.filter(getekend_op=None))
