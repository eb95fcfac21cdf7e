"""De controle ter plaatse: wat je bij elke getrokken plek nagaat, om af te drukken of als PDF."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from controles import bezoek
from controles.views.steekproef import haal_steekproef
from documenten import huisstijl
from kern.pdf import PdfFout
from logboek.stappen import lees
from organisaties.verzoek import daad


@daad("controle.zien")
@require_safe
def lijst(request: HttpRequest, pk: int) -> HttpResponse:
    rij = haal_steekproef(request.actor, pk)
    lees([rij], doel="controle ter plaatse")
    context = {"steekproef": rij, "controle": rij.controle, "bladen": bezoek.bladen(rij), "punten": bezoek.PUNTEN}
    return render(request, "controles/bezoek.html", context)


@daad("controle.zien")
@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    rij = haal_steekproef(request.actor, pk)
    lees([rij], doel="controle ter plaatse: PDF")
    try:
        inhoud = bezoek.pdf(rij, bezoek.bladen(rij), huisstijl.voor(request.actor.bestuur), timezone.localtime())
    except PdfFout as fout:
        messages.error(request, str(fout))
        return redirect("controles:steekproef", pk)
    uit = HttpResponse(inhoud, content_type="application/pdf")
    naam = f"controle-ter-plaatse-{rij.controle.project.code}-{rij.pk}"
    uit["Content-Disposition"] = f'inline; filename="{naam}.pdf"'
    uit["Cache-Control"] = "private, no-store"
    return uit
