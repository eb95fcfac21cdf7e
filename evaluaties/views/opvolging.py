"""Na de plaatsing: waar iemand naartoe ging, en hoe het drie en zes maanden later gaat."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from aanmelding import herbevestig
from documenten import werkmap
from evaluaties import overzicht, regels
from evaluaties.enums import Stand
from evaluaties.forms import OpvolgFilter, OpvolgForm, UitstroomForm
from evaluaties.models import Opvolging, Uitstroom
from evaluaties.models.einde import MAANDEN
from evaluaties.overzicht import Opvolgregel
from evaluaties.stappen import einde as stappen
from evaluaties.views import hulp
from kern.lijst import als_werkmap, pagina
from kern.opmaak import datum_woord
from kern.tabel import Tabel
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad


@daad("uitstroom.noteren")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    """Wie op te volgen is, op code; de naam staat op de pagina van de deelnemer."""
    filter_ = OpvolgFilter(request.GET or None)
    stand = (filter_.cleaned_data.get("stand") if filter_.is_valid() else "") or OpvolgFilter.TE_DOEN
    rijen = [rij for rij in overzicht.opvolgregels(request.actor, timezone.localdate()) if _past(rij, stand)]
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _tabel(rijen))
    context = {
        "pagina": pagina(request, rijen),
        "filter": filter_,
        "stand": stand,
        "is_partner": bool(request.actor.glowpartner),
    }
    return render(request, "evaluaties/opvolging.html", context)


def _tabel(rijen: list[Opvolgregel]) -> Tabel:
    koppen = ("Deelnemer", "Wat", "Bestuur", "GLOW-partner", "Einde plaatsing", "Vanaf", "Stand")
    return Tabel(
        "opvolging",
        "Opvolging",
        koppen,
        [
            (
                rij.plaatsing.deelnemer.code,
                f"na {rij.punt.maanden} maanden" if rij.punt.maanden else "uitstroom",
                rij.plaatsing.bestuur.naam,
                rij.plaatsing.glowpartner.naam,
                rij.plaatsing.einde,
                rij.punt.vanaf,
                Stand(rij.punt.stand).label,
            )
            for rij in rijen
        ],
    )


def _past(rij: Opvolgregel, stand: str) -> bool:
    if stand == OpvolgFilter.TE_DOEN:
        return rij.punt.stand in (Stand.TE_DOEN, Stand.TE_LAAT)
    return stand == OpvolgFilter.ALLE or rij.punt.stand == stand


@daad("uitstroom.noteren")
@require_http_methods(["GET", "HEAD", "POST"])
def uitstroom(request: HttpRequest, pk: int) -> HttpResponse:
    plaatsing, vandaag = hulp.haal(request, pk), timezone.localdate()
    terug_url = reverse("evaluaties:plaatsing", args=[pk])
    if ander := _te_vroeg(request, plaatsing.einde, vandaag, "Uitstroom noteren", terug_url):
        return ander
    al = Uitstroom.objects.filter(plaatsing=plaatsing).first()
    begin = {"richting": al.richting, "datum": al.datum} if al else {"datum": plaatsing.einde}
    form = UitstroomForm(
        request.POST or None,
        initial=begin,
        vroegst=plaatsing.einde,
        laatst=max(vandaag, plaatsing.einde),
        terug_url=terug_url,
    )
    if request.method == "POST" and form.is_valid():
        try:
            stappen.noteer_uitstroom(request.actor, plaatsing, **form.cleaned_data)
            messages.success(request, "De uitstroom is genoteerd.")
            return redirect(f"{terug_url}#na")
        except Geweigerd as geweigerd:
            _neem_over(form, geweigerd)
    hulp.lees_namen([plaatsing], "uitstroom noteren")
    titel = f"Uitstroom van {plaatsing.deelnemer.volledige_naam}"
    uitleg = "Kies wat het dichtst aansluit. Vraag niet naar de reden."
    return render(request, "formulier.html", {"form": form, "titel": titel, "uitleg": uitleg})


@daad("uitstroom.noteren")
@require_http_methods(["GET", "HEAD", "POST"])
def na(request: HttpRequest, pk: int, maanden: int) -> HttpResponse:
    """Hoe het na 3 of 6 maanden gaat."""
    if maanden not in MAANDEN:
        raise Http404
    plaatsing, vandaag = hulp.haal(request, pk), timezone.localdate()
    terug_url, vanaf = reverse("evaluaties:plaatsing", args=[pk]), regels.opvolgdatum(plaatsing.einde, maanden)
    if ander := _te_vroeg(request, vanaf, vandaag, f"Opvolgen na {maanden} maanden", terug_url):
        return ander
    al = Opvolging.objects.filter(plaatsing=plaatsing, maanden=maanden).first()
    begin = {"richting": al.richting or OpvolgForm.NIET, "gedaan_op": al.gedaan_op} if al else {"gedaan_op": vandaag}
    form = OpvolgForm(request.POST or None, initial=begin, vroegst=vanaf, laatst=vandaag, terug_url=terug_url)
    if request.method == "POST" and form.is_valid():
        richting = form.cleaned_data["richting"]
        try:
            stappen.noteer_opvolging(
                request.actor, plaatsing, maanden,
                richting="" if richting == OpvolgForm.NIET else richting, gedaan_op=form.cleaned_data["gedaan_op"],
            )  # fmt: skip
            messages.success(request, f"De opvolging na {maanden} maanden is genoteerd.")
            return redirect(f"{terug_url}#na")
        except Geweigerd as geweigerd:
            _neem_over(form, geweigerd)
    hulp.lees_namen([plaatsing], "opvolging noteren")
    titel = f"{plaatsing.deelnemer.volledige_naam} na {maanden} maanden"
    uitleg = f"De plaatsing eindigde op {datum_woord(plaatsing.einde)}. Vraag niet naar de reden."
    return render(request, "formulier.html", {"form": form, "titel": titel, "uitleg": uitleg})


def _te_vroeg(request: HttpRequest, vanaf: date, vandaag: date, wat: str, terug_url: str) -> HttpResponse | None:
    if vandaag >= vanaf:
        return None
    messages.info(request, f"{wat} kan vanaf {datum_woord(vanaf)}.")
    return redirect(terug_url)


def _neem_over(form, geweigerd: Geweigerd) -> None:
    for zin, veld in geweigerd.alle:
        form.add_error(veld if veld in form.fields else None, zin)
