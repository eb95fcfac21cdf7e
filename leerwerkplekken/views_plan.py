"""Het plan van aanpak en de rollen van een plek: twee stappen van de takenlijst."""

from django.http import HttpRequest, HttpResponse

from leerwerkplekken import planstandaard, standaard, stappen, werkafspraken
from leerwerkplekken.forms_plan import PlanForm
from leerwerkplekken.forms_rollen import RollenForm
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.regels import matrix_bezwaren
from leerwerkplekken.views import haal_plek
from leerwerkplekken.views_stappen import terug_naar, toon_stap
from organisaties.models import GlowPartner
from organisaties.toegang import Actor
from organisaties.verzoek import daad


@daad("leerwerkplek.bewerken")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    plek = haal_plek(request, pk)
    afspraken = werkafspraken.per_partner(plek)
    form = PlanForm(
        request.POST or None,
        staat=PlanForm.staat_van(plek.plan, afspraken),
        standaard=planstandaard.van(plek.bestuur_id),
        afspraken=afspraken,
        terug_url=terug_naar(plek),
    )
    return toon_stap(request, plek, "plan", form, _bewaar_plan)


def _bewaar_plan(door: Actor, plek: Leerwerkplek, *, plan: dict, afspraken: dict[int, str]) -> None:
    stappen.bewaar_plan(door, plek, nagekeken=False, **plan)  # de rollen blijven "standaard" tot iemand ze nakijkt
    for partner in GlowPartner.objects.filter(pk__in=afspraken).order_by("pk"):
        stappen.bewaar_afspraak(door, plek, partner, afspraken[partner.pk])


@daad("leerwerkplek.bewerken")
def rollen(request: HttpRequest, pk: int) -> HttpResponse:
    plek = haal_plek(request, pk)
    form = RollenForm(
        request.POST or None,
        matrix=plek.plan.matrix,
        kolommen=standaard.rollen(begeleider=plek.met_begeleider),
        terug_url=terug_naar(plek),
    )
    return toon_stap(
        request,
        plek,
        "rollen",
        form,
        stappen.bewaar_plan,
        sjabloon="leerwerkplekken/rollen.html",
        letters=standaard.LETTERS.items(),
        bezwaren=matrix_bezwaren(plek.plan.matrix, begeleider=plek.met_begeleider),
    )
