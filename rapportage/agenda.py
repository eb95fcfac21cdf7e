"""Het einde van een project, in de agenda van wie ervoor zorgt."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from berichten.agenda import ONGEKEND, Afspraak, afspraken, gewijzigd_op
from organisaties.enums import Rol
from organisaties.toegang import Actor
from projecten.models import Subsidieproject


@afspraken
def einde(actor: Actor, van: date, tot: date) -> Iterator[Afspraak]:
    if not actor.rollen & {Rol.HR, Rol.COORDINATOR}:
        return
    projecten = list(
        Subsidieproject.objects.filter(bestuur=actor.bestuur_id, tot__range=(van, tot)).order_by("code", "pk")
    )
    laatst = gewijzigd_op(actor.bestuur_id, "projecten_subsidieproject", (), [p.pk for p in projecten])
    for p in projecten:
        bekijkt = Rol.COORDINATOR in actor.rollen
        yield Afspraak(
            f"project-{p.pk}-einde",
            f"Project {p.code} loopt af",
            p.tot,
            p.tot,
            laatst.get(p.pk, ONGEKEND),
            f"Doel: {p.doel_leerwerkplekken} leerwerkplekken en {p.doel_mentoren} mentoren.",
            pad=reverse("rapportage:project", args=[p.pk]) if bekijkt else reverse("leerwerkplekken"),
        )
