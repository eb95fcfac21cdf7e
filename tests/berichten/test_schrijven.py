"""Een bericht: één rij per persoon en aanleiding, gemaild na de commit, naar de keuze van wie het krijgt."""

import pytest
from django.core import mail

from berichten import stappen
from berichten.enums import Mail, Wanneer
from berichten.models import Bericht, Voorkeur
from berichten.stappen import Inhoud
from organisaties.enums import Rol
from organisaties.models import GlowPartner, Samenwerking
from taken.uitvoering import voer_alles_uit
from tests.bouw import Huis
from tests.hulp.huizen import eens

pytestmark = pytest.mark.django_db

NIEUWS = Inhoud(
    "kandidatuur", "kandidatuur 1", "Nieuwe kandidaat D-1", ("Er is nieuws.",), ("Bekijken", "/kandidaten/")
)


gebouwd_huis, huis = eens(lambda: Huis("aa"))


def test_een_bericht_per_persoon_en_aanleiding(huis):
    with huis.binnen():
        (bericht,) = stappen.aan_rol(huis.bestuur.pk, Rol.HR, NIEUWS)
        assert stappen.aan_rol(huis.bestuur.pk, Rol.HR, NIEUWS) == []
    voer_alles_uit()
    assert [m.subject for m in mail.outbox] == ["Nieuwe kandidaat D-1"]
    with huis.binnen():
        assert list(Bericht.objects.values_list("pk", "mail")) == [(bericht.pk, Mail.VERZONDEN)]


@pytest.mark.parametrize(("wanneer", "stand"), [(Wanneer.DAGELIJKS, Mail.DAGELIJKS), (Wanneer.NOOIT, Mail.GEEN)])
def test_naar_de_keuze_van_de_ontvanger(huis, wanneer, stand):
    with huis.binnen():
        Voorkeur.objects.create(gebruiker=huis.leden[Rol.HR].gebruiker, soort="kandidatuur", wanneer=wanneer)
        (bericht,) = stappen.aan_leden(huis.bestuur.pk, [huis.leden[Rol.HR]], NIEUWS)
        assert bericht.mail == stand
    voer_alles_uit()
    assert mail.outbox == []


def test_wie_voor_de_partner_werkt_krijgt_het(huis):
    with huis.binnen():
        (bericht,) = stappen.aan_partner(huis.bestuur.pk, huis.partner, NIEUWS)
        assert (bericht.ontvanger, bericht.glowpartner) == (huis.partnerlid.gebruiker, huis.partner)


def test_een_partner_zonder_accounts_krijgt_het_op_zijn_adres(huis):
    with huis.binnen():
        leeg = GlowPartner.objects.create(naam="Nog niemand", email="info@leeg.example")
        Samenwerking.objects.create(bestuur=huis.bestuur, glowpartner=leeg, code="leeg")
        (bericht,) = stappen.aan_partner(huis.bestuur.pk, leeg, NIEUWS)
        assert (bericht.ontvanger, bericht.adres) == (None, leeg.email)
    voer_alles_uit()
    assert [m.to for m in mail.outbox] == [["info@leeg.example"]]
