"""De mail met een uitnodiging. De link ontstaat hier, bij het versturen, en wordt nergens bewaard."""

from datetime import timedelta

from django.utils import timezone

from beheer import brieven
from beheer.link import BESTUUR, PARTNER, Link, adres
from beheer.models import OPEN, Partneruitnodiging, Uitnodiging
from beheer.regels import PARTNER_DAGEN
from documenten import huisstijl
from kern.mail import stuur
from organisaties import isolatie
from taken.register import verwerker
from taken.uitvoering import Werk


@verwerker("beheer.uitnodiging")
def uitnodiging(werk: Werk, sleutel: int, zending: int) -> None:
    """Verstuurt deze zending; is ze intussen aanvaard, ingetrokken of opnieuw gevraagd, dan gebeurt er niets."""
    open_ = Uitnodiging.objects.filter(OPEN, pk=sleutel, zending=zending)
    with werk.transactie():
        rij = open_.select_related("bestuur", "door__gebruiker").first()
        if rij is None:
            return
        vervalt_op = timezone.now() + timedelta(days=rij.bestuur.uitnodiging_dagen)
        open_.update(vervalt_op=vervalt_op)
        stijl = huisstijl.voor(rij.bestuur)
    link = adres(Link(BESTUUR, rij.bestuur_id, rij.pk, rij.nonce))
    stuur(rij.email, brieven.van_bestuur(rij, link, vervalt_op), stijl=stijl)
    with werk.afronden():
        open_.update(verstuurd_op=timezone.now())


@verwerker("beheer.partneruitnodiging")
def partneruitnodiging(werk: Werk, glowpartner: int, sleutel: int, zending: int) -> None:
    """Zoals hierboven, namens een GLOW-partner: die hoort bij geen bestuur."""
    open_ = Partneruitnodiging.objects.filter(OPEN, pk=sleutel, zending=zending)
    with werk.transactie():
        isolatie.kies(glowpartner=glowpartner)
        rij = open_.select_related("glowpartner", "door").first()
        if rij is None:
            return
        vervalt_op = timezone.now() + timedelta(days=PARTNER_DAGEN)
        open_.update(vervalt_op=vervalt_op)
    link = adres(Link(PARTNER, glowpartner, rij.pk, rij.nonce))
    stuur(rij.email, brieven.van_partner(rij, link, vervalt_op), stijl=huisstijl.voor(None))
    with werk.afronden():
        isolatie.kies(glowpartner=glowpartner)
        open_.update(verstuurd_op=timezone.now())
