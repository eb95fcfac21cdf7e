"""De schermen van een GLOW-partner: iemand voorstellen, mijn kandidaten, één persoon."""

from datetime import date

from django.contrib import messages
from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from aanmelding import herbevestig
from documenten import werkmap
from kandidaten import toegang, woorden
from kandidaten.enums import Stand
from kandidaten.forms import MijnFilter, PersoonForm, VoorstelForm, beginwaarden, eerste_dag
from kandidaten.models import Kandidatuur
from kandidaten.stand import in_stand, met_plaatsing, plekstanden, stand
from kandidaten.stappen import voorstellen as stappen
from kern.lijst import als_werkmap, pagina
from kern.nummers import nummer
from kern.onderdelen import Rij
from kern.opmaak import datum_woord
from kern.tabel import Tabel
from leerwerkplekken.models import Leerwerkplek
from leerwerkplekken.toegang import zichtbaar_voor as plekken_van
from leerwerkplekken.woorden import voor_partner as plek_in_woorden
from logboek.stappen import lees
from organisaties.formulieren import weiger_in
from organisaties.isolatie import Geweigerd
from organisaties.verzoek import daad, eis_partner
from plaatsingen import indicaties
from plaatsingen.enums import Indicator
from plaatsingen.models import Deelnemer, Plaatsing


@daad("kandidaat.voorstellen")
def voorstellen(request: HttpRequest, pk: int) -> HttpResponse:
    """Een nieuwe persoon, of met `?deelnemer=` iemand die de partner in dit bestuur al kent."""
    plek = toegang.aangeboden_plekken(request.actor).filter(pk=pk).first()
    if plek is None:  # de plek zelf zegt waarom het niet meer kan; ze is 404 voor wie ze nooit aangeboden kreeg
        return redirect("leerwerkplekken:aangeboden", get_object_or_404(plekken_van(request.actor), pk=pk).pk)
    bekende, stand_ = _bekende(request, plek), plekstanden([plek], timezone.localdate()).get(plek.pk)
    if stand_ is None:
        raise Http404
    begin = {"start": eerste_dag(timezone.localdate(), plek.beschikbaar_van, stand_.bezet_tot)}
    if bekende:
        begin |= _bevestigd(bekende)
    form = VoorstelForm(request.POST or None, initial=begin, bekend=bekende is not None, terug_url=reverse("start"))
    if bekende:
        lees([bekende], "kandidaat voorstellen")
    if request.method == "POST" and form.is_valid():
        if al := _al_voorgesteld(request, plek, bekende, form):
            messages.info(request, f"{al.deelnemer.code} is al kandidaat voor deze plek. Er is niets veranderd.")
            return redirect("kandidaten:mijn")
        with weiger_in(form):
            nieuw = stappen.stel_voor(
                request.actor, plek, bekende or form.persoon, form.criteria, start=form.cleaned_data["start"]
            )
            wie, bestuur = nieuw.deelnemer.code, plek.bestuur.naam
            messages.success(request, f"{wie} is voorgesteld voor {plek.functie}. HR van {bestuur} krijgt een mail.")
            return redirect("kandidaten:mijn")
    context = {
        "plek": plek,
        "stand": stand_,
        "rijen": [*plek_in_woorden(plek), Rij("Vereisten", plek.vereisten)],
        "form": form,
        "bekende": bekende,
        "bekenden": [] if bekende else list(_te_kiezen(request, plek)),
    }
    return render(request, "kandidaten/voorstellen.html", context)


def _bekende(request: HttpRequest, plek: Leerwerkplek) -> Deelnemer | None:
    """Wie gekozen is met `?deelnemer=`; 404 als dat geen eigen persoon in dit bestuur is."""
    gekozen = request.GET.get("deelnemer", "")
    if not gekozen:
        return None
    eigen = toegang.deelnemers(request.actor).filter(bestuur=plek.bestuur_id)
    return get_object_or_404(eigen, pk=nummer(gekozen))


def _te_kiezen(request: HttpRequest, plek: Leerwerkplek):
    """Eigen mensen van dit bestuur die nog geen kandidaat zijn voor deze plek."""
    kandidaat = Kandidatuur.objects.filter(leerwerkplek=plek, afgesloten_op=None).values("deelnemer")
    eigen = toegang.deelnemers(request.actor).filter(bestuur=plek.bestuur_id)
    return eigen.exclude(pk__in=kandidaat).order_by("code", "pk")


def _bevestigd(deelnemer: Deelnemer) -> dict:
    eigen = indicaties.eigen(deelnemer)
    return beginwaarden(deelnemer, eigen.indicatoren if eigen else [])


def _al_voorgesteld(
    request: HttpRequest, plek: Leerwerkplek, bekende: Deelnemer | None, form: VoorstelForm
) -> Kandidatuur | None:
    """Staat precies dit er al? Dan is het formulier twee keer verstuurd."""
    mijn = toegang.zichtbaar_voor(request.actor).filter(leerwerkplek=plek, afgesloten_op=None)
    if bekende:
        return mijn.filter(deelnemer=bekende).first()
    wie = form.persoon
    return mijn.filter(deelnemer__code=wie.code, deelnemer__voornaam=wie.voornaam, deelnemer__naam=wie.naam).first()


@daad("kandidaat.voorstellen")
@herbevestig.nodig(wanneer=als_werkmap)
def mijn(request: HttpRequest) -> HttpResponse:
    """Alle kandidaten van deze partner, over de besturen heen; wat nog loopt eerst. Op code."""
    eis_partner(request)
    dag, alle = timezone.localdate(), toegang.zichtbaar_voor(request.actor)
    besturen = sorted(set(alle.order_by().values_list("bestuur", "bestuur__naam").distinct()), key=lambda b: b[1])
    filter_ = MijnFilter(request.GET or None, besturen=besturen)
    rijen = met_plaatsing(alle)
    if filter_.is_valid():
        if gekozen := filter_.cleaned_data["stand"]:
            loopt_ = gekozen == MijnFilter.LOPEND
            rijen = rijen.filter(afgesloten_op=None) if loopt_ else rijen.filter(in_stand(gekozen, dag))
        if bestuur := filter_.cleaned_data["bestuur"]:
            rijen = rijen.filter(bestuur=bestuur)
    loopt = Case(When(afgesloten_op=None, then=Value(0)), default=Value(1))
    rijen = rijen.alias(loopt=loopt).order_by("loopt", "-voorgesteld_op", "-pk")
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _tabel(list(rijen), dag))
    bladzijde = pagina(request, rijen)
    bladzijde.object_list = [_beeld(k, dag) for k in bladzijde.object_list]
    return render(request, "kandidaten/mijn.html", {"pagina": bladzijde, "filter": filter_, "leeg": not besturen})


def _tabel(rijen: list[Kandidatuur], dag: date) -> Tabel:
    """Op code, nooit met een naam."""
    koppen = ("Kandidaat", "Leerwerkplek", "Functie", "Bestuur", "Status", "Voorgesteld op", "Nu")
    return Tabel(
        "mijn-kandidaten",
        "Mijn kandidaten",
        koppen,
        [
            (
                k.deelnemer.code,
                k.leerwerkplek.code,
                k.leerwerkplek.functie,
                k.bestuur.naam,
                Stand(stand(k, dag)).label,
                k.voorgesteld_op,
                woorden.nu(k, dag),
            )
            for k in rijen
        ],
    )


def _beeld(kandidatuur: Kandidatuur, dag) -> dict:
    """Een rij voor een lijst van de partner."""
    nu = stand(kandidatuur, dag)
    open_ = kandidatuur.open and not kandidatuur.plaatsing
    return {"k": kandidatuur, "stand": nu, "nu": woorden.nu(kandidatuur, dag), "in_te_trekken": open_}


@daad("kandidaat.voorstellen")
def persoon(request: HttpRequest, pk: int) -> HttpResponse:
    """Eén persoon: wat bevestigd is, de kandidaturen en de plaatsingen. Wie de naam ziet, staat in het leesboek."""
    deelnemer, dag = get_object_or_404(toegang.deelnemers(request.actor), pk=pk), timezone.localdate()
    lees([deelnemer], "kandidaat bekijken")
    eigen = met_plaatsing(toegang.zichtbaar_voor(request.actor).filter(deelnemer=deelnemer))
    plaatsingen = list(
        Plaatsing.objects.filter(deelnemer=deelnemer, glowpartner=request.actor.glowpartner)
        .select_related("leerwerkplek")
        .order_by("-van", "pk")
    )
    context = {
        "deelnemer": deelnemer,
        "rijen": _criteria(deelnemer),
        "kandidaturen": [_beeld(k, dag) for k in eigen.order_by("-voorgesteld_op", "-pk")],
        "plaatsingen": plaatsingen,
    }
    return render(request, "kandidaten/persoon.html", context)


def _criteria(deelnemer: Deelnemer) -> list[Rij]:
    eigen, labels = indicaties.eigen(deelnemer), dict(Indicator.choices)
    return [
        Rij("Bestuur", deelnemer.bestuur.naam),
        Rij("Recht op een uitkering", "Ja" if deelnemer.uitkeringsgerechtigd else "Nee"),
        Rij("Werkzoekend sinds", datum_woord(deelnemer.werkzoekend_sinds)),
        Rij("Nood aan intensieve begeleiding", "Ja" if deelnemer.intensieve_begeleiding else "Nee"),
        Rij("Indicatoren", [labels[i] for i in eigen.indicatoren] if eigen else "", ontbreekt="Nog niet bevestigd."),
        Rij("Bevestigd op", datum_woord(eigen.bevestigd_op) if eigen else ""),
    ]


@daad("kandidaat.voorstellen")
def verbeter(request: HttpRequest, pk: int) -> HttpResponse:
    deelnemer = get_object_or_404(toegang.deelnemers(request.actor), pk=pk)
    lees([deelnemer], "kandidaat wijzigen")
    form = PersoonForm(
        request.POST or None, initial=_bevestigd(deelnemer), terug_url=reverse("kandidaten:persoon", args=[pk])
    )
    if request.method == "POST" and form.is_valid():
        with weiger_in(form):
            deelnemer = stappen.verbeter(request.actor, deelnemer, form.persoon, form.criteria)
            messages.success(request, f"De gegevens van {deelnemer.code} zijn bewaard en opnieuw bevestigd.")
            return redirect("kandidaten:persoon", pk)
    return render(request, "kandidaten/verbeter.html", {"form": form, "deelnemer": deelnemer})


@daad("kandidaat.voorstellen")
def trek_in(request: HttpRequest, pk: int) -> HttpResponse:
    kandidatuur = get_object_or_404(toegang.zichtbaar_voor(request.actor), pk=pk)
    if request.method == "POST":
        try:
            stappen.trek_in(request.actor, kandidatuur)
            messages.success(
                request, f"De kandidatuur van {kandidatuur.deelnemer.code} is ingetrokken. HR krijgt een mail."
            )
        except Geweigerd as geweigerd:
            messages.warning(request, geweigerd.zin)
        return redirect("kandidaten:mijn")
    code, plek = kandidatuur.deelnemer.code, kandidatuur.leerwerkplek
    context = {
        "titel": f"Kandidatuur van {code} intrekken?",
        "uitleg": "Dit kan je niet ongedaan maken. Opnieuw voorstellen kan wel, zolang de plek vrij is.",
        "rijen": [Rij("Plek", f"{plek.functie} ({plek.code})"), Rij("Bestuur", kandidatuur.bestuur.naam)],
        "knop": "Kandidatuur intrekken",
        "gevaar": True,
        "form": None,
        "terug_url": reverse("kandidaten:mijn"),
    }
    return render(request, "bevestig.html", context)
