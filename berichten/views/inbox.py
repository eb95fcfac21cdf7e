"""De inbox: wat iemand hoorde, het nieuwste eerst. Openen vinkt af; dat kan een GET niet, dus het is een knop."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from berichten import toegang
from berichten.forms import InboxFilter
from berichten.models import Bericht
from berichten.soorten import SOORTEN
from berichten.stappen import inbox
from kern.lijst import pagina


@login_required
@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    alle = toegang.zichtbaar_voor(request.actor)
    voor = set(alle.order_by().values_list("soort", flat=True).distinct())
    filter_ = InboxFilter(request.GET or None, soorten=[soort for soort in SOORTEN.values() if soort.naam in voor])
    bladzijde = pagina(request, _gefilterd(alle, filter_).select_related("bestuur"))
    context = {"pagina": bladzijde, "filter": filter_, "leeg": not voor}
    return render(request, "berichten/lijst.html", context)


def _gefilterd(rijen: QuerySet[Bericht], filter_: InboxFilter) -> QuerySet[Bericht]:
    if not filter_.is_valid():
        return rijen
    if filter_.cleaned_data["stand"] == InboxFilter.NIEUW:
        rijen = rijen.filter(gelezen_op=None)
    if soort := filter_.cleaned_data["soort"]:
        rijen = rijen.filter(soort=soort)
    return rijen


def _haal(request: HttpRequest, pk: int) -> Bericht:
    return get_object_or_404(toegang.zichtbaar_voor(request.actor).select_related("bestuur"), pk=pk)


@login_required
@require_safe
def bericht(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "berichten/bericht.html", {"bericht": _haal(request, pk)})


@login_required
@require_POST
def openen(request: HttpRequest, pk: int) -> HttpResponse:
    """Vinkt af en toont het bericht."""
    rij = _haal(request, pk)
    inbox.lees(request.actor, rij)
    return redirect("berichten:bericht", rij.pk)


@login_required
@require_POST
def alles_gelezen(request: HttpRequest) -> HttpResponse:
    aantal = inbox.lees_alles(request.actor)
    messages.success(request, "Alles staat op gelezen." if aantal else "Alles stond al op gelezen.")
    return redirect("berichten:lijst")
