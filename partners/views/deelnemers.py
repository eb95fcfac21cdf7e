"""Mijn deelnemers: kandidaten en plaatsingen van een GLOW-partner, met hun uren per maand."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aanmelding import herbevestig
from documenten import huisstijl
from kandidaten.models import Kandidatuur
from kern.lijst import als_werkmap, pagina
from kern.tabel import als_xlsx
from kern.uitvoer import antwoord
from organisaties.verzoek import daad, eis_partner
from partners import deelnemers as lezen
from partners.forms import DeelnemerFilter
from plaatsingen.models import Deelnemer, Plaatsing


@daad("uren.uitwisselen")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    """Op code, niet op naam: wie een naam wil zien opent de persoon, en dat wordt genoteerd."""
    eis_partner(request)
    dag = timezone.localdate()
    alle = lezen.deelnemers(request.actor, dag)
    besturen = sorted(set(alle.order_by().values_list("bestuur", "bestuur__naam").distinct()), key=lambda b: b[1])
    filter_ = DeelnemerFilter(request.GET or None, besturen=besturen)
    rijen = _gefilterd(alle, filter_).order_by("-nu", "-straks", "-kandidaat", "bestuur__naam", "code", "pk")
    if als_werkmap(request):
        stijl = huisstijl.voor(None)
        voorblad = [stijl.banner_tekst, stijl.fonds_tekst, f"Deelnemers van {request.actor.glowpartner.naam}"]
        bladen = lezen.tabellen(lezen.beelden(list(rijen), dag))
        return antwoord("mijn-deelnemers", als_xlsx("Mijn deelnemers", voorblad, bladen, timezone.localtime()))
    bladzijde = pagina(request, rijen)
    bladzijde.object_list = lezen.beelden(list(bladzijde.object_list), dag)
    return render(request, "partners/deelnemers.html", {"pagina": bladzijde, "filter": filter_, "leeg": not besturen})


def _gefilterd(rijen: QuerySet[Deelnemer], filter_: DeelnemerFilter) -> QuerySet[Deelnemer]:
    if not filter_.is_bound:
        return rijen
    filter_.is_valid()
    keuze = filter_.cleaned_data
    if keuze.get("stand"):
        rijen = rijen.filter(lezen.in_stand(keuze["stand"]))
    if keuze.get("bestuur"):
        rijen = rijen.filter(bestuur=keuze["bestuur"])
    for woord in keuze.get("q", "").split():
        functie = {"leerwerkplek__functie__icontains": woord}
        rijen = rijen.filter(
            Q(code__icontains=woord)
            | Q(pk__in=Plaatsing.objects.filter(**functie).values("deelnemer"))
            | Q(pk__in=Kandidatuur.objects.filter(**functie).values("deelnemer"))
        )
    return rijen
