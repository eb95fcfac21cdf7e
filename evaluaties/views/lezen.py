"""De lijst van evaluaties, het overzicht van één deelnemer, en één evaluatie lezen."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aanmelding import herbevestig
from documenten import werkmap
from evaluaties import groei, overzicht, regels, toegang
from evaluaties.enums import Stand, Status
from evaluaties.forms import EvaluatieFilter
from evaluaties.models import Attest, Evaluatie
from evaluaties.overzicht import Regel
from evaluaties.views import hulp
from kern.lijst import als_werkmap, pagina
from kern.tabel import Tabel
from organisaties.toegang import Actor
from organisaties.verzoek import daad
from plaatsingen.models import Plaatsing


@daad("evaluatie.zien")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    """Wat er te evalueren is. Een mentor ziet namen; HR en de partner codes, de naam staat op de volgende pagina."""
    vandaag = timezone.localdate()
    plaatsingen = list(toegang.plaatsingen(request.actor).filter(van__lte=vandaag))
    filter_ = EvaluatieFilter(request.GET or None, mentoren=_mentoren(request.actor, plaatsingen))
    met_namen = _met_namen(request.actor)
    rijen = _gefilterd(overzicht.regels_van(plaatsingen, vandaag), filter_, vandaag)
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _tabel(rijen, met_mentor=not request.actor.glowpartner))
    te_zien = pagina(request, rijen)
    if met_namen:
        hulp.lees_namen([rij.plaatsing for rij in te_zien], "evaluaties opvolgen")
    context = {
        "pagina": te_zien,
        "filter": filter_,
        "stand": _stand(filter_),
        "met_namen": met_namen,
        "is_partner": bool(request.actor.glowpartner),
        "mag_invullen": request.actor.mag("evaluatie.invullen"),
    }
    return render(request, "evaluaties/lijst.html", context)


def _tabel(rijen: list[Regel], *, met_mentor: bool) -> Tabel:
    """Op code, ook voor een mentor: een bestand reist verder dan een scherm. Een partner ziet de mentor niet."""
    koppen = ("Deelnemer", "Evaluatie", "Bestuur", "Leerwerkplek", "Mentor", "Uiterlijk", "Stand")
    return Tabel(
        "evaluaties",
        "Evaluaties",
        koppen,
        [
            (
                rij.plaatsing.deelnemer.code,
                rij.wat.moment.label,
                rij.plaatsing.bestuur.naam,
                rij.plaatsing.leerwerkplek.code,
                rij.plaatsing.leerwerkplek.mentor.naam if met_mentor and rij.plaatsing.leerwerkplek.mentor else "",
                rij.wat.uiterlijk,
                Stand(rij.wat.stand).label,
            )
            for rij in rijen
        ],
    )


def _met_namen(actor: Actor) -> bool:
    return not actor.glowpartner and not actor.mag(toegang.HR)


def _mentoren(actor: Actor, plaatsingen: list[Plaatsing]) -> list[tuple[str, str]]:
    if not actor.mag(toegang.HR) or actor.glowpartner:
        return []
    mentoren = {p.leerwerkplek.mentor_id: p.leerwerkplek.mentor.naam for p in plaatsingen if p.leerwerkplek.mentor_id}
    return sorted(((str(pk), naam) for pk, naam in mentoren.items()), key=lambda paar: (paar[1], paar[0]))


def _stand(filter_: EvaluatieFilter) -> str:
    return (filter_.cleaned_data.get("stand") if filter_.is_valid() else "") or EvaluatieFilter.TE_DOEN


def _gefilterd(rijen: list[Regel], filter_: EvaluatieFilter, vandaag: date) -> list[Regel]:
    keuze = _stand(filter_)
    houd = {
        EvaluatieFilter.TE_DOEN: lambda rij: rij.wat.wacht,
        EvaluatieFilter.TE_LAAT: lambda rij: rij.wat.stand == Stand.TE_LAAT,
        EvaluatieFilter.MAAND: lambda rij: (
            (rij.wat.uiterlijk.year, rij.wat.uiterlijk.month) == (vandaag.year, vandaag.month)
        ),
        EvaluatieFilter.AFGEROND: lambda rij: rij.wat.stand == Stand.GEDAAN,
        EvaluatieFilter.ALLE: lambda rij: True,
    }[keuze]
    mentor = filter_.cleaned_data.get("mentor") if filter_.is_valid() else ""
    rijen = [rij for rij in rijen if houd(rij) and (not mentor or str(rij.plaatsing.leerwerkplek.mentor_id) == mentor)]
    return rijen if keuze != EvaluatieFilter.AFGEROND else rijen[::-1]


@daad("evaluatie.zien")
@require_safe
def plaatsing(request: HttpRequest, pk: int) -> HttpResponse:
    """Alles van één deelnemer: wat er te doen is, de groei, het attest en wat er na de plaatsing komt."""
    gevonden, actor = hulp.haal(request, pk), request.actor
    vandaag = timezone.localdate()
    evaluaties = list(toegang.evaluaties(actor).filter(plaatsing=gevonden).prefetch_related("scores"))
    genoteerd = overzicht.genoteerd_van([gevonden])[gevonden.pk]
    hulp.lees_namen([gevonden], "evaluaties bekijken")
    context = {
        "plaatsing": gevonden,
        "rijen": overzicht.regels_van([gevonden], vandaag),
        "extra": _extra(evaluaties, gevonden),
        "groei": groei.groei_van(groei.jongste(evaluaties)),
        "attesten": list(Attest.objects.filter(plaatsing=gevonden).order_by("-versie")),
        "attest_kan": regels.attest_kan(gevonden.einde, vandaag).ok,
        "punten": [
            (punt, genoteerd.get(punt.maanden)) for punt in regels.opvolgpunten(gevonden.einde, genoteerd, vandaag)
        ],
        "loopt": vandaag < gevonden.einde,
        "is_partner": bool(actor.glowpartner),
        "mag": {
            d for d in ("evaluatie.invullen", "attest.maken", "attest.ophalen", "uitstroom.noteren") if actor.mag(d)
        },
    }
    return render(request, "evaluaties/plaatsing.html", context)


def _extra(evaluaties: list[Evaluatie], plaatsing: Plaatsing) -> list[Evaluatie]:
    """Evaluaties van een moment dat bij deze (te korte) plaatsing niet verwacht is, en er toch zijn."""
    verwacht = {v.moment for v in regels.vensters(plaatsing.van, plaatsing.tot, plaatsing.einde)}
    return [e for moment, e in groei.jongste(evaluaties).items() if moment not in verwacht]


@daad("evaluatie.zien")
@require_safe
def lees(request: HttpRequest, pk: int) -> HttpResponse:
    """Eén evaluatie, zoals ze bewaard is."""
    evaluatie = get_object_or_404(toegang.evaluaties(request.actor), pk=pk)
    plaatsing = evaluatie.plaatsing
    hulp.lees_namen([plaatsing], "evaluatie lezen")
    versies = [
        v
        for v in toegang.evaluaties(request.actor)
        .filter(plaatsing=plaatsing, moment=evaluatie.moment)
        .order_by("-versie")
        if v.pk != evaluatie.pk
    ]
    context = {
        "evaluatie": evaluatie,
        "plaatsing": plaatsing,
        "scores": evaluatie.scores.order_by("volgorde", "pk"),
        "versies": versies,
        "nieuwste": all(v.versie < evaluatie.versie for v in versies),
        "is_partner": bool(request.actor.glowpartner),
        "mag_invullen": request.actor.mag("evaluatie.invullen"),
        "open": evaluatie.status != Status.AFGEROND,
    }
    return render(request, "evaluaties/lees.html", context)
