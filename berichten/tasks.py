"""De mail bij een bericht: uit de rij, na de commit van wie het schreef."""

from django.conf import settings
from django.utils import timezone

from berichten.bijlagen import agenda
from berichten.enums import Mail
from berichten.models import Bericht
from documenten import huisstijl
from kern.mail import Brief, stuur
from taken.register import verwerker
from taken.uitvoering import Werk

SLOT = ("In deze mail staat geen naam van een deelnemer. Die zie je pas na het aanmelden.",)


def brief(bericht: Bericht) -> Brief:
    """De mail van één bericht, met hoogstens één knop."""
    knop = (bericht.knop_tekst, f"{settings.GD_ADRES}{bericht.knop_pad}") if bericht.knop_pad else None
    return Brief(bericht.onderwerp, tuple(bericht.alineas), knop=knop, slot=SLOT, agenda=agenda(bericht))


@verwerker("berichten.mail")
def mail(werk: Werk, bericht_id: int) -> None:
    """Verstuurt de mail van dit bericht, als ze nog te versturen is."""
    with werk.transactie():
        bericht = Bericht.objects.select_related("bestuur", "ontvanger").get(pk=bericht_id)
        if bericht.mail != Mail.WACHT:
            return
        aan = bericht.ontvanger.email if bericht.ontvanger else bericht.adres
        tekst, stijl = brief(bericht), huisstijl.voor(bericht.bestuur)
    stuur(aan, tekst, stijl=stijl)
    with werk.afronden():
        Bericht.objects.filter(pk=bericht_id).update(mail=Mail.VERZONDEN, gemaild_op=timezone.now())
