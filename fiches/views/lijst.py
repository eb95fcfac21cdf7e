"""Wat er te ondertekenen is, wat terugkwam, en wat je zelf ondertekende."""

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from aanmelding import herbevestig
from berichten.herinneringen import standen
from documenten import werkmap
from fiches import rondestand, toegang
from fiches.herinneringen import FICHE
from fiches.models import Fiche, Handtekening
from kern.lijst import als_werkmap, pagina
from kern.tabel import Tabel
from organisaties.enums import Tekenwijze
from organisaties.toegang import Actor
from organisaties.verzoek import daad

RECENT = 5


@daad("fiche.ondertekenen")
@herbevestig.nodig(wanneer=als_werkmap)
def te_ondertekenen(request: HttpRequest) -> HttpResponse:
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _te_tekenen(list(toegang.te_ondertekenen(request.actor))))
    ondertekend = list(toegang.ondertekend_door(request.actor).annotate(alle=Window(Count("pk")))[:RECENT])
    te_zien = pagina(request, toegang.te_ondertekenen(request.actor))
    te_zien.object_list = _met_herinnering(request.actor, list(te_zien.object_list))
    context = {
        "pagina": te_zien,
        "samen": te_zien.paginator.count > 1 and Tekenwijze.TOEPASSING in request.actor.bestuur.wijzen,
        "mag_herinneren": request.actor.mag("herinneren"),
        "verbeteren": list(toegang.te_verbeteren(request.actor)),
        "ronde": rondestand.lopende(request.actor),
        "ondertekend": ondertekend,
        "ondertekend_aantal": ondertekend[0].alle if ondertekend else 0,
        "recent": RECENT,
    }
    return render(request, "fiches/te_ondertekenen.html", context)


def _te_tekenen(fiches: list[Fiche]) -> Tabel:
    koppen = ("Code", "Functie", "Organisatie", "Mentor", "Versie", "Ingediend")
    rijen = []
    for fiche in fiches:
        organisatie, mentor = fiche.gegevens["leerwerkplek"]["organisatie"], fiche.gegevens["mentor"]["naam"]
        rijen.append((fiche.code, fiche.functie, organisatie, mentor, fiche.versie, fiche.ingediend_op))
    return Tabel("te-ondertekenen", "Fiches te ondertekenen", koppen, rijen)


def _met_herinnering(actor: Actor, fiches: list[Fiche]) -> list[Fiche]:
    """Zet op elke fiche `herinnerd`: wanneer wie moet tekenen laatst herinnerd werd. Eén vraag voor de hele lijst."""
    if actor.mag("herinneren"):
        stand = standen(actor.bestuur_id, FICHE, [str(fiche.pk) for fiche in fiches], timezone.localdate())
        for fiche in fiches:
            fiche.herinnerd = stand[str(fiche.pk)]
    return fiches


@daad("fiche.ondertekenen")
@herbevestig.nodig(wanneer=als_werkmap)
def ondertekend(request: HttpRequest) -> HttpResponse:
    rijen = toegang.ondertekend_door(request.actor)
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _getekend(list(rijen)))
    return render(request, "fiches/ondertekend.html", {"pagina": pagina(request, rijen)})


def _getekend(tekens: list[Handtekening]) -> Tabel:
    koppen = ("Code", "Functie", "Versie", "Hoedanigheid", "Wijze", "Ondertekend op", "Nu")
    rijen = [
        (
            h.fiche.code,
            h.fiche.functie,
            h.fiche.versie,
            h.als,
            h.get_wijze_display(),
            timezone.localdate(h.ondertekend_op),
            h.fiche.get_status_display(),
        )
        for h in tekens
    ]
    return Tabel("ondertekend", "Fiches die je ondertekende", koppen, rijen)
