"""Overleg, actiepunten en overeenkomsten die aflopen, in de agenda van wie erbij is of ervoor zorgt."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse

from berichten.agenda import ONGEKEND, Afspraak, afspraken, gewijzigd_op, lokaal
from kern.ical import DUUR
from organisaties.enums import Rol
from organisaties.toegang import Actor
from projecten import toegang, uitnodiging
from projecten.models import Actiepunt, Genodigde, Overeenkomst


@afspraken
def overleg(actor: Actor, van: date, tot: date) -> Iterator[Afspraak]:
    """Waar deze persoon zelf bij is: als organisator, als genodigde, of (een partner) als gesprekspartner."""
    gevonden = toegang.overleg(actor).filter(datum__range=(van, tot), afgelast_op=None)
    rijen = list(_eigen(actor, gevonden).order_by("datum", "pk"))
    laatst = gewijzigd_op(actor.bestuur_id, "projecten_overleg", ("projecten_genodigde",), [o.pk for o in rijen])
    for o in rijen:
        afspraak = uitnodiging.afspraak(o)
        if o.uur is None:
            begin: date = o.datum
            einde: date = o.datum
        else:
            begin = lokaal(o.datum, o.uur)
            einde = lokaal(o.datum, o.einduur) if o.einduur else lokaal(o.datum, o.uur) + DUUR
        # dezelfde UID als de uitnodiging per mail: een agenda toont het overleg dan één keer
        yield Afspraak(
            str(o.uid),
            afspraak.titel,
            begin,
            einde,
            laatst.get(o.pk, o.vastgelegd_op),
            afspraak.tekst,
            afspraak.plaats,
            afspraak.url.removeprefix(settings.GD_ADRES),
            overal_uniek=True,
        )


def _eigen(actor: Actor, rijen):
    if actor.glowpartner:
        return rijen
    lid = actor.lidmaatschap
    genodigd = Genodigde.objects.filter(bestuur=actor.bestuur_id, lidmaatschap=lid, weg_op=None).values("overleg")
    return rijen.filter(pk__in=genodigd) | rijen.filter(organisator=lid)


@afspraken
def actiepunten(actor: Actor, van: date, tot: date) -> Iterator[Afspraak]:
    punten = list(toegang.actiepunten(actor).filter(gedaan_op=None, tegen__range=(van, tot)).order_by("tegen", "pk"))
    laatst = gewijzigd_op(
        actor.bestuur_id, "projecten_overleg", ("projecten_actiepunt",), [p.overleg_id for p in punten]
    )
    for punt in punten:
        yield _actiepunt(punt, laatst)


def _actiepunt(punt: Actiepunt, laatst: dict) -> Afspraak:
    assert punt.tegen is not None  # zo gezocht
    return Afspraak(
        f"actiepunt-{punt.pk}",
        f"Actiepunt: {punt.wat}",
        punt.tegen,
        punt.tegen,
        laatst.get(punt.overleg_id, punt.vastgelegd_op),
        punt.overleg.onderwerp,
        pad=reverse("overleg:mijn"),
    )


@afspraken
def overeenkomsten(actor: Actor, van: date, tot: date) -> Iterator[Afspraak]:
    if not actor.rollen & {Rol.HR, Rol.COORDINATOR}:
        return
    rijen = list(
        Overeenkomst.objects.filter(bestuur=actor.bestuur_id, tot__range=(van, tot))
        .select_related("glowpartner")
        .order_by("tot", "pk")
    )
    laatst = gewijzigd_op(actor.bestuur_id, "projecten_overeenkomst", (), [o.pk for o in rijen])
    for o in rijen:
        assert o.tot is not None  # zo gezocht
        wie = o.glowpartner.naam if o.glowpartner else o.get_met_display()
        yield Afspraak(
            f"overeenkomst-{o.pk}-einde",
            f"Overeenkomst met {wie} loopt af",
            o.tot,
            o.tot,
            laatst.get(o.pk, ONGEKEND),
            o.onderwerp,
            pad=reverse("projecten:overeenkomst", args=[o.pk]),
        )
