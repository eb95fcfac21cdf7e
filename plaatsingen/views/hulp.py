"""Wat de schermen van uren delen: bewaren met een weg terug, en waar iemand daarna uitkomt."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import reverse

from kern import opmaak
from kern.periodes import laatste_van_maand
from logboek.stappen import lees
from organisaties.isolatie import Geweigerd
from plaatsingen.enums import MeldingStatus, SoortPrestatie
from plaatsingen.forms.dag import DagForm, als_tekst
from plaatsingen.models import Afwezigmelding, Plaatsing, Prestatie
from plaatsingen.regels import Invoer
from plaatsingen.stappen import inzending
from plaatsingen.stappen import uren as stappen

BEWAARD = "uren_bewaard"  # in de sessie: wat net gebeurde en hoe het ongedaan wordt; één keer getoond
STOND_ER_AL = "Dat stond er al. Er is niets veranderd."
VELDEN = ("keuze", "uren", "van", "tot", "pauze")


def maand_van(tekst: str) -> date | None:
    """'2023-06' → 1 juni 2023; None als het geen maand is."""
    try:
        return date.fromisoformat(f"{tekst}-01")
    except ValueError:
        return None


def prestatie_van(plaatsing_ids, pk: int) -> Prestatie:
    """Een prestatie van een van deze plaatsingen; anders 404."""
    prestatie = (
        Prestatie.objects.filter(pk=pk, plaatsing__in=plaatsing_ids)
        .select_related(
            "plaatsing__deelnemer",
            "plaatsing__leerwerkplek__project__oproep",
            "plaatsing__leerwerkplek__mentor",
            "plaatsing__vervangend_mentor",
            "ingevoerd_door__gebruiker",
        )
        .first()
    )
    if prestatie is None:
        raise Http404
    return prestatie


def wat(prestatie: Prestatie) -> str:
    if prestatie.soort == SoortPrestatie.GEWERKT:
        return opmaak.uren(prestatie.minuten)
    return str(prestatie.get_soort_display())


def onthoud(
    request: HttpRequest, prestatie: Prestatie, gebeurd: str, url: str = "", velden: dict | None = None
) -> None:
    """Toon op het volgende scherm wat er gebeurde, met *Ongedaan maken* (een POST naar `url` met `velden`)."""
    request.session[BEWAARD] = {
        "voor": request.actor.keuze,
        "plaatsing": prestatie.plaatsing_id,
        "datum": prestatie.datum.isoformat(),
        "zin": f"{gebeurd}: {wat(prestatie)} op {opmaak.datum_lang(prestatie.datum)}.",
        "url": url,
        "velden": {f"p{prestatie.plaatsing_id}-{naam}": waarde for naam, waarde in (velden or {}).items()},
    }


def bewaard(request: HttpRequest) -> dict | None:
    """Wat net gebeurde; niet meer als iemand intussen voor een ander bestuur werkt."""
    wat_er_was = request.session.pop(BEWAARD, None)
    return wat_er_was if wat_er_was and wat_er_was["voor"] == request.actor.keuze else None


def bewaar(request: HttpRequest, plaatsing: Plaatsing, dag: date, form: DagForm) -> bool:
    """Bewaart een nieuwe invoer; False als het formulier nu zegt wat er niet klopt. Twee keer sturen is geen fout."""
    if not form.is_valid():
        return False
    invoer = form.invoer(dag)
    if stappen.zelfde(plaatsing, invoer):
        messages.info(request, STOND_ER_AL)
        return True
    try:
        prestatie = voer_in(request, plaatsing, invoer, form)
    except Geweigerd as geweigerd:
        if stappen.zelfde(plaatsing, invoer):  # een tweede verzoek was net iets sneller
            messages.info(request, STOND_ER_AL)
            return True
        form.neem_over(geweigerd)
        return False
    if prestatie is None:
        messages.info(request, "Deze invoer was al verwerkt. Er is niets veranderd.")
    elif "ongedaan" in request.POST:
        onthoud(request, prestatie, "Teruggezet")
    else:
        onthoud(request, prestatie, "Bewaard", reverse("plaatsingen:verwijder", args=[prestatie.pk]))
    return True


def voer_in(request: HttpRequest, plaatsing: Plaatsing, invoer: Invoer, form: DagForm) -> Prestatie | None:
    """Met het eigen nummer van de telefoon als dat er is: komt dezelfde invoer nog eens, dan gebeurt er niets meer."""
    sleutel = lees_sleutel(form.data.get(form.add_prefix("sleutel"), ""))
    if sleutel is None:
        return stappen.voer_in(request.actor, plaatsing, invoer)
    return inzending.voer_in(request.actor, sleutel, plaatsing, invoer, inhoud(form))


def inhoud(form: DagForm) -> dict[str, str]:
    """Wat iemand intikte, veld per veld."""
    return {naam: str(waarde)[:40] for naam in VELDEN if (waarde := form.data.get(form.add_prefix(naam)))}


def lees_sleutel(tekst: object) -> UUID | None:
    """Het nummer dat een telefoon aan een invoer gaf; None als het er geen is."""
    try:
        return UUID(str(tekst))
    except ValueError:
        return None


def pas_aan(request: HttpRequest, prestatie: Prestatie, form: DagForm) -> bool:
    """Bewaart een wijziging; False als het formulier nu zegt wat er niet klopt."""
    if not form.is_valid():
        return False
    oud = als_tekst(prestatie)
    try:
        nieuw = stappen.wijzig(request.actor, prestatie, form.invoer(prestatie.datum), opmerking=prestatie.opmerking)
    except Geweigerd as geweigerd:
        form.neem_over(geweigerd)
        return False
    if "ongedaan" in request.POST:
        onthoud(request, nieuw, "Teruggezet")
    else:
        onthoud(request, nieuw, "Gewijzigd", reverse("plaatsingen:wijzig", args=[nieuw.pk]), oud)
    return True


def lees_namen(plaatsingen, doel: str) -> None:
    """Wie naar de naam van een deelnemer kijkt, staat in het leesboek."""
    lees({plaatsing.deelnemer_id: plaatsing.deelnemer for plaatsing in plaatsingen}.values(), doel=doel)


def niet_gemeld(plaatsing: Plaatsing, maand: date) -> list[str]:
    """De dagen van die maand waarop iemand afwezig was zonder dat er een trajectbegeleider te mailen viel."""
    meldingen = Afwezigmelding.objects.filter(
        bestuur=plaatsing.bestuur_id,
        plaatsing=plaatsing,
        status=MeldingStatus.ZONDER_ADRES,
        datum__range=(maand, laatste_van_maand(maand)),
    )
    return [opmaak.datum_woord(dag) for dag in meldingen.order_by("datum").values_list("datum", flat=True)]


def terug(request: HttpRequest) -> str:
    """Waar iemand vandaan kwam, ook na een fout in het formulier."""
    return request.POST.get("terug") or request.GET.get("terug", "")


def terug_naar(request: HttpRequest, plaatsing: Plaatsing, dag: date) -> str:
    """Na een daad terug waar je was: de kaart op *Vandaag*, of de maand."""
    if terug(request) == "vandaag":
        return f"{reverse('plaatsingen:vandaag')}?dag={dag.isoformat()}#kaart-{plaatsing.pk}"
    if terug(request) == "ploeg":
        return f"{reverse('plaatsingen:ploeg')}?dag={dag.isoformat()}#kaart-{plaatsing.pk}"
    return maand_url(plaatsing, dag)


def maand_url(plaatsing: Plaatsing, dag: date) -> str:
    return f"{reverse('plaatsingen:maand')}?plaatsing={plaatsing.pk}&maand={dag:%Y-%m}"
