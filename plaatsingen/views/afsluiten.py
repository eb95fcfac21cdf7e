"""*Maand afsluiten*: alle maanden van een organisatie naast elkaar, wat opvalt bovenaan, en bevestigen in één keer."""

import re
from dataclasses import replace
from datetime import date, timedelta

from django.contrib import messages
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from berichten.herinneringen import standen
from kern.opmaak import meervoud
from kern.periodes import eerste_van_maand, laatste_van_maand, maanden_tussen
from organisaties.toegang import Actor
from organisaties.verzoek import daad
from plaatsingen import toegang
from plaatsingen.forms.maand import AfsluitFilter
from plaatsingen.herinneringen import MAAND, maandsleutel
from plaatsingen.maandregels import Maandregel, lopend_in, maandregels
from plaatsingen.stappen import maand as stappen
from plaatsingen.stappen.bevestiging import Uitslag
from plaatsingen.views import hulp

NIET_GELUKT = "maand_niet_bevestigd"  # in de sessie: wat bleef staan en waarom; één keer getoond
KEUZE = re.compile(r"(\d{1,18}):([0-9a-f]{16})")


@daad("maandstaat.nakijken")
@require_http_methods(["GET", "HEAD", "POST"])
def afsluiten(request: HttpRequest) -> HttpResponse:
    """Op code, niet op naam. GET toont; POST bevestigt wat aangevinkt is, elke maand met haar eigen uitslag."""
    if request.method == "POST":
        return _bevestig(request)
    nu = timezone.localdate()
    plaatsingen = toegang.te_sluiten(request.actor)
    filter_, maand = _filter(request, plaatsingen, nu)
    if organisatie := filter_.cleaned_data.get("organisatie") if filter_.is_valid() else "":
        plaatsingen = plaatsingen.filter(leerwerkplek__organisatie=organisatie)
    binnen = plaatsingen.filter(van__lte=laatste_van_maand(maand), tot__gte=maand)
    paren = lopend_in(binnen.order_by("deelnemer__code", "pk"), maand)
    context = {
        "filter": filter_,
        "maand": maand,
        "nog_bezig": maand == eerste_van_maand(nu),
        "uitgesloten": not toegang.mag_nakijken(request.actor),
        "mag_herinneren": request.actor.mag("herinneren"),
        "niet_gelukt": _niet_gelukt(request),
        **_verdeel(_met_herinnering(request.actor, maandregels(paren, nu), nu)),
    }
    return render(request, "plaatsingen/afsluiten.html", context)


def _filter(request: HttpRequest, plaatsingen, nu: date) -> tuple[AfsluitFilter, date]:
    """De keuzes zijn de organisaties en maanden die voorkomen; zonder keuze de maand die net voorbij is."""
    vorige = eerste_van_maand(eerste_van_maand(nu) - timedelta(days=1))
    per_organisatie = plaatsingen.order_by().values_list("leerwerkplek__organisatie", "leerwerkplek__organisatie__naam")
    voor = list(per_organisatie.annotate(eerste=Min("van")).order_by("leerwerkplek__organisatie__naam"))
    maanden = maanden_tussen(min([vorige, *(eerste for *_, eerste in voor)]), nu)[::-1]
    organisaties = [(pk, naam) for pk, naam, _ in voor]
    gevraagd = request.GET.copy()
    if not gevraagd.get("maand"):
        gevraagd["maand"] = f"{vorige:%Y-%m}"
    filter_ = AfsluitFilter(gevraagd, maanden=maanden, organisaties=organisaties)
    geldig = filter_.is_valid()
    return filter_, (hulp.maand_van(filter_.cleaned_data["maand"]) if geldig else None) or vorige


def _met_herinnering(actor: Actor, regels: list[Maandregel], nu: date) -> list[Maandregel]:
    """Zet op elke voorbije maand die de mentor nog moet doorsturen `herinnerd`, in één vraag voor de hele lijst."""
    if not actor.mag("herinneren"):
        return regels
    wacht = {
        maandsleutel(regel.plaatsing.pk, regel.maand): regel
        for regel in regels
        if regel.door_te_sturen and laatste_van_maand(regel.maand) < nu
    }
    stand = standen(actor.bestuur_id, MAAND, wacht, nu)
    per_regel = {id(regel): stand[sleutel] for sleutel, regel in wacht.items()}
    return [replace(regel, herinnerd=per_regel.get(id(regel))) for regel in regels]


def _verdeel(regels: list[Maandregel]) -> dict:
    """Wat opvalt, wat zo te bevestigen is, en wat al bevestigd is."""
    open_ = [regel for regel in regels if not regel.bevestigd and (regel.uitzonderingen or regel.te_bevestigen)]
    opvallend = [regel for regel in open_ if regel.uitzonderingen]
    return {
        "regels": regels,
        "opvallend": opvallend,
        "gewoon": [regel for regel in open_ if not regel.uitzonderingen],
        "gedaan": [regel for regel in regels if regel.bevestigd],
        "iets_te_doen": any(regel.te_bevestigen for regel in open_),
    }


def _bevestig(request: HttpRequest) -> HttpResponse:
    terug_url = request.get_full_path()
    gezien = {int(m[1]): m[2] for tekst in request.POST.getlist("kies") if (m := KEUZE.fullmatch(tekst))}
    staten = list(toegang.maandstaten(request.actor).filter(pk__in=gezien).order_by("plaatsing__deelnemer__code", "pk"))
    if not staten:
        messages.error(request, "Vink minstens één maand aan.")
        return redirect(terug_url)
    uitslagen = stappen.bevestig_veel(request.actor, staten, gezien=gezien)
    _meld(request, uitslagen)
    return redirect(terug_url)


def _meld(request: HttpRequest, uitslagen: list[Uitslag]) -> None:
    mis = [u for u in uitslagen if u.reden]
    al = sum(u.was_al for u in uitslagen)
    gelukt = len(uitslagen) - len(mis) - al
    if gelukt:
        messages.success(request, f"{meervoud(gelukt, 'maand is', 'maanden zijn')} bevestigd. De urenstaten volgen.")
    if al:
        messages.info(request, f"{meervoud(al, 'maand was', 'maanden waren')} al bevestigd. Daar is niets veranderd.")
    if mis:
        redenen = [[u.staat.plaatsing.deelnemer.code, u.reden] for u in mis]
        request.session[NIET_GELUKT] = {"voor": request.actor.keuze, "redenen": redenen}


def _niet_gelukt(request: HttpRequest) -> list[list[str]]:
    wat = request.session.pop(NIET_GELUKT, None)
    return wat["redenen"] if wat and wat["voor"] == request.actor.keuze else []
