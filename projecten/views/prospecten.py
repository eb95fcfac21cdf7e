"""Prospecten: de lijst per status met knoppen om ze op te schuiven, en de pagina van één organisatie."""

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aanmelding import herbevestig
from documenten import werkmap
from kern.lijst import als_werkmap, pagina, volgorde
from kern.onderdelen import Rij
from kern.opmaak import datum_woord
from kern.tabel import Tabel
from organisaties.formulieren import probeer, weiger_in
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad
from projecten import toegang
from projecten.enums import OVERGANGEN, ProspectStatus
from projecten.forms.prospecten import ContactForm, ProspectFilter, ProspectForm
from projecten.models import Contactmoment, Prospect
from projecten.stappen import prospecten as stappen

KOLOMMEN = {
    "naam": ["organisatie_naam", "pk"],
    "volgende": ["volgende_op", "organisatie_naam", "pk"],
    "sinds": ["datum", "pk"],
}
VELDEN = ("organisatie_naam", "soort", "contact", "opmerking", "volgende_stap", "volgende_op")
LIJST = "projecten:prospecten"


def _haal(request: HttpRequest, pk: int) -> Prospect:
    rijen = toegang.prospecten(request.actor)
    return get_object_or_404(rijen.select_for_update(of=("self",)) if request.method == "POST" else rijen, pk=pk)


def knoppen(prospect: Prospect) -> list[tuple[str, str]]:
    """Waar deze prospect naartoe kan: (status, tekst van de knop)."""
    return [(naar.value, tekst) for (van, naar), (tekst, _) in OVERGANGEN.items() if van == prospect.status]


@daad("prospect.beheren")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    alle = toegang.prospecten(request.actor)
    filter_ = ProspectFilter(request.GET or None)
    zonder_status = _gefilterd(alle, filter_, request)
    status = filter_.cleaned_data["status"] if filter_.is_valid() else ""
    rijen = zonder_status.filter(status=status) if status else zonder_status
    rijen = rijen.order_by(*volgorde(request, KOLOMMEN, "volgende"))
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, tabel(rijen))
    aantallen = zonder_status.order_by().aggregate(**{s.value: Count("pk", filter=Q(status=s)) for s in ProspectStatus})
    bladzijde, vandaag = pagina(request, rijen), timezone.localdate()
    bladzijde.object_list = [
        {"p": p, "knoppen": knoppen(p), "te_laat": bool(p.volgende_op and p.volgende_op < vandaag)}
        for p in bladzijde.object_list
    ]
    inhoud = {
        "pagina": bladzijde,
        "filter": filter_,
        "status": status,
        "kolommen": [(s.value, s.label, aantallen[s.value]) for s in ProspectStatus],
        "gefilterd": filter_.is_valid() and any(filter_.cleaned_data.values()),
    }
    return render(request, "projecten/prospecten.html", inhoud)


def _gefilterd(rijen: QuerySet[Prospect], filter_: ProspectFilter, request: HttpRequest) -> QuerySet[Prospect]:
    if not filter_.is_valid():
        return rijen
    gekozen = filter_.cleaned_data
    for woord in gekozen["q"].split():
        rijen = rijen.filter(Q(organisatie_naam__icontains=woord) | Q(contact__icontains=woord))
    if gekozen["soort"]:
        rijen = rijen.filter(soort=gekozen["soort"])
    if gekozen["opvolging"] == ProspectFilter.MIJN:
        rijen = rijen.filter(opvolger=request.actor.lidmaatschap)
    elif gekozen["opvolging"] == ProspectFilter.TE_DOEN:
        rijen = rijen.filter(volgende_op__lte=timezone.localdate())
    return rijen


def tabel(rijen: QuerySet[Prospect]) -> Tabel:
    koppen = [
        "Organisatie", "Soort", "Status", "Sinds", "Contactpersoon", "Volgende stap", "Wanneer", "Wie volgt op",
        "Contacten", "Opmerking",
    ]  # fmt: skip
    return Tabel(
        "Prospecten",
        "Prospecten",
        koppen,
        [
            [
                p.organisatie_naam,
                p.get_soort_display(),
                p.get_status_display(),
                p.datum,
                p.contact,
                p.volgende_stap,
                p.volgende_op,
                p.opvolger.gebruiker.volledige_naam if p.opvolger else "",
                p.contacten,
                p.opmerking,
            ]
            for p in rijen.annotate(contacten=Count("contactmomenten"))
        ],
    )


@daad("prospect.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: HttpRequest) -> HttpResponse:
    form = ProspectForm(
        request.POST or None,
        staat={},
        initial={"opvolger": request.actor.lidmaatschap},
        leden=toegang.leden(request.actor.bestuur_id),
        terug_url=reverse(LIJST),
    )
    form.knop = "Prospect toevoegen"
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            prospect = stappen.voeg_toe(request.actor, request.actor.bestuur, **form.waarden())
            messages.success(request, f"{prospect} staat in de lijst.")
            return redirect("projecten:prospect", prospect.pk)
    inhoud = {"form": form, "titel": "Nieuwe prospect", "uitleg": "Een organisatie die plekken zou kunnen openen."}
    return render(request, "projecten/prospect_formulier.html", inhoud)


@daad("prospect.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def prospect(request: HttpRequest, pk: int) -> HttpResponse:
    """De pagina van één organisatie; wie hier post, noteert een contact."""
    gevonden = _haal(request, pk)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.noteer_contact(request.actor, gevonden, **form.cleaned_data)
            messages.success(request, "Het contact is genoteerd. Kijk ook de volgende stap na.")
            return redirect("projecten:prospect", pk)
    momenten = Contactmoment.objects.filter(prospect=gevonden).select_related("door__gebruiker")
    inhoud = {
        "prospect": gevonden,
        "rijen": _rijen(gevonden),
        "knoppen": knoppen(gevonden),
        "momenten": momenten,
        "form": form,
        "mag_plek": request.actor.mag("leerwerkplek.bewerken"),
    }
    return render(request, "projecten/prospect.html", inhoud)


def _rijen(p: Prospect) -> list[Rij]:
    stap = f"{p.volgende_stap}, {datum_woord(p.volgende_op)}" if p.volgende_op else p.volgende_stap
    return [
        Rij("Soort", p.get_soort_display()),
        Rij("Contactpersoon", p.contact),
        Rij("Volgende stap", stap),
        Rij("Wie volgt op", p.opvolger.gebruiker.volledige_naam if p.opvolger else ""),
        Rij("Opmerking", p.opmerking),
    ]


@daad("prospect.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: HttpRequest, pk: int) -> HttpResponse:
    gevonden = _haal(request, pk)
    form = ProspectForm(
        request.POST or None,
        staat={veld: getattr(gevonden, veld) for veld in (*VELDEN, "opvolger")},
        leden=toegang.leden(request.actor.bestuur_id),
        terug_url=reverse("projecten:prospect", args=[pk]),
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            stappen.wijzig(request.actor, gevonden, **form.waarden())
            messages.success(request, f"{gevonden} is bewaard.")
            return redirect("projecten:prospect", pk)
    return render(request, "projecten/prospect_formulier.html", {"form": form, "titel": str(gevonden), "uitleg": ""})


@daad("prospect.beheren")
@require_POST
def status(request: HttpRequest, pk: int) -> HttpResponse:
    gevonden, naar = _haal(request, pk), request.POST.get("naar", "")
    label = dict(ProspectStatus.choices).get(naar, "")
    terug = (LIJST,) if "lijst" in request.POST else ("projecten:prospect", pk)
    return probeer(
        request,
        lambda: stappen.zet_status(request.actor, gevonden, naar),
        f"{gevonden} is nu {label}.",
        *terug,
    )


@daad("prospect.beheren")
@require_POST
def plek(request: HttpRequest, pk: int) -> HttpResponse:
    """De organisatie komt erbij als ze er nog niet is; daarna begint HR er een leerwerkplek."""
    gevonden = _haal(request, pk)
    try:
        organisatie = stappen.maak_organisatie(request.actor, gevonden)
    except Geweigerd as geweigerd:
        messages.error(request, geweigerd.zin)
        return redirect("projecten:prospect", pk)
    return redirect(f"{reverse('leerwerkplekken:nieuw')}?organisatie={organisatie.pk}")
