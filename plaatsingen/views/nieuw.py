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
from organisaties import keuzes
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

AL_GEMAAKT = "Deze plaatsing is al gemaakt. Er is niets veranderd."


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
    """Invullen, nakijken (`?keuze=`: alles al getoetst, niets bewaard) en maken (beslissing 0040)."""
    maken, nakijken = request.POST.get("stap") == "maken", request.method != "POST"
    if (maken or nakijken) and (waar := keuzes.gedaan(request)):  # nog eens geklikt, of met *Terug*
        messages.info(request, AL_GEMAAKT)
        return redirect(waar)
    gegevens = keuzes.bewaard(request) if nakijken else request.POST
    if gegevens is None and "keuze" in request.GET:
        messages.warning(request, keuzes.VERDWENEN)
    form = _formulier(request, gegevens)
    if form.is_valid() and not keuzes.wijzigt(request):
        verder = _nakijken if nakijken else _maken if maken else _proef
        if antwoord := verder(request, form):
            return antwoord
    inhoud = {
        "form": form,
        "plannen": _plannen(request, form),
        "uiterste": form.uiterste,
        "kan": form.fields["deelnemer"].queryset.exists() and form.fields["leerwerkplek"].queryset.exists(),
    }
    return render(request, "plaatsingen/nieuw.html", inhoud)


def _proef(request: HttpRequest, form: PlaatsingForm) -> HttpResponse | None:
    """Maakt de plaatsing en neemt ze terug: ook de databank kan weigeren, en een GET mag niet schrijven."""
    with weiger_in(form), transaction.atomic():
        _maak(request, form)
        transaction.set_rollback(True)
    return None if form.errors else keuzes.onthoud(request, form)


def _maken(request: HttpRequest, form: PlaatsingForm) -> HttpResponse | None:
    gegevens = form.cleaned_data.copy()  # eerst: een veld met een fout verdwijnt daaruit
    with weiger_in(form):
        plaatsing = _maak(request, form)
        messages.success(
            request, f"Plaatsing {plaatsing.code} is gemaakt. Zet nu in orde wat er voor de start moet zijn."
        )
        keuzes.rond_af(request, reverse("plaatsingen:plaatsing", args=[plaatsing.pk]))
        return redirect("plaatsingen:plaatsing", plaatsing.pk)
    zelfde = ("deelnemer", "leerwerkplek", "code", "van", "tot", "uren_per_maand")
    al = Plaatsing.objects.filter(bestuur=request.actor.bestuur, **{naam: gegevens[naam] for naam in zelfde}).first()
    if al is None:
        return None
    messages.info(request, AL_GEMAAKT)  # een tweede verzoek was net iets sneller
    return redirect("plaatsingen:plaatsing", al.pk)


def _nakijken(request: HttpRequest, form: PlaatsingForm) -> HttpResponse:
    lees([form.cleaned_data["deelnemer"]], doel="plaatsing voorbereiden")
    inhoud = {
        "form": form,
        "rijen": _samenvatting(form),
        "plannen": _plannen(request, form),
        "sleutel": request.GET.get("keuze", ""),
    }
    return render(request, "plaatsingen/nakijken.html", inhoud)


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


def _samenvatting(form: PlaatsingForm) -> list[Rij]:
    gegevens = form.cleaned_data
    deelnemer, plek = gegevens["deelnemer"], gegevens["leerwerkplek"]
    periode = f"{opmaak.datum_woord(gegevens['van'])} tot en met {opmaak.datum_woord(gegevens['tot'])}"
    vervanger = gegevens["vervangend_mentor"]
    wie = [gegevens[naam] for naam in ("begeleider_naam", "begeleider_telefoon", "begeleider_email") if gegevens[naam]]
    return [
        Rij("Deelnemer", f"{deelnemer.volledige_naam} ({deelnemer.code})"),
        Rij("GLOW-partner", deelnemer.glowpartner.naam),
        Rij("Leerwerkplek", f"{plek.functie} ({plek.code})"),
        Rij("Mentor", plek.mentor.naam if plek.mentor else "", ontbreekt="De plek heeft nog geen mentor."),
        Rij("Vervangende mentor", vervanger.naam if vervanger else "Niemand"),
        Rij("Periode", [periode, f"Ten laatste {opmaak.datum_woord(form.uiterste)} (bron 001)"]),
        Rij("Uren per maand", f"{gegevens['uren_per_maand']} u"),
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
