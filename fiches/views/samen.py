"""Meer fiches samen nakijken en ondertekenen, en daarna volgen hoe elke fiche haar zegel krijgt."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from aanmelding import herbevestig
from fiches import ronde as rondes
from fiches import rondestand
from fiches.enums import Bevestiging
from fiches.forms import SamenForm
from fiches.models import Tekenronde
from fiches.selectie import HOOGSTENS, Keuze, Selectie, kies
from fiches.stappen import NIET_HIER
from fiches.views.fiche import bevestiging_van
from fiches.views.tekenen import bevestig
from kern.lijst import pagina
from kern.opmaak import meervoud
from organisaties.enums import Tekenwijze
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad


@sensitive_post_parameters("wachtwoord")
@daad("fiche.ondertekenen")
def samen(request: HttpRequest) -> HttpResponse:
    """GET toont wat je samen kan ondertekenen; POST tekent precies wat getoond werd."""
    if request.method == "POST" and (al := _eerder(request)):
        messages.info(request, "Je ondertekende deze keuze al. Hier zie je hoe ver ze staat.")
        return redirect("fiches:ronde", al.pk)
    if Tekenwijze.TOEPASSING not in request.actor.bestuur.wijzen:
        messages.info(request, NIET_HIER)
        return redirect("fiches:te_ondertekenen")
    selectie = kies(request.actor, Keuze.uit(request.GET))
    form = _formulier(request, selectie)
    if form and request.method == "POST" and form.is_valid():
        bevestig(request, form)
        if form.is_valid() and (ronde := _teken(request, form)):
            return redirect("fiches:ronde", ronde.pk)
    return _toon(request, selectie, form)


def _eerder(request: HttpRequest) -> Tekenronde | None:
    """De ronde die uit dit formulier al volgde: een dubbele klik, of *Terug* en nog eens."""
    try:
        sleutel = UUID(request.POST.get("sleutel", ""))
    except ValueError:
        return None
    return rondestand.rondes(request.actor).filter(sleutel=sleutel).first()


def _formulier(request: HttpRequest, selectie: Selectie) -> SamenForm | None:
    if not selectie.te_tekenen:
        return None
    return SamenForm(
        request.POST or None,
        verdelingen=selectie.verdelingen,
        organisatie=request.actor.organisatie_naam,
        bevestiging=bevestiging_van(request),
    )


def _teken(request: HttpRequest, form: SamenForm) -> Tekenronde | None:
    gegevens = form.cleaned_data
    with weiger_in(form):
        ronde, _ = rondes.onderteken_samen(
            request.actor, gegevens["gezien"], voorkeur=gegevens["hoedanigheid"], sleutel=gegevens["sleutel"]
        )
        return ronde
    return None


def _toon(request: HttpRequest, selectie: Selectie, form: SamenForm | None) -> HttpResponse:
    context = {
        "selectie": selectie,
        "form": form,
        "hoogstens": HOOGSTENS,
        "bevestig_adres": herbevestig.adres(f"{selectie.keuze.adres}#ondertekenen"),
        "elders": bool(form) and form.bevestiging == Bevestiging.ELDERS,
    }
    return render(request, "fiches/samen.html", context)


@require_safe
@daad("fiche.ondertekenen")
def ronde(request: HttpRequest, pk: int) -> HttpResponse:
    """Wat er met elke fiche van een eigen ronde gebeurde; ververst zichzelf zolang er zegels volgen."""
    eigen = get_object_or_404(rondestand.rondes(request.actor), pk=pk)
    stand = rondestand.stand(eigen)
    nog = rondestand.nog_te_tekenen(request.actor, stand)
    context = {
        "stand": stand,
        "pagina": pagina(request, stand.regels),
        "zeg": False,
        "opnieuw_adres": Keuze(nog).adres if nog else "",
    }
    if not request.htmx:
        return render(request, "fiches/ronde.html", context)
    gezien = request.GET.get("gezien", "")
    if gezien == stand.teken:
        return HttpResponse(status=204)  # niets veranderd: htmx laat het scherm staan
    context["zeg"] = gezien.split(".")[:2] != stand.teken.split(".")[:2]
    return render(request, "fiches/_ronde.html", context)


@require_POST
@daad("fiche.ondertekenen")
def opnieuw(request: HttpRequest, pk: int) -> HttpResponse:
    """Probeert de opgegeven zegels van een eigen ronde opnieuw."""
    eigen = get_object_or_404(rondestand.rondes(request.actor), pk=pk)
    if aantal := rondes.verzegel_opnieuw(request.actor, eigen):
        messages.success(request, f"We proberen {meervoud(aantal, 'zegel', 'zegels')} opnieuw.")
    else:
        messages.info(request, "Er was niets opgegeven. Opnieuw proberen hoeft niet.")
    return redirect("fiches:ronde", pk)
