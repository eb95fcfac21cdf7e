"""De trajectbegeleider hoort van een afwezigheid: dezelfde dag, één keer, zonder naam."""

from datetime import date

import pytest
from django.core import mail

from berichten.models import Bericht
from plaatsingen.models import Afwezigmelding, Plaatsing
from plaatsingen.regels import Invoer
from plaatsingen.stappen import uren as stappen
from taken.models import Taak
from taken.uitvoering import voer_alles_uit
from tests.plaatsingen.hulp import Mentor, als

MAANDAG = date(2023, 6, 5)
NIET = "afwezig_niet_verwittigd"


class Opzet:
    def __init__(self, huis, adres="sofie@partner.example"):
        self.huis = huis
        with huis.binnen():
            self.plaatsing = huis.plaatsing()
            Plaatsing.objects.filter(pk=self.plaatsing.pk).update(begeleider_email=adres, begeleider_telefoon="0470 12 34 56", begeleider_naam="Sofie")  # fmt: skip
            self.plaatsing.refresh_from_db()

    def afwezig(self, soort=NIET, dag=MAANDAG):
        with self.huis.binnen():
            return Mentor(self.huis, self.plaatsing).uren(dag, soort=soort)

    def verwijder(self, prestatie):
        with self.huis.binnen():
            stappen.verwijder(self.huis.actor("mentor"), prestatie)

    def wijzig(self, prestatie, **invoer):
        with self.huis.binnen():
            stappen.wijzig(self.huis.actor("mentor"), prestatie, Invoer(MAANDAG, **invoer))

    def mails(self):
        voer_alles_uit()
        return [bericht.subject for bericht in mail.outbox]

    def status(self):
        with self.huis.binnen():
            return Afwezigmelding.objects.get().status


@pytest.fixture
def opzet(huis):
    return Opzet(huis)


def test_een_mail_zonder_naam(opzet):
    opzet.afwezig()
    assert opzet.mails() == ["Afwezig: D001, maandag 5 juni 2023"]
    (bericht,) = mail.outbox
    assert bericht.to == ["sofie@partner.example"] and opzet.status() == "gemeld"
    assert "afwezig, niet verwittigd" in bericht.body and "medewerker groendienst" in bericht.body
    assert "Mentor Van Aa" in bericht.body and "Pauwels" not in bericht.body and "Filip" not in bericht.body
    assert "http" not in bericht.body.replace("http://www.w3.org", "")


def test_een_keer_ook_als_de_taak_nog_eens_loopt_of_de_soort_wijzigt(opzet):
    prestatie = opzet.afwezig()
    opzet.mails()
    opzet.wijzig(prestatie, soort="afwezig_verwittigd")
    Taak.objects.update(status="wacht", claim=None)
    assert len(opzet.mails()) == 1 and Taak.objects.count() == 1


def test_ongedaan_voor_het_verzenden_is_geen_mail(opzet):
    opzet.verwijder(opzet.afwezig())
    assert opzet.mails() == [] and opzet.status() == "ingetrokken"
    opzet.afwezig("afwezig_verwittigd")
    assert len(opzet.mails()) == 1 and opzet.status() == "gemeld"


@pytest.mark.parametrize("hoe", ["verwijder", "wijzig"])
def test_ongedaan_na_het_verzenden_zet_recht(opzet, hoe):
    prestatie = opzet.afwezig()
    opzet.mails()
    opzet.verwijder(prestatie) if hoe == "verwijder" else opzet.wijzig(prestatie, minuten=240)
    assert opzet.mails()[1:] == ["Toch niet afwezig: D001, maandag 5 juni 2023"] and opzet.status() == "rechtgezet"


def test_rechtzetten_dat_zelf_ingetrokken_wordt(opzet):
    prestatie = opzet.afwezig()
    opzet.mails()
    opzet.verwijder(prestatie)
    opzet.afwezig()
    assert len(opzet.mails()) == 1 and opzet.status() == "gemeld"


@pytest.mark.parametrize("invoer", [{"minuten": 240}, {"soort": "feestdag"}])
def test_gewerkt_of_feestdag_meldt_niets(opzet, invoer):
    with opzet.huis.binnen():
        Mentor(opzet.huis, opzet.plaatsing).uren(MAANDAG, **invoer)
        assert not Afwezigmelding.objects.exists()
    assert opzet.mails() == []


def test_zonder_adres_ziet_hr_dat_niemand_verwittigd_is(huis):
    opzet = Opzet(huis, adres="")
    opzet.afwezig()
    assert opzet.mails() == [] and opzet.status() == "zonder_adres"
    with huis.binnen():
        staat = Mentor(huis, opzet.plaatsing).stuur_door(date(2023, 6, 1))
    for pad in (f"/uren/maandstaten/{staat.pk}/", f"/uren/namens/{opzet.plaatsing.pk}/2023-06/"):
        pagina = als(huis, "hr").get(pad).content.decode()
        assert "Van een afwezigheid is niemand verwittigd." in pagina and "5 juni 2023" in pagina


def test_het_telefoonnummer_op_de_kaart(opzet):
    pagina = als(opzet.huis, "mentor").get(f"/uren/?dag={MAANDAG}").content.decode()
    assert 'href="tel:0470123456"' in pagina and "Bel 0470 12 34 56" in pagina


def test_wie_begeleidt_en_een_account_heeft_vindt_het_ook_in_de_inbox(huis):
    """Eén mail langs de gewone weg; in de inbox hetzelfde, ook het rechtzetten, en zonder tweede mail."""
    opzet = Opzet(huis, adres="Glow@aa.example")
    prestatie = opzet.afwezig()
    assert opzet.mails() == ["Afwezig: D001, maandag 5 juni 2023"]
    opzet.verwijder(prestatie)
    assert len(opzet.mails()) == 2
    with huis.binnen():
        berichten = list(Bericht.objects.order_by("pk"))
    assert [b.onderwerp for b in berichten] == [m.subject for m in mail.outbox]
    assert {(b.ontvanger, b.glowpartner, b.mail) for b in berichten} == {
        (huis.partnerlid.gebruiker, huis.partner, "geen")
    }


def test_een_adres_zonder_account_krijgt_enkel_de_mail(opzet):
    opzet.afwezig()
    assert len(opzet.mails()) == 1
    with opzet.huis.binnen():
        assert not Bericht.objects.exists()
