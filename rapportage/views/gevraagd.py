"""Wat een bewijspakket en een rapport gemeen hebben: de lijst, de voortgang, stoppen, opnieuw proberen, ophalen."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from aanmelding import herbevestig
from documenten import http, opslag, werkmap
from documenten.models import Document
from kern.lijst import pagina
from kern.tabel import Tabel
from logboek.stappen import lees
from organisaties.isolatie import Geweigerd
from organisaties.toegang import Actor
from rapportage import opgehaald, stappen
from rapportage.models import Gevraagd
from rapportage.stand import stand
from taken.models import Taak


@dataclass(frozen=True)
class Ding:
    """Een soort gevraagd bestand. `maken`: het recht om het te maken; de namen zijn die van de adressen."""

    woorden: tuple[str, str]  # zoals ("pakket", "pakketten")
    maken: str
    zichtbaar: Callable[[Actor], QuerySet[Gevraagd]]
    scherm: str
    lijst: str
    annuleer: str
    opnieuw: str
    ophalen: str

    @property
    def woord(self) -> str:
        return self.woorden[0]


def vraag(
    request: HttpRequest, ding: Ding, form: forms.Form, stap: Callable[..., tuple[Gevraagd, bool]]
) -> Gevraagd | None:
    """Wat het formulier vraagt, nieuw of al gevraagd; None als het niet kan: dan staat waarom bij zijn veld."""
    try:
        rij, nieuw = stap(request.actor, **form.cleaned_data)
    except Geweigerd as fout:
        for zin, veld in fout.alle:
            form.add_error(veld if veld in form.fields else None, zin)
        return None
    if not nieuw:
        messages.info(request, f"Dit {ding.woord} werd al gemaakt. Je ziet hier hoe ver het staat.")
    return rij


def lijst(request: HttpRequest, ding: Ding) -> dict:
    """De context van de lijst, de nieuwste eerst; wie mag maken, ziet ook hoe vaak iets opgehaald werd."""
    eigen, taken = _met_taken(request, ding)
    bladzijde = pagina(request, eigen, per=25)
    mag_maken = request.actor.mag(ding.maken)
    keren = opgehaald.samen(bladzijde) if mag_maken else {}
    rijen = [(rij, stand(rij, taken.get(rij.taak_id)), keren.get(rij.pk)) for rij in bladzijde]
    return {"rijen": rijen, "pagina": bladzijde, "ding": ding, "mag_maken": mag_maken}


@herbevestig.nodig
def werkmap_van(request: HttpRequest, ding: Ding) -> HttpResponse:
    """De hele lijst als XLSX, met wat een bestand later herkenbaar maakt: naam, grootte en SHA-256."""
    eigen, taken = _met_taken(request, ding)
    koppen = ("Project", "Peildatum", "Status", "Aangevraagd op", "Door", "Bestand", "Bytes", "SHA-256")
    rijen = [
        (
            rij.waarvan,
            rij.peildatum,
            stand(rij, taken.get(rij.taak_id)).status.label,
            timezone.localdate(rij.aangevraagd_op),
            rij.aangevraagd_door.gebruiker.volledige_naam if rij.aangevraagd_door else "de installatie",
            *((rij.document.naam, rij.document.grootte, rij.document.sha256) if rij.document else ("", None, "")),
        )
        for rij in eigen
    ]
    meer = ding.woorden[1]
    return werkmap.van_lijst(request.actor, Tabel(meer, meer.capitalize(), koppen, rijen))


def _met_taken(request: HttpRequest, ding: Ding) -> tuple[QuerySet[Gevraagd], dict[int, Taak]]:
    """Eerst de taken, dan de rijen: zie `scherm`."""
    eigen = ding.zichtbaar(request.actor)
    return eigen, Taak.objects.filter(pk__in=eigen.order_by().values("taak_id")).in_bulk()


def scherm(request: HttpRequest, ding: Ding, pk: int, sjabloon: str) -> HttpResponse:
    """Eén bestand: hoe ver het staat, met live voortgang, en ophalen wanneer het klaar is."""
    eigen = ding.zichtbaar(request.actor).filter(pk=pk)
    # eerst de taak: "klaar" en het document komen in één transactie, dus wie klaar las, ziet daarna het document
    taak = Taak.objects.filter(pk__in=eigen.order_by().values("taak_id")).first()
    rij = get_object_or_404(eigen)
    hoever = stand(rij, taak)
    mag_maken = request.actor.mag(ding.maken)
    context = {
        "rij": rij,
        "ding": ding,
        "stand": hoever,
        "zeg": False,
        "mag_maken": mag_maken,
        "ophalingen": opgehaald.van(rij) if mag_maken and rij.document_id else [],
    }
    if not request.htmx:
        return render(request, sjabloon, context)
    gezien = request.GET.get("gezien", "")
    if gezien == hoever.teken:
        return HttpResponse(status=204)  # niets veranderd: htmx laat het scherm staan
    context["zeg"] = gezien.partition(".")[0] != hoever.teken.partition(".")[0]
    return render(request, "rapportage/_stand.html", context)


def annuleer(request: HttpRequest, ding: Ding, pk: int) -> HttpResponse:
    rij = get_object_or_404(ding.zichtbaar(request.actor), pk=pk)
    if stappen.annuleer(request.actor, rij):
        messages.success(request, f"Het maken van dit {ding.woord} is gestopt. Er is geen {ding.woord} bewaard.")
    else:
        messages.info(request, f"Dit {ding.woord} liep niet meer.")
    return redirect(ding.scherm, pk)


def opnieuw(request: HttpRequest, ding: Ding, pk: int) -> HttpResponse:
    rij = get_object_or_404(ding.zichtbaar(request.actor), pk=pk)
    if stappen.opnieuw(request.actor, rij):
        messages.success(request, f"Het {ding.woord} wordt opnieuw gemaakt.")
    else:
        messages.info(request, f"Dit {ding.woord} is niet mislukt. Opnieuw proberen hoeft niet.")
    return redirect(ding.scherm, pk)


def ophalen(request: HttpRequest, ding: Ding, pk: int) -> HttpResponse:
    """Het bestand, nagekeken tegen het register; elk ophalen komt in het logboek."""
    rij = get_object_or_404(ding.zichtbaar(request.actor).exclude(document=None), pk=pk)
    if not _klopt(rij.document):
        messages.error(request, f"Dit bestand is op schijf niet meer wat er gemaakt werd. Maak een nieuw {ding.woord}.")
        return redirect(ding.scherm, pk)
    lees([rij], doel=opgehaald.DOEL)
    return http.antwoord(rij.document, bijlage=True)


def _klopt(document: Document) -> bool:
    try:
        with opslag.open_(document) as f:
            return hashlib.file_digest(f, "sha256").hexdigest() == document.sha256
    except FileNotFoundError:
        return False
