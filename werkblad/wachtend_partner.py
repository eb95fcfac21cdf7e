"""Wat bij een GLOW-partner wacht, over de besturen heen."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from kandidaten import leeg
from kandidaten.forms import MijnFilter
from kandidaten.toegang import zichtbaar_voor as kandidaturen
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Aanbod, Aanbodvraag
from leerwerkplekken.regels import wachtend
from organisaties.toegang import Actor
from plaatsingen.toegang import te_tekenen
from werkblad.tegel import Tegel


def partner(actor: Actor) -> Iterator[Tegel]:
    """Wat bij een GLOW-partner wacht: eerst de plekken die hij niet opende, dan alles waarop hij niet antwoordde."""
    vandaag = timezone.localdate()
    open_ = Aanbod.objects.filter(wachtend(vandaag), glowpartner=actor.glowpartner)
    yield Tegel(
        "Nieuwe plekken",
        open_.filter(gelezen_op=None).count(),
        "Je opende ze nog niet. Lees wat het bestuur aanbiedt.",
        f"{reverse('start')}?antwoord=nieuw&vrij=alle&sorteer=nieuw#plekken",
        "Je opende elke plek.",
    )
    yield Tegel(
        "Plekken te beantwoorden",
        open_.count(),
        "Stel iemand voor, of zeg waarom niet.",
        f"{reverse('start')}?antwoord=open&vrij=alle&sorteer=nieuw#plekken",
        "Je antwoordde op elke plek.",
    )
    yield from _vragen(actor)
    yield Tegel(
        "Plekken die leeg blijven",
        len(leeg.van_partner(actor.glowpartner, vandaag)),
        "Kijk wat er in de weg staat.",
        reverse("kandidaten:mijn_lege_plekken"),
        "Geen plek staat te lang leeg.",
    )
    yield Tegel(
        "Te ondertekenen",
        te_tekenen(actor).count(),
        "Lees de werkafspraken en ga akkoord.",
        f"{reverse('plaatsingen:te_tekenen')}?stand=open",
        "Geen werkafspraken te ondertekenen.",
    )
    yield Tegel(
        "Lopende kandidaten",
        kandidaturen(actor).filter(afgesloten_op=None).count(),
        "Volg op wat HR beslist.",
        f"{reverse('kandidaten:mijn')}?stand={MijnFilter.LOPEND}",
        "Er loopt geen kandidatuur.",
    )


def _vragen(actor: Actor) -> Iterator[Tegel]:
    """Plekken met een antwoord op een eigen vraag dat nog niemand van de partner zag; wie de plek opent, zag het."""
    ongezien = Aanbodvraag.objects.filter(glowpartner=actor.glowpartner, gezien_op=None).exclude(antwoord="")
    plekken = ongezien.exclude(aanbod__leerwerkplek__status=Status.GESLOTEN).values("aanbod").distinct().count()
    adres = f"{reverse('start')}?antwoord=beantwoord&vrij=alle#plekken"
    yield Tegel(
        "Vragen beantwoord", plekken, "Lees wat het bestuur antwoordt.", adres, "Je las elk antwoord op je vragen."
    )
