"""*Nieuwe plaatsing*: invullen, nakijken met het vooruitzicht, maken. En een deelnemer registreren."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from kern import opmaak
from kern.onderdelen import Rij
from leerwerkplekken.enums import Status
from leerwerkplekken.models import Leerwerkplek
from logboek.stappen import lees
from organisaties.formulieren import weiger_in
from organisaties.models import GlowPartner, Samenwerking
from organisaties.verzoek import daad
from plaatsingen import overdracht
from plaatsingen.forms.nieuw import DeelnemerForm, PlaatsingForm
from plaatsingen.forms.patroon import dagzin
from plaatsingen.models import Deelnemer, Plaatsing
from plaatsingen.patroon import Maandplan
from plaatsingen.stappen import patroon as patroonstappen
from plaatsingen.stappen import plaatsing as stappen
from projecten import regels as oproepregels
from projecten.models import Subsidieproject


def _dagmaximum(project: Subsidieproject | None, bestuur_id: int, dag: date) -> int:
    """Hoeveel minuten er op een dag mogen: de oproep of de keuze van het bestuur."""
    if project is None:
        return 24 * 60
    return oproepregels.grenzen(project.oproep, dag, bestuur_id).waarde("minuten_per_dag_max")


def _formulier(request: HttpRequest, data=None) -> PlaatsingForm:
    bestuur, vandaag = request.actor.bestuur, timezone.localdate()
    project = Subsidieproject.objects.filter(bestuur=bestuur).select_related("oproep").order_by("-van", "pk").first()
    begin = {naam: request.GET.get(naam, "") for naam in ("deelnemer", "leerwerkplek")}
    return PlaatsingForm(
        data,
        deelnemers=Deelnemer.objects.filter(bestuur=bestuur).select_related("glowpartner").order_by("code", "pk"),
        plekken=_plekken(bestuur.pk, vandaag),
        mentoren=overdracht.kiesbaar(bestuur.pk, vandaag),
        oproep=project.oproep if project else None,
        dagmaximum=_dagmaximum(project, bestuur.pk, vandaag),
        initial=begin | {"code": stappen.volgende_code(bestuur, "P", Plaatsing)},
        terug_url=reverse("plaatsingen:lijst"),
    )


def _plekken(bestuur_id: int, vandaag: date) -> QuerySet[Leerwerkplek]:
    """Plekken die open zijn, met tot wanneer er al iemand geplaatst is."""
    eigen = Plaatsing.objects.filter(bestuur=OuterRef("bestuur"), leerwerkplek=OuterRef("pk")).order_by()
    nog = eigen.annotate(eind=Coalesce("beeindigd_op", "tot")).filter(eind__gte=vandaag).values("leerwerkplek")
    plekken = Leerwerkplek.objects.filter(~Q(status=Status.GESLOTEN), bestuur=bestuur_id)
    return (
        plekken.annotate(bezet_tot=Subquery(nog.annotate(laatste=Max("eind")).values("laatste")))
        .select_related("project__oproep", "mentor__lidmaatschap__gebruiker", "organisatie")
        .order_by("code", "pk")
    )


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: HttpRequest) -> HttpResponse:
    """Drie standen in één adres: invullen, nakijken (alles al getoetst, niets bewaard) en maken."""
    stap = request.POST.get("stap", "")
    form = _formulier(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and stap != "aanpassen" and form.is_valid():
        maken = stap == "maken"
        with weiger_in(form), transaction.atomic():
            plaatsing = _maak(request, form)
            rijen, plannen = _samenvatting(plaatsing, form), _plannen(request, form)
            if not maken:
                lees([plaatsing.deelnemer], doel="plaatsing voorbereiden")
                antwoord = _nakijken(request, form, plaatsing, rijen, plannen)
                transaction.set_rollback(True)  # enkel getoetst: ook de databank kon weigeren
        if not form.errors:
            return _klaar(request, plaatsing) if maken else antwoord
    inhoud = {
        "form": form,
        "plannen": _plannen(request, form),
        "uiterste": form.uiterste,
        "kan": form.fields["deelnemer"].queryset.exists() and form.fields["leerwerkplek"].queryset.exists(),
    }
    return render(request, "plaatsingen/nieuw.html", inhoud)


def _maak(request: HttpRequest, form: PlaatsingForm) -> Plaatsing:
    gegevens = form.cleaned_data
    plaatsing = stappen.plaats(
        request.actor,
        gegevens["deelnemer"],
        gegevens["leerwerkplek"],
        code=gegevens["code"],
        van=gegevens["van"],
        tot=gegevens["tot"],
        uren_per_maand=gegevens["uren_per_maand"],
    )
    patroonstappen.zet_begeleiding(request.actor, plaatsing, **form.begeleiding())
    if werkdagen := form.werkdagen():
        patroonstappen.zet_patroon(request.actor, plaatsing, werkdagen)
    return plaatsing


def _nakijken(request: HttpRequest, form, plaatsing: Plaatsing, rijen: list[Rij], plannen) -> HttpResponse:
    verborgen = [(veld.html_name, veld.value()) for veld in form]
    inhoud = {
        "plaatsing": plaatsing,
        "rijen": rijen,
        "plannen": plannen,
        "verborgen": [(naam, "" if waarde is None else waarde) for naam, waarde in verborgen],
    }
    return render(request, "plaatsingen/nakijken.html", inhoud)


def _klaar(request: HttpRequest, plaatsing: Plaatsing) -> HttpResponse:
    messages.success(request, f"Plaatsing {plaatsing.code} is gemaakt. Zet nu in orde wat er voor de start moet zijn.")
    return redirect("plaatsingen:plaatsing", plaatsing.pk)


def _samenvatting(plaatsing: Plaatsing, form: PlaatsingForm) -> list[Rij]:
    deelnemer, plek, gegevens = plaatsing.deelnemer, plaatsing.leerwerkplek, form.cleaned_data
    periode = f"{opmaak.datum_woord(plaatsing.van)} tot en met {opmaak.datum_woord(plaatsing.tot)}"
    vervanger = gegevens["vervangend_mentor"]
    wie = [gegevens[naam] for naam in ("begeleider_naam", "begeleider_telefoon", "begeleider_email") if gegevens[naam]]
    return [
        Rij("Deelnemer", f"{deelnemer.volledige_naam} ({deelnemer.code})"),
        Rij("GLOW-partner", deelnemer.glowpartner.naam),
        Rij("Leerwerkplek", f"{plek.functie} ({plek.code})"),
        Rij("Mentor", plek.mentor.naam if plek.mentor else "", ontbreekt="De plek heeft nog geen mentor."),
        Rij("Vervangende mentor", vervanger.naam if vervanger else "Niemand"),
        Rij("Periode", [periode, f"Ten laatste {opmaak.datum_woord(plaatsing.uiterste_tot)} (bron 001)"]),
        Rij("Uren per maand", f"{plaatsing.uren_per_maand} u"),
        Rij("Weekpatroon", [dagzin(werkdag) for werkdag in form.werkdagen()], ontbreekt="Nog geen. Dat kan later."),
        Rij("Trajectbegeleider", wie, ontbreekt="Nog niemand. Dat kan later."),
    ]


def _plannen(request: HttpRequest, form: PlaatsingForm) -> list[Maandplan]:
    """Het vooruitzicht met wat er tot nu toe ingevuld is; leeg zolang periode of uren ontbreken."""
    if form.is_bound:
        form.is_valid()
    periode, werkdagen = form.periode(), form.werkdagen()
    plek = form.cleaned_data.get("leerwerkplek") if form.is_bound else None
    oproep = plek.project.oproep if plek else form.oproep
    if not periode or not werkdagen or oproep is None:
        return []
    wie = form.cleaned_data.get("deelnemer")
    return patroonstappen.vooruitzicht(oproep, werkdagen, *periode, bestuur_id=request.actor.bestuur_id, deelnemer=wie)


@daad("plaatsing.bewerken")
@require_GET
def vooruitzicht(request: HttpRequest) -> HttpResponse:
    """De uiterste dag en de uren per maand, terwijl iemand invult (htmx). Bewaart niets."""
    form = _formulier(request, request.GET)
    inhoud = {"plannen": _plannen(request, form), "uiterste": form.uiterste, "los": True}
    return render(request, "plaatsingen/_vooruitzicht.html", inhoud)


@daad("plaatsing.bewerken")
@require_http_methods(["GET", "HEAD", "POST"])
def deelnemer(request: HttpRequest) -> HttpResponse:
    """Voor wie geen GLOW-partner online heeft: HR noteert wat de partner schriftelijk bevestigde."""
    bestuur = request.actor.bestuur
    samen = Samenwerking.objects.filter(bestuur=bestuur).values("glowpartner")
    partners = GlowPartner.objects.filter(pk__in=samen).order_by("naam", "pk")
    form = DeelnemerForm(
        request.POST or None,
        partners=partners,
        vandaag=timezone.localdate(),
        initial={
            "code": stappen.volgende_code(bestuur, "D", Deelnemer),
            "glowpartner": partners.first() if partners.count() == 1 else None,
        },
        terug_url=reverse("plaatsingen:nieuw"),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            nieuw_ = stappen.registreer_deelnemer(request.actor, bestuur, **form.cleaned_data)
            messages.success(request, f"{nieuw_.code} is geregistreerd. Kies nu een plek en een periode.")
            return redirect(f"{reverse('plaatsingen:nieuw')}?deelnemer={nieuw_.pk}")
    return render(request, "plaatsingen/deelnemer.html", {"form": form})
