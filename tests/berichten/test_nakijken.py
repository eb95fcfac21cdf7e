"""Wat de beheerder beslist over een mail die misschien niet aankwam."""

import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from berichten import verzenden
from berichten.enums import Mail
from berichten.models import Bericht
from berichten.stappen import aan_adres, mailen
from logboek.models import Gebeurtenis
from organisaties.isolatie import Geweigerd
from tests.berichten.hulp import inhoud, schrijf, standen, werk_af
from tests.bouw import Huis
from tests.hulp.huizen import eens
from tests.hulp.scherm import meld_aan

pytestmark = pytest.mark.django_db


gebouwd_huis, huis = eens(lambda: Huis("aa", plekken=0))


@pytest.fixture
def onzeker(huis):
    (bericht,) = schrijf(huis)
    with huis.binnen():
        Bericht.objects.update(mail=Mail.ONZEKER, pogingen=1)
    return bericht


@pytest.fixture
def beheerder(huis):
    return meld_aan(huis.leden["beheerder"].gebruiker)


def tekst(antwoord):
    assert antwoord.status_code == 200, antwoord.status_code
    return re.sub(r"\s+", " ", antwoord.content.decode())


def test_de_lijst_noemt_wie_en_waarover_en_niet_wat(huis, beheerder, onzeker):
    with huis.binnen():
        (buiten,) = aan_adres(huis.bestuur_id, "iemand@elders.example", inhoud("b", soort="overleg"))
        Bericht.objects.filter(pk=buiten.pk).update(mail=Mail.GEWEIGERD)
    pagina = tekst(beheerder.get("/beheer/taken/"))
    assert "Mails om na te kijken" in pagina and "Hr Van Aa" in pagina and "iemand@elders.example" in pagina
    assert "Misschien verstuurd" in pagina and "Niet aangenomen" in pagina and "Nieuws over een kandidatuur" in pagina
    assert "Nieuws 0" not in pagina and "Er is nieuws." not in pagina


def test_opnieuw_versturen_een_keer_met_hetzelfde_kenmerk(huis, beheerder, onzeker):
    werk_af()  # de taak van de eerste poging
    for antwoord in ("De mail wordt opnieuw verstuurd.", "Dit is intussen al beslist."):
        assert antwoord in tekst(beheerder.post(f"/beheer/taken/mail/{onzeker.pk}/opnieuw/", follow=True))
    werk_af()
    (bericht,) = mail.outbox
    assert bericht.extra_headers["Message-ID"] == verzenden.kenmerk(onzeker)
    assert list(standen(huis).values()) == [Mail.VERZONDEN]
    with huis.binnen():
        assert Gebeurtenis.objects.filter(wat="bericht.opnieuw").count() == 1
    assert "Mails om na te kijken" not in tekst(beheerder.get("/beheer/taken/"))


def test_niet_versturen(huis, beheerder, onzeker):
    werk_af()
    pagina = beheerder.post(f"/beheer/taken/mail/{onzeker.pk}/laat-zo/", follow=True)
    assert "De mail gaat niet opnieuw weg." in tekst(pagina)
    werk_af()
    assert mail.outbox == [] and list(standen(huis).values()) == [Mail.GEEN]


def test_enkel_de_beheerder_en_enkel_wat_onzeker_is(huis, onzeker):
    with huis.binnen():
        for stap in (mailen.verstuur_opnieuw, mailen.laat_zo):
            with pytest.raises(PermissionDenied):
                stap(huis.actor("hr"), onzeker)
        Bericht.objects.update(mail=Mail.VERZONDEN)
        with pytest.raises(Geweigerd, match="al beslist"):
            mailen.verstuur_opnieuw(huis.actor("beheerder"), onzeker)


def test_niet_van_een_ander_bestuur(onzeker):
    bb = Huis("bb", plekken=0)
    klant = meld_aan(bb.leden["beheerder"].gebruiker)
    assert klant.post(f"/beheer/taken/mail/{onzeker.pk}/opnieuw/").status_code == 404
    assert "Mails om na te kijken" not in tekst(klant.get("/beheer/taken/"))
