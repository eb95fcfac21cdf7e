"""Bewijspakketten: vragen, volgen, ophalen."""

import hashlib
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from aanmelding import herbevestig
from documenten import http, opslag, werkmap
from documenten.models import Document
from kern.lijst import als_werkmap, pagina
from kern.tabel import Tabel
from logboek.stappen import lees
from organisaties.isolatie import Geweigerd
from organisaties.toegang import eis
from organisaties.verzoek import daad
from rapportage import opgehaald, stappen, toegang
from rapportage.forms import PakketForm
from rapportage.models import Bewijspakket
from rapportage.stand import Stand, stand
from taken.models import Taak


@daad("bewijspakket.ophalen")
@herbevestig.nodig(wanneer=als_werkmap)
def pakketten(request: HttpRequest) -> HttpResponse:
    """De pakketten van dit bestuur, en (coördinator) een nieuw vragen."""
    if request.method == "POST":
        eis(request.actor, "bewijspakket.maken")
    form = _formulier(request) if request.actor.mag("bewijspakket.maken") else None
    if form and request.method == "POST" and form.is_valid():
        if not herbevestig.onlangs(request):
            return herbevestig.vraag(request, _ingevuld(form))
        if pakket_ := _vraag(request, form):
            return redirect("rapportage:pakket", pakket_.pk)
    eigen = toegang.pakketten(request.actor)
    taken = Taak.objects.filter(pk__in=eigen.order_by().values("taak_id")).in_bulk()  # eerst de taken: zie `pakket`
    if als_werkmap(request):
        alle = [(p, stand(p, taken.get(p.taak_id))) for p in eigen]
        return werkmap.van_lijst(request.actor, _tabel(alle))
    bladzijde = pagina(request, eigen, per=25)
    keren = opgehaald.samen(bladzijde) if form else {}
    rijen = [(p, stand(p, taken.get(p.taak_id)), keren.get(p.pk)) for p in bladzijde]
    return render(request, "rapportage/pakketten.html", {"form": form, "rijen": rijen, "pagina": bladzijde})


def _tabel(rijen: list[tuple[Bewijspakket, Stand]]) -> Tabel:
    koppen = ("Project", "Peildatum", "Status", "Aangevraagd op", "Door", "Bestand", "Bytes", "SHA-256")
    return Tabel(
        "bewijspakketten",
        "Bewijspakketten",
        koppen,
        [
            (
                p.project.code,
                p.peildatum,
                s.status.label,
                timezone.localdate(p.aangevraagd_op),
                p.aangevraagd_door.gebruiker.volledige_naam if p.aangevraagd_door else "de installatie",
                p.document.naam if p.document else "",
                p.document.grootte if p.document else None,
                p.document.sha256 if p.document else "",
            )
            for p, s in rijen
        ],
    )


def _formulier(request: HttpRequest) -> PakketForm:
    projecten = toegang.projecten(request.actor)
    eerste = list(projecten[:2])
    begin = {
        "project": request.GET.get("project") or (eerste[0].pk if len(eerste) == 1 else None),
        "peildatum": request.GET.get("peildatum") or timezone.localdate(),
    }
    return PakketForm(request.POST or None, projecten=projecten, initial=begin)


def _ingevuld(form: PakketForm) -> str:
    """De pagina met wat ingevuld was, voor na de bevestiging."""
    keuze = {"project": form.cleaned_data["project"].pk, "peildatum": f"{form.cleaned_data['peildatum']:%d/%m/%Y}"}
    return f"{reverse('rapportage:pakketten')}?{urlencode(keuze)}"


def _vraag(request: HttpRequest, form: PakketForm) -> Bewijspakket | None:
    try:
        pakket_, nieuw = stappen.vraag_pakket(request.actor, **form.cleaned_data)
    except Geweigerd as fout:
        for zin, veld in fout.alle:
            form.add_error(veld if veld in form.fields else None, zin)
        return None
    if not nieuw:
        messages.info(request, "Dit pakket werd al gemaakt. Je ziet hier hoe ver het staat.")
    return pakket_


@daad("bewijspakket.ophalen")
def pakket(request: HttpRequest, pk: int) -> HttpResponse:
    """Eén pakket: hoe ver het staat, met live voortgang, en ophalen wanneer het klaar is."""
    eigen = toegang.pakketten(request.actor).filter(pk=pk)
    # eerst de taak: "klaar" en het document komen in één transactie, dus wie klaar las, ziet daarna het document
    taak = Taak.objects.filter(pk__in=eigen.order_by().values("taak_id")).first()
    rij = get_object_or_404(eigen)
    hoever = stand(rij, taak)
    mag_maken = request.actor.mag("bewijspakket.maken")
    context = {
        "pakket": rij,
        "stand": hoever,
        "zeg": False,
        "mag_maken": mag_maken,
        "ophalingen": opgehaald.van(rij) if mag_maken and rij.document_id else [],
    }
    if not request.htmx:
        return render(request, "rapportage/pakket.html", context)
    gezien = request.GET.get("gezien", "")
    if gezien == hoever.teken:
        return HttpResponse(status=204)  # niets veranderd: htmx laat het scherm staan
    context["zeg"] = gezien.partition(".")[0] != hoever.teken.partition(".")[0]
    return render(request, "rapportage/_stand.html", context)


@require_POST
@daad("bewijspakket.maken")
def annuleer(request: HttpRequest, pk: int) -> HttpResponse:
    rij = get_object_or_404(toegang.pakketten(request.actor), pk=pk)
    if stappen.annuleer(request.actor, rij):
        messages.success(request, "Het maken van dit pakket is gestopt. Er is geen pakket bewaard.")
    else:
        messages.info(request, "Dit pakket liep niet meer.")
    return redirect("rapportage:pakket", pk)


@require_POST
@daad("bewijspakket.maken")
def opnieuw(request: HttpRequest, pk: int) -> HttpResponse:
    rij = get_object_or_404(toegang.pakketten(request.actor), pk=pk)
    if stappen.opnieuw(request.actor, rij):
        messages.success(request, "Het pakket wordt opnieuw gemaakt.")
    else:
        messages.info(request, "Dit pakket is niet mislukt. Opnieuw proberen hoeft niet.")
    return redirect("rapportage:pakket", pk)


@daad("bewijspakket.ophalen")
@herbevestig.nodig
def ophalen(request: HttpRequest, pk: int) -> HttpResponse:
    """Het pakket als bestand, nagekeken tegen het register; elk ophalen komt in het logboek."""
    rij = get_object_or_404(toegang.pakketten(request.actor).exclude(document=None), pk=pk)
    if not _klopt(rij.document):
        messages.error(request, "Dit bestand is op schijf niet meer wat er gemaakt werd. Maak een nieuw pakket.")
        return redirect("rapportage:pakket", pk)
    lees([rij], doel=opgehaald.DOEL)
    return http.antwoord(rij.document, bijlage=True)


def _klopt(document: Document) -> bool:
    try:
        with opslag.open_(document) as f:
            return hashlib.file_digest(f, "sha256").hexdigest() == document.sha256
    except FileNotFoundError:
        return False
