"""De keuzes van het bestuur per oproep: wat geldt, waar het vandaan komt, en vanaf wanneer het verandert."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from beheer.forms import OproepkeuzeForm
from beheer.stappen import oproepen as stappen
from kern import opmaak
from organisaties.formulieren import weiger_in
from organisaties.verzoek import daad
from projecten.models import Oproep, OproepInstelling, OproepRegel, Subsidieproject
from projecten.regels import KEUZES, Keuze

NIET_GEVONDEN = "Geen bron zegt dit (niet gevonden)."


def in_woorden(soort: str, waarde: int) -> str:
    """Een waarde zoals iemand ze leest: 'ja', '10 u', '10 werkdagen', '1 dag'."""
    if soort == "ja_nee":
        return "ja" if waarde else "nee"
    if soort == "uren":
        return opmaak.uren(waarde)
    return opmaak.meervoud(waarde, soort.removesuffix("en"), soort)


@dataclass(frozen=True)
class Stand:
    """Eén keuze: de standaard van de oproep, en wat het bestuur koos, het oudste eerst."""

    sleutel: str
    keuze: Keuze
    standaard: int
    gekozen: list[OproepInstelling]
    vandaag: date

    @property
    def geldt(self) -> OproepInstelling | None:
        return next((rij for rij in reversed(self.gekozen) if rij.vanaf <= self.vandaag), None)

    @property
    def komt(self) -> list[tuple[OproepInstelling, str]]:
        return [(rij, self.lees(rij.waarde)) for rij in self.gekozen if rij.vanaf > self.vandaag]

    @property
    def nu(self) -> int:
        return self.geldt.waarde if self.geldt else self.standaard

    @property
    def tekst(self) -> str:
        return self.lees(self.nu)

    @property
    def herkomst(self) -> str:
        if self.geldt:
            return f"{NIET_GEVONDEN} Keuze van het bestuur, sinds {opmaak.datum_woord(self.geldt.vanaf)}."
        return f"{NIET_GEVONDEN} Standaard, tot het bestuur kiest."

    @property
    def verloop(self) -> list[tuple[str, str]]:
        """Elke waarde met haar begin, de standaard eerst."""
        rijen = [(f"vanaf {opmaak.datum_woord(rij.vanaf)}", self.lees(rij.waarde)) for rij in self.gekozen]
        return [("standaard", self.lees(self.standaard)), *rijen]

    def lees(self, waarde: int) -> str:
        return in_woorden(self.keuze.soort, waarde)


def _standen(bestuur_id: int, oproep: Oproep, vandaag: date) -> list[Stand]:
    regels = OproepRegel.objects.filter(oproep=oproep, sleutel__in=KEUZES, vanaf__lte=vandaag).order_by("vanaf")
    standaard = {regel.sleutel: regel.waarde for regel in regels}
    eigen = OproepInstelling.objects.filter(bestuur=bestuur_id, oproep=oproep).order_by("vanaf")
    gekozen: dict[str, list[OproepInstelling]] = {sleutel: [] for sleutel in KEUZES}
    for rij in eigen.filter(sleutel__in=KEUZES):
        gekozen[rij.sleutel].append(rij)
    return [
        Stand(sleutel, keuze, standaard[sleutel], gekozen[sleutel], vandaag)
        for sleutel, keuze in KEUZES.items()
        if sleutel in standaard
    ]


def _van_bestuur(bestuur_id: int):
    """De oproepen waaronder dit bestuur een project heeft."""
    projecten = Subsidieproject.objects.filter(bestuur=bestuur_id)
    return Oproep.objects.filter(pk__in=projecten.values("oproep")).order_by("code")


@daad("instellingen.beheren")
@require_safe
def oproepen(request: HttpRequest) -> HttpResponse:
    bestuur, vandaag = request.actor.bestuur_id, timezone.localdate()
    per_oproep = [(oproep, _standen(bestuur, oproep, vandaag)) for oproep in _van_bestuur(bestuur)]
    return render(request, "beheer/oproepen.html", {"oproepen": per_oproep})


@daad("instellingen.beheren")
@require_http_methods(["GET", "HEAD", "POST"])
def keuze(request: HttpRequest, code: str, sleutel: str) -> HttpResponse:
    """Eén keuze wijzigen, vanaf een dag; het verloop staat ernaast."""
    oproep, vandaag = get_object_or_404(_van_bestuur(request.actor.bestuur_id), code=code), timezone.localdate()
    stand = next((s for s in _standen(request.actor.bestuur_id, oproep, vandaag) if s.sleutel == sleutel), None)
    if stand is None:
        raise Http404
    begin = {"waarde": stand.nu, "vanaf": vandaag}
    terug_url = reverse("beheer:oproepen")
    form = OproepkeuzeForm(request.POST or None, stand=stand, initial=begin, terug_url=terug_url)
    if request.method == "POST" and form.is_valid():
        waarde, vanaf = int(form.cleaned_data["waarde"]), form.cleaned_data["vanaf"]
        with weiger_in(form):
            stappen.kies(request.actor, oproep, sleutel, waarde=waarde, vanaf=vanaf)
            zin = f"{stand.keuze.label}: {stand.lees(waarde)}, vanaf {opmaak.datum_woord(vanaf)}."
            messages.success(request, zin)
            return redirect(terug_url)
    return render(request, "beheer/oproepkeuze.html", {"form": form, "stand": stand, "oproep": oproep})
