"""Het lokaal sociaal beleid rond werk: de pagina van een jaar, de rijen ervan, de export en het blad voor de raad."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aanmelding import herbevestig
from documenten import huisstijl
from kern.lijst import als_werkmap
from kern.pdf import PdfFout
from kern.tabel import als_xlsx
from kern.uitvoer import antwoord
from organisaties.formulieren import weiger_in
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad
from projecten.forms.beleid import ActieForm, DoelForm, GemeenteForm, MaatregelForm, OpdrachtForm
from projecten.models import Beleidsdoel, Maatregel, Regieactie, Regiegemeente, SocialeOpdracht
from projecten.stappen import beleid as stappen
from rapportage import beleid, beleid_pdf


class Soort(NamedTuple):
    model: Any
    form: Any
    naam: str
    nieuw: str
    velden: tuple[str, ...]


SOORTEN = {
    "maatregel": Soort(
        Maatregel, MaatregelForm, "maatregel", "Nieuwe maatregel",
        ("soort", "jaar", "plekken", "doel", "uitvoerder", "activiteiten"),
    ),
    "doel": Soort(
        Beleidsdoel, DoelForm, "indicator", "Nieuw doel",
        ("doel", "actie", "indicator", "jaar", "streefcijfer", "realisatie", "bron"),
    ),
    "actie": Soort(
        Regieactie, ActieForm, "actie", "Nieuwe actie", ("soort", "jaar", "omschrijving", "partners", "gedaan_op")
    ),
    "gemeente": Soort(Regiegemeente, GemeenteForm, "gemeente", "Nieuwe gemeente", ("naam", "inwoners")),
    "opdracht": Soort(
        SocialeOpdracht, OpdrachtForm, "opdracht", "Nieuwe opdracht",
        ("onderwerp", "soort", "jaar", "uitvoerder", "bedrag"),
    ),
}  # fmt: skip


def _soort(naam: str) -> Soort:
    if naam not in SOORTEN:
        raise Http404
    return SOORTEN[naam]


def gevraagd_jaar(request: HttpRequest) -> int:
    """Het gevraagde jaar; iets onleesbaars wordt dit jaar."""
    gevraagd = request.GET.get("jaar", "")
    jaar = int(gevraagd) if gevraagd.isdecimal() and len(gevraagd) == 4 else 0
    return jaar if stappen.VROEGST <= jaar <= stappen.LAATST else timezone.localdate().year


def adres_van(jaar: int) -> str:
    return f"{reverse('beleid:jaar')}?{urlencode({'jaar': jaar})}"


@daad("beleid.beheren")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def jaar(request: HttpRequest) -> HttpResponse:
    """Alles van een jaar op één pagina, met de vergelijking met het jaar ervoor."""
    gekozen, bestuur = gevraagd_jaar(request), request.actor.bestuur
    beeld = beleid.jaarbeeld(bestuur.pk, gekozen, timezone.localdate())
    if als_werkmap(request):
        stijl = huisstijl.voor(bestuur)
        titel = f"Lokaal sociaal beleid: werk in {gekozen}"
        voorblad = [stijl.banner_tekst, stijl.fonds_tekst, f"{titel}, {stijl.bestuur_naam}"]
        return antwoord(f"beleid-{gekozen}", als_xlsx(titel, voorblad, beleid.tabellen(beeld), timezone.localtime()))
    keuzes = sorted({*beleid.jaren(bestuur.pk), gekozen, timezone.localdate().year}, reverse=True)
    over = any(beleid.over_te_nemen(bestuur.pk, gekozen))
    context = {"b": beeld, "vorig": gekozen - 1, "jaren": keuzes, "over_te_nemen": over}
    return render(request, "rapportage/beleid.html", context)


@daad("beleid.beheren")
@require_safe
def blad(request: HttpRequest) -> HttpResponse:
    """Eén A4 voor de raad."""
    gekozen, bestuur = gevraagd_jaar(request), request.actor.bestuur
    beeld = beleid.jaarbeeld(bestuur.pk, gekozen, timezone.localdate())
    try:
        inhoud = beleid_pdf.pdf(beeld, huisstijl.voor(bestuur), timezone.localtime())
    except PdfFout as fout:
        messages.error(request, str(fout))
        return redirect(adres_van(gekozen))
    uit = HttpResponse(inhoud, content_type="application/pdf")
    uit["Content-Disposition"] = f'inline; filename="beleid-{bestuur.slug}-{gekozen}.pdf"'
    uit["Cache-Control"] = "private, no-store"
    return uit


def _form(request: HttpRequest, soort: Soort, staat: dict, terug_url: str):
    extra = {"bestuur_id": request.actor.bestuur_id} if soort.form is MaatregelForm else {}
    begin = {} if staat else {"jaar": gevraagd_jaar(request)}
    return soort.form(request.POST or None, staat=staat, initial=begin, terug_url=terug_url, **extra)


@daad("beleid.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: HttpRequest, soort: str) -> HttpResponse:
    keuze = _soort(soort)
    form = _form(request, keuze, {}, adres_van(gevraagd_jaar(request)))
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            rij = stappen.voeg_toe(request.actor, request.actor.bestuur, keuze.model, **form.waarden())
            messages.success(request, f"Toegevoegd: {rij}.")
            return redirect(adres_van(getattr(rij, "jaar", gevraagd_jaar(request))))
    terug = adres_van(gevraagd_jaar(request))
    inhoud = {"form": form, "titel": keuze.nieuw, "terug": terug, "pk": None, "soort": soort}
    return render(request, "rapportage/beleid_formulier.html", inhoud)


def _haal(request: HttpRequest, keuze: Soort, pk: int):
    rijen = keuze.model.objects.filter(bestuur=request.actor.bestuur_id)
    return get_object_or_404(rijen.select_for_update() if request.method == "POST" else rijen, pk=pk)


@daad("beleid.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: HttpRequest, soort: str, pk: int) -> HttpResponse:
    keuze = _soort(soort)
    rij = _haal(request, keuze, pk)
    staat = {veld: getattr(rij, veld) for veld in keuze.velden}
    if soort == "doel":
        staat |= DoelForm.keuze(rij.indicator, rij.bron)
    terug = adres_van(getattr(rij, "jaar", gevraagd_jaar(request)))
    form = _form(request, keuze, staat, terug)
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            rij = stappen.wijzig(request.actor, rij, **form.waarden())
            messages.success(request, f"Bewaard: {rij}.")
            return redirect(adres_van(getattr(rij, "jaar", gevraagd_jaar(request))))
    inhoud = {"form": form, "titel": str(rij), "terug": terug, "pk": pk, "soort": soort}
    return render(request, "rapportage/beleid_formulier.html", inhoud)


@daad("beleid.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def verwijder(request: HttpRequest, soort: str, pk: int) -> HttpResponse:
    """Na een bevestiging die het ding noemt."""
    keuze = _soort(soort)
    rij = _haal(request, keuze, pk)
    naam, terug = str(rij), adres_van(getattr(rij, "jaar", gevraagd_jaar(request)))
    if request.method == "POST":
        try:
            stappen.verwijder(request.actor, rij)
            messages.success(request, f"Verwijderd: {naam}.")
        except Geweigerd as geweigerd:
            messages.error(request, geweigerd.zin)
        return redirect(terug)
    inhoud = {
        "titel": f"Verwijderen: {naam}",
        "uitleg": f"Deze {keuze.naam} verdwijnt uit het jaar. Het logboek onthoudt dat ze er stond.",
        "knop": "Verwijderen",
        "terug_url": terug,
        "gevaar": True,
        "form": None,
    }
    return render(request, "bevestig.html", inhoud)
