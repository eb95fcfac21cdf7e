"""De lijst van plaatsingen, de pagina van één plaatsing, en haar werkafspraken op papier."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aanmelding import herbevestig
from documenten import huisstijl, werkmap
from kern.lijst import als_werkmap, pagina, volgorde
from logboek.stappen import lees
from organisaties.verzoek import daad
from plaatsingen import afspraken, dossier, regels, toegang
from plaatsingen.enums import Voorwaarde
from plaatsingen.forms.lijst import KOLOMMEN, PlaatsingFilter, tabel
from plaatsingen.forms.patroon import dagzin
from plaatsingen.forms.velden import bel
from plaatsingen.models import Ondertekening, Plaatsing
from plaatsingen.pdf import afspraken as pdf
from plaatsingen.stappen.ondertekening import van as ondertekening_van


def haal(request: HttpRequest, pk: int) -> Plaatsing:
    """De plaatsing, of 404 buiten het bereik van wie kijkt. Bij een POST op slot: niemand wijzigt ze intussen."""
    rijen = toegang.dossiers(request.actor).select_related("vervangend_mentor__lidmaatschap__gebruiker")
    if request.method == "POST":
        rijen = rijen.select_for_update(of=("self",))
    return get_object_or_404(rijen, pk=pk)


@daad("plaatsing.zien")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def lijst(request: HttpRequest) -> HttpResponse:
    """Op code, niet op naam: wie een naam wil zien opent de plaatsing, en dat wordt genoteerd."""
    actor, vandaag = request.actor, timezone.localdate()
    alle = dossier.met_stand(toegang.dossiers(actor)).order_by(*volgorde(request, KOLOMMEN, "code"))
    filter_ = PlaatsingFilter(request.GET, queryset=alle, bestuur_id=actor.bestuur_id, vandaag=vandaag)
    if als_werkmap(request):
        return werkmap.van_lijst(actor, tabel(dossier.kleed_aan(list(filter_.qs), vandaag)))
    bladzijde = pagina(request, filter_.qs)
    bladzijde.object_list = dossier.kleed_aan(list(bladzijde.object_list), vandaag)
    inhoud = {"filter": filter_, "pagina": bladzijde, "mag_bewerken": actor.mag("plaatsing.bewerken")}
    return render(request, "plaatsingen/lijst.html", inhoud)


@daad("plaatsing.zien")
@require_safe
def plaatsing(request: HttpRequest, pk: int) -> HttpResponse:
    gevonden, vandaag = haal(request, pk), timezone.localdate()
    lees([gevonden.deelnemer], doel="plaatsing bekijken")
    mag_bewerken = request.actor.mag("plaatsing.bewerken")
    stappen = dossier.voorwaarden(gevonden)
    afgesproken = afspraken.van(gevonden.bestuur_id, [gevonden.pk])[gevonden.pk]
    ondertekening = ondertekening_van(gevonden)
    verouderd = afspraken.verouderd(gevonden, vandaag)
    inhoud = {
        "ondertekening": ondertekening,
        "verouderd": verouderd,
        "kan_voorleggen": mag_bewerken and _kan_voorleggen(ondertekening, afgesproken, verouderd),
        "plaatsing": gevonden,
        "verloop": regels.verloop(gevonden.van, gevonden.einde, vandaag),
        "maanden": dossier.maandregels(gevonden, vandaag),
        "werkdagen": [dagzin(werkdag) for werkdag in gevonden.werkdagen.all()],
        "stappen": stappen,
        "taken": dossier.taken(gevonden, stappen, mag_bewerken),
        "afgesproken": afgesproken,
        "afwijkingen": gevonden.afwijkingen.select_related("goedgekeurd_door__gebruiker", "genoteerd_door__gebruiker"),
        "bel": bel(gevonden.begeleider_telefoon),
        "mag_bewerken": mag_bewerken,
        "mag_namens": request.actor.mag("uren.namens") and gevonden.van <= vandaag and afgesproken.start.ok,
        "kan_langer": not gevonden.beeindigd_op and gevonden.tot < gevonden.uiterste_tot,
        "vandaag": vandaag,
    }
    return render(request, "plaatsingen/plaatsing.html", inhoud)


def _kan_voorleggen(
    ondertekening: Ondertekening | None, afgesproken: afspraken.Afspraken, verouderd: afspraken.Verouderd | None
) -> bool:
    """De werkafspraken zijn nog niet in orde of kloppen niet meer, en liggen niet al bij de partner."""
    ligt_voor = ondertekening is not None and ondertekening.getekend_op is None
    return (Voorwaarde.WERKAFSPRAKEN in afgesproken.ontbreekt or verouderd is not None) and not ligt_voor


@daad("plaatsing.zien")
@require_safe
@herbevestig.nodig
def werkafspraken(request: HttpRequest, pk: int) -> HttpResponse:
    """De werkafspraken van deze plaatsing om af te drukken en te ondertekenen; wordt niet bewaard."""
    gevonden = haal(request, pk)
    lees([gevonden.deelnemer], doel="werkafspraken afdrukken")
    inhoud = pdf.werkafspraken(gevonden, huisstijl.voor(request.actor.bestuur), timezone.localtime())
    reactie = HttpResponse(inhoud, content_type="application/pdf")
    reactie["Content-Disposition"] = f'inline; filename="{pdf.bestandsnaam(gevonden)}"'
    reactie["Cache-Control"] = "private, no-store"
    return reactie
