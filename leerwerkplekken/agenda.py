"""Tot wanneer een GLOW-partner op een aangeboden plek kan antwoorden, in de agenda van wie er werkt."""

from collections.abc import Iterator
from datetime import date, time

from django.urls import reverse

from berichten.agenda import Afspraak, afspraken, lokaal
from kern.opmaak import datum_woord
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Aanbod
from leerwerkplekken.regels import ONBEANTWOORD
from organisaties.toegang import Actor


@afspraken
def te_beantwoorden(actor: Actor, van: date, tot: date) -> Iterator[Afspraak]:
    if actor.glowpartner is None:
        return
    open_ = Aanbod.objects.filter(
        glowpartner=actor.glowpartner, antwoord__in=ONBEANTWOORD, ingetrokken_op=None, vervalt_op__range=(van, tot)
    ).exclude(leerwerkplek__status=Status.GESLOTEN)
    for aanbod in open_.select_related("leerwerkplek", "bestuur").order_by("vervalt_op", "pk"):
        plek = aanbod.leerwerkplek
        assert aanbod.vervalt_op is not None  # zo gezocht
        yield Afspraak(
            f"aanbod-{aanbod.pk}",
            f"Antwoorden op {plek.code}, {plek.functie}",
            aanbod.vervalt_op,
            aanbod.vervalt_op,
            max(aanbod.vastgelegd_op, lokaal(aanbod.laatst_op, time())),  # vernieuwen verschuift de termijn
            f"Aangeboden door {aanbod.bestuur.naam} op {datum_woord(aanbod.laatst_op)}.",
            pad=reverse("leerwerkplekken:aangeboden", args=[plek.pk]),
        )
