from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from documenten import http
from kern.velden import DatumField
from logboek.stappen import lees
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad
from rapportage import cijfers, stappen, toegang
from rapportage.forms import PakketForm
from rapportage.models import Bewijspakket
from rapportage.selecties import Ontbrekend
from taken.enums import OPEN, Status
from taken.models import Taak

KLEUREN = {
    Status.WACHT: ("neutraal", "Aangevraagd"),
    Status.BEZIG: ("info", "In opbouw"),
    Status.KLAAR: ("goed", "Klaar"),
    Status.MISLUKT: ("fout", "Mislukt"),
    Status.GEANNULEERD: ("neutraal", "Geannuleerd"),
}


@dataclass(frozen=True)
class Stand:
    """Hoe ver een pakket staat: afgeleid uit de taak en het document, nergens bewaard (besluit 6)."""

    status: str
    kleur: str
    woord: str
    procent: int | None
    fout: str
    pogingen: int

    @property
    def loopt(self) -> bool:
        return self.status in OPEN


def _stand(pakket: Bewijspakket, taak: Taak | None) -> Stand:
    if pakket.document_id:
        return Stand(Status.KLAAR, *KLEUREN[Status.KLAAR], procent=100, fout="", pogingen=0)
    if taak is None:
        return Stand(Status.WACHT, *KLEUREN[Status.WACHT], procent=None, fout="", pogingen=0)
    procent = min(100 * taak.gedaan // taak.totaal, 99) if taak.totaal else None
    return Stand(taak.status, *KLEUREN[Status(taak.status)], procent=procent, fout=taak.fout, pogingen=taak.pogingen)


def _peildatum(request: HttpRequest) -> tuple[date, str]:
    """De gevraagde peildatum, of vandaag; met de zin wanneer de vraag geen dag was."""
    vandaag = timezone.localdate()
    if not (gevraagd := request.GET.get("peildatum", "").strip()):
        return vandaag, ""
    try:
        dag = DatumField().clean(gevraagd)
    except ValidationError as fout:
        return vandaag, " ".join(fout.messages)
    if dag > vandaag:
        return vandaag, "Deze peildatum moet nog komen. Hier staat de stand van vandaag."
    return dag, ""


@daad("voortgang.zien")
def voortgang(request: HttpRequest) -> HttpResponse:
    """Elk project met doelen tegenover resultaten op een peildatum."""
    peildatum, melding = _peildatum(request)
    projecten = list(toegang.projecten(request.actor))
    if len(projecten) == 1 and not melding:
        return _project(request, projecten[0], peildatum)
    context = {"cijfers": cijfers.bereken(projecten, peildatum), "peildatum": peildatum, "melding": melding}
    return render(request, "rapportage/voortgang.html", context)


@daad("voortgang.zien")
def project(request: HttpRequest, pk: int) -> HttpResponse:
    peildatum, melding = _peildatum(request)
    return _project(request, get_object_or_404(toegang.projecten(request.actor), pk=pk), peildatum, melding)


def _waarheen(ontbrekend: Ontbrekend) -> str:
    naam = "mentoren:mentor" if ontbrekend.soort == "mentor" else "leerwerkplekken:takenlijst"
    return reverse(naam, args=[ontbrekend.sleutel])


def _project(request: HttpRequest, project_, peildatum: date, melding: str = "") -> HttpResponse:
    (uitkomst,) = cijfers.bereken([project_], peildatum)
    mag_door = request.actor.mag("leerwerkplek.bewerken")
    context = {
        "c": uitkomst,
        "project": project_,
        "peildatum": peildatum,
        "melding": melding,
        "ontbreekt": [{"wat": o, "url": _waarheen(o) if mag_door else ""} for o in uitkomst.ontbrekend],
        "mag_pakket": request.actor.mag("bewijspakket.maken"),
    }
    return render(request, "rapportage/project.html", context)


@daad("bewijspakket.ophalen")
def pakketten(request: HttpRequest) -> HttpResponse:
    """De pakketten van dit bestuur, en (coördinator) een nieuw vragen."""
    mag_maken = request.actor.mag("bewijspakket.maken")
    form = None
    if mag_maken:
        projecten = toegang.projecten(request.actor)
        begin = {"peildatum": timezone.localdate(), "project": request.GET.get("project") or _enige(projecten)}
        form = PakketForm(request.POST or None, projecten=projecten, initial=begin)
        if request.method == "POST" and form.is_valid():
            try:
                pakket = stappen.vraag_pakket(request.actor, **form.cleaned_data)
            except Geweigerd as fout:
                for zin, veld in fout.alle:
                    form.add_error(veld if veld in form.fields else None, zin)
            else:
                return redirect("rapportage:pakket", pakket.pk)
    elif request.method == "POST":
        raise Http404
    pagina = Paginator(toegang.pakketten(request.actor), 25).get_page(request.GET.get("pagina"))
    taken = Taak.objects.in_bulk([p.taak_id for p in pagina if p.taak_id])
    rijen = [(p, _stand(p, taken.get(p.taak_id))) for p in pagina]
    return render(request, "rapportage/pakketten.html", {"form": form, "rijen": rijen, "pagina": pagina})


def _enige(projecten) -> int | None:
    eerste = list(projecten[:2])
    return eerste[0].pk if len(eerste) == 1 else None


@daad("bewijspakket.ophalen")
def pakket(request: HttpRequest, pk: int) -> HttpResponse:
    """Eén pakket: hoe ver het staat, met live voortgang, en ophalen wanneer het klaar is."""
    rij = get_object_or_404(toegang.pakketten(request.actor), pk=pk)
    taak = Taak.objects.filter(pk=rij.taak_id).first()
    context = {"pakket": rij, "stand": _stand(rij, taak), "mag_maken": request.actor.mag("bewijspakket.maken")}
    sjabloon = "rapportage/_stand.html" if request.htmx else "rapportage/pakket.html"
    return render(request, sjabloon, context)


@require_POST
@daad("bewijspakket.maken")
def annuleer(request: HttpRequest, pk: int) -> HttpResponse:
    rij = get_object_or_404(toegang.pakketten(request.actor), pk=pk)
    if stappen.annuleer(request.actor, rij):
        messages.success(request, "Het maken van dit pakket is gestopt.")
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
        messages.info(request, "Dit pakket is niet opgegeven; opnieuw proberen hoeft niet.")
    return redirect("rapportage:pakket", pk)


@daad("bewijspakket.ophalen")
def ophalen(request: HttpRequest, pk: int) -> HttpResponse:
    """Het pakket als bestand; elk ophalen komt in het logboek."""
    rij = get_object_or_404(toegang.pakketten(request.actor), pk=pk)
    if rij.document is None:
        raise Http404
    lees([rij], doel="ophalen")
    return http.antwoord(rij.document, bijlage=True)
