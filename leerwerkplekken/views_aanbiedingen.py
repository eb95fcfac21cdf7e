"""De lijst van al het aanbod van een bestuur: wat gelezen is, wat beantwoord, wat vervalt, welke vraag wacht."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aanmelding import herbevestig
from berichten.herinneringen import Stand, standen
from documenten import werkmap
from kern.lijst import als_werkmap, pagina, volgorde
from kern.tabel import Tabel
from leerwerkplekken import regels, toegang, woorden
from leerwerkplekken.enums import Aanbodstand
from leerwerkplekken.forms_aanbod import AanbodFilter
from leerwerkplekken.herinneringen import AANBOD
from leerwerkplekken.models import Aanbod, Aanbodvraag
from organisaties.models import GlowPartner
from organisaties.verzoek import daad

KOLOMMEN = {
    "plek": ["leerwerkplek__code", "glowpartner__naam", "pk"],
    "partner": ["glowpartner__naam", "leerwerkplek__code", "pk"],
    "aangeboden": ["aangeboden_op", "leerwerkplek__code", "pk"],
    "gelezen": ["gelezen_op", "leerwerkplek__code", "pk"],
    "beantwoord": ["antwoord_op", "leerwerkplek__code", "pk"],
    "tot": ["vervalt_op", "leerwerkplek__code", "pk"],
}


@daad("leerwerkplek.bewerken")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def aanbiedingen(request: HttpRequest) -> HttpResponse:
    dag = timezone.localdate()
    wacht = Aanbodvraag.objects.filter(bestuur=OuterRef("bestuur"), aanbod=OuterRef("pk"))
    alle = toegang.aanbod(request.actor).annotate(vraag_open=Exists(wacht.filter(antwoord="")), met_vraag=Exists(wacht))
    partners = GlowPartner.objects.filter(pk__in=alle.values("glowpartner")).order_by("naam", "pk")
    filter_ = AanbodFilter(request.GET or None, partners=partners)
    rijen = _gefilterd(alle, filter_, dag).order_by(*volgorde(request, KOLOMMEN, "plek"))
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, tabel(list(rijen), dag))
    bladzijde = pagina(request, rijen)
    gekozen = list(bladzijde.object_list)
    mag = request.actor.mag("herinneren")
    open_ = [str(rij.pk) for rij in gekozen if mag and regels.wacht(rij, dag)]
    herinnerd = standen(request.actor.bestuur_id, AANBOD, open_, dag)
    bladzijde.object_list = [_beeld(rij, dag, herinnerd.get(str(rij.pk))) for rij in gekozen]
    inhoud = {"pagina": bladzijde, "filter": filter_, "mag_herinneren": bool(open_)}
    return render(request, "leerwerkplekken/aanbiedingen.html", inhoud)


def _beeld(rij: Aanbod, dag: date, herinnerd: Stand | None) -> dict:
    """Een rij van de lijst; `herinnerd` enkel waar nog een antwoord op wacht."""
    return {
        "aanbod": rij,
        "stand": regels.aanbodstand(rij, dag),
        "reden": woorden.reden(rij),
        "genoteerd": woorden.genoteerd(rij),
        "herinnerd": herinnerd,
    }


def _gefilterd(rijen: QuerySet[Aanbod], filter_: AanbodFilter, dag: date) -> QuerySet[Aanbod]:
    if not filter_.is_valid():
        return rijen
    gekozen = filter_.cleaned_data
    for woord in gekozen["q"].split():
        rijen = rijen.filter(Q(leerwerkplek__functie__icontains=woord) | Q(leerwerkplek__code__icontains=woord))
    if gekozen["stand"]:
        rijen = rijen.filter(regels.in_aanbodstand(gekozen["stand"], dag))
    if gekozen["vraag"]:
        rijen = rijen.filter(**{"vraag_open" if gekozen["vraag"] == "open" else "met_vraag": True})
    return rijen.filter(glowpartner=gekozen["partner"]) if gekozen["partner"] else rijen


def tabel(rijen: list[Aanbod], dag: date) -> Tabel:
    koppen = [
        "Code", "Functie", "GLOW-partner", "Eerst aangeboden op", "Laatst aangeboden op", "Keer", "Gelezen op",
        "Beantwoord op", "Antwoord", "Reden", "Genoteerd", "Loopt tot en met", "Stand", "Vraag wacht",
    ]  # fmt: skip
    return Tabel(
        "Aanbod",
        "Aanbod",
        koppen,
        [
            [
                rij.leerwerkplek.code,
                rij.leerwerkplek.functie,
                rij.glowpartner.naam,
                rij.aangeboden_op,
                rij.laatst_op,
                rij.keer,
                rij.gelezen_dag,
                rij.antwoord_op,
                rij.get_antwoord_display(),
                woorden.reden(rij),
                woorden.genoteerd(rij),
                rij.vervalt_op,
                Aanbodstand(regels.aanbodstand(rij, dag)).label,
                "ja" if rij.vraag_open else "nee",
            ]
            for rij in rijen
        ],
    )
