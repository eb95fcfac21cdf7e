"""Wie welk bericht ziet: enkel wie het kreeg, als lid of als partner. Ook een beheerder leest niet mee."""

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from berichten.models import Bericht
from berichten.soorten import SAMENVATTING, SOORTEN, Soort
from organisaties.enums import Rol
from organisaties.models import GlowPartner, Lidmaatschap, Partnerlid
from organisaties.toegang import Actor, geldig, geldige_lidmaatschappen


def zichtbaar_voor(actor: Actor) -> QuerySet[Bericht]:
    """De inbox: als lid van het bestuur waarvoor die nu handelt, of als medewerker van een partner, van elk bestuur."""
    if actor.gebruiker is None:
        return Bericht.objects.none()
    eigen = Bericht.objects.filter(ontvanger=actor.gebruiker).exclude(soort=SAMENVATTING)
    if actor.glowpartner:
        return eigen.filter(glowpartner=actor.glowpartner)
    return eigen.filter(bestuur_id=actor.bestuur_id, glowpartner=None)


def ongelezen(actor: Actor) -> int:
    """Hoeveel berichten van deze inbox nog niet gelezen zijn: één vraag."""
    return zichtbaar_voor(actor).filter(gelezen_op=None).order_by().count()


def soorten_van(actor: Actor) -> list[Soort]:
    """De soorten die deze persoon in een van zijn besturen of voor een partner kan krijgen en waarvan hij kan kiezen.

    Over alle besturen heen: een voorkeur geldt overal. Wie iemand vervangt, krijgt ook wat die krijgt.
    """
    if actor.gebruiker is None:
        return []
    rollen = {rol for lid in geldige_lidmaatschappen(actor.gebruiker) for rol in lid.rollen}
    if Partnerlid.objects.filter(gebruiker=actor.gebruiker, ingetrokken_op=None).exists():
        rollen.add(Rol.GLOW)
    rollen |= {vervanging.hoedanigheid for vervanging in actor.vervangt}
    return [soort for soort in SOORTEN.values() if soort.rollen & rollen and not soort.vast]


def personen_van(glowpartner: GlowPartner) -> list[int]:
    """De nummers van wie voor deze GLOW-partner werkt, als het bestuur (de context) met hem samenwerkt of -werkte."""
    with connection.cursor() as c:
        c.execute("SELECT gebruiker_id FROM gd_partner_ontvangers(%s)", [glowpartner.pk])
        return [pk for (pk,) in c.fetchall()]


def nog_ontvanger(bericht: Bericht) -> bool:
    """Heeft wie dit bericht kreeg vandaag nog toegang? Zo niet, dan vertrekt er geen mail meer."""
    wie = bericht.ontvanger
    if wie is None:
        return True
    if not wie.is_active:
        return False
    if bericht.glowpartner is not None:
        return wie.pk in personen_van(bericht.glowpartner)
    leden = Lidmaatschap.objects.filter(geldig(timezone.localdate()), bestuur=bericht.bestuur_id, gebruiker=wie)
    return leden.exists()
