"""Uren zonder verbinding (beslissing 0016): wat de browser nodig heeft, en wat hij later stuurt."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from aanmelding import regels as sessieregels
from aanmelding import sessies, toestel
from kern import opmaak
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad
from plaatsingen import overzicht, zendingen
from plaatsingen.forms.dag import AFWEZIG, UREN, DagForm
from plaatsingen.gepland import Gepland
from plaatsingen.models import Inzending, Plaatsing, Werkdag
from plaatsingen.regels import Invoer
from plaatsingen.stappen import inzending as stappen
from plaatsingen.stappen.inzending import Zending
from plaatsingen.toegang import eigen, ingezonden
from plaatsingen.views import hulp

EEN_DAG = 24 * 60  # minuten; hoeveel er op een dag mag, zegt de regel van het bestuur bij het bewaren
ONBEKEND = "onbekend"  # nergens te bewaren: die plaatsing is er niet (meer)


@require_safe
def werker(request: HttpRequest) -> HttpResponse:
    """De service worker. De laatste regel verandert met elke versie van de schermen, zodat hij zich vernieuwt."""
    code = (settings.BASIS / "static/sw.js").read_text("utf-8")
    versie = f"// {static('js/buiten.js')} {static('css/app.css')}\n"
    antwoord = HttpResponse(code + versie, content_type="text/javascript")
    antwoord["Service-Worker-Allowed"] = "/"
    return antwoord


@require_safe
def schil(request: HttpRequest) -> HttpResponse:
    """Het lege scherm voor zonder verbinding: voor iedereen hetzelfde, zonder één gegeven van iemand."""
    return render(request, "plaatsingen/buiten.html", {"knoppen": UREN, "afwezig": AFWEZIG})


@daad("uren.invoeren")
@require_GET
def sleutel(request: HttpRequest) -> HttpResponse:
    """De sleutel van deze persoon op dit toestel, en wat er nodig is om te versturen; met `ploeg=ja` ook voor wie."""
    nummer = hulp.lees_sleutel(request.GET.get("toestel", ""))
    if nummer is None:
        return JsonResponse({"fout": "Welk toestel?"}, status=400)
    begonnen, _ = sessies.stand(request)
    gegevens = {
        "wie": toestel.wie(request.user.pk),
        "sleutels": [list(sleutel) for sleutel in toestel.sleutels(request.user.pk, nummer)],
        "tot": int((begonnen + sessieregels.HOOGSTENS) * 1000),
        "voor": request.actor.keuze,
        "csrf": get_token(request),
    }
    if request.GET.get("ploeg") == "ja":
        gegevens["ploeg"] = _ploeg(request)
    return JsonResponse(gegevens)


def _ploeg(request: HttpRequest) -> list[dict]:
    """Wie er de komende twee weken te begeleiden is: voornaam, periode en weekpatroon."""
    nu = timezone.localdate()
    lopend = overzicht.loopt_tussen(eigen(request.actor), nu - timedelta(days=1), nu + timedelta(days=14))
    plaatsingen = list(lopend.order_by("deelnemer__voornaam", "deelnemer__naam", "pk"))
    hulp.lees_namen(plaatsingen, "uren meenemen voor zonder verbinding")
    plan: dict[int, dict[int, list[str]]] = defaultdict(dict)
    for dag in Werkdag.objects.filter(plaatsing__in=plaatsingen):
        precies = Invoer(nu, van=dag.van, tot=dag.tot, pauze_minuten=dag.pauze_minuten)
        knop = Gepland(precies if dag.van else Invoer(nu, minuten=dag.minuten))
        plan[dag.plaatsing_id][dag.weekdag] = [knop.waarde, knop.tekst]
    return [
        {
            "p": p.pk,
            "naam": p.deelnemer.voornaam,
            "van": p.van.isoformat(),
            "tot": p.einde.isoformat(),
            "plan": plan[p.pk],
        }
        for p in plaatsingen
    ]


@daad("uren.invoeren")
@require_POST
def inzenden(request: HttpRequest) -> JsonResponse:
    """Wat op een telefoon wachtte. Antwoordt per invoer een uitkomst; een tweede keer dezelfde uitkomst."""
    try:
        ruwe = zendingen.lees(request.POST.get("invoeren", ""))
    except zendingen.Onleesbaar as fout:
        return JsonResponse({"fout": str(fout)}, status=400)
    nummers = {ruw.plaatsing for ruw in ruwe if ruw.plaatsing}
    eigen_ = {p.pk: p for p in eigen(request.actor).filter(pk__in=nummers)}
    ander = Plaatsing.objects.filter(bestuur=request.actor.bestuur_id, pk__in=nummers - set(eigen_))
    bekend = eigen_ | {p.pk: p for p in ander.select_related("leerwerkplek__mentor", "vervangend_mentor")}
    uitkomsten = {}
    for ruw in ruwe:
        plaatsing = bekend.get(ruw.plaatsing or 0)
        kan = plaatsing is not None and ruw.datum is not None
        uitkomsten[str(ruw.sleutel)] = _ontvang(request, ruw, plaatsing) if kan else _nergens(request, ruw)
    return JsonResponse({"uitkomsten": uitkomsten})


def _nergens(request: HttpRequest, ruw: zendingen.Ruw) -> str:
    """Geen plaatsing om dit bij te bewaren: dan zegt de volgende pagina wat er ingevuld was."""
    dag = opmaak.datum_woord(ruw.datum) if ruw.datum else "een onbekende dag"
    wat = Inzending(inhoud=ruw.velden).in_woorden
    messages.error(request, f"Niet bewaard: {wat} op {dag}. Die plaatsing bestaat niet meer. Geef het door aan HR.")
    return ONBEKEND


def _ontvang(request: HttpRequest, ruw: zendingen.Ruw, plaatsing: Plaatsing) -> str:
    form, invoer, fout = DagForm(ruw.velden, dagmaximum=EEN_DAG), None, ""
    if form.is_valid():
        invoer = form.invoer(ruw.datum)
    else:
        fout = " ".join(zin for zinnen in form.errors.values() for zin in zinnen)
    try:
        gedaan = stappen.ontvang(
            request.actor, Zending(ruw.sleutel, plaatsing, ruw.datum, ruw.velden, invoer=invoer, fout=fout)
        )
    except Geweigerd:
        return ONBEKEND
    return gedaan.uitkomst


@daad("uren.invoeren")
@require_POST
def wegleggen(request: HttpRequest, pk: int) -> HttpResponse:
    """De mentor las waarom een invoer niet aanvaard werd."""
    stappen.leg_weg(request.actor, get_object_or_404(ingezonden(request.actor), pk=pk))
    return redirect("plaatsingen:vandaag")
