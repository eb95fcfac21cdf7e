"""Een evaluatie invullen op een telefoon: kiezen, samen nalezen, de stem van de deelnemer, afronden."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from evaluaties import regels, toegang
from evaluaties.enums import Moment, Status
from evaluaties.forms import InvulForm, StemForm, VerbeterForm
from evaluaties.models import Evaluatie
from evaluaties.stappen import evaluatie as stappen
from evaluaties.stappen.evaluatie import PER_COMPETENTIE, TEKSTEN, WOORDEN
from evaluaties.views import hulp
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad
from plaatsingen.models import Plaatsing


@daad("evaluatie.invullen")
@require_http_methods(["GET", "HEAD", "POST"])
def invullen(request: HttpRequest, pk: int, moment: str) -> HttpResponse:
    plaatsing = hulp.haal_invulbaar(request, pk)
    bezig = stappen.open_versie(plaatsing, moment)
    if request.method == "POST":
        return _bewaar(request, plaatsing, moment, bezig)
    if ander := _elders(request, plaatsing, moment, bezig):
        return ander
    return _toon(request, plaatsing, moment, bezig, _formulier(plaatsing, bezig))


def _elders(request: HttpRequest, plaatsing: Plaatsing, moment: str, bezig: Evaluatie | None) -> HttpResponse | None:
    """Is er hier niets (meer) in te vullen, dan naar waar het wel verdergaat."""
    if bezig:
        besproken = bezig.status == Status.BESPROKEN
        return redirect("evaluaties:samen", plaatsing.pk, moment) if besproken else None
    if af := stappen.laatste(plaatsing, moment):
        return redirect("evaluaties:lees", af.pk)
    mag = regels.mag_beginnen(Moment(moment), plaatsing.van, plaatsing.tot, plaatsing.einde, timezone.localdate())
    if not mag.ok:
        messages.info(request, mag.uitleg)
        return redirect("evaluaties:plaatsing", plaatsing.pk)
    return None


def _formulier(plaatsing: Plaatsing, bezig: Evaluatie | None, data=None) -> InvulForm:
    if bezig:
        rijen = {s.naam: {veld: getattr(s, veld) for veld in PER_COMPETENTIE} for s in stappen.scores(bezig)}
        teksten = {veld: getattr(bezig, veld) for veld in TEKSTEN}
    else:
        rijen, teksten = {naam: {} for naam in stappen.competenties(plaatsing)}, {}
    return InvulForm(data, rijen=rijen, wie=plaatsing.deelnemer.voornaam, initial=teksten)


def _bewaar(request: HttpRequest, plaatsing: Plaatsing, moment: str, bezig: Evaluatie | None) -> HttpResponse:
    """Bewaart wat veranderde. htmx krijgt enkel de stand; een knop gaat verder."""
    form = _formulier(plaatsing, bezig, request.POST)
    klopt, zin = form.is_valid(), ""
    try:
        bezig = stappen.bewaar(request.actor, plaatsing, moment, form.wijzigingen())
        if klopt and request.POST.get("doe") == "bespreken":
            return _bespreek(request, plaatsing, moment, bezig, form)
    except Geweigerd as geweigerd:
        zin = geweigerd.zin
        form.add_error(None, zin)
    if request.htmx:
        return render(request, "evaluaties/_bewaard.html", {"form": form, "zin": zin, "nu": timezone.localtime()})
    if form.errors:
        return _toon(request, plaatsing, moment, bezig, form)
    messages.success(request, "Bewaard. Je vult later verder aan.")
    return redirect("evaluaties:plaatsing", plaatsing.pk)


def _bespreek(
    request: HttpRequest, plaatsing: Plaatsing, moment: str, bezig: Evaluatie | None, form: InvulForm
) -> HttpResponse:
    if bezig is None:
        raise Geweigerd("Kies eerst een antwoord bij elke competentie.")
    stappen.bespreek(request.actor, bezig)
    return redirect("evaluaties:samen", plaatsing.pk, moment)


def _toon(
    request: HttpRequest, plaatsing: Plaatsing, moment: str, bezig: Evaluatie | None, form: InvulForm
) -> HttpResponse:
    hulp.lees_namen([plaatsing], "evaluatie invullen")
    context = {"plaatsing": plaatsing, "moment": Moment(moment), "evaluatie": bezig, "form": form, "zin": ""}
    return render(request, "evaluaties/invullen.html", context)


@daad("evaluatie.invullen")
@require_http_methods(["GET", "HEAD", "POST"])
def samen(request: HttpRequest, pk: int, moment: str) -> HttpResponse:
    """Samen nalezen op dezelfde telefoon; de deelnemer zegt of hij akkoord is. Afronden kan niet ongedaan."""
    plaatsing = hulp.haal_invulbaar(request, pk)
    bezig = stappen.open_versie(plaatsing, moment)
    if bezig is None or bezig.status != Status.BESPROKEN:
        return _niet_besproken(request, plaatsing, moment)
    form = StemForm(
        request.POST or None,
        wie=plaatsing.deelnemer.voornaam,
        initial={veld: getattr(bezig, veld) for veld in WOORDEN},
    )
    if request.method == "POST":
        antwoord = _stem(request, plaatsing, bezig, form)
        if antwoord is not None:
            return antwoord
    hulp.lees_namen([plaatsing], "evaluatie bespreken")
    context = {
        "plaatsing": plaatsing,
        "moment": Moment(moment),
        "evaluatie": bezig,
        "scores": stappen.scores(bezig),
        "gezien": stappen.vingerafdruk(bezig),
        "form": form,
        "zin": "",
    }
    return render(request, "evaluaties/samen.html", context)


def _niet_besproken(request: HttpRequest, plaatsing: Plaatsing, moment: str) -> HttpResponse:
    if request.method == "POST" and not request.htmx:  # een tik die na *Afronden* aankomt, vertelt niets meer
        messages.info(request, "Deze evaluatie ligt niet meer klaar om af te ronden. Kijk wat er staat.")
    return redirect("evaluaties:invullen", plaatsing.pk, moment)


def _stem(request: HttpRequest, plaatsing: Plaatsing, bezig: Evaluatie, form: StemForm) -> HttpResponse | None:
    """Bewaart de stem en rondt af als dat gevraagd is; None als het formulier nu zegt wat er niet klopt."""
    klopt, zin = form.is_valid(), ""
    try:
        stappen.bewaar(request.actor, plaatsing, bezig.moment, form.wijzigingen())
        if klopt and request.POST.get("doe") == "afronden":
            stappen.rond_af(request.actor, bezig, gezien=request.POST.get("gezien", ""))
            messages.success(request, f"De {bezig.get_moment_display()} is afgerond.")
            return redirect("evaluaties:plaatsing", plaatsing.pk)
    except Geweigerd as geweigerd:
        zin = geweigerd.zin
        for reden, veld in geweigerd.alle:
            form.add_error(veld if veld in form.fields else None, reden)
    if request.htmx:
        return render(request, "evaluaties/_bewaard.html", {"form": form, "zin": zin, "nu": timezone.localtime()})
    if form.errors:
        return None
    messages.success(request, "Bewaard. Je rondt later af.")
    return redirect("evaluaties:plaatsing", plaatsing.pk)


@daad("evaluatie.invullen")
@require_POST
def heropen(request: HttpRequest, pk: int, moment: str) -> HttpResponse:
    plaatsing = hulp.haal_invulbaar(request, pk)
    if bezig := stappen.open_versie(plaatsing, moment):
        stappen.heropen(request.actor, bezig)
    return redirect("evaluaties:invullen", plaatsing.pk, moment)


@daad("evaluatie.invullen")
@require_http_methods(["GET", "HEAD", "POST"])
def verbeter(request: HttpRequest, pk: int) -> HttpResponse:
    """Een nieuwe versie van een afgeronde evaluatie, met een reden."""
    oud = get_object_or_404(toegang.evaluaties(request.actor), pk=pk)
    form = VerbeterForm(request.POST or None, terug_url=reverse("evaluaties:lees", args=[pk]))
    if request.method == "POST" and form.is_valid():
        try:
            nieuw = stappen.verbeter(request.actor, oud, reden=form.cleaned_data["reden"])
            return redirect("evaluaties:invullen", nieuw.plaatsing_id, nieuw.moment)
        except Geweigerd as geweigerd:
            form.add_error(geweigerd.veld if geweigerd.veld in form.fields else None, geweigerd.zin)
    hulp.lees_namen([oud.plaatsing], "evaluatie verbeteren")
    titel = f"{oud.get_moment_display().capitalize()} van {oud.plaatsing.deelnemer.volledige_naam} verbeteren"
    return render(request, "formulier.html", {"form": form, "titel": titel, "uitleg": "Wat er stond, staat klaar."})
