"""De afspraak bij de mail van een overleg, en het bericht als een GLOW-partner een actiepunt afvinkt."""

import re
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone

from berichten.bijlagen import agenda_bij
from berichten.models import Bericht
from berichten.stappen import Inhoud, aan_leden, aan_rol
from kern.ical import AFGELAST, UITNODIGING, Agendabestand, Wie, bestand
from organisaties.enums import Rol
from projecten import uitnodiging
from projecten.models import Actiepunt, Overleg
from taken.register import verwerker
from taken.uitvoering import Werk

SLEUTEL = re.compile(r"overleg (\d+) v\d+( weg)?")  # zoals stappen.overleg ze maakt


@agenda_bij("overleg")
def afspraak(bericht: Bericht) -> Agendabestand | None:
    """De afspraak zoals ze nu is: wie twee wijzigingen na elkaar krijgt, leest in beide het laatste."""
    deel = SLEUTEL.fullmatch(bericht.sleutel)
    if deel is None:  # een actiepunt is geen afspraak
        return None
    overleg = Overleg.objects.select_related("bestuur", "glowpartner", "organisator__gebruiker").get(pk=deel[1])
    methode = AFGELAST if deel[2] or overleg.afgelast_op else UITNODIGING
    aan = Wie(bericht.ontvanger.volledige_naam, bericht.ontvanger.email) if bericht.ontvanger else None
    return bestand(
        uitnodiging.afspraak(overleg),
        methode=methode,
        moment=timezone.now(),
        van=_organisator(overleg),
        aan=aan or Wie(bericht.adres, bericht.adres),
    )


def _organisator(overleg: Overleg) -> Wie:
    """Wie het overleg plande; nodigde de installatie uit, dan het adres waar onze mails van komen."""
    if overleg.organisator:
        return Wie(overleg.organisator.gebruiker.volledige_naam, overleg.organisator.gebruiker.email)
    return Wie(overleg.bestuur.naam, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


@verwerker("projecten.actiepunt_gedaan")
def actiepunt_gedaan(werk: Werk, actiepunt_id: int) -> None:
    """Aan wie het overleg plande, anders aan HR. Is het intussen weer open of weg, dan is er niets te melden."""
    with werk.transactie():
        punten = Actiepunt.objects.exclude(gedaan_op=None).select_related("overleg__organisator", "glowpartner")
        punt = punten.filter(pk=actiepunt_id).first()
        if punt is None:
            return
        overleg, partner = punt.overleg, punt.glowpartner.naam if punt.glowpartner else punt.wie
        inhoud = Inhoud(
            "overleg",
            f"actiepunt {punt.pk} gedaan {punt.gedaan_op}",
            f"Actiepunt gedaan: {overleg.onderwerp}"[:200],
            (f"{partner} vinkte een actiepunt af.", punt.wat),
            knop=("Overleg bekijken", uitnodiging.pad(overleg)),
        )
        if overleg.organisator:
            aan_leden(punt.bestuur_id, [overleg.organisator], inhoud)
        else:
            aan_rol(punt.bestuur_id, Rol.HR, inhoud)
