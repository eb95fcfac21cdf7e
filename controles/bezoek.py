"""De lijst voor een controle ter plaatse: per getrokken plek wat er volgens het dossier te zien is. Geen deelnemers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from controles.models import Getrokken, Steekproef
from documenten.huisstijl import Stijl
from fiches.models import Handtekening
from kern.opmaak import datum_woord
from kern.pdf import render_sjabloon
from rapportage import selecties

OPROEP = "oproep"  # bron 000, 001, 002 en 004
PUNTEN = (
    ("De werkplek bestaat en ligt op dit adres", "fiche"),
    ("De logobanner of affiche met de steun van ESF hangt zichtbaar op", OPROEP),
    ("De mentor is aanwezig en toont het certificaat van deelname", OPROEP),
    ("De taken zijn die van de fiche", "fiche"),
    ("De uren worden geregistreerd, met begin, einde en pauze", OPROEP),
    ("De werkafspraken met de GLOW-partner liggen er, ondertekend", OPROEP),
    ("De plek komt boven op de plekken in andere maatregelen", OPROEP),
)
CSS = (
    ".w5{width:5%}.w8{width:8%}.w15{width:15%}.w27{width:27%}.w45{width:45%}"
    ".plek{break-inside:avoid;margin-top:5mm}.plek h2{margin:0 0 1mm}.rooster{font-size:9pt}.rooster td{height:7mm}"
    ".kruis{display:inline-block;width:4mm;height:4mm;border:.3mm solid #17252A}"
    ".midden{text-align:center}.lijn{border-bottom:.3mm solid #66787D;height:9mm}"
    ".tekenen{break-inside:avoid;margin-top:8mm}"
)


@dataclass(frozen=True)
class Blad:
    """Eén plek: wat het dossier zegt dat er te zien is."""

    nummer: int
    code: str
    functie: str
    organisatie: str
    adres: str
    dienst: str
    mentor: str
    certificaat: date | None
    versie: int
    ondertekend_op: date | None
    taken: list[str]
    additioneel: str


def bladen(steekproef: Steekproef) -> list[Blad]:
    """Zoals de fiche die bij het trekken telde; het aantal vragen hangt niet af van het aantal plekken."""
    rijen = list(
        Getrokken.objects.filter(steekproef=steekproef)
        .select_related("fiche", "leerwerkplek__organisatie")
        .order_by("volgnummer")
    )
    certificaten = _certificaten(steekproef)
    getekend = dict(
        Handtekening.objects.filter(fiche__in=[rij.fiche_id for rij in rijen]).values_list("fiche", "ondertekend_op")
    )
    return [_blad(rij, certificaten.get(rij.fiche.mentor_id), getekend.get(rij.fiche_id)) for rij in rijen]


def _certificaten(steekproef: Steekproef) -> dict[int, date | None]:
    """Per mentor (pk) de datum van het certificaat dat op de peildatum voor dit project telt."""
    peilingen = selecties.peil([steekproef.controle.project], steekproef.peildatum)
    tellend, _ = selecties.certificaten(peilingen, selecties.deelnames(peilingen))[steekproef.controle.project_id]
    return {bewijs.mentor.pk: bewijs.deelname.certificaat_datum for bewijs in tellend}


def _blad(rij: Getrokken, certificaat: date | None, getekend: datetime | None) -> Blad:
    gegevens = rij.fiche.gegevens
    plek, mentor = gegevens["leerwerkplek"], gegevens["mentor"]
    return Blad(
        nummer=rij.volgnummer,
        code=rij.leerwerkplek.code,
        functie=plek["functie"],
        organisatie=plek["organisatie"],
        adres=plek.get("adres") or rij.leerwerkplek.waar,
        dienst=plek.get("dienst", ""),
        mentor=mentor["naam"],
        certificaat=certificaat,
        versie=rij.fiche.versie,
        ondertekend_op=timezone.localdate(getekend) if getekend else None,
        taken=list(plek.get("taken", [])),
        additioneel=plek.get("additioneel_toelichting", ""),
    )


def pdf(steekproef: Steekproef, rijen: list[Blad], stijl: Stijl, moment: datetime) -> bytes:
    """De lijst als PDF/A. Fouten: `PdfFout`, ook als de banner ontbreekt (bron 002)."""
    project = steekproef.controle.project
    titel = f"Controle ter plaatse {project.code}"
    context: dict[str, Any] = {
        "titel": titel,
        "bestuur": stijl.bestuur_naam,
        "voet": f"{titel} · steekproef met zaad {steekproef.zaad} · {datum_woord(moment)}",
        "steekproef": steekproef,
        "controle": steekproef.controle,
        "project": project,
        "bladen": rijen,
        "punten": PUNTEN,
        "dag": moment,
    }
    return render_sjabloon(
        "pdf/controle_bezoek.html",
        context,
        banner=stijl.banner(),
        moment=moment,
        css=CSS,
        merk="Demogegevens" if stijl.demo else "",
    )
