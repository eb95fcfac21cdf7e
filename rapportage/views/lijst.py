"""De lijst achter een getal van de voortgang of van het rapport over alles, op het scherm en als bestand."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from aanmelding import herbevestig
from documenten import huisstijl
from kern.lijst import pagina
from kern.opmaak import datum_woord
from kern.tabel import Tabel, als_csv, als_xlsx, lees
from kern.uitvoer import antwoord, antwoord_csv
from organisaties.verzoek import daad
from rapportage import cijfers, lijsten, tellen, toegang
from rapportage.geheel import Geheel
from rapportage.keuze import Keuze
from rapportage.lijsten import LIJSTEN
from rapportage.views.verwijzing import KOLOMMEN, met_verwijzingen
from rapportage.views.voortgang import gekend, peildatum, vraag


class Terug(NamedTuple):
    """Van welk scherm deze lijst komt: in het kruimelpad, onderaan, en waar."""

    kruimel: str
    tekst: str
    adres: str


def als_bestand(request: HttpRequest) -> bool:
    return request.GET.get("vorm") in ("xlsx", "csv")


@daad("voortgang.zien")
@herbevestig.nodig(wanneer=als_bestand)
def lijst(request: HttpRequest, pk: int, soort: str) -> HttpResponse:
    """Eén lijst van één project; 404 voor een soort die niet bestaat."""
    project = get_object_or_404(toegang.projecten(request.actor), pk=pk)
    if soort not in LIJSTEN:
        raise Http404
    form, dag = peildatum(request)
    (c,) = cijfers.bereken([project], dag, toen_gekend=gekend(form))
    wat, keuze = LIJSTEN[soort], Keuze.uit(request.GET)
    tabel = lijsten.van_project(wat, c, keuze)
    terug = Terug(project.code, "Terug naar de voortgang", reverse("rapportage:project", args=[pk]))
    return _toon(request, tabel, [wat.som] if wat.som else [], terug, code=project.code, keuze=keuze)


@daad("voortgang.zien")
@herbevestig.nodig(wanneer=als_bestand)
def geheel(request: HttpRequest, soort: str) -> HttpResponse:
    """Dezelfde lijst over alle projecten; zonder project is er niets, en zegt het rapport dat."""
    if soort not in LIJSTEN:
        raise Http404
    form, dag = peildatum(request)
    delen = cijfers.bereken(list(toegang.projecten(request.actor)), dag, toen_gekend=gekend(form))
    if not delen:
        return redirect("rapportage:geheel")
    wat, keuze = LIJSTEN[soort], Keuze.uit(request.GET)
    tabel = lijsten.over_alles(wat, Geheel(delen), keuze)
    terug = Terug("Rapport over alle projecten", "Terug naar het rapport", reverse("rapportage:geheel"))
    return _toon(request, tabel, [wat.som] if wat.som else [], terug, keuze=keuze)


@daad("voortgang.zien")
@herbevestig.nodig(wanneer=als_bestand)
def subsidie(request: HttpRequest) -> HttpResponse:
    """De subsidie van elk project van het bestuur: de lijst achter de bedragen van alle projecten samen."""
    form, dag = peildatum(request)
    tabel = lijsten.subsidie(tellen.tel(list(toegang.projecten(request.actor)), dag, toen_gekend=gekend(form)))
    terug = Terug("", "Terug naar de voortgang", reverse("rapportage:voortgang"))
    return _toon(request, tabel, lijsten.SUBSIDIE[3:], terug)


def _toon(
    request: HttpRequest,
    tabel: Tabel,
    sommen: Sequence[str],
    terug: Terug,
    *,
    code: str = "",
    keuze: Keuze | None = None,
) -> HttpResponse:
    form, dag = peildatum(request)
    keuze = keuze or Keuze()
    if als_bestand(request) and not form.errors:
        return _bestand(request, tabel, code, dag, keuze)
    smal = ding_eerst(zonder_sommen(tabel))
    bladzijde = pagina(request, smal.rijen)
    bladzijde.object_list = met_verwijzingen(request.actor, smal, bladzijde.object_list)
    context = {
        "tabel": smal,
        "pagina": bladzijde,
        "aantal": len(tabel.rijen),
        "sommen": [(kop, lees(lijsten.totaal(tabel, kop))) for kop in sommen],
        "form": form,
        "peildatum": dag,
        "code": code,
        "keuze": keuze,
        "terug": terug,
        "vraag": vraag(form, dag),
    }
    return render(request, "rapportage/lijst.html", context)


def zonder_sommen(tabel: Tabel) -> Tabel:
    """Een sha256 of een niveau van een zegel leest niemand op een scherm; in het bestand staan ze wel."""
    blijft = [k for k, kop in enumerate(tabel.koppen) if not kop.endswith(("sha256", "Zegel"))]
    koppen = [tabel.koppen[k] for k in blijft]
    return Tabel(tabel.naam, tabel.titel, koppen, [[rij[k] for k in blijft] for rij in tabel.rijen], tabel.uitleg)


def ding_eerst(tabel: Tabel) -> Tabel:
    """Op een telefoon is de eerste cel de kop van haar rij: dan liever het ding dan het project dat ze delen."""
    if tabel.koppen[0] != "Project" or tabel.koppen[1] not in {"Code", *KOLOMMEN}:
        return tabel
    rijen = [[rij[1], rij[0], *rij[2:]] for rij in tabel.rijen]
    koppen = [tabel.koppen[1], tabel.koppen[0], *tabel.koppen[2:]]
    return Tabel(tabel.naam, tabel.titel, koppen, rijen, tabel.uitleg)


def _bestand(request: HttpRequest, tabel: Tabel, code: str, dag: date, keuze: Keuze) -> HttpResponse:
    naam = lijsten.bestandsnaam(tabel.naam, code, dag)
    if request.GET["vorm"] == "csv":
        return antwoord_csv(naam, als_csv(tabel))
    stijl = huisstijl.voor(request.actor.bestuur)
    voorblad = [stijl.banner_tekst, stijl.fonds_tekst, f"{tabel.titel}, {stijl.bestuur_naam}"]
    voorblad += [f"Project {code}"] if code else []
    voorblad += [f"Enkel: {keuze.zin}"] if keuze.zin else []
    voorblad += ["Zoals toen gekend"] if "toen_gekend" in request.GET else []
    voorblad += [f"Peildatum {datum_woord(dag)}", *([tabel.uitleg] if tabel.uitleg else [])]
    return antwoord(naam, als_xlsx(tabel.titel, voorblad, [tabel], timezone.now()))
