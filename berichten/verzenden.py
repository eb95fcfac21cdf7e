"""De stand van de mail van één bericht. Elke wijziging is één UPDATE die zegt wat ze verwacht (beslissing 0023)."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F

from berichten.bijlagen import agenda
from berichten.enums import Mail
from berichten.models import Bericht
from kern.mail import Brief

GEEN_NAAM = "In deze mail staat geen naam van een deelnemer."
SLOT = f"{GEEN_NAAM} Die zie je pas na het aanmelden."
MINDER = "Minder mails? Open je profiel en kies bij Berichten wat je wanneer krijgt."


def brief(bericht: Bericht) -> Brief:
    """De mail van één bericht, met hoogstens één knop."""
    knop = (bericht.knop_tekst, f"{settings.GD_ADRES}{bericht.knop_pad}") if bericht.knop_pad else None
    wie = bericht.ontvanger
    aanhef = f"Dag {wie.voornaam}," if wie and wie.voornaam else "Dag,"
    slot = (SLOT, MINDER) if wie else (GEEN_NAAM,)
    return Brief(bericht.onderwerp, (aanhef, *bericht.alineas), knop=knop, slot=slot, agenda=agenda(bericht))


def kenmerk(bericht: Bericht) -> str:
    """De Message-ID: dezelfde bij elke poging, zodat een ontvanger een dubbel herkent."""
    machine = urlsplit(settings.GD_ADRES).hostname or "localhost"
    return f"<bericht-{bericht.pk}-{bericht.gemaakt_op:%Y%m%d%H%M%S%f}@{machine}>"


def naar(bericht_id: int, *van: Mail, mail: Mail) -> bool:
    """Zet de stand, als ze nog een van `van` is."""
    return bool(Bericht.objects.filter(pk=bericht_id, mail__in=van).update(mail=mail))


def begin(bericht_id: int) -> int:
    """Legt vast dat deze mail naar de server gaat, vóór dat gebeurt. Geeft de poging; 0 als het niet meer hoeft."""
    rijen = Bericht.objects.filter(pk=bericht_id)
    if not rijen.filter(mail=Mail.WACHT).update(mail=Mail.BEZIG, pogingen=F("pogingen") + 1):
        return 0
    return rijen.values_list("pogingen", flat=True).get()


def verzonden(bericht_id: int, poging: int, op: datetime) -> None:
    """De server nam deze poging aan. Ook als een ander ze intussen onzeker noemde: wie verstuurde weet het."""
    rijen = Bericht.objects.filter(pk=bericht_id, pogingen=poging, mail__in=[Mail.BEZIG, Mail.ONZEKER])
    if rijen.update(mail=Mail.VERZONDEN, gemaild_op=op):
        Bericht.objects.filter(samenvatting=bericht_id, mail=Mail.DAGELIJKS).update(mail=Mail.VERZONDEN, gemaild_op=op)
