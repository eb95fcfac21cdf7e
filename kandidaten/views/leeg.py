"""Plekken die leeg blijven en wat in de weg staat: de lijst van HR, en die van een GLOW-partner."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aanmelding import herbevestig
from documenten import werkmap
from kandidaten import leeg
from kandidaten.forms import LeegFilter
from kandidaten.leeg import LegePlek
from kern.lijst import als_werkmap, pagina
from kern.tabel import Tabel
from organisaties.models import GlowPartner
from organisaties.verzoek import daad, eis_partner


@daad("leerwerkplek.bewerken")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def lege_plekken(request: HttpRequest) -> HttpResponse:
    alle = leeg.van_bestuur(request.actor.bestuur_id, timezone.localdate())
    partners = {h.partner.pk: h.partner for lege in alle for h in lege.hinder if h.partner}
    filter_ = LeegFilter(request.GET or None, partners=sorted(partners.values(), key=lambda p: p.naam))
    rijen = _gefilterd(alle, filter_)
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, tabel(rijen))
    context = {"pagina": pagina(request, rijen), "filter": filter_, "iets": bool(alle)}
    return render(request, "kandidaten/lege_plekken.html", context)


def _gefilterd(rijen: list[LegePlek], filter_: LeegFilter) -> list[LegePlek]:
    if not filter_.is_valid():
        return rijen
    hinder, partner = filter_.cleaned_data["hinder"], filter_.cleaned_data.get("partner")
    if hinder:
        rijen = [rij for rij in rijen if hinder in rij.soorten]
    return [rij for rij in rijen if int(partner) in rij.partners] if partner else rijen


@daad("aanbod.bekijken")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def mijn_lege_plekken(request: HttpRequest) -> HttpResponse:
    """Wat deze partner nog kan invullen en al lang leeg staat, over de besturen heen."""
    eis_partner(request)
    partner: GlowPartner = request.actor.glowpartner
    rijen = leeg.van_partner(partner, timezone.localdate())
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, tabel(rijen))
    return render(request, "kandidaten/mijn_lege_plekken.html", {"pagina": pagina(request, rijen)})


def tabel(rijen: list[LegePlek]) -> Tabel:
    koppen = ["Code", "Functie", "Bestuur", "Organisatie", "Leeg sinds", "Dagen", "Wat in de weg staat"]
    return Tabel(
        "lege-plekken",
        "Lege plekken",
        koppen,
        [
            [
                rij.plek.code,
                rij.plek.functie,
                rij.plek.bestuur.naam,
                rij.plek.organisatie.naam,
                rij.sinds,
                rij.dagen,
                " ".join(h.zin for h in rij.hinder),
            ]
            for rij in rijen
        ],
    )
