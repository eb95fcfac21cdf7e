"""Contactpersonen: een partner ziet wie hij per bestuur opbelt, een bestuur wie het per partner opbelt."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.utils import timezone

from logboek.models import Gebeurtenis
from organisaties import isolatie
from organisaties.isolatie import Geweigerd
from organisaties.models import Samenwerking
from partners.contact import mentoren
from partners.models import Contactkaart, Partnerkaart
from partners.stappen import contact as stappen
from tests.bouw import Huis
from tests.hulp.scherm import meld_aan, vul_in

pytestmark = pytest.mark.django_db
HILDE = {"naam": "Hilde Maes", "functie": "HR", "telefoon": "052 36 51 51", "email": "hilde@opwijk.example"}
SAM = {"naam": "Sam Peeters", "functie": "", "telefoon": "", "email": "sam@partner.example"}


@pytest.fixture
def _django_db_helper():
    """Niet de gewone transactie per test: die sluit na elke test de verbinding, en zo de opzet (zie conftest)."""


@pytest.fixture
def kaarten(opzet):
    with opzet.huis.binnen():
        hilde = stappen.bewaar(opzet.hr, None, **HILDE)
    with opzet.partner.binnen():
        sam = stappen.bewaar(opzet.partner.actor, None, **SAM)
    return hilde, sam


def tekst(antwoord, status=200):
    assert antwoord.status_code == status
    return antwoord.content.decode()


def test_hr_zet_iemand_en_de_partner_belt(opzet):
    hr = meld_aan(opzet.huis.leden["hr"].gebruiker)
    antwoord = vul_in(hr, "/partner/contact/nieuw/", "naam", **HILDE)
    assert antwoord.url == "/partner/contact/"
    assert "Hilde Maes is bewaard als contactpersoon." in tekst(hr.get(antwoord.url))
    pagina = tekst(meld_aan(opzet.partner.gebruiker).get("/partner/besturen/"))
    assert "Hilde Maes" in pagina and 'href="tel:052365151"' in pagina and "mailto:hilde@opwijk.example" in pagina
    with opzet.huis.binnen():
        assert Gebeurtenis.objects.filter(wat="contactkaart.gemaakt").count() == 1


def test_de_partner_zet_iemand_en_hr_belt(opzet, kaarten):
    pagina = tekst(meld_aan(opzet.huis.leden["beheerder"].gebruiker).get("/partner/contact/"))
    assert "Sam Peeters" in pagina and "Partner aa" in pagina and "Tweede aa" in pagina and "Hilde Maes" in pagina


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"naam": ""}, "Vul de naam in."),
        ({"telefoon": "", "email": ""}, "Vul een telefoonnummer of een e-mailadres in."),
        ({"telefoon": "twaalf"}, "Vul een telefoonnummer in, bijvoorbeeld 0470 12 34 56."),
        ({"email": "x"}, "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.be."),
    ],
)
def test_een_fout_bij_haar_veld_en_niets_verloren(opzet, velden, zin):
    pagina = tekst(
        vul_in(
            meld_aan(opzet.partner.gebruiker),
            "/partner/besturen/eigen/nieuw/",
            "naam",
            **SAM | {"functie": "begeleider"} | velden,
        )
    )
    assert zin in pagina and "begeleider" in pagina


def test_wijzigen_en_verwijderen(opzet, kaarten):
    hilde, sam = kaarten
    hr, partner = meld_aan(opzet.huis.leden["hr"].gebruiker), meld_aan(opzet.partner.gebruiker)
    for klant, pad, kaart in ((hr, "/partner/contact", hilde), (partner, "/partner/besturen/eigen", sam)):
        adres = f"{pad}/{kaart.pk}/"
        assert vul_in(klant, adres, "naam", functie="onthaal").status_code == 302
        assert "verwijderen als contactpersoon?" in tekst(klant.get(f"{adres}verwijderen/"))
        assert "is geen contactpersoon meer." in tekst(klant.post(f"{adres}verwijderen/", follow=True))
        assert klant.post(f"{adres}verwijderen/").status_code == 404
    dubbel = vul_in(hr, "/partner/contact/nieuw/", "naam", **HILDE)
    assert dubbel.status_code == 302
    assert "Deze naam staat er al." in tekst(
        vul_in(hr, "/partner/contact/nieuw/", "naam", **HILDE | {"naam": "hilde maes"})
    )


def test_wie_niet_samenwerkt_ziet_niets(opzet, kaarten):
    bb = Huis("bb")
    with bb.binnen():
        assert not Contactkaart.objects.exists() and not Partnerkaart.objects.exists()
        Samenwerking.objects.create(bestuur=bb.bestuur, glowpartner=opzet.huis.partner, code="ook")
        assert Partnerkaart.objects.get().naam == "Sam Peeters"  # positieve controle: nu wel
        assert Partnerkaart.objects.update(naam="x") == 0
    with isolatie.namens(glowpartner=bb.partner.pk):
        assert not Contactkaart.objects.exists() and not Partnerkaart.objects.exists()
    with opzet.tweede.binnen():  # een andere partner van hetzelfde bestuur: wel het bestuur, niet de andere partner
        assert Contactkaart.objects.get().naam == "Hilde Maes" and not Partnerkaart.objects.exists()
        assert Contactkaart.objects.update(naam="x") == 0
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            Contactkaart.objects.create(bestuur=opzet.huis.bestuur, naam="x", email="x@x.example")
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            Partnerkaart.objects.create(glowpartner=opzet.huis.partner, naam="x", email="x@x.example")


def test_ook_de_databank_wil_een_nummer_of_een_adres(opzet):
    with opzet.huis.binnen(), pytest.raises(IntegrityError, match="contactkaart_bereikbaar"), transaction.atomic():
        Contactkaart.objects.create(bestuur=opzet.huis.bestuur, naam="x")


def test_een_stap_neemt_geen_kaart_van_een_ander(opzet, kaarten):
    hilde, sam = kaarten
    with opzet.partner.binnen(), pytest.raises(Geweigerd, match="niet van jouw organisatie"):
        stappen.bewaar(opzet.partner.actor, hilde, **HILDE)
    with opzet.huis.binnen(), pytest.raises(Geweigerd, match="niet van jouw organisatie"):
        stappen.verwijder(opzet.hr, sam)


def test_de_mentor_van_wie_via_jou_geplaatst_is(opzet, kaarten):
    dag = timezone.localdate()
    with opzet.huis.binnen():
        mijn = opzet.huis.plaatsing(
            deelnemer=opzet.huis.deelnemer("MIJN"), plek=opzet.plek, van=dag, tot=dag + timedelta(9)
        )
        vreemd = opzet.huis.plaatsing(
            deelnemer=opzet.huis.deelnemer("TWEE", glowpartner=opzet.tweede.glowpartner),
            plek=opzet.plekken[1], code="P2", van=dag, tot=dag + timedelta(9),
        )  # fmt: skip
        stappen.bewaar(opzet.hr, None, naam="Mentor Van Aa", functie="", telefoon="0470 11 22 33", email="")
    with opzet.partner.binnen():
        gevonden = mentoren([mijn, vreemd])
        assert {pk: [m.naam for m in rijen] for pk, rijen in gevonden.items()} == {mijn.pk: ["Mentor Van Aa"]}
    with opzet.huis.binnen(), connection.cursor() as c:  # enkel voor de partner zelf
        c.execute("SELECT * FROM partner_mentoren(%s)", [[mijn.pk, vreemd.pk]])
        assert c.fetchall() == []
    pagina = tekst(meld_aan(opzet.partner.gebruiker).get("/partner/besturen/"))
    assert "Mentor van MIJN" in pagina and "mailto:mentor@aa.example" in pagina and "0470 11 22 33" in pagina
    assert "TWEE" not in pagina and "Filip" not in pagina


def test_verkeerde_rol(opzet, kaarten):
    hilde, sam = kaarten
    mentor, hr = (meld_aan(opzet.huis.leden[rol].gebruiker) for rol in ("mentor", "hr"))
    partner, tweede = meld_aan(opzet.partner.gebruiker), meld_aan(opzet.tweede.gebruiker)
    assert mentor.get("/partner/contact/").status_code == 403 and hr.get("/partner/besturen/").status_code == 403
    assert partner.get(f"/partner/contact/{hilde.pk}/").status_code == 403
    assert tweede.get(f"/partner/besturen/eigen/{sam.pk}/").status_code == 404
