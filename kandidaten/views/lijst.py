"""De lijst van kandidaten voor HR: per plek, per status, per partner. Op code: de naam staat op iemands pagina."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aanmelding import herbevestig
from documenten import werkmap
from kandidaten import toegang, woorden
from kandidaten.enums import Stand
from kandidaten.forms import KandidatenFilter
from kandidaten.models import Kandidatuur
from kandidaten.stand import TE_DOEN, in_stand, met_plaatsing, stand
from kern.lijst import als_werkmap, pagina, volgorde
from kern.tabel import Tabel
from organisaties.models import GlowPartner
from organisaties.verzoek import daad

KOLOMMEN = {
    "voorgesteld": ["voorgesteld_op", "pk"],
    "kandidaat": ["deelnemer__code", "pk"],
    "plek": ["leerwerkplek__code", "voorgesteld_op", "pk"],
}


@daad("kandidaat.behandelen")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    dag, alle = timezone.localdate(), toegang.zichtbaar_voor(request.actor)
    filter_ = _filter(request, alle)
    rijen = _gefilterd(met_plaatsing(alle), filter_, dag).order_by(*volgorde(request, KOLOMMEN, "voorgesteld"))
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, tabel(list(rijen), dag))
    bladzijde = pagina(request, rijen)
    bladzijde.object_list = [{"k": k, "stand": stand(k, dag), "nu": woorden.nu(k, dag)} for k in bladzijde.object_list]
    context = {"pagina": bladzijde, "filter": filter_, "te_doen": _gekozen(filter_) == KandidatenFilter.TE_DOEN}
    return render(request, "kandidaten/lijst.html", context)


def _filter(request: HttpRequest, alle: QuerySet[Kandidatuur]) -> KandidatenFilter:
    """De keuzes zijn de plekken en partners die voorkomen."""
    plek = "leerwerkplek"
    voor = set(
        alle.order_by()
        .values_list(plek, f"{plek}__code", f"{plek}__functie", "glowpartner", "glowpartner__naam")
        .distinct()
    )
    plekken = sorted({(code, functie, pk) for pk, code, functie, *_ in voor})
    partners = sorted({(naam, pk) for *_, pk, naam in voor})
    return KandidatenFilter(
        request.GET or None,
        plekken=[(pk, f"{code} {functie}") for code, functie, pk in plekken],
        partners=[GlowPartner(pk=pk, naam=naam) for naam, pk in partners],
    )


def _gekozen(filter_: KandidatenFilter) -> str:
    gekozen = filter_.cleaned_data.get("stand") if filter_.is_valid() else ""
    return gekozen or KandidatenFilter.TE_DOEN


def _gefilterd(rijen: QuerySet[Kandidatuur], filter_: KandidatenFilter, dag: date) -> QuerySet[Kandidatuur]:
    gekozen = _gekozen(filter_)
    if gekozen == KandidatenFilter.TE_DOEN:
        rijen = rijen.filter(TE_DOEN)
    elif gekozen != KandidatenFilter.ALLE:
        rijen = rijen.filter(in_stand(gekozen, dag))
    if not filter_.is_valid():
        return rijen
    if plek := filter_.cleaned_data["plek"]:
        rijen = rijen.filter(leerwerkplek=plek)
    if partner := filter_.cleaned_data.get("partner"):
        rijen = rijen.filter(glowpartner=partner)
    return rijen


def tabel(rijen: list[Kandidatuur], dag: date) -> Tabel:
    """De lijst voor het werkblad, met de code en nooit de naam."""
    koppen = [
        "Kandidaat", "Leerwerkplek", "Functie", "GLOW-partner", "Kan starten vanaf", "Voorgesteld op", "Status",
        "Intake op", "Gereserveerd tot", "Reden van weigering",
    ]  # fmt: skip
    return Tabel(
        "Kandidaten",
        "Kandidaten",
        koppen,
        [
            [
                k.deelnemer.code,
                k.leerwerkplek.code,
                k.leerwerkplek.functie,
                k.glowpartner.naam,
                k.start,
                k.voorgesteld_op,
                Stand(stand(k, dag)).label,
                k.intake_datum,
                k.gereserveerd_tot,
                woorden.reden(k) if k.weiger_reden else "",
            ]
            for k in rijen
        ],
    )
