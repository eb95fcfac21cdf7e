"""De doelen van een project verdelen over zijn organisaties."""

from django.contrib import messages
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from leerwerkplekken.models import Leerwerkplek
from organisaties.formulieren import weiger_in
from organisaties.models import Organisatie
from organisaties.verzoek import daad
from projecten.forms.doelen import VerdelingForm
from projecten.models import Doelverdeling, Subsidieproject
from projecten.stappen import doelen as stappen
from rapportage import toegang


@daad("doelen.verdelen")
@require_http_methods(["GET", "HEAD", "POST"])
def verdelen(request: HttpRequest, pk: int) -> HttpResponse:
    """Per organisatie een deel van de doelen. Leeg is niet verdeeld; samen hoogstens het doel van het project."""
    rijen = toegang.projecten(request.actor)
    project = get_object_or_404(rijen.select_for_update(of=("self",)) if request.method == "POST" else rijen, pk=pk)
    verdeeld = Doelverdeling.objects.filter(project=project).order_by("pk")
    delen = {rij.organisatie_id: {veld: getattr(rij, veld) for veld in stappen.VELDEN} for rij in verdeeld}
    form = VerdelingForm(
        request.POST or None,
        organisaties=list(_organisaties(project)),
        delen=delen,
        terug_url=reverse("rapportage:project", args=[pk]),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            gewijzigd = stappen.verdeel(request.actor, project, form.delen())
            messages.success(request, "De doelen zijn verdeeld." if gewijzigd else "Dit stond er al zo.")
            return redirect("rapportage:project", pk)
    return render(request, "rapportage/doelen.html", {"form": form, "project": project})


def _organisaties(project: Subsidieproject) -> QuerySet[Organisatie]:
    """Waar plekken zijn of kunnen komen, elk met het aantal `plekken` dat er nu is.

    Van een project van één organisatie enkel wat er al bij hoort.
    """
    hier = Leerwerkplek.objects.filter(bestuur=OuterRef("bestuur"), project=project, organisatie=OuterRef("pk"))
    aantal = hier.order_by().values("organisatie").values(aantal=Count("pk"))
    eigen = Organisatie.objects.filter(bestuur=project.bestuur_id).annotate(plekken=Subquery(aantal))
    eigen = eigen.order_by("naam", "pk")
    if project.organisatie_id is None:
        return eigen
    plekken = Leerwerkplek.objects.filter(project=project).order_by().values("organisatie")
    verdeeld = Doelverdeling.objects.filter(project=project).order_by().values("organisatie")
    return eigen.filter(Q(pk=project.organisatie_id) | Q(pk__in=plekken) | Q(pk__in=verdeeld))
