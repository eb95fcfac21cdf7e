"""Wat op een mentor wacht: vergeten dagen, maanden door te sturen en teruggekomen maanden, elk met zijn bladzijde."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from aanmelding import herbevestig
from documenten import werkmap
from kern.lijst import Filtervelden, als_werkmap, pagina
from kern.opmaak import datum_kort, maand
from kern.tabel import Tabel
from organisaties.toegang import Actor
from organisaties.verzoek import daad
from plaatsingen import wachtend
from plaatsingen.models import Plaatsing
from plaatsingen.toegang import eigen
from plaatsingen.views import hulp

DAGEN, MAANDEN, TERUG = "dagen", "maanden", "terug"
SOORTEN = {DAGEN: "Uren vergeten", MAANDEN: "Maand door te sturen", TERUG: "Maand teruggestuurd"}


class TeDoenFilter(Filtervelden):
    wat = forms.ChoiceField(label="Wat", required=False, choices=(("", "Alles"), *SOORTEN.items()))


@dataclass(frozen=True)
class Regel:
    soort: str
    plaatsing: Plaatsing
    wanneer: str
    adres: str

    @property
    def kop(self) -> str:
        return SOORTEN[self.soort]


@daad("uren.invoeren")
@require_safe
@herbevestig.nodig(wanneer=als_werkmap)
def te_doen(request: HttpRequest) -> HttpResponse:
    """Het oudste eerst; namen op het scherm, codes in het bestand."""
    filter_ = TeDoenFilter(request.GET or None)
    wat = filter_.cleaned_data["wat"] if filter_.is_valid() else ""
    rijen = [rij for rij in _regels(request.actor, timezone.localdate()) if wat in ("", rij.soort)]
    if als_werkmap(request):
        return werkmap.van_lijst(request.actor, _tabel(rijen))
    te_zien = pagina(request, rijen)
    hulp.lees_namen([rij.plaatsing for rij in te_zien], "uren invullen")
    return render(request, "plaatsingen/te_doen.html", {"pagina": te_zien, "filter": filter_, "gefilterd": bool(wat)})


def _regels(actor: Actor, vandaag: date) -> Iterator[Regel]:
    plaatsingen = eigen(actor)
    for dag, plaatsing in wachtend.vergeten_dagen(plaatsingen, vandaag):
        adres = reverse("plaatsingen:dag", args=[plaatsing.pk, dag])
        yield Regel(DAGEN, plaatsing, datum_kort(dag), adres)
    for open_ in wachtend.voorbije_van(plaatsingen, vandaag):
        yield Regel(MAANDEN, open_.plaatsing, maand(open_.maand), _maand(open_.plaatsing, open_.maand))
    for staat in wachtend.teruggestuurd(plaatsingen):
        yield Regel(TERUG, staat.plaatsing, maand(staat.maand), _maand(staat.plaatsing, staat.maand))


def _maand(plaatsing: Plaatsing, eerste: date) -> str:
    return f"{reverse('plaatsingen:maand')}?plaatsing={plaatsing.pk}&maand={eerste:%Y-%m}"


def _tabel(rijen: list[Regel]) -> Tabel:
    koppen = ("Wat", "Wanneer", "Plaatsing", "Deelnemer", "Leerwerkplek")
    cellen = [
        (r.kop, r.wanneer, r.plaatsing.code, r.plaatsing.deelnemer.code, r.plaatsing.leerwerkplek.code) for r in rijen
    ]
    return Tabel("te-doen", "Nog te doen", koppen, cellen)
