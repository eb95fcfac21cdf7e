"""*Maandstaten*: wat mentoren doorstuurden. HR of de coördinator kijkt na, bevestigt of stuurt terug."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aanmelding import herbevestig
from documenten import werkmap
from kern import opmaak
from kern.lijst import als_werkmap, pagina
from kern.tabel import Duur, Tabel
from organisaties.formulieren import weiger_in
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad
from plaatsingen import overzicht, toegang
from plaatsingen.enums import MaandStatus
from plaatsingen.forms.maand import MaandstaatFilter, TerugForm, VerbeterForm
from plaatsingen.models import Maandstaat
from plaatsingen.stappen import maand as stappen
from plaatsingen.views import hulp
from plaatsingen.views.maand import rijen


@daad("maandstaat.nakijken")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def maandstaten(request: HttpRequest) -> HttpResponse:
    """Op code, niet op naam: wie een naam wil zien, opent de staat (en dat wordt genoteerd)."""
    staten = toegang.maandstaten(request.actor)
    filter_ = _filter(request, staten)
    gekozen = overzicht.met_minuten(_gefilterd(staten, filter_)).order_by("-maand", "code", "pk")
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _tabel(overzicht.met_minimum(list(gekozen))))
    te_zien = pagina(request, gekozen)
    te_zien.object_list = overzicht.met_minimum(list(te_zien.object_list))
    context = {"pagina": te_zien, "filter": filter_, "wacht": _status(filter_) == MaandstaatFilter.TE_DOEN}
    context["mag_namens"] = request.actor.mag("uren.namens")
    context["uitgesloten"] = not toegang.mag_nakijken(request.actor)
    return render(request, "plaatsingen/maandstaten.html", context)


def _tabel(staten: list[Maandstaat]) -> Tabel:
    koppen = ("Deelnemer", "Maand", "Leerwerkplek", "Mentor", "Doorgestuurd", "Status", "Gewerkt", "Signaal")
    return Tabel(
        "maandstaten",
        "Maandstaten",
        koppen,
        [
            (
                s.plaatsing.deelnemer.code,
                f"{s.maand:%Y-%m}",
                s.plaatsing.leerwerkplek.code,
                s.plaatsing.leerwerkplek.mentor.naam if s.plaatsing.leerwerkplek.mentor else "",
                s.doorgestuurd_op,
                s.get_status_display(),
                Duur(s.totaal),
                s.signaal,
            )
            for s in staten
        ],
    )


def _filter(request: HttpRequest, staten) -> MaandstaatFilter:
    """De keuzes zijn de maanden en mentoren die voorkomen, in één query."""
    mentor = "plaatsing__leerwerkplek__mentor"
    gebruiker = f"{mentor}__lidmaatschap__gebruiker"
    voor = set(
        staten.order_by().values_list("maand", mentor, f"{gebruiker}__voornaam", f"{gebruiker}__naam").distinct()
    )
    mentoren = {(naam, voornaam, pk) for _, pk, voornaam, naam in voor if pk}
    return MaandstaatFilter(
        request.GET or None,
        maanden=sorted({maand for maand, *_ in voor}, reverse=True),
        mentoren=[(pk, f"{voornaam} {naam}") for naam, voornaam, pk in sorted(mentoren)],
    )


def _status(filter_: MaandstaatFilter) -> str:
    gekozen = filter_.cleaned_data.get("status") if filter_.is_valid() else ""
    return gekozen or MaandstaatFilter.TE_DOEN


def _gefilterd(staten, filter_: MaandstaatFilter):
    status = _status(filter_)
    if status != MaandstaatFilter.ALLE:
        staten = staten.filter(status=status)
    if not filter_.is_valid():
        return staten
    if maand := hulp.maand_van(filter_.cleaned_data["maand"]):
        staten = staten.filter(maand=maand)
    if mentor := filter_.cleaned_data["mentor"]:
        staten = staten.filter(plaatsing__leerwerkplek__mentor=mentor)
    return staten


@daad("maandstaat.nakijken")
@require_safe
def maandstaat(request: HttpRequest, pk: int) -> HttpResponse:
    return _toon(request, get_object_or_404(toegang.maandstaten(request.actor), pk=pk), TerugForm())


def _toon(request: HttpRequest, staat: Maandstaat, form: TerugForm) -> HttpResponse:
    plaatsing = staat.plaatsing
    beeld = overzicht.maandbeeld(plaatsing, staat.maand, timezone.localdate())
    hulp.lees_namen([plaatsing], "maandstaat nakijken")
    context = {
        "staat": staat,
        "beeld": beeld,
        "rijen": rijen(beeld),
        "gezien": stappen.vingerafdruk(beeld.prestaties),
        "na_te_kijken": staat.status == MaandStatus.DOORGESTUURD,
        "versies": list(toegang.versies(request.actor).filter(staat=staat).defer("inhoud").order_by("-versie")),
        "mag_verbeteren": staat.is_bevestigd and request.actor.mag("maandstaat.verbeteren"),
        "mag_geschiedenis": request.actor.mag("maandstaat.bevestigen"),
        "form": form,
        "mag_namens": request.actor.mag("uren.namens"),
        "niet_gemeld": hulp.niet_gemeld(plaatsing, staat.maand),
    }
    return render(request, "plaatsingen/maandstaat.html", context)


@daad("maandstaat.nakijken")
@require_POST
def bevestig(request: HttpRequest, pk: int) -> HttpResponse:
    staat = get_object_or_404(toegang.maandstaten(request.actor), pk=pk)
    if staat.is_bevestigd:
        messages.info(request, "Deze maand was al bevestigd. Er is niets veranderd.")
        return redirect("plaatsingen:maandstaten")
    try:
        staat = stappen.bevestigen(request.actor, staat, gezien=request.POST.get("gezien", ""))
    except Geweigerd as geweigerd:
        messages.error(request, geweigerd.zin)
        return redirect("plaatsingen:maandstaat", pk)
    wie, maand = staat.plaatsing.deelnemer.code, opmaak.maand(staat.maand)
    messages.success(request, f"{maand.capitalize()} van {wie} is bevestigd: {opmaak.uren(staat.minuten)}.")
    return redirect("plaatsingen:maandstaten")


@daad("maandstaat.nakijken")
@require_POST
def terugsturen(request: HttpRequest, pk: int) -> HttpResponse:
    staat = get_object_or_404(toegang.maandstaten(request.actor), pk=pk)
    form = TerugForm(request.POST)
    if not form.is_valid():
        return _toon(request, staat, form)
    try:
        stappen.terugsturen(request.actor, staat, reden=form.cleaned_data["reden"])
    except Geweigerd as geweigerd:
        for zin, veld in geweigerd.alle:
            form.add_error(veld if veld in form.fields else None, zin)
        return _toon(request, staat, form)
    wie, maand = staat.plaatsing.deelnemer.code, opmaak.maand(staat.maand)
    messages.success(request, f"{maand.capitalize()} van {wie} is teruggestuurd. De mentor ziet je reden.")
    return redirect("plaatsingen:maandstaten")


@daad("maandstaat.verbeteren")
@require_http_methods(["GET", "HEAD", "POST"])
def verbeter(request: HttpRequest, pk: int) -> HttpResponse:
    """Een bevestigde maand heropenen, met een reden; de bevestigde versie blijft tellen tot de nieuwe bevestigd is."""
    staat = get_object_or_404(toegang.maandstaten(request.actor), pk=pk)
    terug_url = reverse("plaatsingen:maandstaat", args=[pk])
    if not staat.is_bevestigd:
        messages.info(request, "Deze maand is niet bevestigd. Verbeteren hoeft niet.")
        return redirect(terug_url)
    form = VerbeterForm(request.POST or None, terug_url=terug_url)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            staat = stappen.verbeteren(request.actor, staat, reden=form.cleaned_data["reden"])
            messages.success(request, f"De maand staat weer open, als versie {staat.versie}. De mentor ziet je reden.")
            return redirect(terug_url)
    wie, maand = staat.plaatsing.deelnemer.code, opmaak.maand(staat.maand)
    context = {
        "form": form,
        "titel": f"{maand.capitalize()} van {wie} verbeteren",
        "uitleg": (
            f"De mentor past de uren aan en stuurt opnieuw door. De bevestigde {opmaak.uren(staat.minuten)} blijven"
            " bewaard. Ze tellen tot de nieuwe versie bevestigd is."
        ),
    }
    return render(request, "formulier.html", context)
